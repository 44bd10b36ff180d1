//! Outlines of criteria: lists below a sentence, as trees.
//!
//! How criteria are joined is taken from the words of the sentence above them and of their own ends. Where these say
//! nothing, or not the same, it is left open: an `and` is never assumed.

mod connective;
mod lines;
mod nest;
mod own;

use schemars::JsonSchema;
use serde::Serialize;

use crate::{
    document::{Block, Document, Place, Text},
    recognise::{Role, Section, takes_position},
};
use connective::{Connective, of_end, of_lead};
use lines::{Line, lines};
use nest::{Nested, nest};
use own::{Own, own};

pub(crate) use connective::{alone, place_of_lead};
pub(crate) use own::says_nothing;

/// A list of criteria below the sentence that leads to it.
#[derive(Debug, Clone, PartialEq, Serialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub struct Outline {
    /// The block of the sentence that leads to it, by number; none where the list has none.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub lead: Option<usize>,
    /// How its criteria are joined.
    pub joined: Joined,
    /// Why that is left open.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub doubt: Option<Doubt>,
    /// Whether the sentence above excepts them: what it says holds `unless` they do.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub excepted: bool,
    /// The criteria, in order.
    pub criteria: Vec<Criterion>,
}

/// A criterion as a document words it.
#[derive(Debug, Clone, PartialEq, Serialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub struct Criterion {
    /// Its block, by number.
    pub block: usize,
    /// What it is marked by, as written.
    pub marker: String,
    /// Its words, without the `and` or `or` at their end.
    pub words: String,
    /// Where these stand.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub place: Option<Place>,
    /// How the criteria below it are joined; none where there are none.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub joined: Option<Joined>,
    /// Why that is left open.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub doubt: Option<Doubt>,
    /// What its words ask for besides the criteria below it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub own: Option<Asked>,
    /// The criteria below it.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub below: Vec<Criterion>,
}

/// What the words above a list ask for besides it.
#[derive(Debug, Clone, PartialEq, Serialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub struct Asked {
    /// The words that ask for it.
    pub words: String,
    /// Where these stand.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub place: Option<Place>,
    /// Whether it is asked for `unless` the list holds; if not, both are.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub unless: bool,
}

/// How criteria are joined.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum Joined {
    /// Each has to be met.
    All,
    /// One is enough.
    Any,
    /// So many have to be met.
    AtLeast(u32),
    /// None may be met.
    None,
    /// The document does not say, or not once: a person has to.
    Open,
}

/// Why it is left open how criteria are joined.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum Doubt {
    /// Neither the sentence above nor the ends of the criteria say it.
    NotSaid,
    /// Some criteria end in `and`, others in `or`.
    EndsDiffer,
    /// The sentence above says one thing, and the ends of the criteria another.
    LeadAndEndsDiffer,
}

/// The outlines of the sections that say what is held and what is excluded, in order. In a section that says nothing of
/// it, a list is one where the sentence above it takes a position.
#[must_use]
pub fn outlines(document: &Document, sections: &[Section]) -> Vec<Outline> {
    let mut outlines = Vec::new();
    let has_position = sections
        .iter()
        .any(|section| section.role == Role::Position);
    for section in sections {
        let is_of_criteria = matches!(section.role, Role::Position | Role::Exclusions);
        let may_be = section.role == Role::Other || (section.role == Role::Head && !has_position);
        if !is_of_criteria && !may_be {
            continue;
        }
        let blocks = document
            .blocks
            .get(section.from..section.to)
            .unwrap_or_default();
        // An item that is the heading of its section is none of its list.
        let mut at = usize::from(!section.heading.is_empty());
        while at < blocks.len() {
            let rest = blocks.get(at..).unwrap_or_default();
            let (lines, taken) = lines(rest, section.from + at);
            if !lines.is_empty() {
                let lead = at
                    .checked_sub(1)
                    .and_then(|before| Some((section.from + before, blocks.get(before)?)));
                let lead = lead.and_then(|(before, block)| match block {
                    Block::Paragraph { text } => Some((before, text.as_str())),
                    _ => None,
                });
                let is_led = || lead.is_some_and(|(_, text)| takes_position(last_sentence(text)));
                if is_of_criteria || is_led() {
                    outlines.push(outline(lead, &lines));
                }
            }
            at += taken.max(1);
        }
    }
    outlines
}

fn outline(lead: Option<(usize, &str)>, lines: &[Line<'_>]) -> Outline {
    let nested = nest(lines);
    let criteria = criteria(&nested, lines);
    let said = lead.map(|(_, text)| last_sentence(text));
    let (joined, doubt) = joined(said, &nested, lines);
    Outline {
        lead: lead.map(|(block, _)| block),
        joined,
        doubt,
        excepted: said.is_some_and(|said| matches!(own(said), Own::Unless(_))),
        criteria,
    }
}

fn criteria(nested: &[Nested], lines: &[Line<'_>]) -> Vec<Criterion> {
    let criteria = nested.iter().filter_map(|one| {
        let line = lines.get(one.item)?;
        let text = &line.item.text;
        let end = of_end(text.as_str()).map_or(text.as_str().len(), |(_, end)| end);
        let words = text.part(0..end);
        let below = criteria(&one.below, lines);
        let (joined, doubt) = match below.is_empty() {
            true => (None, None),
            false => {
                let (joined, doubt) = joined(Some(text.as_str()), &one.below, lines);
                (Some(joined), doubt)
            }
        };
        Some(Criterion {
            block: line.block,
            marker: line.item.marker.clone(),
            words: words.as_str().to_owned(),
            place: words.place(),
            joined,
            doubt,
            own: joined.and_then(|_| asked(text)),
            below,
        })
    });
    criteria.collect()
}

/// What the words of an item ask for besides the list below it.
fn asked(text: &Text) -> Option<Asked> {
    let (range, unless) = match own(text.as_str()) {
        Own::Nothing => return None,
        // A position is no condition of itself.
        Own::Condition(_) if takes_position(text.as_str()) => return None,
        Own::Condition(range) => (range, false),
        Own::Unless(range) => (range, true),
    };
    let part = text.part(range);
    Some(Asked {
        words: part.as_str().to_owned(),
        place: part.place(),
        unless,
    })
}

/// How criteria are joined by the words above them, at their ends, and between them.
fn joined(lead: Option<&str>, nested: &[Nested], lines: &[Line<'_>]) -> (Joined, Option<Doubt>) {
    if nested.len() == 1 && lead.and_then(of_lead).is_none() {
        // A single criterion is joined with nothing.
        return (Joined::All, None);
    }
    let mut ends = ends(nested, lines);
    ends.dedup();
    match (lead.and_then(of_lead), ends.as_slice()) {
        (Some(says @ (Connective::All | Connective::Any)), [end]) if says != *end => {
            (Joined::Open, Some(Doubt::LeadAndEndsDiffer))
        }
        (Some(Connective::All), _) => (Joined::All, None),
        (Some(Connective::Any), _) => (Joined::Any, None),
        (Some(Connective::AtLeast(count)), _) => (Joined::AtLeast(count), None),
        (Some(Connective::None), _) => (Joined::None, None),
        (None, [Connective::All]) => (Joined::All, None),
        (None, [Connective::Any]) => (Joined::Any, None),
        (None, []) => (Joined::Open, Some(Doubt::NotSaid)),
        (None, _) => (Joined::Open, Some(Doubt::EndsDiffer)),
    }
}

/// What the ends of criteria and the words between them say. The word at the end of the last item below a criterion joins
/// that criterion with the next, and not the items below it.
fn ends(nested: &[Nested], lines: &[Line<'_>]) -> Vec<Connective> {
    let mut ends = Vec::new();
    for (at, one) in nested.iter().enumerate() {
        let Some(line) = lines.get(one.item) else {
            continue;
        };
        let is_last = at + 1 == nested.len();
        ends.extend(line.joined.filter(|_| at > 0));
        let mut deepest = one;
        while let Some(last) = deepest.below.last() {
            deepest = last;
        }
        let of_item = |one: &Nested| {
            let line = lines.get(one.item)?;
            of_end(line.item.text.as_str()).map(|(says, _)| says)
        };
        // The last of a list has nothing to be joined with in it.
        if !is_last {
            ends.extend(of_item(one));
            ends.extend(of_item(deepest).filter(|_| deepest.item != one.item));
        }
    }
    ends
}

/// The last sentence of a text, which leads to what stands below.
fn last_sentence(text: &str) -> &str {
    let sentences = crate::sentence::sentences(text);
    let last = sentences.into_iter().last();
    last.and_then(|last| text.get(last)).unwrap_or(text)
}
