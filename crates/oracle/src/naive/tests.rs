//! The trickiest sentences of the semantics, each on a corpus as small as it allows.

use std::collections::{BTreeMap, BTreeSet};

use coverdict_model::{
    attestation::{Attestation, OnFile, Subject},
    case::Case,
    code::Code,
    corpus::{CodeMapping, Corpus, Patterns},
    criterion::{Comparison, Criterion, Members, Test},
    date::{Date, parse_day},
    fact::{Catalogue, Closure, Derivation, Fact, FactType, FoundIn, Section},
    finding::{Answer, Coverage, Decided, Missing, Part, Settled},
    grant::Grant,
    id::Id,
    position::{Basis, Holding, Kind, Position},
    profile::{Binding, Profile, Step},
    source::{
        Applies, Cite, Edition, EditionId, Facet, GoverningDate, Open, Otherwise,
        PriorAuthorization, Provenance, Rule, Service, SourceKind, Status,
    },
    trace::Truth,
    value::{Cause, Reading, Value},
};

use super::assess;

fn id(text: &str) -> Id {
    Id::new(text).unwrap()
}

fn ids(texts: &[&str]) -> BTreeSet<Id> {
    texts.iter().map(|text| id(text)).collect()
}

fn day(text: &str) -> Date {
    parse_day(text).unwrap()
}

fn fact(kind: FactType, closure: Closure) -> Fact {
    Fact {
        kind,
        question: "?".to_owned(),
        closure,
        section: Section::Facts,
        may_be: BTreeSet::new(),
        derived: None,
        look_back: None,
        select: None,
        attest: None,
        found_in: FoundIn::default(),
    }
}

fn integer() -> FactType {
    FactType::Integer {
        min: Some(0),
        max: Some(5),
    }
}

fn choice(values: &[&str]) -> FactType {
    FactType::Choice {
        values: ids(values),
    }
}

fn names(values: &[&str]) -> FactType {
    FactType::Names {
        values: Some(ids(values)),
    }
}

/// A plan document, then a coverage policy, for commercial members; all on file and attested.
fn corpus(facts: &[(&str, FactType)]) -> Corpus {
    let codes = FactType::Codes {
        systems: Vec::new(),
    };
    let date = FactType::Date {
        min: None,
        max: None,
    };
    let open = [
        ("date-of-service", date),
        ("line-of-business", choice(&["commercial", "medicaid"])),
        ("funding", choice(&["insured", "self-funded"])),
        ("payer", FactType::Name),
    ];
    let closed = [
        ("code", codes),
        ("items", names(&["i1", "i2"])),
        ("scopes", names(&["s1", "s2"])),
        ("service", names(&["s", "t"])),
    ];
    let with =
        |closure| move |(name, kind): &(&str, FactType)| (id(name), fact(kind.clone(), closure));
    let all = open.iter().chain(facts).map(with(Closure::Open));
    let mut corpus = Corpus {
        catalogue: Catalogue {
            facts: all
                .chain(closed.iter().map(with(Closure::Closed)))
                .collect(),
            constraints: BTreeMap::new(),
        },
        ..Corpus::default()
    };
    let steps = [
        SourceKind::StateMandate,
        SourceKind::PlanDocument,
        SourceKind::CoveragePolicy,
    ];
    add_profile(&mut corpus, "general", &steps, None);
    attest(&mut corpus, "all", SourceKind::ALL, OnFile::Complete);
    corpus
}

fn add_profile(corpus: &mut Corpus, name: &str, kinds: &[SourceKind], funding: Option<&[&str]>) {
    let step = |kind: &SourceKind| Step {
        id: id(kind.name()),
        kinds: BTreeSet::from([*kind]),
        positions: match kind.is_floor() {
            true => BTreeSet::from([Position::Supported]),
            false => Position::ALL.iter().copied().collect(),
        },
        when: None,
        binding: Binding::AsApplied,
        cite: Cite::default(),
    };
    let profile = Profile {
        id: id(name),
        title: name.to_owned(),
        payer: None,
        lines_of_business: ids(&["commercial"]),
        funding: funding.map(ids),
        steps: kinds.iter().map(step).collect(),
        cite: Cite::default(),
    };
    corpus.profiles.insert(id(name), profile);
}

fn attest(corpus: &mut Corpus, name: &str, kinds: &[SourceKind], status: OnFile) {
    let attestation = Attestation {
        id: id(name),
        recorded: day("2020-01-01"),
        by: "a test".to_owned(),
        subject: Subject::Sources {
            kinds: kinds.iter().copied().collect(),
            status,
            applies: Box::default(),
            codes: None,
            services: None,
        },
    };
    corpus.attestations.insert(id(name), attestation);
}

fn attest_succession(corpus: &mut Corpus, source: &str) {
    let attestation = Attestation {
        id: id("succession"),
        recorded: day("2020-01-01"),
        by: "a test".to_owned(),
        subject: Subject::Succession {
            sources: ids(&[source]),
        },
    };
    corpus.attestations.insert(id("succession"), attestation);
}

/// An edition with the service `s`, coded `M0076`, that is silent otherwise.
fn edition(source: &str, kind: SourceKind, effective: &str, rules: &[(&str, Rule)]) -> Edition {
    let service = Service {
        codes: BTreeSet::from([Code::detect("M0076").unwrap()]),
        provenance: Provenance::Stated,
        agents: BTreeSet::new(),
        otherwise: Otherwise::Silent,
    };
    Edition {
        id: EditionId {
            source: id(source),
            edition: id(effective),
        },
        kind,
        title: source.to_owned(),
        publisher: id("payer"),
        author: None,
        effective: effective.parse().unwrap(),
        ended: None,
        published: None,
        recorded: day("2020-01-01"),
        status: Status::Active,
        supersedes: None,
        governing_date: GoverningDate::DateOfService,
        document: None,
        excerpt: false,
        applies: Applies::default(),
        services: BTreeMap::from([(id("s"), service)]),
        rules: rules
            .iter()
            .map(|(name, rule)| (id(name), rule.clone()))
            .collect(),
        readings: BTreeMap::new(),
        prior_authorization: PriorAuthorization::NotStated,
        documentation: None,
        considerations: BTreeMap::new(),
        notes: BTreeMap::new(),
        references: BTreeSet::new(),
    }
}

fn add(corpus: &mut Corpus, edition: Edition) {
    corpus.editions.insert(edition.id.clone(), edition);
}

fn rule(when: Criterion, holding: Holding) -> Rule {
    Rule {
        when,
        holding,
        label: None,
        cite: Cite::default(),
        from: None,
        until: None,
        phases: BTreeSet::new(),
        overrides: BTreeSet::new(),
    }
}

fn always() -> Criterion {
    Criterion::new(Test::All(Vec::new()))
}

fn any(of: Vec<Criterion>) -> Criterion {
    Criterion::new(Test::Any(of))
}

fn all(of: Vec<Criterion>) -> Criterion {
    Criterion::new(Test::All(of))
}

fn compare(fact: &str, comparison: Comparison) -> Criterion {
    Criterion::new(Test::Fact {
        fact: id(fact),
        comparison,
    })
}

fn is_true(fact: &str) -> Criterion {
    compare(fact, Comparison::IsTrue(true))
}

fn at_least(fact: &str, least: i64) -> Criterion {
    compare(fact, Comparison::AtLeast(Value::Integer(least)))
}

fn supported() -> Holding {
    granted(Grant::default())
}

fn granted(grant: Grant) -> Holding {
    Holding::Supported { grant }
}

fn unproven() -> Holding {
    Holding::NotSupported {
        kind: Kind::Clinical,
        basis: Basis::Unproven,
    }
}

fn not_supported(kinds: &[Kind]) -> Answer {
    Answer::NotSupported {
        kinds: kinds.iter().copied().collect(),
    }
}

/// A commercial member's line for `M0076` on 10 March 2025.
fn case(facts: &[(&str, Reading)]) -> Case {
    let stated = [
        ("line-of-business", word("commercial")),
        ("funding", word("insured")),
        ("payer", word("p")),
        ("code", members(&["M0076"])),
    ];
    Case {
        id: id("case"),
        date_of_service: day("2025-03-10"),
        through: None,
        known_as_of: Some(day("2026-01-01")),
        facts: stated
            .iter()
            .chain(facts)
            .map(|(name, reading)| (id(name), vec![reading.clone().into()]))
            .collect(),
    }
}

fn word(text: &str) -> Reading {
    Reading::Known(Value::Name(id(text)))
}

fn members(texts: &[&str]) -> Reading {
    Reading::Members {
        members: ids(texts),
        complete: true,
    }
}

fn unknown() -> Reading {
    Reading::Missing(Cause::NotSupplied)
}

fn coverage(corpus: &Corpus, case: &Case) -> Coverage {
    assess(corpus, case).unwrap().coverage
}

fn decided(corpus: &Corpus, case: &Case) -> Decided {
    match coverage(corpus, case) {
        Coverage::Decided(decided) => decided,
        other => panic!("{other:?}"),
    }
}

fn missing(corpus: &Corpus, case: &Case) -> Missing {
    match coverage(corpus, case) {
        Coverage::NeedsInformation(missing) => missing,
        other => panic!("{other:?}"),
    }
}

fn certificates(missing: &Missing) -> Vec<(Vec<&str>, &Answer)> {
    let shown = missing.certificates.iter();
    shown
        .map(|one| (one.facts.iter().map(Id::as_str).collect(), &one.answer))
        .collect()
}

fn governing(decided: &Decided) -> Vec<String> {
    decided.governing.iter().map(ToString::to_string).collect()
}

#[test]
fn the_higher_threshold_alone_or_the_lower_with_the_comorbidity() {
    let mut corpus = corpus(&[("bmi", integer()), ("comorbidity", FactType::Boolean)]);
    let when = any(vec![
        at_least("bmi", 4),
        all(vec![at_least("bmi", 3), is_true("comorbidity")]),
    ]);
    let mut policy = edition(
        "policy",
        SourceKind::CoveragePolicy,
        "2024-01-01",
        &[("obese", rule(when, supported()))],
    );
    policy.services.get_mut("s").unwrap().otherwise = Otherwise::Holds {
        holding: unproven(),
        label: None,
        cite: Cite::default(),
    };
    add(&mut corpus, policy);
    let missing = missing(&corpus, &case(&[]));
    let refused = not_supported(&[Kind::Clinical]);
    assert_eq!(
        certificates(&missing),
        [
            (vec!["bmi"], &Answer::Supported),
            (vec!["bmi"], &refused),
            (vec!["bmi", "comorbidity"], &Answer::Supported),
            (vec!["bmi", "comorbidity"], &refused),
        ]
    );
    assert_eq!((missing.total, missing.first.as_str()), (4, "bmi"));
    let four = case(&[("bmi", Reading::Known(Value::Integer(4)))]);
    assert_eq!(decided(&corpus, &four).answer, Answer::Supported);
}

#[test]
fn a_fact_that_cannot_change_the_answer_is_not_asked_for() {
    let mut corpus = corpus(&[("a", FactType::Boolean), ("b", FactType::Boolean)]);
    let plan = rule(is_true("a"), unproven());
    let policy = rule(is_true("b"), supported());
    for (source, kind, rule) in [
        ("plan", SourceKind::PlanDocument, plan),
        ("policy", SourceKind::CoveragePolicy, policy),
    ] {
        add(
            &mut corpus,
            edition(source, kind, "2024-01-01", &[("r", rule)]),
        );
    }
    let yes = Reading::Known(Value::Boolean(true));
    let no = Reading::Known(Value::Boolean(false));
    let refused = decided(&corpus, &case(&[("a", yes)]));
    assert_eq!(governing(&refused), ["plan@2024-01-01/r"]);
    assert_eq!(refused.bases, BTreeSet::from([Basis::Unproven]));
    let missing = missing(&corpus, &case(&[("a", no)]));
    assert_eq!(missing.relevant, ids(&["b"]));
}

#[test]
fn for_what_exceeds_a_mandate_the_walk_continues() {
    let scope = |name: &str| {
        granted(Grant {
            scopes: Some(ids(&[name])),
            ..Grant::default()
        })
    };
    let mut corpus = corpus(&[]);
    let mandate = rule(always(), scope("s1"));
    add(
        &mut corpus,
        edition(
            "mandate",
            SourceKind::StateMandate,
            "2024-01-01",
            &[("m", mandate)],
        ),
    );
    let both = case(&[("scopes", members(&["s1", "s2"]))]);
    let one = case(&[("scopes", members(&["s1"]))]);
    let part = Part {
        item: None,
        scope: Some(id("s1")),
    };
    let in_part = Answer::SupportedInPart {
        granted: BTreeSet::from([part]),
    };
    assert_eq!(decided(&corpus, &one).answer, Answer::Supported);
    assert_eq!(decided(&corpus, &both).answer, in_part);

    let refusal = rule(always(), unproven());
    let policy = edition(
        "policy",
        SourceKind::CoveragePolicy,
        "2024-01-01",
        &[("r", refusal)],
    );
    add(&mut corpus, policy);
    let refused = decided(&corpus, &both);
    assert_eq!(refused.answer, in_part);
    assert_eq!(
        governing(&refused),
        ["mandate@2024-01-01/m", "policy@2024-01-01/r"]
    );
    assert_eq!(refused.grants.len(), 1);

    let support = rule(always(), scope("s2"));
    let policy = edition(
        "policy",
        SourceKind::CoveragePolicy,
        "2024-01-01",
        &[("r", support)],
    );
    add(&mut corpus, policy);
    assert_eq!(decided(&corpus, &both).answer, Answer::Supported);
    // A request for the service as such is not within a grant limited to a scope.
    let nothing = Answer::SupportedInPart {
        granted: BTreeSet::new(),
    };
    assert_eq!(decided(&corpus, &case(&[])).answer, nothing);
}

fn indications() -> Corpus {
    let codes = FactType::Codes {
        systems: Vec::new(),
    };
    let mut corpus = corpus(&[
        ("diagnoses", codes),
        ("indication", names(&["pain", "tear"])),
    ]);
    corpus
        .catalogue
        .facts
        .get_mut("indication")
        .unwrap()
        .derived = Some(Derivation::Mapping {
        mapping: id("map"),
        from: id("diagnoses"),
    });
    let patterns = |codes: &[&str]| Patterns {
        members: ids(codes),
        prefixes: BTreeSet::new(),
    };
    let mapping = CodeMapping {
        title: "map".to_owned(),
        provenance: Provenance::Mapping,
        reviewed: day("2024-01-01"),
        to: BTreeMap::from([
            (id("pain"), patterns(&["M1"])),
            (id("tear"), patterns(&["M2"])),
        ]),
        to_none: patterns(&["M3"]),
    };
    corpus.mappings.insert(id("map"), mapping);
    let when = compare(
        "indication",
        Comparison::AnyIn(Members::Listed(ids(&["pain"]))),
    );
    let refusal = rule(when, unproven());
    let policy = edition(
        "policy",
        SourceKind::CoveragePolicy,
        "2024-01-01",
        &[("r", refusal)],
    );
    add(&mut corpus, policy);
    corpus
}

#[test]
fn an_unmapped_code_leaves_any_further_indication_possible() {
    let corpus = indications();
    let with = |codes: &[&str]| case(&[("diagnoses", members(codes))]);
    let refused = not_supported(&[Kind::Clinical]);
    assert_eq!(decided(&corpus, &with(&["M1"])).answer, refused);
    assert_eq!(decided(&corpus, &with(&["M1", "U1"])).answer, refused);
    assert_eq!(
        decided(&corpus, &with(&["M2", "M3"])).answer,
        Answer::NotAddressed
    );
    let unmapped = missing(&corpus, &with(&["M2", "U1"]));
    assert_eq!(unmapped.relevant, ids(&["indication"]));
    let stated = case(&[
        ("diagnoses", members(&["U1"])),
        ("indication", members(&["tear"])),
    ]);
    assert_eq!(decided(&corpus, &stated).answer, Answer::NotAddressed);
}

#[test]
fn a_missing_set_of_codes_is_asked_for_before_what_it_means() {
    let missing = missing(&indications(), &case(&[]));
    let refused = not_supported(&[Kind::Clinical]);
    assert_eq!(
        certificates(&missing),
        [
            (vec!["diagnoses"], &refused),
            (vec!["diagnoses"], &Answer::NotAddressed),
            (vec!["diagnoses", "indication"], &refused),
            (vec!["diagnoses", "indication"], &Answer::NotAddressed),
        ]
    );
}

#[test]
fn unknown_funding_matters_only_where_the_profiles_differ_in_effect() {
    let mut corpus = corpus(&[]);
    corpus.profiles.clear();
    let (mandate, policy) = (SourceKind::StateMandate, SourceKind::CoveragePolicy);
    add_profile(
        &mut corpus,
        "insured",
        &[mandate, policy],
        Some(&["insured"]),
    );
    add_profile(
        &mut corpus,
        "self-funded",
        &[policy],
        Some(&["self-funded"]),
    );
    let refusal = rule(always(), unproven());
    add(
        &mut corpus,
        edition("policy", policy, "2024-01-01", &[("r", refusal)]),
    );
    let unknown = case(&[("funding", unknown())]);
    let refused = not_supported(&[Kind::Clinical]);
    assert_eq!(decided(&corpus, &unknown).answer, refused);

    let support = rule(always(), supported());
    add(
        &mut corpus,
        edition("mandate", mandate, "2024-01-01", &[("m", support)]),
    );
    let missing = missing(&corpus, &unknown);
    assert_eq!(missing.relevant, ids(&["funding"]));
    let trace = assess(&corpus, &unknown).unwrap().trace;
    let walk = &trace.walks[&id("insured")];
    assert_eq!(walk.serves, Some(Truth::Unknown));
    assert_eq!(walk.reached["state-mandate"], Truth::Unknown);
    assert_eq!(walk.reached["coverage-policy"], Truth::NotMet);
}

#[test]
fn an_incomplete_step_blocks_what_stands_below_it() {
    let mut corpus = corpus(&[]);
    corpus.attestations.clear();
    let on_file = [SourceKind::StateMandate, SourceKind::CoveragePolicy];
    attest(&mut corpus, "some", &on_file, OnFile::Complete);
    let refusal = rule(always(), unproven());
    let policy = edition(
        "policy",
        SourceKind::CoveragePolicy,
        "2024-01-01",
        &[("r", refusal)],
    );
    add(&mut corpus, policy);
    assert_eq!(coverage(&corpus, &case(&[])).name(), "needs-source");
    attest(
        &mut corpus,
        "plan",
        &[SourceKind::PlanDocument],
        OnFile::Incomplete,
    );
    assert_eq!(coverage(&corpus, &case(&[])).name(), "needs-source");
    attest(
        &mut corpus,
        "plan",
        &[SourceKind::PlanDocument],
        OnFile::AssumedSilent,
    );
    let refused = not_supported(&[Kind::Clinical]);
    assert_eq!(decided(&corpus, &case(&[])).answer, refused);
    let mut before = case(&[]);
    before.known_as_of = Some(day("2019-12-31"));
    assert_eq!(coverage(&corpus, &before).name(), "needs-source");
}

#[test]
fn before_the_last_edition_the_one_on_file_or_another_stands() {
    let mut corpus = corpus(&[]);
    let kind = SourceKind::CoveragePolicy;
    let refusal = [("r", rule(always(), unproven()))];
    add(&mut corpus, edition("policy", kind, "2024-01-01", &refusal));
    let refused = not_supported(&[Kind::Clinical]);
    assert_eq!(decided(&corpus, &case(&[])).answer, refused);
    add(&mut corpus, edition("policy", kind, "2025-06-01", &refusal));
    assert_eq!(coverage(&corpus, &case(&[])).name(), "needs-source");
    let mut attested = corpus.clone();
    attest_succession(&mut attested, "policy");
    assert_eq!(decided(&attested, &case(&[])).answer, refused);
    // The later edition has not begun by the known-as-of date.
    let mut before = case(&[]);
    before.known_as_of = Some(day("2025-04-01"));
    assert_eq!(decided(&corpus, &before).answer, refused);
    // No edition on file has the service: an unknown one would not concern the line.
    let other_line = case(&[("code", members(&["E1390"]))]);
    assert_eq!(decided(&corpus, &other_line).answer, Answer::NotAddressed);
}

#[test]
fn after_a_stated_end_without_successor_the_succession_is_open() {
    let mut corpus = corpus(&[]);
    let refusal = [("r", rule(always(), unproven()))];
    let mut policy = edition("policy", SourceKind::CoveragePolicy, "2024-01-01", &refusal);
    policy.ended = Some("2025-03-10".parse().unwrap());
    add(&mut corpus, policy);
    assert_eq!(coverage(&corpus, &case(&[])).name(), "needs-source");
    attest_succession(&mut corpus, "policy");
    assert_eq!(decided(&corpus, &case(&[])).answer, Answer::NotAddressed);
}

#[test]
fn a_month_start_leaves_the_days_before_its_last_open() {
    let mut corpus = corpus(&[]);
    let (kind, source) = (SourceKind::CoveragePolicy, "policy");
    attest_succession(&mut corpus, source);
    let refusal = [("r", rule(always(), unproven()))];
    let support = [("r", rule(always(), supported()))];
    add(&mut corpus, edition(source, kind, "2024-01-01", &support));
    add(&mut corpus, edition(source, kind, "2025-03", &refusal));
    let on = |text: &str| {
        let mut case = case(&[]);
        case.date_of_service = day(text);
        case
    };
    assert_eq!(coverage(&corpus, &on("2025-03-01")).name(), "needs-source");
    assert_eq!(coverage(&corpus, &on("2025-03-30")).name(), "needs-source");
    let last = decided(&corpus, &on("2025-03-31"));
    assert_eq!(governing(&last), ["policy@2025-03/r"]);
    assert_eq!(
        decided(&corpus, &on("2025-02-28")).answer,
        Answer::Supported
    );
    // The answer is the same either way: both may govern.
    add(&mut corpus, edition(source, kind, "2024-01-01", &refusal));
    assert_eq!(governing(&decided(&corpus, &on("2025-03-15"))).len(), 2);
}

#[test]
fn an_edition_published_late_may_not_tighten() {
    let mut corpus = corpus(&[]);
    let (kind, source) = (SourceKind::CoveragePolicy, "policy");
    attest_succession(&mut corpus, source);
    let refusal = [("r", rule(always(), unproven()))];
    let support = [("r", rule(always(), supported()))];
    add(&mut corpus, edition(source, kind, "2024-01-01", &support));
    let mut late = edition(source, kind, "2025-01-01", &refusal);
    late.published = Some("2025-03-11".parse().unwrap());
    add(&mut corpus, late.clone());
    let conflict = decided(&corpus, &case(&[]));
    assert_eq!(
        (conflict.answer, conflict.published_late),
        (Answer::Conflict, true)
    );
    late.published = Some("2025-03-10".parse().unwrap());
    add(&mut corpus, late.clone());
    let refused = not_supported(&[Kind::Clinical]);
    assert_eq!(decided(&corpus, &case(&[])).answer, refused);
    late.published = Some("2025-03".parse().unwrap());
    add(&mut corpus, late.clone());
    assert_eq!(coverage(&corpus, &case(&[])).name(), "needs-source");
    // A late edition that widens governs.
    late.published = Some("2025-04-01".parse().unwrap());
    late.rules.insert(id("r"), rule(always(), supported()));
    add(&mut corpus, late);
    add(&mut corpus, edition(source, kind, "2024-01-01", &refusal));
    let widened = decided(&corpus, &case(&[]));
    assert_eq!(
        (widened.answer, widened.published_late),
        (Answer::Supported, false)
    );
}

#[test]
fn a_service_that_a_new_edition_drops_does_not_revive_the_old_one() {
    let mut corpus = corpus(&[]);
    let (kind, source) = (SourceKind::CoveragePolicy, "policy");
    attest_succession(&mut corpus, source);
    let refusal = [("r", rule(always(), unproven()))];
    add(&mut corpus, edition(source, kind, "2024-01-01", &refusal));
    let mut dropping = edition(source, kind, "2025-01-01", &[]);
    dropping.services.clear();
    add(&mut corpus, dropping.clone());
    assert_eq!(decided(&corpus, &case(&[])).answer, Answer::NotAddressed);
    dropping.status = Status::Draft;
    add(&mut corpus, dropping.clone());
    let refused = not_supported(&[Kind::Clinical]);
    assert_eq!(decided(&corpus, &case(&[])).answer, refused);
    dropping.status = Status::Withdrawn;
    add(&mut corpus, dropping);
    assert_eq!(decided(&corpus, &case(&[])).answer, Answer::NotAddressed);
}

#[test]
fn a_plan_rests_on_what_the_policy_holds() {
    let position_of = |basis| {
        Criterion::new(Test::PositionOf {
            source: SourceKind::CoveragePolicy,
            basis,
        })
    };
    let contractual = Holding::NotSupported {
        kind: Kind::Contractual,
        basis: Basis::NotABenefit,
    };
    let mut corpus = corpus(&[("a", FactType::Boolean)]);
    let exclusion = rule(position_of(Some(Basis::Unproven)), contractual);
    let plan = edition(
        "plan",
        SourceKind::PlanDocument,
        "2024-01-01",
        &[("x", exclusion)],
    );
    add(&mut corpus, plan);
    assert_eq!(decided(&corpus, &case(&[])).answer, Answer::NotAddressed);
    let refusal = ("r", rule(always(), unproven()));
    let support = ("t", rule(is_true("a"), supported()));
    let policy = edition(
        "policy",
        SourceKind::CoveragePolicy,
        "2024-01-01",
        &[refusal, support],
    );
    add(&mut corpus, policy);
    let a = |truth| case(&[("a", Reading::Known(Value::Boolean(truth)))]);
    let excluded = decided(&corpus, &a(false));
    assert_eq!(excluded.answer, not_supported(&[Kind::Contractual]));
    assert_eq!(governing(&excluded), ["plan@2024-01-01/x"]);
    // A conflict below is no position.
    assert_eq!(decided(&corpus, &a(true)).answer, Answer::Conflict);
    assert_eq!(missing(&corpus, &case(&[])).relevant, ids(&["a"]));
}

#[test]
fn a_rule_applies_only_where_its_edition_speaks() {
    let mut corpus = corpus(&[]);
    let one_of = |funding| Comparison::In(BTreeSet::from([Value::Name(id(funding))]));
    let when = |funding| rule(compare("funding", one_of(funding)), unproven());
    let rules = [("insured", when("insured")), ("other", when("self-funded"))];
    let mut policy = edition("policy", SourceKind::CoveragePolicy, "2024-01-01", &rules);
    policy.applies.funding = Some(Facet {
        within: ids(&["insured"]),
        open: Open::Values(BTreeSet::new()),
        provenance: Provenance::Stated,
    });
    let policy_id = policy.id.clone();
    add(&mut corpus, policy);
    let trace = assess(&corpus, &case(&[("funding", unknown())]))
        .unwrap()
        .trace;
    let walk = &trace.walks[&id("general")];
    assert_eq!(walk.speaks[&policy_id], Truth::Unknown);
    let told = |name: &str| walk.rules[&(policy_id.clone(), Some(id(name)), id("s"))];
    assert_eq!(told("insured").applies, Truth::Unknown);
    assert_eq!(told("insured").stands, Truth::Unknown);
    // Its criterion is met where the policy does not speak, and nowhere else.
    assert_eq!(told("other").applies, Truth::NotMet);
    assert_eq!(told("other").stands, Truth::NotMet);
    let criterion = (policy_id.clone(), id("other"), id("s"), Vec::new());
    assert_eq!(walk.criteria[&criterion], Truth::Unknown);
}

#[test]
fn a_phrase_is_read_in_every_way() {
    let mut corpus = corpus(&[("calendar", integer()), ("rolling", integer())]);
    let annually = Criterion::new(Test::ByReading {
        reading: id("annually"),
        of: BTreeMap::from([
            (id("calendar-year"), at_least("calendar", 2)),
            (id("rolling-year"), at_least("rolling", 2)),
        ]),
    });
    let refusal = rule(annually, unproven());
    let mut policy = edition(
        "policy",
        SourceKind::CoveragePolicy,
        "2024-01-01",
        &[("r", refusal)],
    );
    policy.readings = BTreeMap::from([(id("annually"), ids(&["calendar-year", "rolling-year"]))]);
    add(&mut corpus, policy);
    let visits = |calendar, rolling| {
        case(&[
            ("calendar", Reading::Known(Value::Integer(calendar))),
            ("rolling", Reading::Known(Value::Integer(rolling))),
        ])
    };
    assert_eq!(coverage(&corpus, &visits(1, 2)).name(), "needs-source");
    let refused = not_supported(&[Kind::Clinical]);
    assert_eq!(decided(&corpus, &visits(2, 3)).answer, refused);
    // No reading is a question: only both facts together settle it.
    let missing = missing(&corpus, &case(&[]));
    assert_eq!(
        certificates(&missing),
        [
            (vec!["calendar", "rolling"], &refused),
            (vec!["calendar", "rolling"], &Answer::NotAddressed),
        ]
    );
}

#[test]
fn a_defeated_rule_neither_decides_nor_grants_nor_defeats() {
    let mut corpus = corpus(&[]);
    let overriding = |holding: Holding, over: &[&str]| {
        let mut rule = rule(always(), holding);
        rule.overrides = ids(over);
        rule
    };
    let rules = [
        ("a", rule(always(), unproven())),
        ("b", overriding(Holding::LeftToDiscretion, &["a"])),
        ("c", overriding(supported(), &["b"])),
    ];
    let policy = edition("policy", SourceKind::CoveragePolicy, "2024-01-01", &rules);
    add(&mut corpus, policy);
    let conflict = decided(&corpus, &case(&[]));
    assert_eq!(conflict.answer, Answer::Conflict);
    assert_eq!(
        governing(&conflict),
        ["policy@2024-01-01/a", "policy@2024-01-01/c"]
    );
    assert!(conflict.grants.is_empty());
}

#[test]
fn open_applicability_is_quantified_over() {
    let mut corpus = corpus(&[]);
    let refusal = [("r", rule(always(), unproven()))];
    let mut policy = edition("policy", SourceKind::CoveragePolicy, "2024-01-01", &refusal);
    policy.applies.payers = Some(Facet {
        within: ids(&["q"]),
        open: Open::Values(ids(&["p"])),
        provenance: Provenance::Mapping,
    });
    policy.prior_authorization = PriorAuthorization::Required;
    add(&mut corpus, policy);
    let assessment = assess(&corpus, &case(&[])).unwrap();
    assert_eq!(assessment.coverage.name(), "needs-source");
    let possible = corpus.editions.keys().cloned().collect();
    assert_eq!(
        assessment.prior_authorization,
        Settled::Undecided { possible }
    );
    let elsewhere = case(&[("payer", word("r"))]);
    assert_eq!(decided(&corpus, &elsewhere).answer, Answer::NotAddressed);
    assert_eq!(
        missing(&corpus, &case(&[("payer", unknown())])).relevant,
        ids(&["payer"])
    );
}

#[test]
fn prior_authorization_and_documentation_are_settled_by_themselves() {
    let mut corpus = corpus(&[("a", FactType::Boolean)]);
    let mut plan = edition("plan", SourceKind::PlanDocument, "2024-01-01", &[]);
    plan.documentation = Some(BTreeMap::from([(id("x"), "x".to_owned())]));
    add(&mut corpus, plan);
    let undecided = [("r", rule(is_true("a"), unproven()))];
    let mut one = edition("one", SourceKind::CoveragePolicy, "2024-01-01", &undecided);
    one.prior_authorization = PriorAuthorization::Required;
    one.documentation = Some(BTreeMap::from([(id("y"), "y".to_owned())]));
    add(&mut corpus, one.clone());
    let assessment = assess(&corpus, &case(&[])).unwrap();
    assert_eq!(assessment.coverage.name(), "needs-information");
    assert_eq!(
        assessment.prior_authorization,
        Settled::Decided {
            answer: PriorAuthorization::Required,
            by: BTreeSet::from([one.id.clone()]),
        }
    );
    let Settled::Decided { answer, .. } = assessment.documentation else {
        panic!("{:?}", assessment.documentation);
    };
    assert_eq!(answer.into_keys().collect::<BTreeSet<_>>(), ids(&["x"]));
    let mut two = edition("two", SourceKind::CoveragePolicy, "2024-01-01", &[]);
    two.prior_authorization = PriorAuthorization::NotRequired;
    let by = BTreeSet::from([one.id, two.id.clone()]);
    add(&mut corpus, two);
    let assessment = assess(&corpus, &case(&[])).unwrap();
    assert_eq!(assessment.prior_authorization, Settled::Conflict { by });
}

#[test]
fn kinds_are_clinical_if_any_is_and_their_set_otherwise() {
    let mut corpus = corpus(&[]);
    let kind = |kind| Holding::NotSupported {
        kind,
        basis: Basis::NotABenefit,
    };
    let rules = [
        ("c", rule(always(), kind(Kind::Contractual))),
        ("l", rule(always(), kind(Kind::Legal))),
    ];
    let policy = SourceKind::CoveragePolicy;
    add(&mut corpus, edition("one", policy, "2024-01-01", &rules));
    let both = not_supported(&[Kind::Contractual, Kind::Legal]);
    assert_eq!(decided(&corpus, &case(&[])).answer, both);
    let clinical = [("r", rule(always(), unproven()))];
    add(&mut corpus, edition("two", policy, "2024-01-01", &clinical));
    let refused = decided(&corpus, &case(&[]));
    assert_eq!(refused.answer, not_supported(&[Kind::Clinical]));
    assert_eq!(refused.governing.len(), 3);
}

#[test]
fn values_out_of_bounds_and_broken_constraints_are_invalid() {
    let mut corpus = corpus(&[("a", FactType::Boolean), ("n", integer())]);
    let constraint = any(vec![is_true("a"), at_least("n", 3)]);
    corpus.catalogue.constraints.insert(id("c"), constraint);
    let outcome = |a: bool, n: i64| {
        let facts = [
            ("a", Reading::Known(Value::Boolean(a))),
            ("n", Reading::Known(Value::Integer(n))),
        ];
        coverage(&corpus, &case(&facts)).name()
    };
    assert_eq!(outcome(true, 6), "invalid-input");
    assert_eq!(outcome(false, 2), "invalid-input");
    assert_eq!(outcome(false, 3), "not-addressed");
}

#[test]
fn a_constraint_makes_facts_settle_each_other() {
    let mut corpus = corpus(&[("a", FactType::Boolean), ("b", FactType::Boolean)]);
    let exclusive = Criterion::new(Test::None(vec![all(vec![is_true("a"), is_true("b")])]));
    corpus.catalogue.constraints.insert(id("c"), exclusive);
    let refusal = [("r", rule(is_true("a"), unproven()))];
    add(
        &mut corpus,
        edition("policy", SourceKind::CoveragePolicy, "2024-01-01", &refusal),
    );
    let missing = missing(&corpus, &case(&[]));
    let refused = not_supported(&[Kind::Clinical]);
    assert_eq!(
        certificates(&missing),
        [
            (vec!["a"], &refused),
            (vec!["a"], &Answer::NotAddressed),
            (vec!["b"], &Answer::NotAddressed),
        ]
    );
}

#[test]
fn derived_counts_range_over_what_their_inputs_allow() {
    use coverdict_model::fact::Window;
    let mut corpus = corpus(&[("visits", FactType::Events), ("count", integer())]);
    corpus.catalogue.facts.get_mut("count").unwrap().derived = Some(Derivation::Count {
        events: id("visits"),
        window: Window::DaysUpTo(10),
        anchor: id("date-of-service"),
        includes_request: true,
    });
    let refusal = [("r", rule(at_least("count", 3), unproven()))];
    add(
        &mut corpus,
        edition("policy", SourceKind::CoveragePolicy, "2024-01-01", &refusal),
    );
    let visits = |dates: &[&str], complete| {
        let dates = dates.iter().map(|date| date.parse().unwrap()).collect();
        case(&[("visits", Reading::Events { dates, complete })])
    };
    let refused = not_supported(&[Kind::Clinical]);
    let two = ["2025-03-01", "2025-03-10"];
    assert_eq!(decided(&corpus, &visits(&two, false)).answer, refused);
    let one_before = ["2025-02-28", "2025-03-10"];
    assert_eq!(
        decided(&corpus, &visits(&one_before, true)).answer,
        Answer::NotAddressed
    );
    let imprecise = ["2025-03", "2025-03-10"];
    assert_eq!(
        missing(&corpus, &visits(&imprecise, true)).relevant,
        ids(&["count"])
    );
    assert_eq!(
        missing(&corpus, &visits(&["2025-03-10"], false)).relevant,
        ids(&["count"])
    );
}

#[test]
fn several_services_of_a_line_must_agree() {
    let mut corpus = corpus(&[]);
    let for_service = |name: &str, holding| rule(Criterion::new(Test::Service(id(name))), holding);
    let rules = [
        ("s", for_service("s", unproven())),
        ("t", for_service("t", supported())),
    ];
    let mut policy = edition("policy", SourceKind::CoveragePolicy, "2024-01-01", &rules);
    let mut other = policy.services[&id("s")].clone();
    other.codes.clear();
    policy.services.insert(id("t"), other);
    add(&mut corpus, policy);
    let refused = not_supported(&[Kind::Clinical]);
    assert_eq!(decided(&corpus, &case(&[])).answer, refused);
    let both = case(&[("service", members(&["t"]))]);
    assert_eq!(decided(&corpus, &both).answer, Answer::Conflict);
}

#[test]
fn a_measurement_made_after_the_service_is_no_evidence_for_it() {
    let mut corpus = corpus(&[("n", integer())]);
    let rule = rule(at_least("n", 3), supported());
    let edition = edition(
        "P",
        SourceKind::CoveragePolicy,
        "2025-01-01",
        &[("r", rule)],
    );
    add(&mut corpus, edition);
    let measured = |on: &str| {
        let mut case = case(&[("n", Reading::Known(Value::Integer(3)))]);
        let statements = case.facts.get_mut("n").unwrap();
        statements
            .iter_mut()
            .for_each(|one| one.measured = Some(day(on)));
        case
    };
    let service = case(&[]).date_of_service;
    assert_eq!(
        decided(&corpus, &measured(&service.to_string())).answer,
        Answer::Supported
    );
    let after = service.tomorrow().unwrap().to_string();
    assert_eq!(missing(&corpus, &measured(&after)).relevant, ids(&["n"]));
}
