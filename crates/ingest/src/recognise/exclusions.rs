//! What a document excludes: the items of its lists of exclusions, and what stands under a heading that says so.

use super::{
    Page, Role,
    position::is_unfavourable,
    proposal::{Confidence, Meaning, Proposal, Span, Value},
    sections::section_of,
};
use crate::document::{Block, Item, Text};

/// Words of a lead by which what is listed is what is not excluded.
const BUT: [&str; 4] = ["unless", "except", "other than", "apart from"];

/// What says that nothing is listed, or only joins what is.
const NOTHING: [&str; 7] = ["n/a", "na", "none", "not applicable", "-", "and", "or"];

pub(super) fn recognise(page: Page<'_>, proposals: &mut Vec<Proposal>) {
    let blocks = &page.document.blocks;
    let mut paragraph: Option<&Text> = None;
    // The items above the present one, each below the one before.
    let mut above: Vec<&Item> = Vec::new();
    for (at, block) in blocks.iter().enumerate() {
        let role = page.survey.role(at);
        // An item that is the heading of its section lists nothing.
        let section = section_of(&page.survey.sections, at);
        if section.is_some_and(|section| section.from == at && !section.heading.is_empty()) {
            above.clear();
            paragraph = None;
            continue;
        }
        if !matches!(block, Block::Item(_)) {
            above.clear();
        }
        match block {
            Block::Item(item) => {
                while above.last().is_some_and(|one| one.depth >= item.depth) {
                    above.pop();
                }
                let is_first = above.is_empty();
                let lead = above.last().map(|one| &one.text).or(paragraph);
                above.push(item);
                let rule = match lead.and_then(|lead| is_of_exclusions(lead.as_str())) {
                    Some(true) => "item-below-unfavourable-position",
                    // A lead that says nothing of it leaves it to the heading.
                    None if role == Role::Exclusions && is_first => "item-of-exclusions",
                    _ => continue,
                };
                propose(at, &item.text, rule, proposals);
            }
            Block::Paragraph { text } => {
                paragraph = Some(text);
                let leads_on = matches!(blocks.get(at + 1), Some(Block::Item(_)));
                if role == Role::Exclusions && !leads_on {
                    propose(at, text, "paragraph-of-exclusions", proposals);
                }
            }
            Block::Heading { .. } | Block::Field { .. } | Block::Table(_) => paragraph = None,
        }
    }
}

/// Whether a lead says that what follows is excluded; none where it says neither that nor what is not.
fn is_of_exclusions(lead: &str) -> Option<bool> {
    let sentences = crate::sentence::sentences(lead);
    let last = sentences
        .into_iter()
        .last()
        .and_then(|last| lead.get(last))?;
    let lower = last.to_lowercase();
    if BUT.iter().any(|but| lower.contains(but)) {
        return Some(false);
    }
    is_unfavourable(last)
}

fn propose(block: usize, text: &Text, rule: &'static str, proposals: &mut Vec<Proposal>) {
    let words = text.as_str().trim_end_matches([' ', ';', '.', ',']);
    if words.is_empty() || NOTHING.contains(&words.to_lowercase().as_str()) {
        return;
    }
    proposals.push(Proposal {
        meaning: Meaning::Exclusion,
        value: Value::Words(words.to_owned()),
        span: Span::new(block, 0, 0..words.len()),
        confidence: Confidence::Likely,
        rule,
    });
}
