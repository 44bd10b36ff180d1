//! What stands at the head and the foot of pages, told from the text by its return.
//!
//! A heading or short line is furniture where it returns, and where it stands it mostly parts what belongs together: a
//! list that goes on, a sentence, two pages. What only returns, as the same heading in each chapter, is text.

use std::{collections::HashMap, ops::Range};

use crate::{
    document::{Aside, Block, Item, Reason, Text},
    marker::marker,
};

/// The longest line that is looked at, in bytes.
const LINE: usize = 160;

/// The blocks without page furniture, and that furniture.
pub(super) fn set_aside(blocks: Vec<Block>) -> (Vec<Block>, Vec<Aside>) {
    let mut furniture = vec![None; blocks.len()];
    for places in returning(&blocks) {
        let parting = places.iter().filter(|place| parts(&blocks, place)).count();
        if places.len() >= 2 && 2 * parting >= places.len() {
            for place in places {
                furniture
                    .iter_mut()
                    .take(place.last)
                    .skip(place.first)
                    .for_each(|reason| *reason = Some(Reason::RunningHead));
            }
        }
    }
    for (block, reason) in blocks.iter().zip(&mut furniture) {
        if is_page_number(block) {
            *reason = Some(Reason::PageNumber);
        }
    }
    let mut kept = Vec::with_capacity(blocks.len());
    let mut aside = Vec::new();
    let mut was_parted = false;
    for (block, reason) in blocks.into_iter().zip(furniture) {
        match (reason, kept.last_mut()) {
            (Some(reason), _) => {
                was_parted = true;
                aside.push(Aside {
                    reason,
                    place: block.place(),
                    block,
                });
            }
            (None, Some(before)) if was_parted && is_parted(before, &block) => {
                mend(before, block);
                was_parted = false;
            }
            (None, _) => {
                kept.push(block);
                was_parted = false;
            }
        }
    }
    (kept, aside)
}

/// Adds the rest of a sentence that furniture parted.
pub(super) fn mend(before: &mut Block, rest: Block) {
    if let (
        Block::Paragraph { text } | Block::Item(Item { text, .. }),
        Block::Paragraph { text: rest },
    ) = (before, rest)
    {
        text.push_space();
        text.append(&rest);
    }
}

/// Whether a paragraph is the rest of the sentence before it.
pub(super) fn is_parted(before: &Block, after: &Block) -> bool {
    match (before, after) {
        (
            Block::Paragraph { text: before } | Block::Item(Item { text: before, .. }),
            Block::Paragraph { text: after },
        ) => {
            let (before, after) = (before.as_str(), after.as_str());
            !before.ends_with(['.', '!', '?', ':', '”', '"'])
                && after.starts_with(char::is_lowercase)
        }
        _ => false,
    }
}

/// Blocks that follow each other and return together: the first, and the one after the last.
#[derive(Debug, Clone, Copy)]
struct Group {
    first: usize,
    last: usize,
}

/// Stretches of headings and short lines of which each returns, those that say the same together.
fn returning(blocks: &[Block]) -> Vec<Vec<Group>> {
    // What each block says, in small letters and with its numbers put aside, one text behind the other.
    let mut all = String::new();
    let parts: Vec<Option<Range<usize>>> = blocks
        .iter()
        .map(|block| may_return(block).map(|text| add_said(text, &mut all)))
        .collect();
    let said = |part: &Option<Range<usize>>| all.get(part.clone()?);
    let mut counts: HashMap<&str, usize> = HashMap::with_capacity(parts.len());
    for said in parts.iter().filter_map(said) {
        *counts.entry(said).or_default() += 1;
    }
    // None for what says what nothing else does.
    let says: Vec<Option<&str>> = parts
        .iter()
        .map(|part| said(part).filter(|said| counts.get(said).is_some_and(|count| *count >= 2)))
        .collect();
    let mut groups: HashMap<&[Option<&str>], Vec<Group>> = HashMap::new();
    let mut rest = says.as_slice();
    while !rest.is_empty() {
        let length = rest.iter().take_while(|says| says.is_some()).count();
        let (stretch, further) = rest.split_at(length.max(1));
        if length > 0 {
            let first = says.len() - rest.len();
            let last = first + length;
            groups
                .entry(stretch)
                .or_default()
                .push(Group { first, last });
        }
        rest = further;
    }
    groups.into_values().collect()
}

/// The text of a block that may be furniture by its kind and length.
fn may_return(block: &Block) -> Option<&str> {
    match block {
        Block::Heading { text, .. } => Some(text.as_str()).filter(|text| text.len() <= LINE),
        Block::Paragraph { text } => {
            Some(text.as_str()).filter(|text| text.len() <= LINE && !text.ends_with('.'))
        }
        _ => None,
    }
}

/// Adds what a line says, its numbers put aside: the head of page 3 is that of page 4. The part that was added.
fn add_said(line: &str, all: &mut String) -> Range<usize> {
    let from = all.len();
    let mut was_digit = false;
    for letter in line.chars() {
        match letter {
            '0'..='9' if was_digit => {}
            '0'..='9' => all.push('#'),
            '\0'..='\u{7f}' => all.push(letter.to_ascii_lowercase()),
            _ => all.extend(letter.to_lowercase()),
        }
        was_digit = letter.is_ascii_digit();
    }
    from..all.len()
}

/// Whether what stands before and after belongs together.
fn parts(blocks: &[Block], group: &Group) -> bool {
    let before = group.first.checked_sub(1).and_then(|at| blocks.get(at));
    let (Some(before), Some(after)) = (before, blocks.get(group.last)) else {
        return false;
    };
    match (before, after) {
        (Block::Item(before), Block::Item(after)) => follows(&before.marker, &after.marker),
        _ => is_parted(before, after),
    }
}

/// Whether a marker is the next after another.
fn follows(before: &str, after: &str) -> bool {
    let (before, after) = (format!("{before} x"), format!("{after} x"));
    let (Some(before), Some(after)) = (marker(&before), marker(&after)) else {
        return false;
    };
    after.is_next_after(&before)
}

/// Whether a block only numbers a page.
fn is_page_number(block: &Block) -> bool {
    let mut words = block
        .texts()
        .map(Text::as_str)
        .flat_map(str::split_whitespace);
    if !words
        .next()
        .is_some_and(|word| word.eq_ignore_ascii_case("page"))
    {
        return false;
    }
    let is_number = |word: &str| {
        !word.is_empty() && word.len() <= 4 && word.bytes().all(|byte| byte.is_ascii_digit())
    };
    let rest: Vec<&str> = words.take(4).collect();
    match rest.as_slice() {
        [number] => is_number(number),
        [number, of, count] => {
            is_number(number) && of.eq_ignore_ascii_case("of") && is_number(count)
        }
        _ => false,
    }
}
