//! Lists of what stands in the document, and menus.

use std::{
    borrow::Cow,
    collections::{HashMap, HashSet},
};

use crate::document::{Aside, Block, Item, Link, Reason};

/// The fewest entries that make a list of contents.
const ENTRIES: usize = 3;

/// The blocks without lists of contents and menus, which go to what is set aside.
pub(super) fn set_aside(blocks: Vec<Block>, links: &[Link], aside: &mut Vec<Aside>) -> Vec<Block> {
    // The last heading of each wording.
    let mut headings: HashMap<Cow<'_, str>, usize> = HashMap::new();
    for (at, block) in blocks.iter().enumerate() {
        if let Block::Heading { text, .. } = block {
            headings.insert(entry(text.as_str()), at);
        }
    }
    let mut reasons = vec![None; blocks.len()];
    let mut first = 0;
    while first < blocks.len() {
        let run = blocks.iter().skip(first).map_while(may_list);
        let run: Vec<&str> = run.collect();
        let is_entry = |(at, text): &(usize, &str)| {
            let heading = headings.get(&entry(text));
            heading.is_some_and(|heading| heading > at)
        };
        let entries = (first..).zip(run.iter().copied()).filter(is_entry);
        let entries: Vec<usize> = entries.map(|(at, _)| at).collect();
        if entries.len() >= ENTRIES {
            for at in entries {
                if let Some(reason) = reasons.get_mut(at) {
                    *reason = Some(Reason::Contents);
                }
            }
        }
        first += run.len().max(1);
    }
    let within: HashSet<&str> = links
        .iter()
        .filter(|link| link.is_within())
        .map(|link| link.text.as_str())
        .collect();
    let leads = |block: &Block| match block {
        Block::Paragraph { text } | Block::Item(Item { text, .. }) => {
            within.contains(text.as_str())
        }
        _ => false,
    };
    let mut first = 0;
    while first < blocks.len() {
        let run = blocks
            .iter()
            .skip(first)
            .take_while(|block| leads(block))
            .count();
        for (block, reason) in blocks.iter().zip(&mut reasons).skip(first).take(run) {
            // One item that leads elsewhere may be a criterion; a list of them is a menu.
            if matches!(block, Block::Paragraph { .. }) || run >= ENTRIES {
                *reason = Some(Reason::Navigation);
            }
        }
        first += run.max(1);
    }
    let mut kept: Vec<Block> = Vec::with_capacity(blocks.len());
    for (block, reason) in blocks.into_iter().zip(reasons) {
        match reason {
            None => kept.push(block),
            Some(reason) => aside.push(Aside {
                reason,
                place: block.place(),
                block,
            }),
        }
    }
    aside.sort_by(|one, other| one.start().total_cmp(&other.start()));
    kept
}

/// The text of a block that may stand in a list of contents.
fn may_list(block: &Block) -> Option<&str> {
    match block {
        Block::Heading { text, .. } => Some(text.as_str()),
        Block::Paragraph { text } | Block::Item(Item { text, .. }) => {
            Some(text.as_str()).filter(|text| text.len() <= 160)
        }
        _ => None,
    }
}

/// What an entry names in small letters, without the dots and the page that lead to it.
fn entry(text: &str) -> Cow<'_, str> {
    let words = text.trim_end_matches(|last: char| last.is_ascii_digit());
    let words = match words.len() < text.len() && words.ends_with(['.', ' ', '…', '\t']) {
        true => words.trim_end_matches(['.', ' ', '…', '\t']),
        false => text,
    };
    let words = words.trim();
    let is_small = words
        .bytes()
        .all(|byte| byte.is_ascii() && !byte.is_ascii_uppercase());
    match is_small {
        true => Cow::Borrowed(words),
        false => Cow::Owned(words.to_lowercase()),
    }
}
