//! A generated corpus: coverage policies of twelve payers, four editions each.

use std::collections::{BTreeMap, BTreeSet};

use coverdict_model::{
    attestation::{Attestation, OnFile, Subject},
    code::Code,
    corpus::Corpus,
    criterion::{Comparison, Criterion, Test},
    date::{Date, PartialDate},
    fact::{Catalogue, Closure, Fact, FactType, FoundIn, Section},
    grant::Grant,
    id::Id,
    position::{Basis, Holding, Kind, Position},
    profile::{Binding, Profile, Step},
    quantity::{Decimal, Quantity, Unit},
    source::{
        Applies, Cite, Edition, EditionId, Facet, GoverningDate, Open, Otherwise,
        PriorAuthorization, Provenance, Rule, Service, SourceKind, Status,
    },
    value::{SpecialState, Value},
    well_known,
};

use crate::draw::Draw;

/// How many payers publish policies.
pub const PAYERS: u64 = 12;
/// How many yes-or-no facts there are.
pub const BOOLEANS: u64 = 40;
/// How many measurements there are.
pub const MEASUREMENTS: u64 = 20;
/// How many codes apart the policies of one payer begin: a policy lists 5 to 40 of them, so that
/// policies of one payer do not overlap, whatever their number.
pub const CODES: u64 = 40;
/// How many editions a policy has, one a year from 2022.
pub const EDITIONS: i16 = 4;

/// A name made of a word and a number.
///
/// # Panics
/// Never: a word and a number are a name.
#[must_use]
pub fn id(word: &str, number: u64) -> Id {
    named(&format!("{word}-{number}"))
}

fn named(text: &str) -> Id {
    #[expect(
        clippy::expect_used,
        reason = "every text here is made of letters, digits and hyphens"
    )]
    Id::new(text).expect("a name")
}

/// The code with a number, in the form of HCPCS Level II.
///
/// # Panics
/// Never: the letters and digits are those of the system.
#[must_use]
pub fn code(number: u64) -> Code {
    let letters = b"ABCEFGHIJKLMNOPQRSTUV";
    let letter = letters
        .get((number / 10_000) as usize % letters.len())
        .copied()
        .unwrap_or(b'A');
    #[expect(clippy::expect_used, reason = "a letter of the system and four digits")]
    Code::detect(&format!("{}{:04}", char::from(letter), number % 10_000)).expect("a code")
}

fn day(year: i16) -> Date {
    PartialDate::Year(year).earliest()
}

/// A corpus with so many policies.
#[must_use]
pub fn corpus(policies: u64) -> Corpus {
    let mut draw = Draw::new(20_260_101);
    let mut editions = BTreeMap::new();
    for policy in 0..policies {
        for edition in policy_editions(policy, &mut draw) {
            editions.insert(edition.id.clone(), edition);
        }
    }
    let profile = profile();
    let attestation = Attestation {
        id: named("all-on-file"),
        recorded: day(2026),
        by: "generated".to_owned(),
        subject: Subject::Sources {
            kinds: SourceKind::ALL.iter().copied().collect(),
            status: OnFile::Complete,
            applies: Box::default(),
            codes: None,
            services: None,
        },
    };
    let successions = Attestation {
        id: named("successions"),
        recorded: day(2026),
        by: "generated".to_owned(),
        subject: Subject::Succession {
            sources: (0..policies).map(|policy| id("policy", policy)).collect(),
        },
    };
    Corpus {
        catalogue: Catalogue {
            facts: facts(),
            constraints: BTreeMap::new(),
        },
        value_sets: BTreeMap::new(),
        mappings: BTreeMap::new(),
        profiles: BTreeMap::from([(profile.id.clone(), profile)]),
        editions,
        attestations: [attestation, successions]
            .map(|one| (one.id.clone(), one))
            .into(),
        references: BTreeMap::new(),
    }
}

fn profile() -> Profile {
    let step = |kind: SourceKind| Step {
        id: named(kind.name()),
        kinds: BTreeSet::from([kind]),
        positions: match kind.is_floor() {
            true => BTreeSet::from([Position::Supported]),
            false => Position::ALL.iter().copied().collect(),
        },
        when: None,
        binding: Binding::AsApplied,
        cite: Cite::default(),
    };
    let kinds = [
        SourceKind::FederalMandate,
        SourceKind::StateMandate,
        SourceKind::PlanDocument,
        SourceKind::CoveragePolicy,
    ];
    Profile {
        id: named("commercial"),
        title: "Commercial, generated".to_owned(),
        payer: None,
        lines_of_business: BTreeSet::from([named("commercial")]),
        funding: None,
        steps: kinds.map(step).into(),
        cite: Cite::default(),
    }
}

fn fact(kind: FactType, closure: Closure, section: Section) -> Fact {
    Fact {
        kind,
        question: "What is it?".to_owned(),
        closure,
        section,
        may_be: BTreeSet::<SpecialState>::new(),
        derived: None,
        look_back: None,
        select: None,
        attest: None,
        found_in: FoundIn::default(),
    }
}

fn facts() -> BTreeMap<Id, Fact> {
    let mut facts = BTreeMap::new();
    for (name, kind) in well_known::ALL {
        let kind = match (name, kind) {
            (well_known::LINE_OF_BUSINESS, _) => FactType::Choice {
                values: [named("commercial"), named("medicaid")].into(),
            },
            (well_known::FUNDING, _) => FactType::Choice {
                values: [named("insured"), named("self-funded")].into(),
            },
            (well_known::PHASE, _) => FactType::Choice {
                values: [named("initial"), named("continuation")].into(),
            },
            (_, "date") => FactType::Date {
                min: None,
                max: None,
            },
            (_, "codes") => FactType::Codes {
                systems: coverdict_model::code::CodeSystem::PROCEDURE.to_vec(),
            },
            (_, "names") => FactType::Names { values: None },
            _ => FactType::Name,
        };
        let closure = if well_known::CLOSED.contains(&name) {
            Closure::Closed
        } else {
            Closure::Open
        };
        let section = match name {
            well_known::PAYER
            | well_known::PLAN
            | well_known::LINE_OF_BUSINESS
            | well_known::FUNDING
            | well_known::STATE => Section::Member,
            _ => Section::Line,
        };
        facts.insert(named(name), fact(kind, closure, section));
    }
    for number in 0..BOOLEANS {
        facts.insert(
            id("yes", number),
            fact(FactType::Boolean, Closure::Open, Section::Facts),
        );
    }
    for number in 0..MEASUREMENTS {
        let kind = FactType::Decimal {
            unit: unit(),
            min: Some(Decimal::ZERO),
            max: Some(Decimal::ONE_HUNDRED),
        };
        facts.insert(
            id("measure", number),
            fact(kind, Closure::Open, Section::Facts),
        );
    }
    facts
}

/// The unit of every measurement.
///
/// # Panics
/// Never: `%` is a unit.
#[must_use]
pub fn unit() -> Unit {
    #[expect(clippy::expect_used, reason = "a constant that is a unit")]
    Unit::new("%").expect("a unit")
}

fn policy_editions(policy: u64, draw: &mut Draw) -> Vec<Edition> {
    let source = id("policy", policy);
    let service = id("service", policy);
    let payer = id("payer", policy % PAYERS);
    let codes: BTreeSet<Code> = {
        let first = policy / PAYERS * CODES;
        (0..5 + draw.below(36))
            .map(|_| code(first + draw.below(CODES)))
            .collect()
    };
    let leaves = 4 + draw.below(9);
    (0..EDITIONS)
        .map(|number| {
            let year = 2022 + number;
            let criteria = criteria(leaves, draw);
            let cite = || Cite {
                section: Some("Criteria".into()),
                ..Cite::default()
            };
            let rule = Rule {
                when: Criterion::new(Test::All(vec![
                    Criterion::new(Test::Service(service.clone())),
                    criteria,
                ])),
                holding: Holding::Supported {
                    grant: Grant::default(),
                },
                label: Some("medically necessary".into()),
                cite: cite(),
                from: None,
                until: None,
                phases: BTreeSet::new(),
                overrides: BTreeSet::new(),
            };
            let otherwise = Otherwise::Holds {
                holding: Holding::NotSupported {
                    kind: Kind::Clinical,
                    basis: Basis::CriteriaNotMet,
                },
                label: Some("not medically necessary".into()),
                cite: cite(),
            };
            let payers = Facet {
                within: BTreeSet::from([payer.clone()]),
                open: Open::default(),
                provenance: Provenance::Stated,
            };
            Edition {
                id: EditionId {
                    source: source.clone(),
                    edition: named(&day(year).to_string()),
                },
                kind: SourceKind::CoveragePolicy,
                title: format!("Generated policy {policy}"),
                publisher: payer.clone(),
                author: None,
                effective: PartialDate::Day(day(year)),
                ended: None,
                published: Some(PartialDate::Day(day(year - 1))),
                recorded: day(year),
                status: Status::Active,
                supersedes: None,
                governing_date: GoverningDate::DateOfService,
                document: None,
                excerpt: false,
                applies: Applies {
                    payers: Some(payers),
                    ..Applies::default()
                },
                services: BTreeMap::from([(
                    service.clone(),
                    Service {
                        codes: codes.clone(),
                        provenance: Provenance::Stated,
                        agents: BTreeSet::new(),
                        otherwise,
                    },
                )]),
                rules: BTreeMap::from([(named("necessary"), rule)]),
                readings: BTreeMap::new(),
                prior_authorization: PriorAuthorization::NotStated,
                documentation: None,
                considerations: BTreeMap::new(),
                notes: BTreeMap::new(),
                references: BTreeSet::new(),
            }
        })
        .collect()
}

/// A tree of at most two levels with so many leaves.
fn criteria(leaves: u64, draw: &mut Draw) -> Criterion {
    let mut rest = leaves;
    let mut groups = Vec::new();
    while rest > 0 {
        let size = (1 + draw.below(4)).min(rest);
        rest -= size;
        let of: Vec<Criterion> = (0..size).map(|_| leaf(draw)).collect();
        groups.push(match (draw.below(3), of.len()) {
            (_, 1) => of
                .into_iter()
                .next()
                .unwrap_or_else(|| Criterion::new(Test::All(Vec::new()))),
            (0, count) => Criterion::new(Test::AtLeast {
                count: 1 + (count as u32 / 2),
                of,
            }),
            _ => Criterion::new(Test::Any(of)),
        });
    }
    match draw.chance(70) {
        true => Criterion::new(Test::All(groups)),
        false => Criterion::new(Test::Any(groups)),
    }
}

fn leaf(draw: &mut Draw) -> Criterion {
    let (fact, comparison) = match draw.chance(60) {
        true => (
            id("yes", draw.below(BOOLEANS)),
            Comparison::IsTrue(draw.chance(80)),
        ),
        false => {
            let threshold = Value::Decimal(Quantity {
                value: Decimal::from(draw.below(20) * 5),
                unit: unit(),
            });
            let comparison = match draw.chance(50) {
                true => Comparison::AtLeast(threshold),
                false => Comparison::AtMost(threshold),
            };
            (id("measure", draw.below(MEASUREMENTS)), comparison)
        }
    };
    Criterion::new(Test::Fact { fact, comparison })
}
