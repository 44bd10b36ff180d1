//! The shipped corpus broken on purpose: a sample of what `cargo xtask corpus-mutants` tries in full.

use std::path::Path;

use coverdict_benches::mutants::{Asked, Kind, Original, Same, Score, doubts, judge_all, mutants};

/// Every so manieth mutant is tried, so that all kinds and most files are among them.
const EVERY: usize = 37;

/// The share that `check` and the cases notice at least, in percent.
const FLOOR: usize = 95;

/// How many cases are tried for each of those that are said not to be able to matter.
const DOUBTS: usize = 30;

#[test]
fn what_breaks_the_shipped_corpus_is_noticed() {
    let original =
        Original::read(&Path::new(env!("CARGO_MANIFEST_DIR")).join("../corpus")).unwrap();
    let all = mutants(&original);
    for kind in Kind::ALL {
        let of_kind = all.iter().filter(|mutant| mutant.kind == kind);
        assert!(of_kind.count() > EVERY / 2, "few mutants: {kind}");
    }
    let sample: Vec<_> = all.into_iter().step_by(EVERY).collect();
    let judged = judge_all(&original, &sample, Asked::Everything, |_| {});
    let score = Score::of(sample.iter().zip(&judged));
    let missed = sample
        .iter()
        .zip(&judged)
        .filter(|(_, judged)| judged.survives());
    let missed: Vec<String> = missed
        .map(|(slip, _)| {
            format!(
                "{}: {}: {}",
                original.file(slip.file),
                slip.field,
                slip.change
            )
        })
        .collect();
    let each = || sample.iter().zip(&judged);
    let wrong: Vec<_> = each()
        .filter(|(_, judged)| judged.contradicts_itself())
        .collect();
    assert!(wrong.is_empty(), "cannot matter, and does: {wrong:#?}");
    let said = each().filter(|(_, judged)| judged.same == Some(Same::CannotMatter));
    let said: Vec<_> = said.map(|(slip, _)| slip).collect();
    for (slip, case) in said.iter().zip(doubts(&original, &said, DOUBTS)) {
        assert_eq!(case, None, "{}: {}", slip.field, slip.change);
    }
    let (shown, all) = score.in_diff();
    assert_eq!(shown, all, "{score}");
    let (caught, all) = score.caught();
    assert!(caught * 100 >= all * FLOOR, "{score}\n{missed:#?}");
}
