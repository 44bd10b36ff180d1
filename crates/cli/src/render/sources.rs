//! The sources in order of precedence, with why each did or did not decide.

use coverdict_model::{
    finding::Finding,
    source::{Cite, EditionId},
    trace::{
        CriterionTrace, DayTrace, EditionTrace, RuleTrace, SourceTrace, StepResult, StepTrace,
        Truth, WalkTrace,
    },
    value::{Cause, Reading, Statement},
};
use coverdict_program::Program;

use super::{Page, Style, answer::edition};
use crate::documents::{Documents, Quotation};

/// The part of the page on the sources.
pub(super) fn sources(
    page: &mut Page,
    finding: &Finding,
    program: &Program,
    documents: &Documents,
) {
    for day in &finding.trace {
        for walk in &day.walks {
            page.title(&title(finding, day, walk, program));
            steps(page, walk, program, documents);
        }
        for without in &day.without_late {
            for walk in &without.walks {
                let editions: Vec<String> =
                    without.editions.iter().map(ToString::to_string).collect();
                page.title(&format!(
                    "The same without {}, published late",
                    editions.join(" and ")
                ));
                steps(page, walk, program, documents);
            }
        }
    }
}

fn steps(page: &mut Page, walk: &WalkTrace, program: &Program, documents: &Documents) {
    for (number, step) in (1..).zip(&walk.steps) {
        self::step(page, number, step, program, documents);
    }
    page.blank();
}

fn title(finding: &Finding, day: &DayTrace, walk: &WalkTrace, program: &Program) -> String {
    let profile = program
        .profiles
        .iter()
        .find(|profile| profile.id == walk.profile);
    let name = profile.map_or(walk.profile.as_str(), |profile| profile.title.as_str());
    let days = match finding.trace.len() > 1 {
        true => format!(", {} through {}", day.from, day.through),
        false => String::new(),
    };
    let certain = if walk.serves == Truth::Met {
        ""
    } else {
        "; open whether it serves the member"
    };
    format!("Sources, in order of precedence ({name}{days}{certain})")
}

fn step(
    page: &mut Page,
    number: usize,
    step: &StepTrace,
    program: &Program,
    documents: &Documents,
) {
    let number = number.to_string();
    let on_file = match step.on_file.as_slice() {
        [] => String::new(),
        all => {
            let mut states: Vec<&str> = all.iter().map(|(_, on_file)| on_file.name()).collect();
            states.dedup();
            states.join(", ")
        }
    };
    let result = match step.result {
        StepResult::Silent if step.sources.is_empty() => {
            "silent: no source on file concerns the line".to_owned()
        }
        result => result.name().replace('-', " "),
    };
    page.columns(
        2,
        &[(&number, 3), (step.step.as_str(), 26), (&on_file, 16)],
        &result,
    );
    let (others, concerned): (Vec<_>, Vec<_>) = step
        .sources
        .iter()
        .partition(|source| is_for_others(source));
    for source in concerned {
        self::source(page, source, program, documents);
    }
    if !others.is_empty() {
        let names: Vec<&str> = others.iter().map(|source| source.source.as_str()).collect();
        page.paragraph(5, &format!("for other members: {}", names.join(", ")));
    }
}

/// Whether no edition of a source that may be in force applies to the member.
fn is_for_others(source: &SourceTrace) -> bool {
    let applies = |edition: &EditionTrace| edition.applies != Truth::NotMet;
    !source.editions.is_empty() && !source.succession_open && !source.editions.iter().any(applies)
}

fn source(page: &mut Page, source: &SourceTrace, program: &Program, documents: &Documents) {
    if let Some(reason) = source.silent {
        page.paragraph(
            5,
            &format!("{}: {}", source.source, reason.name().replace('-', " ")),
        );
    }
    if source.succession_open {
        page.paragraph(
            5,
            &format!(
                "{}: an edition that is not on file may be in force",
                source.source
            ),
        );
    }
    for edition in &source.editions {
        self::edition_in_force(page, edition, program, documents);
    }
}

fn edition_in_force(
    page: &mut Page,
    traced: &EditionTrace,
    program: &Program,
    documents: &Documents,
) {
    let compiled = edition(program, &traced.edition);
    let title = compiled.map_or(String::new(), |edition| {
        format!(" {} ({})", edition.title, edition.publisher)
    });
    let in_force = match traced.in_force {
        Truth::Met => "",
        _ => "; open whether it is in force",
    };
    let applies = match traced.applies {
        Truth::Unknown => "; open whether it applies",
        _ => "",
    };
    let silent = traced.silent.map_or(String::new(), |reason| {
        format!(": {}", reason.name().replace('-', " "))
    });
    page.paragraph(
        5,
        &format!("{}{title}{in_force}{applies}{silent}", traced.edition),
    );
    for rule in &traced.rules {
        self::rule(page, &traced.edition, rule, program, documents);
    }
}

fn rule(
    page: &mut Page,
    id: &EditionId,
    rule: &RuleTrace,
    program: &Program,
    documents: &Documents,
) {
    let name = rule.rule.as_ref().map_or("otherwise", |rule| rule.as_str());
    let says = format!("{}{}", holding(rule), label(rule));
    let verdict = match (rule.applies, rule.stands, rule.governs) {
        (_, _, Truth::Met) => "governs",
        (_, _, Truth::Unknown) => "may govern",
        (Truth::NotMet, _, _) => "does not apply",
        (_, Truth::NotMet, _) => "is overridden",
        (Truth::Met, _, _) => "applies",
        (Truth::Unknown, _, _) => "may apply",
    };
    let (style, mark) = mark(rule.applies);
    page.marked(7, style, mark, &format!("{name} {verdict}: {says}"));
    if let Some(criteria) = &rule.criteria {
        criterion(page, 11, criteria);
    }
    if rule.applies != Truth::NotMet {
        cite(page, 11, id, &rule.cite, program, documents);
    }
}

fn holding(rule: &RuleTrace) -> String {
    use coverdict_model::position::Holding;
    match &rule.holding {
        Holding::NotSupported { kind, basis } => format!("not supported, {kind}, {basis}"),
        other => other.position().name().replace('-', " "),
    }
}

fn label(rule: &RuleTrace) -> String {
    rule.label.as_ref().map_or(String::new(), |label| {
        format!(" (\"{label}\" in the publisher's words)")
    })
}

fn mark(truth: Truth) -> (Style, char) {
    match truth {
        Truth::Met => (Style::Good, '✓'),
        Truth::NotMet => (Style::Bad, '✗'),
        Truth::Unknown => (Style::Open, '?'),
    }
}

fn criterion(page: &mut Page, indent: usize, traced: &CriterionTrace) {
    let (style, mark) = mark(traced.truth);
    let name = traced
        .id
        .as_ref()
        .map_or(String::new(), |id| format!("{id}: "));
    let facts: Vec<String> = traced
        .facts
        .iter()
        .map(|fact| {
            let by = fact
                .derived_by
                .as_ref()
                .map_or(String::new(), |by| format!(", {by}"));
            format!("{} {}{by}", fact.fact, statement(&fact.statement))
        })
        .collect();
    let facts = if facts.is_empty() {
        String::new()
    } else {
        format!("  [{}]", facts.join("; "))
    };
    page.marked(
        indent,
        style,
        mark,
        &format!("{name}{}{facts}", traced.text),
    );
    for child in &traced.of {
        criterion(page, indent + 2, child);
    }
}

/// What is known of a fact, in words.
fn statement(statement: &Statement) -> String {
    let origin = statement
        .origin
        .as_ref()
        .map_or(String::new(), |origin| format!(" ({origin})"));
    let attested = if statement.attested {
        " as attested by the requester"
    } else {
        ""
    };
    let measured = match (&statement.reading, statement.measured) {
        (Reading::Missing(Cause::Stale), Some(day)) => format!(" as measured on {day}"),
        _ => String::new(),
    };
    let reading = reading(&statement.reading);
    format!("{reading}{measured}{origin}{attested}")
}

fn reading(reading: &Reading) -> String {
    match reading {
        Reading::Known(value) => value.to_string(),
        Reading::Within { low, high } => {
            let end = |value: &Option<_>| {
                value
                    .as_ref()
                    .map_or("…".to_owned(), |value: &coverdict_model::value::Value| {
                        value.to_string()
                    })
            };
            format!("between {} and {}", end(low), end(high))
        }
        Reading::OneOf(values) => values
            .iter()
            .map(ToString::to_string)
            .collect::<Vec<_>>()
            .join(" or "),
        Reading::Members { members, complete } => {
            let names: Vec<&str> = members.iter().map(|member| member.as_str()).collect();
            let names = if names.is_empty() {
                "none".to_owned()
            } else {
                names.join(", ")
            };
            if *complete {
                names
            } else {
                format!("{names} and perhaps others")
            }
        }
        Reading::Events { dates, .. } => format!("{} dates", dates.len()),
        Reading::Absent => "absent".to_owned(),
        Reading::NotPerformed => "not performed".to_owned(),
        Reading::Missing(cause) => format!("missing, {}", cause.name().replace('-', " ")),
    }
}

/// Where the source says so, and the sentence itself where the reader's own copy is at hand.
fn cite(
    page: &mut Page,
    indent: usize,
    id: &EditionId,
    cite: &Cite,
    program: &Program,
    documents: &Documents,
) {
    let document = edition(program, id).and_then(|edition| edition.document.as_ref());
    let mut parts = Vec::new();
    parts.extend(
        cite.section
            .as_ref()
            .map(|section| format!("section {section}")),
    );
    if let Some((from, to)) = cite.bytes {
        parts.push(format!("bytes {from}-{to}"));
    }
    if let Some(document) = document {
        let digest = short(&document.sha256);
        parts.push(format!("{} ({digest})", document.name));
    }
    parts.extend(cite.note.as_ref().map(ToString::to_string));
    if !parts.is_empty() {
        page.faint_at(indent, &parts.join(", "));
    }
    let Some(document) = document else { return };
    match documents.quote(document, cite) {
        None => {}
        Some(Quotation::Sentence(sentence)) => page.paragraph(indent, &sentence),
        Some(Quotation::OtherText(digest)) => page.paragraph(
            indent,
            &format!(
                "not quoted: your copy of {} is another text (digest {}, where {} is on record)",
                document.name,
                short(&digest),
                short(&document.sha256)
            ),
        ),
    }
}

/// As much of a digest as a person compares.
fn short(digest: &str) -> &str {
    digest.get(..8).unwrap_or(digest)
}
