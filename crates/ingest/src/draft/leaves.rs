//! Criteria of a document as criteria of the corpus format: each leaf a question that a person answers.

use std::collections::{BTreeMap, BTreeSet};

use coverdict_model::{
    criterion::{Comparison, Criterion, Test},
    fact::{Catalogue, Closure, Fact, FactType, FoundIn, Section},
    id::Id,
};

use sha2::{Digest as _, Sha256};

use super::{
    Making, Open, Origin, Provenance, names,
    places::{cite, told},
};
use crate::{
    criteria::{self, Asked, Joined},
    document::Place,
    typed::{Said, typed},
};

/// Why a criterion is asked of a person.
const UNTYPED: &str = "Nobody has typed it yet: a person reads the words in the document.";

/// The readings of how criteria are joined where the document does not say.
const READINGS: [&str; 2] = ["all-of-them", "any-of-them"];

/// Criteria in the making.
pub(super) struct Leaves<'m, 'i> {
    pub(super) making: &'m mut Making<'i>,
    /// The name of the draft, which starts the names of its facts.
    pub(super) name: &'m str,
    /// The service at hand.
    pub(super) service: &'m str,
    /// The facts that are declared already.
    pub(super) known: &'m Catalogue,
    pub(super) facts: Catalogue,
    pub(super) readings: BTreeMap<Id, BTreeSet<Id>>,
}

/// The criteria below a sentence.
#[derive(Debug, Clone, Copy)]
pub(super) struct List<'l> {
    pub(super) joined: Joined,
    /// Whether what the sentence says holds unless they do.
    pub(super) excepted: bool,
    pub(super) of: &'l [criteria::Criterion],
}

/// Where criteria stand: the rule, and the markers above them.
#[derive(Clone)]
pub(super) struct Path {
    pub(super) rule: Id,
    pub(super) name: String,
    pub(super) section: String,
}

impl Path {
    fn below(&self, at: usize, marker: &str) -> Self {
        let marker = names::slug(marker);
        let step = match marker.as_str() {
            "unnamed" => at.to_string(),
            marker => marker.to_owned(),
        };
        Self {
            name: format!("{}-{step}", self.name),
            ..self.clone()
        }
    }
}

impl Leaves<'_, '_> {
    /// The criteria below a sentence as the condition of what it says.
    pub(super) fn listed(&mut self, list: &List<'_>, path: &Path) -> Test {
        let joined = self.joined(list.joined, list.of, path);
        match list.excepted {
            true => Test::None(vec![Criterion::new(joined)]),
            false => joined,
        }
    }

    /// Criteria joined as the document says; where it does not, both readings stand.
    fn joined(&mut self, joined: Joined, of: &[criteria::Criterion], path: &Path) -> Test {
        let mut known = BTreeSet::new();
        let mut made = Vec::with_capacity(of.len());
        for (at, one) in (1_usize..).zip(of) {
            let mut below = path.below(at, &one.marker);
            if !known.insert(below.name.clone()) {
                below.name = format!("{}-{at}", below.name);
            }
            made.push(self.criterion(one, &below));
        }
        match joined {
            Joined::All => Test::All(made),
            Joined::Any => Test::Any(made),
            Joined::None => Test::None(made),
            Joined::AtLeast(count) => Test::AtLeast { count, of: made },
            Joined::Open => self.either(made, path),
        }
    }

    fn criterion(&mut self, one: &criteria::Criterion, path: &Path) -> Criterion {
        let cite = cite(&path.section, one.place);
        let test = match one.joined {
            Some(joined) => {
                let listed = self.joined(joined, &one.below, path);
                match &one.own {
                    Some(own) => self.besides(own, listed, &one.marker, path),
                    None => listed,
                }
            }
            None => self.leaf(&one.words, one.place, &one.marker, path),
        };
        self.making.provenance.push(Provenance {
            path: ["rules", path.rule.as_str(), path.name.as_str()]
                .map(str::to_owned)
                .to_vec(),
            origin: Origin::Outline,
            place: one.place,
        });
        Criterion {
            id: Some(names::id(&path.name)),
            cite: Some(cite),
            test,
        }
    }

    /// What the words above a list ask for, besides the list or unless it holds.
    fn besides(&mut self, own: &Asked, listed: Test, marker: &str, path: &Path) -> Test {
        let itself = Path {
            name: format!("{}-itself", path.name),
            ..path.clone()
        };
        let asked = Criterion {
            id: Some(names::id(&itself.name)),
            cite: Some(cite(&path.section, own.place)),
            test: self.leaf(&own.words, own.place, marker, &itself),
        };
        let both = vec![asked, Criterion::new(listed)];
        match own.unless {
            true => Test::Any(both),
            false => Test::All(both),
        }
    }

    /// A criterion that stands alone: typed where its words are a comparison, otherwise a question.
    pub(super) fn leaf(
        &mut self,
        words: &str,
        place: Option<Place>,
        marker: &str,
        path: &Path,
    ) -> Test {
        self.typed(words, path)
            .unwrap_or_else(|| self.attest(path, words, place, marker))
    }

    /// A criterion whose words are a comparison, with facts that the catalogue knows or can be given.
    fn typed(&mut self, words: &str, path: &Path) -> Option<Test> {
        let typed = typed(words, self.service)?;
        let known = |id: &Id| {
            self.known
                .facts
                .get(id)
                .or_else(|| self.facts.facts.get(id))
        };
        let fits = |(id, fact): &(Id, Fact)| {
            known(id).is_none_or(|known| is_alike(&known.kind, &fact.kind))
        };
        if !typed.facts.iter().all(fits) {
            return None;
        }
        for (id, fact) in typed.facts {
            if !self.known.facts.contains_key(&id) {
                self.facts.facts.insert(id, fact);
            }
        }
        Some(match typed.said {
            Said::Once(test) => test,
            Said::Either(tests) => {
                let tests = tests.into_iter();
                let tests = tests.map(|(name, test)| (names::id(name), Criterion::new(test)));
                self.by_reading(
                    names::id(&format!("{}-period", path.name)),
                    tests.collect(),
                    "the document does not say which period is meant: both readings stand until a person chooses",
                )
            }
        })
    }

    /// All of them, or any, by a reading that a person has to choose.
    fn either(&mut self, of: Vec<Criterion>, path: &Path) -> Test {
        let reading = names::id(&format!("{}-joined", path.name));
        let unnamed = |one: &Criterion| without_names(one.clone());
        let any = Criterion::new(Test::Any(of.iter().map(unnamed).collect()));
        let of = [Criterion::new(Test::All(of)), any];
        self.by_reading(
            reading,
            READINGS.map(names::id).into_iter().zip(of).collect(),
            "the document does not say how these criteria are joined: both readings stand until a person chooses",
        )
    }

    /// What is meant, by a reading that a person has to choose.
    fn by_reading(&mut self, reading: Id, of: BTreeMap<Id, Criterion>, why: &str) -> Test {
        let names = of.keys().cloned().collect();
        self.readings.insert(reading.clone(), names);
        let open = Open::new(&["readings", reading.as_str()], why);
        self.making.open.push(open);
        Test::ByReading { reading, of }
    }

    /// A question of a person's own reading. Its name changes with the words, so that an answer given to others is none.
    pub(super) fn attest(
        &mut self,
        path: &Path,
        words: &str,
        place: Option<Place>,
        marker: &str,
    ) -> Test {
        let digest = Sha256::digest(words.split_whitespace().collect::<Vec<_>>().join(" "));
        let digest: String = digest
            .iter()
            .take(2)
            .map(|byte| format!("{byte:02x}"))
            .collect();
        let fact = names::id(&format!("{}-{}-{digest}", self.name, path.name));
        let document = &self.making.ingested.document.name;
        let what = match marker.is_empty() {
            true => "statement".to_owned(),
            false => format!("criterion `{marker}`"),
        };
        let of = match path.section.is_empty() {
            true => String::new(),
            false => format!(" of {}", path.section),
        };
        let question = format!(
            "Does the {what}{of} hold ({document}, {})?",
            place.map_or_else(|| "at no known place".to_owned(), told)
        );
        self.facts.facts.insert(
            fact.clone(),
            Fact {
                kind: FactType::Boolean,
                question,
                closure: Closure::Open,
                section: Section::Facts,
                may_be: BTreeSet::new(),
                derived: None,
                look_back: None,
                select: None,
                attest: Some(UNTYPED.to_owned()),
                found_in: FoundIn::default(),
            },
        );
        Test::Fact {
            fact,
            comparison: Comparison::IsTrue(true),
        }
    }
}

/// A criterion without the names by which it and those below are cited: two of one name cannot stand in a rule.
fn without_names(one: Criterion) -> Criterion {
    let all = |of: Vec<Criterion>| of.into_iter().map(without_names).collect();
    Criterion {
        id: None,
        cite: one.cite,
        test: match one.test {
            Test::All(of) => Test::All(all(of)),
            Test::Any(of) => Test::Any(all(of)),
            Test::None(of) => Test::None(all(of)),
            Test::AtLeast { count, of } => Test::AtLeast { count, of: all(of) },
            Test::ByReading { reading, of } => Test::ByReading {
                reading,
                of: of
                    .into_iter()
                    .map(|(name, one)| (name, without_names(one)))
                    .collect(),
            },
            other => other,
        },
    }
}

/// Whether facts of two types compare with the same values.
fn is_alike(one: &FactType, other: &FactType) -> bool {
    match (one, other) {
        (FactType::Integer { .. }, FactType::Integer { .. }) => true,
        (FactType::Codes { systems }, FactType::Codes { systems: with }) => systems == with,
        (FactType::Decimal { unit, .. }, FactType::Decimal { unit: with, .. }) => unit == with,
        _ => false,
    }
}
