//! The links of a page, with the words that they are laid over.

use super::{
    glyph::{LinkBox, Page, Turn},
    words::Word,
};
use crate::document::{Link, Place, Text};

/// The links of a page that lead to an address, in reading order.
pub(super) fn links(page: &Page, ways: &[(Turn, Vec<Word>)]) -> Vec<Link> {
    let links = page.links.iter();
    let mut links: Vec<Link> = links.filter_map(|link| over(link, ways)).collect();
    links.sort_by(|one, other| start(one).total_cmp(&start(other)));
    // The parts of a link that goes on in the next line are one link.
    links.dedup_by(|next, link| {
        let is_same = next.target == link.target && start(next) - start(link) < 20.0;
        if is_same {
            link.text = format!("{} {}", link.text, next.text).trim().to_owned();
            link.place = link.place.with(next.place);
        }
        is_same
    });
    links
}

fn over(link: &LinkBox, ways: &[(Turn, Vec<Word>)]) -> Option<Link> {
    let [left, top, right, bottom] = link.edges;
    let mut text = Text::default();
    for word in ways.iter().flat_map(|(_, words)| words) {
        if let Place::Page {
            left: from,
            top: above,
            right: to,
            bottom: below,
            ..
        } = word.place
        {
            let (across, down) = ((from + to) / 2.0, (above + below) / 2.0);
            if (left..=right).contains(&across) && (top..=bottom).contains(&down) {
                text.push_space();
                text.push(&word.text, word.place);
            }
        }
    }
    Some(Link {
        place: text.place()?,
        text: text.as_str().to_owned(),
        target: link.target.clone(),
    })
}

fn start(link: &Link) -> f32 {
    match link.place {
        Place::Page { top, left, .. } => top.round() + left / 10_000.0,
        Place::Bytes { .. } => 0.0,
    }
}
