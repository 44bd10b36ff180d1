//! Lists of what stands in the document, and menus.

use std::collections::{HashMap, HashSet};

use crate::document::{Aside, Block, Item, Link, Reason};

/// The fewest entries that make a list of contents.
const ENTRIES: usize = 3;

/// The blocks without lists of contents and menus, which go to what is set aside.
pub(super) fn set_aside(blocks: Vec<Block>, links: &[Link], aside: &mut Vec<Aside>) -> Vec<Block> {
    let may_name = |block: &Block| block.is_heading() || may_list(block);
    let texts = blocks
        .iter()
        .map(|block| may_name(block).then(|| entry(block)));
    let texts: Vec<Option<String>> = texts.collect();
    // The last heading of each wording.
    let headings = blocks.iter().zip(&texts).enumerate();
    let headings = headings.filter(|(_, (block, _))| block.is_heading());
    let headings: HashMap<&str, usize> = headings
        .filter_map(|(at, (_, text))| Some((text.as_deref()?, at)))
        .collect();
    let mut reasons = vec![None; blocks.len()];
    let mut first = 0;
    while first < blocks.len() {
        let run = blocks
            .iter()
            .skip(first)
            .take_while(|block| may_list(block));
        let run = run.count();
        let is_entry = |at: &usize| {
            let own = texts.get(*at).and_then(Option::as_deref);
            let heading = own.and_then(|own| headings.get(own));
            heading.is_some_and(|heading| heading > at)
        };
        let entries: Vec<usize> = (first..first + run).filter(is_entry).collect();
        if entries.len() >= ENTRIES {
            for at in entries {
                if let Some(reason) = reasons.get_mut(at) {
                    *reason = Some(Reason::Contents);
                }
            }
        }
        first += run.max(1);
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

fn may_list(block: &Block) -> bool {
    match block {
        Block::Heading { .. } => true,
        Block::Paragraph { text } | Block::Item(Item { text, .. }) => text.as_str().len() <= 160,
        _ => false,
    }
}

/// What an entry names, without the dots and the page that lead to it.
fn entry(block: &Block) -> String {
    let words = block.words().to_lowercase();
    let text = words.trim_end_matches(|last: char| last.is_ascii_digit());
    let text = match text.len() < words.len() && text.ends_with(['.', ' ', '…', '\t']) {
        true => text.trim_end_matches(['.', ' ', '…', '\t']),
        false => words.as_str(),
    };
    text.trim().to_owned()
}
