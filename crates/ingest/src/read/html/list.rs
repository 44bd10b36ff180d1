//! Lists and how they number their items.

use html5gum::StartTag;

use super::style::{Style, attribute, number};
use crate::read::flow::Numeral;

/// A list that is being read.
#[derive(Debug)]
pub(super) struct List {
    how: How,
    next: u32,
    is_reversed: bool,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum How {
    Bullet,
    Numeral(Numeral),
    Nothing,
}

impl List {
    pub(super) fn new(tag: &StartTag<usize>, is_ordered: bool) -> Self {
        let plain = match is_ordered {
            true => How::Numeral(Numeral::Decimal),
            false => How::Bullet,
        };
        let styled = Style::of(tag);
        let styled = styled
            .get("list-style-type")
            .or_else(|| styled.get("list-style"));
        let styled = styled.and_then(|style| style.split_whitespace().find_map(by_style));
        let typed = attribute(tag, "type").and_then(|kind| by_type(kind.trim()));
        Self {
            how: styled.or(typed).unwrap_or(plain),
            next: number(tag, "start").unwrap_or(1),
            is_reversed: tag.attributes.contains_key("reversed".as_bytes()),
        }
    }

    /// The marker of its next item, which stands at a depth.
    pub(super) fn marker(&mut self, item: &StartTag<usize>, depth: u8) -> String {
        let own = number(item, "value").unwrap_or(self.next);
        self.next = match self.is_reversed {
            true => own.saturating_sub(1),
            false => own.saturating_add(1),
        };
        match self.how {
            How::Bullet => bullet(depth).to_owned(),
            How::Numeral(numeral) => format!("{}.", numeral.write(own)),
            How::Nothing => String::new(),
        }
    }
}

/// What a browser draws before an item without a number.
pub(super) fn bullet(depth: u8) -> &'static str {
    match depth {
        0 | 1 => "•",
        2 => "◦",
        _ => "▪",
    }
}

fn by_type(kind: &str) -> Option<How> {
    Some(match kind {
        "1" => How::Numeral(Numeral::Decimal),
        "A" => How::Numeral(Numeral::Capital),
        "a" => How::Numeral(Numeral::Small),
        "I" => How::Numeral(Numeral::Roman),
        "i" => How::Numeral(Numeral::SmallRoman),
        _ => by_style(&kind.to_lowercase())?,
    })
}

fn by_style(style: &str) -> Option<How> {
    Some(match style {
        "decimal" => How::Numeral(Numeral::Decimal),
        "decimal-leading-zero" => How::Numeral(Numeral::Padded),
        "upper-alpha" | "upper-latin" => How::Numeral(Numeral::Capital),
        "lower-alpha" | "lower-latin" => How::Numeral(Numeral::Small),
        "upper-roman" => How::Numeral(Numeral::Roman),
        "lower-roman" => How::Numeral(Numeral::SmallRoman),
        "disc" | "circle" | "square" => How::Bullet,
        "none" => How::Nothing,
        _ => return None,
    })
}
