//! What one edition changes against another is what an enumeration of every complete case finds.

use std::collections::BTreeSet;

use coverdict_check::diff::{DiffError, EditionDiff, Relation, Side, editions};
use coverdict_model::{corpus::Corpus, source::EditionId};
use coverdict_oracle::exhaustive::{Compared, compared};

/// The only way in which the lines of two editions of a small corpus stay undecided.
const UNCONFIRMED: &str = "no case could be written down on which the engine shows it";

/// In what the comparisons of a corpus' editions differ from what is found by enumeration.
pub(crate) fn differences(corpus: &Corpus) -> Vec<String> {
    let mut told = Vec::new();
    for (old, new) in pairs(corpus) {
        let Some(diff) = diff(corpus, old, new) else {
            continue;
        };
        let unexplained = diff.undecided.iter();
        told.extend(
            unexplained
                .filter(|why| !why.ends_with(UNCONFIRMED))
                .cloned(),
        );
        let Some(listed) = compared(corpus, old, new) else {
            continue;
        };
        let names: BTreeSet<&String> = diff.lines.iter().flat_map(|line| &line.lines).collect();
        // Two editions that are written alike are not compared.
        if !diff.changes.is_empty() && !names.iter().copied().eq(listed.keys()) {
            told.push(format!(
                "{old} to {new}: {names:?} against {:?}",
                listed.keys()
            ));
        }
        for line in &diff.lines {
            for name in &line.lines {
                let Some(listed) = listed.get(name) else {
                    continue;
                };
                if !agrees(line.relation, *listed) {
                    told.push(format!(
                        "{old} to {new} on {name}: {:?} against {listed:?}",
                        line.relation
                    ));
                }
            }
        }
    }
    told
}

/// How the lines of all pairs of editions of a corpus stand.
pub(crate) fn relations(corpus: &Corpus) -> Vec<Relation> {
    let diffs = pairs(corpus)
        .into_iter()
        .filter_map(|(old, new)| diff(corpus, old, new));
    diffs
        .flat_map(|diff| diff.lines)
        .map(|line| line.relation)
        .collect()
}

/// Some pairs of editions: each with the next.
fn pairs(corpus: &Corpus) -> Vec<(&EditionId, &EditionId)> {
    let editions = corpus.editions.keys();
    editions.clone().zip(editions.skip(1)).collect()
}

/// What an edition changes against another; `None` where nothing permitted could be compared.
fn diff(corpus: &Corpus, old: &EditionId, new: &EditionId) -> Option<EditionDiff> {
    let side = |edition| Side { corpus, edition };
    match editions(side(old), side(new)) {
        Err(DiffError::Compile(_)) => None,
        diff => Some(diff.unwrap()),
    }
}

fn agrees(relation: Relation, listed: Compared) -> bool {
    let Compared {
        wider,
        narrower,
        differs,
    } = listed;
    match relation {
        Relation::Equal => !wider && !narrower && !differs,
        Relation::Otherwise => !wider && !narrower && differs,
        Relation::Wider => wider && !narrower,
        Relation::Narrower => narrower && !wider,
        Relation::Incomparable => wider && narrower,
        Relation::Undecided => wider || narrower || differs,
    }
}
