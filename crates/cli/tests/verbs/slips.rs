//! That the commands notice a slip in the shipped corpus exactly where `cargo xtask corpus-mutants` says that they do.

use std::{collections::BTreeMap, path::Path};

use coverdict_benches::mutants::{Asked, Judged, Original, judge, mutants};

use super::{folder, support, word};
use crate::support::{Ran, coverdict};

/// Slips by their file, field and change. A case notices the first and the last, none but `diff` the second, and with the
/// third the corpus cannot be read.
const SLIPS: [(&str, &str, &str); 4] = [
    (
        "ncd-100.1-version-5.yaml",
        "rule covered-until-2009, criterion bmi",
        "at least 35 kg/m2 -> above 35 kg/m2",
    ),
    (
        "original-medicare.yaml",
        "steps",
        "local-determinations before medicare-manuals",
    ),
    (
        "original-medicare.yaml",
        "lines of business",
        "original-medicare left out",
    ),
    (
        "whcra-1998.yaml",
        "rule prostheses-after-mastectomy, from",
        "1999-10-21 -> 1999-10-22",
    ),
];

#[test]
fn the_commands_notice_what_the_mutants_are_said_to_be_noticed_by() {
    let original = Original::read(&support::root().join("corpus")).unwrap();
    let all = mutants(&original);
    let at = folder("slips");
    original.write(None, &at.join("old")).unwrap();
    let checked = messages(&coverdict([
        "check",
        word(&at.join("old")),
        "--format",
        "json",
    ]));
    assert!(!checked.is_empty());
    let mut ways = Vec::new();
    for (number, (file, field, change)) in SLIPS.into_iter().enumerate() {
        let slip = all.iter().find(|slip| {
            let name = original.file(slip.file);
            name.ends_with(file) && slip.field == field && slip.change == change
        });
        let slip = slip.unwrap_or_else(|| panic!("no such slip: {file}: {field}: {change}"));
        let new = at.join(number.to_string());
        original.write(Some(slip), &new).unwrap();
        let judged = judge(&original, slip, Asked::Everything);
        let told = by_the_commands(&at.join("old"), &new, &checked);
        assert_eq!(
            said(&judged),
            told,
            "refused, diff, check, test: {file}: {field}"
        );
        ways.push(told);
    }
    ways.sort_unstable();
    ways.dedup();
    assert!(ways.len() > 2, "too much alike to tell anything: {ways:?}");
}

/// Whether it is refused, and whether `diff`, `check` and a case notice it, as the tool says.
fn said(judged: &Judged) -> [bool; 4] {
    let refused = judged.refused.is_some();
    [
        refused,
        refused || judged.by_diff == Some(true),
        judged.is_in_check(),
        refused || judged.by_case.is_some(),
    ]
}

/// The same as the commands tell.
fn by_the_commands(old: &Path, new: &Path, checked: &BTreeMap<String, usize>) -> [bool; 4] {
    let diff = |new: &Path| coverdict(["diff", word(old), word(new)]);
    let (same, other) = (diff(old), diff(new));
    let check = coverdict(["check", word(new), "--format", "json"]);
    let refused = other.code == Some(2);
    let test = coverdict(["test", word(new)]);
    [
        refused,
        refused || body(&same) != body(&other),
        refused || messages(&check) != *checked,
        test.code != Some(0),
    ]
}

/// What `diff` tells, without the line that names the two folders.
fn body(ran: &Ran) -> Vec<&str> {
    ran.out.lines().skip(1).collect()
}

/// Each message of `check` with its code, and how often.
fn messages(ran: &Ran) -> BTreeMap<String, usize> {
    let mut messages = BTreeMap::new();
    let told: serde_json::Value = serde_json::from_str(&ran.out).unwrap_or_default();
    for problem in told
        .get("problems")
        .and_then(|all| all.as_array())
        .into_iter()
        .flatten()
    {
        let message = format!("{}: {}", problem["code"], problem["message"]);
        *messages.entry(message).or_default() += 1;
    }
    messages
}
