//! The text of a finding where no terminal shows it.

use crate::{shipped_cases, support::coverdict, word};

/// The width of a page in columns.
const WIDTH: usize = 100;

#[test]
fn no_shipped_case_is_shown_with_escape_codes_or_beyond_the_width() {
    let cases = shipped_cases();
    assert!(cases.len() >= 30, "{}", cases.len());
    for case in cases {
        let page = coverdict(["assess", word(&case)]).well();
        assert!(!page.contains('\u{1b}'), "{}", case.display());
        for line in page.lines() {
            // A word that is longer than a line stands alone.
            let fits = line.chars().count() <= WIDTH || line.split_whitespace().count() == 1;
            assert!(fits, "{}: {line}", case.display());
        }
    }
}

#[test]
fn diagnostics_have_no_escape_codes_either() {
    let ran = coverdict(["compile", "cases/bad/corpus/empty-group", "-o", "unwritten"]);
    assert_eq!(ran.code, Some(2));
    assert!(!ran.err.contains('\u{1b}'), "{}", ran.err);
}
