//! What one edition changes against another: what is written, and what it means.
//!
//! The two may be editions of one source, or policies of two publishers. What they mean is compared over every
//! permitted case, part by part of a request; whom they apply to is compared beside that, as scope.

mod alone;
mod corpora;
mod meaning;
mod merged;
mod written;

use std::collections::BTreeSet;

use coverdict_model::{case::Case, corpus::Corpus, finding::Coverage, source::EditionId};
use serde::Serialize;

pub use corpora::{CorpusChange, CorpusDiff, corpora};
pub use written::{Change, Field};

/// An edition of a corpus.
#[derive(Debug, Clone, Copy)]
pub struct Side<'c> {
    /// The corpus.
    pub corpus: &'c Corpus,
    /// Which of its editions.
    pub edition: &'c EditionId,
}

/// Why two editions cannot be compared.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum DiffError {
    /// There is no such edition.
    #[error("there is no edition {0}: name one that `coverdict sources` lists")]
    NoEdition(EditionId),
    /// The two corpora declare a fact in two ways, so that a comparison of its values has no one meaning.
    #[error(
        "the two corpora declare the fact `{0}` differently: compare it first, and bring them together"
    )]
    FactsDiffer(coverdict_model::id::Id),
    /// What was put together cannot be compiled.
    #[error("the two editions cannot be put together: {0}")]
    Compile(#[from] coverdict_program::Problem),
}

/// How what one edition holds stands to what another does, for coverage.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, schemars::JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum Relation {
    /// The same on every case.
    Equal,
    /// As favourable on every case, and another position, kind or basis on some.
    Otherwise,
    /// More favourable on some case, and less on none.
    Wider,
    /// Less favourable on some case, and more on none.
    Narrower,
    /// More favourable on some case, and less on another.
    Incomparable,
    /// It was not settled within the budget.
    Undecided,
}

/// What kind of change a new edition is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, schemars::JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum Class {
    /// Nothing is changed.
    None,
    /// What it holds and for whom is the same; other things are written differently.
    WordingOnly,
    /// It concerns other codes, members or days, and holds the same where both concern a case.
    Scope,
    /// It holds something else that is as favourable.
    Otherwise,
    /// Coverage becomes wider.
    Loosening,
    /// Coverage becomes narrower.
    Tightening,
    /// Coverage becomes wider in some cases and narrower in others.
    Mixed,
    /// It was not settled within the budget what changes.
    Undecided,
}

/// What one edition changes against another.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, schemars::JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub struct EditionDiff {
    /// The first edition, the old one.
    pub old: EditionId,
    /// The second edition, the new one.
    pub new: EditionId,
    /// What kind of change it is.
    pub class: Class,
    /// How what the new one holds stands to what the old one does, on the lines that both are for.
    pub relation: Relation,
    /// The lines that both are for, told apart by the services that they are for.
    pub lines: Vec<LineDiff>,
    /// What is written differently.
    pub changes: Vec<Change>,
    /// What was not settled, each in a sentence.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub undecided: Vec<String>,
}

/// How the two editions stand on a kind of line.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, schemars::JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub struct LineDiff {
    /// The codes, or the name of the service, of such lines.
    pub lines: BTreeSet<String>,
    /// How what the new one holds stands to what the old one does.
    pub relation: Relation,
    /// A case on which the new one is more favourable.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub wider: Option<Contrast>,
    /// A case on which the new one is less favourable.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub narrower: Option<Contrast>,
    /// A case on which both are as favourable and hold something else.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub otherwise: Option<Contrast>,
}

/// A case with what each of two editions holds on it, were it the only source: the answers of the engine.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, schemars::JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub struct Contrast {
    /// The case, with as few facts as show it.
    pub case: Case,
    /// What the old edition holds.
    pub old: Coverage,
    /// Whether the old edition confirms the benefit, which decides nothing yet.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub old_confirms_benefit: bool,
    /// What the new edition holds.
    pub new: Coverage,
    /// Whether the new edition confirms the benefit, which decides nothing yet.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub new_confirms_benefit: bool,
    /// The readings and dates on whose answers it hangs, in words; none: it shows the difference whatever they are.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub assuming: Vec<String>,
}

/// What a new edition changes against an old one.
///
/// # Errors
/// When an edition is not in its corpus, or the two corpora declare a fact that is compared in two ways.
pub fn editions(old: Side<'_>, new: Side<'_>) -> Result<EditionDiff, DiffError> {
    let edition = |side: Side<'_>| {
        let edition = side.corpus.editions.get(side.edition);
        edition
            .cloned()
            .ok_or_else(|| DiffError::NoEdition(side.edition.clone()))
    };
    let (first, second) = (edition(old)?, edition(new)?);
    let changes = written::changes(&first, &second);
    let meaning = match changes.is_empty() && old.corpus == new.corpus {
        true => meaning::Meaning::default(),
        false => meaning::compare(old, new)?,
    };
    let relation = joined(meaning.lines.iter().map(|line| line.relation));
    // Another edition starts on another day.
    let same = old.edition == new.edition;
    let scope =
        |change: &Change| change.field.is_scope() && (same || change.field != Field::Effective);
    let scope = changes.iter().any(scope);
    let class = class(relation, scope, &changes, !meaning.undecided.is_empty());
    Ok(EditionDiff {
        old: old.edition.clone(),
        new: new.edition.clone(),
        class,
        relation,
        lines: meaning.lines,
        changes,
        undecided: meaning.undecided,
    })
}

/// How all lines together stand.
fn joined(relations: impl Iterator<Item = Relation>) -> Relation {
    relations.fold(Relation::Equal, |all, one| match (all, one) {
        (Relation::Undecided, _) | (_, Relation::Undecided) => Relation::Undecided,
        (Relation::Incomparable, _) | (_, Relation::Incomparable) => Relation::Incomparable,
        (Relation::Wider, Relation::Narrower) | (Relation::Narrower, Relation::Wider) => {
            Relation::Incomparable
        }
        (all, one) => all.max(one),
    })
}

fn class(relation: Relation, scope: bool, changes: &[Change], undecided: bool) -> Class {
    match relation {
        _ if undecided => Class::Undecided,
        Relation::Undecided => Class::Undecided,
        Relation::Incomparable => Class::Mixed,
        Relation::Wider => Class::Loosening,
        Relation::Narrower => Class::Tightening,
        Relation::Otherwise => Class::Otherwise,
        Relation::Equal if scope => Class::Scope,
        Relation::Equal if changes.is_empty() => Class::None,
        Relation::Equal => Class::WordingOnly,
    }
}
