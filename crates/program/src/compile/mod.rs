//! From a corpus to a program.

mod collect;
mod criteria;
mod editions;
mod facts;
mod index;
mod profiles;
pub(crate) mod texts;

use std::collections::BTreeMap;

use coverdict_logic::{Conditions, VarId};
use coverdict_model::{code::Code, corpus::Corpus, date::Date, id::Id};

use crate::{OpenQuestion, Program, members::MemberIndex, program::Fact};

/// Why a corpus cannot be compiled. A corpus that was read and checked always can.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum Problem {
    /// A name that is not declared.
    #[error("{place} speaks of {what} `{name}`, which is not declared")]
    Unknown {
        /// Where.
        place: String,
        /// What kind of thing.
        what: &'static str,
        /// Its name.
        name: String,
    },
    /// A comparison that does not fit the type of its fact.
    #[error("{place} compares `{fact}` in a way that its type does not allow")]
    Type {
        /// Where.
        place: String,
        /// The fact.
        fact: Id,
    },
    /// Overrides that go in a circle.
    #[error("the overrides of {place} go in a circle")]
    Circle {
        /// The edition.
        place: String,
    },
}

/// Compiles a corpus whose digest (SHA-256 in hexadecimal) is given.
///
/// # Errors
/// When the corpus was not checked: an undeclared name, a comparison that does not fit, a circle.
pub fn compile(corpus: &Corpus, digest: &str) -> Result<Program, Problem> {
    let collected = collect::collect(corpus)?;
    let (facts, members) = facts::facts(corpus, collected)?;
    let mut compiler = Compiler {
        codes: index::codes(corpus),
        corpus,
        facts,
        members,
        conditions: Conditions::new(),
        open: Vec::new(),
    };
    compiler.number_stated_facts();
    let constraints = compiler.constraints()?;
    let sources = compiler.sources()?;
    let profiles = compiler.profiles()?;
    let attestations = compiler.attestations()?;
    let codes = compiler.codes;
    let (by_code, by_service, by_agent) = index::index(&sources, codes.len());
    Ok(Program {
        corpus: digest.to_owned(),
        recorded: last_recorded(corpus),
        catalogue: corpus.catalogue.clone(),
        facts: compiler.facts,
        conditions: compiler.conditions,
        constraints,
        open: compiler.open,
        sources,
        profiles,
        attestations,
        mappings: facts::our_mappings(corpus),
        codes,
        by_code,
        by_service,
        by_agent,
    })
}

/// The state of a compilation.
pub(crate) struct Compiler<'c> {
    corpus: &'c Corpus,
    codes: Vec<Code>,
    facts: Vec<Fact>,
    members: BTreeMap<Id, MemberIndex>,
    conditions: Conditions,
    open: Vec<OpenQuestion>,
}

impl Compiler<'_> {
    /// Numbers an open question of the corpus.
    fn ask(&mut self, question: OpenQuestion) -> VarId {
        self.open.push(question);
        VarId(u32::try_from(self.facts.len() + self.open.len() - 1).unwrap_or(u32::MAX))
    }

    /// The number of a fact.
    fn fact(&self, place: &str, id: &str) -> Result<u32, Problem> {
        let at = self.facts.binary_search_by(|fact| fact.id.as_str().cmp(id));
        at.ok()
            .and_then(|at| u32::try_from(at).ok())
            .ok_or_else(|| Problem::Unknown {
                place: place.to_owned(),
                what: "fact",
                name: id.to_owned(),
            })
    }

    /// Gives each fact that a mapping derives the variable that tells whether the case states it.
    fn number_stated_facts(&mut self) {
        for at in 0..self.facts.len() {
            let Some(id) = self.facts.get(at).map(|fact| fact.id.clone()) else {
                continue;
            };
            let declared = self.corpus.catalogue.facts.get(&id);
            let mapped = declared.and_then(|fact| fact.derived.as_ref());
            if let Some(coverdict_model::fact::Derivation::Mapping { .. }) = mapped {
                let var = self.ask(OpenQuestion::Stated { fact: id });
                if let Some(fact) = self.facts.get_mut(at) {
                    fact.stated = Some(var);
                }
            }
        }
    }
}

/// The latest day on which anything was recorded: then all that is on file is known.
fn last_recorded(corpus: &Corpus) -> Date {
    let editions = corpus.editions.values().map(|edition| edition.recorded);
    let attestations = corpus
        .attestations
        .values()
        .map(|attestation| attestation.recorded);
    editions.chain(attestations).max().unwrap_or(Date::MIN)
}
