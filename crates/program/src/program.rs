//! What a program holds.

use std::{
    collections::{BTreeMap, BTreeSet},
    sync::Arc,
};

use coverdict_logic::{Cells, CondId, Conditions, VarId};
use coverdict_model::{
    attestation::OnFile,
    code::Code,
    date::{Date, PartialDate},
    fact::Catalogue,
    id::Id,
    position::{Basis, Holding, Kind, Position},
    source::{Cite, EditionId, GoverningDate, PriorAuthorization, Provenance, SourceKind, Status},
};
use rustc_hash::FxHashMap;
use serde::{Deserialize, Serialize};

use crate::cells::FactCells;

/// The compiled corpus.
///
/// Variables of its conditions are numbered: first the facts in the order of the catalogue, then the
/// corpus's own open questions ([`Program::open`]).
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct Program {
    /// The digest of the corpus, SHA-256 in hexadecimal.
    pub corpus: String,
    /// The latest day on which anything in it was recorded.
    pub recorded: Date,
    /// The declarations of the facts.
    #[serde(with = "crate::file::as_json")]
    pub catalogue: Catalogue,
    /// The facts in the order of the catalogue, by which variables are numbered.
    pub facts: Vec<Fact>,
    /// All conditions.
    pub conditions: Conditions,
    /// What holds in every permitted case, by name, each with the facts that it compares.
    pub constraints: Vec<Constraint>,
    /// The open questions of the corpus itself, by variable number less the number of facts.
    #[serde(skip)]
    pub open: Vec<OpenQuestion>,
    /// The sources, ascending by name.
    #[serde(skip)]
    pub sources: Vec<Source>,
    /// The precedence profiles, those of a payer first.
    pub profiles: Vec<Profile>,
    /// The attestations about what is on file.
    pub attestations: Vec<Attestation>,
    /// The mappings by which facts are derived that are ours, and not stated by a source.
    pub mappings: BTreeSet<Id>,
    /// The codes that editions list, ascending.
    pub codes: Vec<Code>,
    /// For each of these the sources that list it in some edition, ascending.
    pub by_code: Vec<Vec<SourceId>>,
    /// The sources that claim a service of this name in some edition, ascending.
    pub by_service: FxHashMap<Id, Vec<SourceId>>,
    /// The sources that name an agent as a hint at one of their services, ascending.
    pub by_agent: FxHashMap<Id, Vec<SourceId>>,
}

/// The number of a source.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct SourceId(pub u32);

/// The number of a code among those that editions list.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct CodeId(pub u32);

/// A fact as the engine meets it.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct Fact {
    /// Its name.
    pub id: Id,
    /// How its values fall into cells.
    pub cells: FactCells,
    /// For a fact that a mapping derives: the variable that tells whether the case states it
    /// directly (cell 1) or the mapping is asked (cell 0).
    pub stated: Option<VarId>,
}

/// Something that holds in every permitted case.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct Constraint {
    /// Its name.
    pub id: Id,
    /// What holds.
    pub condition: CondId,
    /// The variables that it rests on, ascending.
    pub variables: Vec<VarId>,
}

/// A question that the corpus itself leaves open, or that only a case can number.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum OpenQuestion {
    /// Whether the case states a derived fact itself: known in every case.
    Stated {
        /// The fact.
        fact: Id,
    },
    /// Whether an edition applies to the member in a facet where that is open.
    Applies {
        /// The source.
        source: SourceId,
        /// The edition's place in the source.
        edition: u32,
        /// The facet, by its fact.
        facet: Id,
    },
    /// How a phrase of an edition is read.
    Reading {
        /// The source.
        source: SourceId,
        /// The edition's place in the source.
        edition: u32,
        /// The phrase.
        phrase: Id,
        /// The readings; one cell each.
        readings: Vec<Id>,
    },
    /// Whether an imprecise date of an edition's dated clauses has come.
    Clause {
        /// The source.
        source: SourceId,
        /// The edition's place in the source.
        edition: u32,
        /// The date, one day for every clause that begins or ends on it.
        date: PartialDate,
    },
    /// Whether an edition was published after the service or the request.
    Late {
        /// The source.
        source: SourceId,
        /// The edition's place in the source.
        edition: u32,
    },
    /// Which edition of a source is in force; the cells are numbered by the case.
    InForce {
        /// The source.
        source: SourceId,
    },
    /// What a source of a kind that is not on file says in a step.
    Hidden {
        /// The profile's place.
        profile: u32,
        /// The step's place.
        step: u32,
        /// The kind.
        kind: SourceKind,
    },
}

/// A source with its editions.
#[derive(Debug, Clone)]
pub struct Source {
    /// Its name.
    pub id: Id,
    /// Its kind.
    pub kind: SourceKind,
    /// The date that decides which edition is in force.
    pub governing_date: GoverningDate,
    /// When its succession was attested complete, if it was.
    pub succession_attested: Option<Date>,
    /// The variable of the question which edition is in force.
    pub in_force: VarId,
    /// The payers that its editions apply to, when all of them are limited to these.
    pub payers: Option<Vec<Id>>,
    /// Its editions, ascending by the earliest day of their start.
    pub editions: Vec<Edition>,
}

/// An edition.
#[derive(Debug, Clone)]
pub struct Edition {
    /// Its name.
    pub id: EditionId,
    /// Its title.
    pub title: Arc<str>,
    /// Who publishes it.
    pub publisher: Id,
    /// The first day in effect.
    pub effective: PartialDate,
    /// The first day no longer in effect.
    pub ended: Option<PartialDate>,
    /// When it was published.
    pub published: Option<PartialDate>,
    /// When we recorded it.
    pub recorded: Date,
    /// Whether it is in use.
    pub status: Status,
    /// The place of the edition that it corrects.
    pub supersedes: Option<u32>,
    /// Whether it is known from an excerpt.
    pub excerpt: bool,
    /// The document it was taken from.
    pub document: Option<coverdict_model::source::Document>,
    /// Whether it applies to the member.
    pub applies: CondId,
    /// Whether it applies where a source must state the funding that it binds.
    pub applies_stated: CondId,
    /// The facets that are our mapping.
    pub mapped_facets: Vec<Id>,
    /// Where it is known from whom it applies to, ascending.
    pub provenance: Vec<Provenance>,
    /// The variable of the question whether it was published late, when the date is imprecise.
    pub late: Option<VarId>,
    /// The services that it claims, ascending by name.
    pub services: Vec<Service>,
    /// Its rules, ascending by name.
    pub rules: Vec<Rule>,
    /// The phrases that can be read in several ways, with their variables.
    pub readings: Vec<(Id, VarId)>,
    /// What it says of prior authorization.
    pub prior_authorization: PriorAuthorization,
    /// What must accompany a request.
    pub documentation: Option<BTreeMap<Id, String>>,
    /// What it bids a reviewer to consider.
    pub considerations: BTreeMap<Id, String>,
}

/// A service of an edition.
#[derive(Debug, Clone)]
pub struct Service {
    /// Its name.
    pub id: Id,
    /// The codes listed, ascending.
    pub codes: Vec<CodeId>,
    /// Whether it is our mapping that these codes mean the service.
    pub mapped: bool,
    /// Agents that hint at it, ascending.
    pub agents: Vec<Id>,
    /// The rules that can apply to it: their places, and their condition for this service.
    pub rules: Vec<ServiceRule>,
    /// What holds when none applies.
    pub otherwise: Option<Statement>,
}

/// A rule as it stands for one service.
#[derive(Debug, Clone)]
pub struct ServiceRule {
    /// The rule's place in the edition.
    pub rule: u32,
    /// Its criteria, with a `service` criterion settled.
    pub criteria: Criterion,
    /// The slots of [`PositionSlot`] that the criteria rest on.
    pub slots: Vec<u32>,
    /// The rules of this list that defeat it, by their places in the list, all of which come before
    /// it.
    pub defeated_by: Vec<u32>,
}

/// What is held, by a rule or otherwise.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Statement {
    /// The position with what belongs to it.
    pub holding: Holding,
    /// The condition that the quantity lies within the grant.
    pub within_quantity: CondId,
    /// The publisher's own words.
    pub label: Option<Arc<str>>,
    /// Where the source says so.
    pub cite: Cite,
}

/// A rule.
#[derive(Debug, Clone)]
pub struct Rule {
    /// Its name.
    pub id: Id,
    /// What it holds.
    pub statement: Statement,
    /// The first day of a dated clause, with its variable where it is imprecise.
    pub from: Option<(PartialDate, Option<VarId>)>,
    /// The first day after a dated clause, with its variable where it is imprecise.
    pub until: Option<(PartialDate, Option<VarId>)>,
}

/// A criterion with its condition.
#[derive(Debug, Clone)]
pub struct Criterion {
    /// Its name within the rule.
    pub id: Option<Id>,
    /// What it asks, in a line.
    pub text: Arc<str>,
    /// Its condition.
    pub condition: CondId,
    /// The fact compared, by number.
    pub fact: Option<u32>,
    /// The value set that it looks into, when that is our mapping.
    pub mapped: Option<Id>,
    /// The phrase on whose reading it hangs.
    pub reading: Option<Id>,
    /// Where the source says so.
    pub cite: Option<Box<Cite>>,
    /// The criteria below it.
    pub of: Vec<Criterion>,
}

/// A precedence profile.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct Profile {
    /// Its name.
    pub id: Id,
    /// Its title.
    pub title: String,
    /// Whether it serves the member; at most one profile does.
    pub serves: CondId,
    /// Its steps.
    pub steps: Vec<Step>,
}

/// A step of a profile.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct Step {
    /// Its name.
    pub id: Id,
    /// The kinds of source on it, each with the variable of what is not on file.
    pub kinds: Vec<(SourceKind, VarId)>,
    /// The positions that its sources may take.
    pub positions: Vec<Position>,
    /// Whether it is a floor.
    pub floor: bool,
    /// When it is reached.
    pub when: CondId,
    /// Whether a source must state the funding that it binds.
    pub binding_stated: bool,
}

/// An attestation about what is on file.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct Attestation {
    /// Its name.
    pub id: Id,
    /// When it was recorded.
    pub recorded: Date,
    /// The kinds of source.
    pub kinds: Vec<SourceKind>,
    /// What is attested.
    pub status: OnFile,
    /// The members concerned.
    pub members: CondId,
    /// The codes concerned; none: all.
    pub codes: Option<Vec<Code>>,
    /// The stated services concerned; none: all.
    pub services: Option<Vec<Id>>,
}

/// The slot of a condition that rests on what a step holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct PositionSlot {
    /// The kind of source whose step is asked.
    pub kind: SourceKind,
    /// The basis of its unfavourable position; none: any.
    pub basis: Option<Basis>,
}

impl PositionSlot {
    /// The number of slots of one kind of source.
    const WIDTH: usize = Basis::ALL.len() + 1;

    /// The slot's number.
    #[must_use]
    pub fn number(self) -> u32 {
        let kind = SourceKind::ALL
            .iter()
            .position(|kind| *kind == self.kind)
            .unwrap_or_default();
        let basis = Basis::ALL
            .iter()
            .position(|basis| Some(*basis) == self.basis)
            .map_or(0, |at| at + 1);
        u32::try_from(kind * Self::WIDTH + basis).unwrap_or_default()
    }

    /// The slot with a number.
    #[must_use]
    pub fn from_number(number: u32) -> Option<Self> {
        let number = number as usize;
        let kind = *SourceKind::ALL.get(number / Self::WIDTH)?;
        let basis = (number % Self::WIDTH)
            .checked_sub(1)
            .and_then(|at| Basis::ALL.get(at).copied());
        Some(Self { kind, basis })
    }
}

/// What a source that is not on file may say: the cells of [`OpenQuestion::Hidden`].
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Unknown {
    /// Nothing, or that it is a benefit.
    Silent,
    /// That all of the request is covered.
    Supports,
    /// That it is covered, but none of the request lies within the grant.
    SupportsNothing,
    /// That it is left to discretion.
    Discretion,
    /// That it is not covered.
    Against(Kind, Basis),
}

impl Unknown {
    /// Every possibility, in the order of the cells.
    pub fn all() -> impl Iterator<Item = Self> {
        let against = Kind::ALL
            .iter()
            .flat_map(|kind| Basis::ALL.iter().map(|basis| Self::Against(*kind, *basis)));
        [
            Self::Silent,
            Self::Supports,
            Self::SupportsNothing,
            Self::Discretion,
        ]
        .into_iter()
        .chain(against)
    }

    /// Whether a step allows it.
    #[must_use]
    pub fn allowed(self, positions: &[Position]) -> bool {
        match self {
            Self::Silent => true,
            Self::Supports | Self::SupportsNothing => positions.contains(&Position::Supported),
            Self::Discretion => positions.contains(&Position::LeftToDiscretion),
            Self::Against(..) => positions.contains(&Position::NotSupported),
        }
    }

    /// The cells of the possibilities for which this holds, counted from `first`.
    #[must_use]
    pub fn cells(first: u32, holds: impl Fn(Self) -> bool) -> Cells {
        let cells = (first..)
            .zip(Self::all())
            .filter(|(_, unknown)| holds(*unknown));
        Cells::from_ranges(cells.map(|(cell, _)| (cell, cell + 1)))
    }
}

impl Program {
    /// Every condition that something besides the sources names, so that a file can be checked.
    pub(crate) fn conditions_used(&self) -> impl Iterator<Item = CondId> {
        let constraints = self.constraints.iter().map(|one| one.condition);
        let attestations = self.attestations.iter().map(|one| one.members);
        let profiles = self.profiles.iter().flat_map(|profile| {
            let steps = profile.steps.iter().map(|step| step.when);
            steps.chain([profile.serves])
        });
        constraints.chain(attestations).chain(profiles)
    }

    /// The number of a fact.
    #[must_use]
    pub fn fact(&self, id: &str) -> Option<u32> {
        let at = self
            .facts
            .binary_search_by(|fact| fact.id.as_str().cmp(id))
            .ok()?;
        u32::try_from(at).ok()
    }

    /// The number of a code, if some edition lists it.
    #[must_use]
    pub fn code(&self, code: &Code) -> Option<CodeId> {
        let at = self.codes.binary_search(code).ok()?;
        u32::try_from(at).ok().map(CodeId)
    }

    /// The sources that list a code in some edition, ascending.
    #[must_use]
    pub fn listing(&self, code: CodeId) -> &[SourceId] {
        self.by_code.get(code.0 as usize).map_or(&[], Vec::as_slice)
    }

    /// A source.
    #[must_use]
    pub fn source(&self, id: SourceId) -> Option<&Source> {
        self.sources.get(id.0 as usize)
    }

    /// The open question of a variable; none when it is a fact.
    #[must_use]
    pub fn open_question(&self, var: VarId) -> Option<&OpenQuestion> {
        self.open
            .get((var.0 as usize).checked_sub(self.facts.len())?)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn slots_are_numbered_both_ways() {
        for kind in SourceKind::ALL {
            for basis in std::iter::once(None).chain(Basis::ALL.iter().copied().map(Some)) {
                let slot = PositionSlot { kind: *kind, basis };
                assert_eq!(PositionSlot::from_number(slot.number()), Some(slot));
            }
        }
    }

    #[test]
    fn a_floor_hides_nothing_unfavourable() {
        let cells = Unknown::cells(5, |unknown| unknown.allowed(&[Position::Supported]));
        assert_eq!(cells, Cells::range(5, 8));
    }
}
