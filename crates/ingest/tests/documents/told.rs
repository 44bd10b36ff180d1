//! What was read of a document, a line each.

use coverdict_ingest::{
    Ingested,
    criteria::{Criterion, Doubt, Joined},
    document::{Block, Place},
    lint::{self, Problem},
    recognise::sections,
};

/// The blocks of a document with what they are, what was kept out of it, and what it says.
pub(crate) fn told(ingested: &Ingested) -> String {
    let document = &ingested.document;
    let mut lines = vec![format!("read as {}", word(document.format))];
    let sections = sections(document);
    for (at, block) in document.blocks.iter().enumerate() {
        let role = sections
            .iter()
            .find(|section| section.from == at && at > 0)
            .map_or(String::new(), |section| {
                format!(" [{}]", word(section.role))
            });
        match block {
            Block::Heading { level, text } => {
                lines.push(format!(
                    "{} {}{role}",
                    "#".repeat(usize::from(*level)),
                    text.as_str()
                ));
            }
            Block::Paragraph { text } => lines.push(format!("paragraph {}", text.as_str())),
            Block::Item(item) => lines.push(format!(
                "{}{} {}",
                "  ".repeat(usize::from(item.depth)),
                item.marker,
                item.text.as_str()
            )),
            Block::Field { label, value } => {
                lines.push(format!("field {} = {}", label.as_str(), value.as_str()));
            }
            Block::Table(table) => {
                for row in &table.rows {
                    let cells = row.iter().map(|cell| match cell.is_head {
                        true => format!("[{}]", cell.text.as_str()),
                        false => cell.text.as_str().to_owned(),
                    });
                    lines.push(format!("row {}", cells.collect::<Vec<_>>().join(" | ")));
                }
            }
        }
    }
    lines.push(String::new());
    for aside in &document.aside {
        lines.push(format!(
            "aside {}: {}",
            word(aside.reason),
            aside.block.words()
        ));
    }
    for link in &document.links {
        lines.push(format!("link {} -> {}", link.text, link.target));
    }
    lines.push(String::new());
    for field in &ingested.fields {
        let meaning = word(field.meaning);
        match &field.value {
            Some(value) => lines.push(format!(
                "{meaning}: {}",
                serde_json::to_string(value).unwrap()
            )),
            None => lines.push(format!("{meaning}: open")),
        }
        for reading in &field.readings {
            lines.push(format!(
                "    {} by {}: {}",
                word(reading.confidence),
                reading.rule,
                reading.words
            ));
        }
    }
    lines.push(String::new());
    for outline in &ingested.outlines {
        let lead = outline
            .lead
            .map_or(String::new(), |lead| format!(" below block {lead}"));
        lines.push(format!(
            "criteria{lead}: {}{}",
            joined(outline.joined, outline.doubt),
            if outline.excepted { ", excepted" } else { "" },
        ));
        for criterion in &outline.criteria {
            tell(criterion, 1, &mut lines);
        }
    }
    lines.push(String::new());
    for reference in &ingested.references {
        let number = reference
            .number
            .map_or("-".to_owned(), |number| number.to_string());
        let citation = serde_json::to_value(&reference.citation).unwrap();
        let fields = citation.as_object().unwrap().iter();
        let fields = fields.filter(|(name, value)| *name != "number" && is_said(value));
        let mut fields: Vec<String> = fields
            .map(|(name, value)| format!("{name} {value}"))
            .collect();
        let determinations = reference.determinations.iter();
        fields.extend(determinations.map(|number| format!("determination {number}")));
        lines.push(format!("reference {number}: {}", fields.join("; ")));
    }
    for revision in &ingested.revisions {
        let dates = revision.dates.iter().map(|date| match &date.label {
            Some(label) => format!("{label} {} ({})", date.date, date.written),
            None => format!("{} ({})", date.date, date.written),
        });
        let dates: Vec<String> = dates.collect();
        lines.push(format!("revision {}: {}", dates.join(", "), revision.words));
    }
    for mention in &ingested.mentions {
        lines.push(format!(
            "mentions {} {}: {}",
            word(mention.is),
            mention.name,
            mention.words
        ));
    }
    let problems = lint::lint(ingested, &lint::Config::default());
    if !problems.is_empty() {
        lines.push(String::new());
        lines.extend(
            problems
                .iter()
                .map(|one| problem(one).trim_end().to_owned()),
        );
    }
    lines.join("\n").trim_end().to_owned() + "\n"
}

/// A problem with its places, a line each.
pub(crate) fn problem(problem: &Problem) -> String {
    let Problem {
        code,
        name,
        severity,
        message,
        ..
    } = problem;
    let mut told = format!("{code} {name} ({}): {message}\n", word(severity));
    if !problem.words.is_empty() {
        told += &format!("    {}: {}\n", place(problem.place), problem.words);
    }
    for context in &problem.context {
        told += &format!(
            "    {}: {}: {}\n",
            place(context.place),
            context.label,
            context.words
        );
    }
    told
}

fn place(place: Option<Place>) -> String {
    match place {
        Some(Place::Bytes { from, to }) => format!("bytes {from}-{to}"),
        Some(Place::Page { page, .. }) => format!("page {page}"),
        None => "no place".to_owned(),
    }
}

/// Whether a field of a citation says anything.
fn is_said(value: &serde_json::Value) -> bool {
    !value.is_null() && value.as_array().is_none_or(|list| !list.is_empty())
}

fn tell(criterion: &Criterion, depth: usize, lines: &mut Vec<String>) {
    let how = criterion.joined.map_or(String::new(), |how| {
        format!(" -> {}", joined(how, criterion.doubt))
    });
    lines.push(format!(
        "{}{} {}{how}",
        "  ".repeat(depth),
        criterion.marker,
        criterion.words
    ));
    if let Some(own) = &criterion.own {
        let how = if own.unless { "unless" } else { "besides" };
        lines.push(format!("{}{how}: {}", "  ".repeat(depth + 1), own.words));
    }
    for below in &criterion.below {
        tell(below, depth + 1, lines);
    }
}

fn joined(joined: Joined, doubt: Option<Doubt>) -> String {
    let how = serde_json::to_string(&joined).unwrap();
    match doubt {
        Some(doubt) => format!("{how}, {}", word(doubt)),
        None => how,
    }
}

/// The name of something in JSON.
fn word(of: impl serde::Serialize) -> String {
    let name = serde_json::to_value(of).unwrap();
    name.as_str().unwrap().to_owned()
}
