//! What was read of documents, for people.

use coverdict_ingest::{
    Field, Reading,
    criteria::{self, Criterion, Doubt, Joined},
    document::Place,
    lint::Problem,
    lists::{Mention, Reference, Revision},
    recognise::{Meaning, Value},
};

use super::report::{Drafted, Report, Told};
use crate::outline::{Block, Form, Item, Outline, Part};
use crate::verb::diff;

/// The longest words that are shown, in characters.
const WORDS: usize = 100;

pub(super) fn text(report: &Report) -> String {
    let pages: Vec<String> = report
        .documents
        .iter()
        .flat_map(|document| {
            let against = document.against.as_ref().map(diff::outline::editions);
            // Documents of one name are told apart by where they are.
            let same = report
                .documents
                .iter()
                .filter(|one| one.name == document.name);
            let mut told = outline(document);
            if same.count() > 1 {
                told.title.clone_from(&document.path);
            }
            let outlines = std::iter::once(told).chain(against);
            outlines.map(|outline| outline.render(Form::Text))
        })
        .collect();
    pages.join("\n")
}

pub(super) fn outline(document: &Told) -> Outline {
    let (settled, open): (Vec<&Field>, Vec<&Field>) = document
        .fields
        .iter()
        .partition(|field| field.value.is_some());
    let aside = document.aside.iter().map(|aside| {
        let item = Item::named(word(aside.reason), brief(&aside.words));
        with_place(item, aside.place)
    });
    let parts = [
        (
            "What it says",
            settled.into_iter().map(settled_field).collect(),
        ),
        ("Left open", open.into_iter().map(open_field).collect()),
        ("Problems", document.problems.iter().map(problem).collect()),
        ("Criteria", document.outlines.iter().map(criteria).collect()),
        ("History", document.revisions.iter().map(revision).collect()),
        ("Points to", document.mentions.iter().map(mention).collect()),
        ("References", references(&document.references)),
        ("Kept out of the text", aside.collect::<Vec<Item>>()),
        ("Draft", document.draft.iter().map(draft).collect()),
    ];
    Outline {
        title: document.name.clone(),
        parts: parts
            .into_iter()
            .filter(|(_, items)| !items.is_empty())
            .map(|(title, items)| Part {
                title: title.to_owned(),
                blocks: vec![Block::Items(items)],
                parts: Vec::new(),
            })
            .collect(),
    }
}

fn problem(problem: &Problem) -> Item {
    let name = format!(
        "{} {} ({})",
        problem.code,
        problem.name,
        word(problem.severity)
    );
    with_place(Item::named(name, problem.message.clone()), problem.place)
}

fn settled_field(field: &Field) -> Item {
    let said = field.value.as_ref().map(value).unwrap_or_default();
    let item = Item::named(word(field.meaning), brief(&said));
    let place = field.readings.first().and_then(|reading| reading.place);
    // The sentence of a position is shown beside what it comes to.
    match (field.meaning, field.readings.first()) {
        (Meaning::Position | Meaning::Precedence, Some(reading)) => {
            with_place(item, place).of(vec![Item::plain(brief(&reading.words))])
        }
        _ => with_place(item, place),
    }
}

fn open_field(field: &Field) -> Item {
    let readings = field.readings.iter().map(reading).collect();
    Item::named(word(field.meaning), "a person has to choose").of(readings)
}

fn reading(reading: &Reading) -> Item {
    let item = Item::named(word(reading.confidence), brief(&value(&reading.value)));
    with_place(item, reading.place)
}

fn criteria(outline: &criteria::Outline) -> Item {
    let of = outline.criteria.iter().map(criterion).collect();
    Item::plain(how(outline.joined, outline.doubt)).of(of)
}

fn criterion(criterion: &Criterion) -> Item {
    let how = criterion.joined.map(|joined| how(joined, criterion.doubt));
    let item = Item::named(&criterion.marker, brief(&criterion.words));
    let below = criterion.below.iter().map(self::criterion).collect();
    match how {
        Some(how) => item.of(vec![Item::plain(how).of(below)]),
        None => with_place(item, criterion.place),
    }
}

fn revision(revision: &Revision) -> Item {
    let dates = revision.dates.iter().map(|date| match &date.label {
        Some(label) => format!("{label} {}", date.date),
        None => date.date.to_string(),
    });
    let dates: Vec<String> = dates.collect();
    with_place(
        Item::named(dates.join(", "), brief(&revision.words)),
        revision.place,
    )
}

fn mention(mention: &Mention) -> Item {
    with_place(
        Item::named(word(mention.is), brief(&mention.name)),
        mention.place,
    )
}

/// How many references there are, and their years: a list of them is as long as the document's own.
fn references(references: &[Reference]) -> Vec<Item> {
    let years = references.iter().filter_map(|one| one.citation.year);
    let (first, last) = (years.clone().min(), years.max());
    let Some(count) = (!references.is_empty()).then_some(references.len()) else {
        return Vec::new();
    };
    let years = match (first, last) {
        (Some(first), Some(last)) if first != last => format!(", of {first} to {last}"),
        (Some(year), _) => format!(", of {year}"),
        _ => String::new(),
    };
    vec![Item::plain(format!("{count}{years}"))]
}

fn draft(draft: &Drafted) -> Item {
    let open = draft.open.iter().map(|open| {
        let item = Item::named(open.path.join("/"), open.why.clone());
        match open.stops {
            true => item.of(vec![Item::plain(
                "the draft cannot be read before".to_owned(),
            )]),
            false => item,
        }
    });
    let how = match draft.runs {
        true => "runs",
        false => "does not run yet",
    };
    Item::named(&draft.folder, how.to_owned()).of(open.collect())
}

/// How criteria are joined, in words.
fn how(joined: Joined, doubt: Option<Doubt>) -> String {
    let how = match joined {
        Joined::All => "all of".to_owned(),
        Joined::Any => "any of".to_owned(),
        Joined::AtLeast(count) => format!("at least {count} of"),
        Joined::None => "none of".to_owned(),
        Joined::Open => "all or any of, a person has to say".to_owned(),
    };
    match doubt {
        Some(Doubt::NotSaid) => format!("{how}: the document does not"),
        Some(Doubt::EndsDiffer) => format!("{how}: some end in \"and\", others in \"or\""),
        Some(Doubt::LeadAndEndsDiffer) => {
            format!("{how}: the sentence above says one thing, and their ends another")
        }
        None => how,
    }
}

fn with_place(mut item: Item, place: Option<Place>) -> Item {
    item.aside = place.map(|place| match place {
        Place::Bytes { from, to } => format!("bytes {from}-{to}"),
        Place::Page { page, .. } => format!("page {page}"),
    });
    item
}

/// A value in words.
fn value(value: &Value) -> String {
    match value {
        Value::Words(words) => words.clone(),
        Value::NoDate(words) => format!("no date: {words}"),
        Value::AnyIndication(words) => format!("any indication: {words}"),
        Value::Word(word) => (*word).to_owned(),
        Value::Date {
            date,
            written,
            short_year,
        } => match short_year {
            true => format!("{date}, written {written}: the century is ours"),
            false => format!("{date}, written {written}"),
        },
        Value::Code(code) => format!("{} ({})", code.as_str(), code.system()),
        Value::Position { position, basis } => match basis {
            Some(basis) => format!("{position}, as {basis}"),
            None => position.to_string(),
        },
        Value::Precedence {
            first,
            then,
            members,
        } => match members {
            Some(members) => format!("{first} before {then}, for {members} members"),
            None => format!("{first} before {then}"),
        },
    }
}

/// A name of the format in words.
fn word(name: impl serde::Serialize) -> String {
    let name = serde_json::to_value(name).unwrap_or_default();
    name.as_str().unwrap_or_default().replace('-', " ")
}

fn brief(words: &str) -> String {
    match words.char_indices().nth(WORDS) {
        Some((end, _)) => format!("{}…", words.get(..end).unwrap_or_default().trim_end()),
        None => words.to_owned(),
    }
}
