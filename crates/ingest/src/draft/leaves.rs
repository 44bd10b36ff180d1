//! Criteria of a document as criteria of the corpus format: each leaf a question that a person answers.

use std::collections::{BTreeMap, BTreeSet};

use coverdict_model::{
    criterion::{Comparison, Criterion, Test},
    fact::{Catalogue, Closure, Fact, FactType, FoundIn, Section},
    id::Id,
    source::Cite,
};

use sha2::{Digest as _, Sha256};

use super::{Making, Open, Origin, Provenance, names};
use crate::{
    criteria::{self, Joined},
    document::Place,
    typed::typed,
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
    /// The facts that are declared already.
    pub(super) known: &'m Catalogue,
    pub(super) facts: Catalogue,
    pub(super) readings: BTreeMap<Id, BTreeSet<Id>>,
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
    /// Criteria joined as the document says; where it does not, both readings stand.
    pub(super) fn joined(
        &mut self,
        joined: Joined,
        of: &[criteria::Criterion],
        path: &Path,
    ) -> Test {
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
            Some(joined) => self.joined(joined, &one.below, path),
            None => self
                .typed(&one.words)
                .unwrap_or_else(|| self.attest(path, &one.words, one.place, &one.marker)),
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

    /// A criterion whose words are a comparison, with a fact that the catalogue knows or can be given.
    fn typed(&mut self, words: &str) -> Option<Test> {
        let typed = typed(words)?;
        let (id, fact) = typed.fact;
        match self.known.facts.get(&id) {
            Some(known) if !is_alike(&known.kind, &fact.kind) => return None,
            Some(_) => {}
            None => _ = self.facts.facts.insert(id, fact),
        }
        Some(typed.test)
    }

    /// All of them, or any, by a reading that a person has to choose.
    fn either(&mut self, of: Vec<Criterion>, path: &Path) -> Test {
        let reading = names::id(&format!("{}-joined", path.name));
        let unnamed = |one: &Criterion| without_names(one.clone());
        let any = Criterion::new(Test::Any(of.iter().map(unnamed).collect()));
        let of = [Criterion::new(Test::All(of)), any];
        let names = READINGS.map(names::id);
        self.readings
            .insert(reading.clone(), names.iter().cloned().collect());
        self.making.open.push(Open::new(
            &["readings", reading.as_str()],
            "the document does not say how these criteria are joined: both readings stand until a person chooses",
        ));
        Test::ByReading {
            reading,
            of: names.into_iter().zip(of).collect(),
        }
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
        (FactType::Decimal { unit, .. }, FactType::Decimal { unit: with, .. }) => unit == with,
        _ => false,
    }
}

/// Where something stands, in words.
fn told(place: Place) -> String {
    match place {
        Place::Bytes { from, to } => format!("bytes {from} to {to}"),
        Place::Page { page, .. } => format!("page {page}"),
    }
}

/// A citation of a section and a place: of a page a note, as the corpus format knows bytes alone.
pub(super) fn cite(section: &str, place: Option<Place>) -> Cite {
    let bytes = match place {
        Some(Place::Bytes { from, to }) => u32::try_from(from).ok().zip(u32::try_from(to).ok()),
        _ => None,
    };
    let note = match place {
        Some(place @ Place::Page { .. }) => Some(told(place).into()),
        _ => None,
    };
    let section = match section {
        "" if bytes.is_none() && note.is_none() => "before the first heading",
        section => section,
    };
    Cite {
        section: (!section.is_empty()).then(|| section.into()),
        bytes,
        note,
    }
}
