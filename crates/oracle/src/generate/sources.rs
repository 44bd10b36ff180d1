//! Random sources with their editions, services and rules.

use std::collections::{BTreeMap, BTreeSet};

use coverdict_model::{
    code::Code,
    corpus::Corpus,
    criterion::{Criterion, Test},
    date::PartialDate,
    grant::{Grant, Period, QuantityLimit},
    id::Id,
    position::{Basis, Holding, Kind, Position},
    source::{
        Applies, Cite, Edition, EditionId, Facet, GoverningDate, Open, Otherwise,
        PriorAuthorization, Provenance, Rule, Service, SourceKind, Status,
    },
};

use super::{
    condition::Vocabulary,
    draw::Draw,
    profiles::positions,
    words::{
        FUNDING, ITEMS, LINES, ORDER, PAYERS, PHASES, PLANS, SCOPES, SERVICE_CODES, SERVICES,
        STATES, date, day, id, ids,
    },
};

/// Adds one to four sources of the kinds that the profiles have.
pub(crate) fn add(corpus: &mut Corpus, draw: &Draw<'_>, facts: &[&str]) {
    let kinds: BTreeSet<SourceKind> = corpus
        .profiles
        .values()
        .flat_map(|profile| &profile.steps)
        .flat_map(|step| step.kinds.iter().copied())
        .collect();
    let kinds: Vec<SourceKind> = kinds.into_iter().rev().collect();
    for number in 0..1 + draw.below(4) {
        let Some(kind) = draw.pick(&kinds) else {
            return;
        };
        let source = SourceOf {
            name: id(&format!("source-{number}")),
            kind: *kind,
            governing_date: match draw.below(10) {
                0..=7 => GoverningDate::DateOfService,
                8 => GoverningDate::StartOfCare,
                _ => GoverningDate::DateOfRequest,
            },
            below: &below(*kind),
            facts,
            draw,
        };
        for edition in source.editions() {
            corpus.editions.insert(edition.id.clone(), edition);
        }
    }
}

/// The kinds on steps below that of a kind, on whichever profile.
fn below(kind: SourceKind) -> Vec<SourceKind> {
    let mut from_here = ORDER.iter().skip_while(|kinds| !kinds.contains(&kind));
    from_here.next();
    from_here.flat_map(|kinds| kinds.iter().copied()).collect()
}

struct SourceOf<'a> {
    name: Id,
    kind: SourceKind,
    governing_date: GoverningDate,
    below: &'a [SourceKind],
    facts: &'a [&'a str],
    draw: &'a Draw<'a>,
}

impl SourceOf<'_> {
    fn editions(&self) -> Vec<Edition> {
        let mut starts = vec![
            "2024-01-01",
            "2025-03-05",
            "2025-03",
            "2024-06",
            "2025-06-01",
            "2023",
        ];
        let count = match self.draw.below(10) {
            0..=5 => 1,
            6..=8 => 2,
            _ => 3,
        };
        let mut editions: Vec<Edition> = Vec::new();
        for number in 0..count {
            let start = match number {
                0 if !self.draw.percent(20) => starts.remove(0),
                _ => starts.remove(self.draw.below(starts.len())),
            };
            let mut edition = self.edition(number, date(start));
            if let Some(corrected) = editions.last().filter(|_| self.draw.percent(15)) {
                edition.supersedes = Some(corrected.id.edition.clone());
                edition.effective = corrected.effective;
                edition.ended = None;
            }
            editions.push(edition);
        }
        editions
    }

    fn edition(&self, number: usize, effective: PartialDate) -> Edition {
        let draw = self.draw;
        let readings = match draw.percent(15) {
            true => BTreeMap::from([(id("annually"), ids(&["calendar-year", "rolling-year"]))]),
            false => BTreeMap::new(),
        };
        let ends: [PartialDate; 3] = [date("2025-03-06"), date("2025-03"), date("2025-02-01")];
        let ended = draw.pick(&ends).copied();
        let published = match draw.below(20) {
            0..=7 => None,
            8..=15 => Some("2022-12-01"),
            16 => Some("2025-03"),
            17 => Some("2025-03-07"),
            _ => Some("2025-03-12"),
        };
        let mut edition = Edition {
            id: EditionId {
                source: self.name.clone(),
                edition: id(&format!("edition-{number}")),
            },
            kind: self.kind,
            title: format!("{} {number}", self.name),
            publisher: id("payer-1"),
            author: None,
            effective,
            ended: ended.filter(|end| draw.percent(15) && end.earliest() > effective.latest()),
            published: published.map(date),
            recorded: day(if draw.percent(10) {
                "2025-07-01"
            } else {
                "2025-01-15"
            }),
            status: match draw.below(20) {
                18 => Status::Withdrawn,
                19 => Status::Draft,
                _ => Status::Active,
            },
            supersedes: None,
            governing_date: self.governing_date,
            document: None,
            excerpt: false,
            applies: self.applies(),
            services: BTreeMap::new(),
            rules: BTreeMap::new(),
            readings,
            prior_authorization: match draw.below(10) {
                0..=5 => PriorAuthorization::NotStated,
                6..=8 => PriorAuthorization::Required,
                _ => PriorAuthorization::NotRequired,
            },
            documentation: draw.percent(25).then(|| {
                let names = draw.words(&["chart-note", "referral"]).into_iter();
                names
                    .map(|name| (name.clone(), format!("The {name}.")))
                    .collect()
            }),
            considerations: BTreeMap::new(),
            notes: BTreeMap::new(),
            references: BTreeSet::new(),
        };
        edition.services = self.services();
        edition.rules = self.rules(&edition);
        self.hold_otherwise_alike(&mut edition);
        edition
    }

    fn applies(&self) -> Applies {
        let draw = self.draw;
        let must = |required: bool, share: usize, words: &[&str]| {
            (draw.percent(share) || required).then(|| self.facet(words))
        };
        let has_states = matches!(
            self.kind,
            SourceKind::StateMandate
                | SourceKind::Lcd
                | SourceKind::Article
                | SourceKind::MedicaidManual
        );
        Applies {
            payers: must(self.kind == SourceKind::CoveragePolicy, 0, &PAYERS),
            plans: must(self.kind == SourceKind::PlanDocument, 0, &PLANS),
            lines_of_business: must(false, 10, &LINES),
            funding: must(false, if self.kind.is_floor() { 30 } else { 5 }, &FUNDING),
            states: must(has_states, 0, &STATES),
        }
    }

    fn facet(&self, words: &[&str]) -> Facet {
        let draw = self.draw;
        let within = match draw.percent(4) {
            true => BTreeSet::new(),
            false => words.first().map(|word| id(word)).into_iter().collect(),
        };
        let open = match draw.below(20) {
            18 => Open::Rest,
            19 => Open::Values(words.last().map(|word| id(word)).into_iter().collect()),
            _ if within.is_empty() => Open::Rest,
            _ => Open::default(),
        };
        Facet {
            within,
            open,
            provenance: Provenance::Stated,
        }
    }

    fn services(&self) -> BTreeMap<Id, Service> {
        let both = SERVICES.iter().zip(SERVICE_CODES);
        let second = self.draw.percent(25);
        both.take(if second { 2 } else { 1 })
            .map(|(name, code)| (id(name), self.service(code)))
            .collect()
    }

    fn service(&self, code: &str) -> Service {
        let draw = self.draw;
        let code = Code::detect(code).ok();
        Service {
            codes: code.into_iter().filter(|_| !draw.percent(8)).collect(),
            provenance: Provenance::Stated,
            agents: BTreeSet::new(),
            otherwise: match draw.percent(40) {
                true => Otherwise::Holds {
                    holding: self.holding(),
                    label: None,
                    cite: cite(),
                },
                false => Otherwise::Silent,
            },
        }
    }

    fn rules(&self, edition: &Edition) -> BTreeMap<Id, Rule> {
        let draw = self.draw;
        let vocabulary = Vocabulary {
            facts: self.facts,
            services: edition.services.len() > 1,
            below: self.below,
            phrase: edition.readings.iter().next(),
        };
        let names = ["r1", "r2", "r3"];
        let mut rules: BTreeMap<Id, Rule> = BTreeMap::new();
        for name in names.iter().take(1 + draw.below(3)) {
            let earlier: Vec<Id> = rules.keys().cloned().collect();
            let clause = |dates: &[&str]| {
                let date = draw.pick(dates).map(|text| date(text));
                date.filter(|_| draw.percent(8))
            };
            let before = rules.values().last();
            let (when, holding) = match before.filter(|_| draw.percent(75)) {
                Some(before) => otherwise_alike(before),
                None => (vocabulary.condition(draw), self.holding()),
            };
            let rule = Rule {
                when,
                holding,
                label: None,
                cite: cite(),
                from: clause(&["2024-02-01", "2025-03-03", "2025-03"]),
                until: clause(&["2025-12-31", "2025-04", "2025-03", "2025-03-31"]),
                phases: match draw.percent(8) {
                    true => draw.words(&PHASES),
                    false => BTreeSet::new(),
                },
                overrides: earlier.into_iter().filter(|_| draw.percent(30)).collect(),
            };
            rules.insert(id(name), rule);
        }
        rules
    }

    /// Lets the services hold otherwise what a rule holds, in some editions.
    fn hold_otherwise_alike(&self, edition: &mut Edition) {
        let first = edition.rules.values().next();
        let Some(first) = first.filter(|_| self.draw.percent(78)) else {
            return;
        };
        for service in edition.services.values_mut() {
            service.otherwise = Otherwise::Holds {
                holding: first.holding.clone(),
                label: None,
                cite: cite(),
            };
        }
    }

    fn holding(&self) -> Holding {
        let draw = self.draw;
        let allowed: Vec<Position> = positions(self.kind).into_iter().collect();
        let usual: Vec<Position> = allowed
            .iter()
            .copied()
            .filter(|position| matches!(position, Position::Supported | Position::NotSupported))
            .collect();
        let from = if draw.percent(25) { &allowed } else { &usual };
        match draw.pick(from) {
            Some(Position::Supported) | None => Holding::Supported {
                grant: self.grant(),
            },
            Some(Position::BenefitConfirmed) => Holding::BenefitConfirmed,
            Some(Position::LeftToDiscretion) => Holding::LeftToDiscretion,
            Some(Position::NotSupported) => {
                let kinds = [Kind::Clinical, Kind::Contractual, Kind::Legal];
                let bases = [Basis::Unproven, Basis::CriteriaNotMet, Basis::NotABenefit];
                Holding::NotSupported {
                    kind: draw.pick(&kinds).copied().unwrap_or(Kind::Clinical),
                    basis: draw.pick(&bases).copied().unwrap_or(Basis::Unproven),
                }
            }
        }
    }

    fn grant(&self) -> Grant {
        let draw = self.draw;
        let count = draw
            .pick(&["visit-count", "level"])
            .copied()
            .unwrap_or("level");
        let limit = QuantityLimit {
            count: id(count),
            at_most: draw.pick(&[2, 2, 3]).copied().unwrap_or(2),
        };
        let periods = [
            Period::Days(90),
            Period::Days(30),
            Period::Months(3),
            Period::Months(1),
        ];
        Grant {
            items: draw.percent(20).then(|| draw.words(&ITEMS)),
            scopes: draw.percent(15).then(|| draw.words(&SCOPES)),
            quantity: draw.percent(12).then_some(limit),
            period: draw
                .percent(20)
                .then(|| draw.pick(&periods).copied())
                .flatten(),
        }
    }
}

/// What comes to the same where another rule does not apply.
fn otherwise_alike(rule: &Rule) -> (Criterion, Holding) {
    let when = Criterion::new(Test::None(vec![rule.when.clone()]));
    (when, rule.holding.clone())
}

fn cite() -> Cite {
    Cite {
        section: Some("Criteria".into()),
        ..Cite::default()
    }
}
