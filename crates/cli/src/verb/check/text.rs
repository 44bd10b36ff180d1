//! What was found, for people.

use std::{collections::BTreeMap, fmt::Write as _};

use coverdict_check::{Problem, Witness};
use coverdict_corpus::{
    diagnostic::{Code, Severity, render},
    print,
};

use super::examination::Examination;
use crate::load;

/// More problems than this of one code are counted, not shown.
const MAX_SHOWN: usize = 100;

/// The problems, each with the case that shows it, and how many there are.
pub(super) fn text(examination: &Examination) -> String {
    let mut text = String::new();
    for change in &examination.mended {
        // INVARIANT: writing to a String does not fail.
        let _ = writeln!(text, "mended: {change}");
    }
    let mut told: BTreeMap<&str, (Code, usize)> = BTreeMap::new();
    for problem in examination.problems() {
        let code = problem.diagnostic.code();
        let (_, count) = told.entry(code.id()).or_insert((code, 0));
        *count += 1;
        if *count <= MAX_SHOWN {
            text.push_str(&problem_of(problem, examination));
        }
    }
    for (code, count) in told.into_values() {
        if let Some(more @ 1..) = count.checked_sub(MAX_SHOWN) {
            let _ = writeln!(
                text,
                "… and {more} more of {code}; --format json lists them all"
            );
        }
    }
    for question in &examination.checked.undecided {
        let _ = writeln!(text, "not settled: {question}");
    }
    text.push_str(&summary(examination));
    text
}

fn problem_of(problem: &Problem, examination: &Examination) -> String {
    let diagnostic = std::slice::from_ref(&problem.diagnostic);
    let mut text = render(diagnostic, examination.sources(), load::render_options());
    if problem.fix.is_some() {
        text.truncate(text.trim_end().len());
        text.push_str("\n  --fix mends it\n\n");
    }
    if let Some(witness) = &problem.witness {
        text.push_str(&shown_by(witness, examination));
    }
    text
}

/// The case that shows a problem, and what the engine answers to it.
fn shown_by(witness: &Witness, examination: &Examination) -> String {
    let mut text = "  this case shows it:\n".to_owned();
    if let Some((loaded, _)) = examination.corpus() {
        for line in print::case(&witness.case, &loaded.corpus.catalogue).lines() {
            let _ = writeln!(text, "    {line}");
        }
    }
    for open in &witness.assuming {
        let _ = writeln!(text, "  assuming: {open}");
    }
    let _ = writeln!(text, "  the answer to it: {}\n", witness.answer.name());
    text
}

fn summary(examination: &Examination) -> String {
    let counts = [
        (Severity::Error, "error", "errors"),
        (Severity::Warning, "warning", "warnings"),
        (Severity::Note, "note", "notes"),
    ];
    let counts = counts.map(|(severity, one, many)| match examination.count(severity) {
        1 => format!("1 {one}"),
        count => format!("{count} {many}"),
    });
    let mut parts = vec![counts.join(", ")];
    match examination.checked.asked {
        0 => {}
        asked => parts.push(format!("{asked} questions settled")),
    }
    match examination.checked.undecided.len() {
        0 => {}
        open => parts.push(format!("{open} not settled")),
    }
    match examination.corpus() {
        Some((loaded, today)) => {
            let digest = loaded.digest.get(..12).unwrap_or(&loaded.digest);
            parts.push(format!("examined as on {today}"));
            parts.push(format!("corpus {digest}"));
        }
        None => parts.push("the corpus cannot be used".to_owned()),
    }
    parts.join(" · ") + "\n"
}
