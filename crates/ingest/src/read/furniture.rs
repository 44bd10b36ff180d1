//! What stands at the head and the foot of pages, told from the text by its return.
//!
//! A heading or short line is furniture where it returns, and where it stands it mostly parts what belongs together: a
//! list that goes on, a sentence, two pages. What only returns, as the same heading in each chapter, is text.

use std::collections::BTreeMap;

use crate::{
    document::{Aside, Block, Item, Reason},
    marker::marker,
};

/// The longest line that is looked at, in bytes.
const LINE: usize = 160;

/// The blocks without page furniture, and that furniture.
pub(super) fn set_aside(blocks: Vec<Block>) -> (Vec<Block>, Vec<Aside>) {
    let groups = groups(&blocks);
    let mut furniture = vec![None; blocks.len()];
    for places in groups.values() {
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
        if is_page_number(&block.words()) {
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

/// Stretches of headings, by what they say: those that return.
fn groups(blocks: &[Block]) -> BTreeMap<String, Vec<Group>> {
    let mut known: BTreeMap<String, usize> = BTreeMap::new();
    for block in blocks.iter().filter(|block| may_return(block)) {
        *known.entry(said(block)).or_default() += 1;
    }
    let returns = |block: &Block| {
        may_return(block) && known.get(&said(block)).is_some_and(|count| *count >= 2)
    };
    let mut groups: BTreeMap<String, Vec<Group>> = BTreeMap::new();
    let mut first = 0;
    while first < blocks.len() {
        let stretch = blocks.iter().skip(first).take_while(|block| returns(block));
        let texts: Vec<String> = stretch.map(said).collect();
        if !texts.is_empty() {
            let group = Group {
                first,
                last: first + texts.len(),
            };
            groups.entry(texts.join("\n")).or_default().push(group);
        }
        first += texts.len().max(1);
    }
    groups
}

fn may_return(block: &Block) -> bool {
    match block {
        Block::Heading { text, .. } => text.as_str().len() <= LINE,
        Block::Paragraph { text } => text.as_str().len() <= LINE && !text.as_str().ends_with('.'),
        _ => false,
    }
}

/// What a block says, its numbers put aside: the head of page 3 is that of page 4.
fn said(block: &Block) -> String {
    let words = block.words().to_lowercase();
    let mut said = String::with_capacity(words.len());
    for letter in words.chars() {
        match letter.is_ascii_digit() {
            true if said.ends_with('#') => {}
            true => said.push('#'),
            false => said.push(letter),
        }
    }
    said
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

/// Whether a line only numbers a page.
fn is_page_number(line: &str) -> bool {
    let words: Vec<&str> = line.split_whitespace().collect();
    let is_number = |word: &str| {
        !word.is_empty() && word.len() <= 4 && word.bytes().all(|byte| byte.is_ascii_digit())
    };
    match words.as_slice() {
        [page, number] => page.eq_ignore_ascii_case("page") && is_number(number),
        [page, number, of, count] => {
            page.eq_ignore_ascii_case("page")
                && is_number(number)
                && of.eq_ignore_ascii_case("of")
                && is_number(count)
        }
        _ => false,
    }
}
