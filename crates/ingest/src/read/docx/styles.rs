//! The styles of a document: which are headings, which number, which are bold.

use std::collections::BTreeMap;

use super::xml::{self, Node, Space};
use crate::read::{Failure, source::Source};

/// How far a style is followed to those that it is based on.
const BASES: usize = 16;

/// The styles of a document, by identifier.
#[derive(Debug, Default)]
pub(super) struct Styles {
    all: BTreeMap<String, Style>,
    /// That of paragraphs that name none.
    default: Option<String>,
}

#[derive(Debug, Clone, Default)]
struct Style {
    name: String,
    base: Option<String>,
    outline: Option<u8>,
    list: Option<u32>,
    level: Option<u8>,
    is_bold: Option<bool>,
}

/// What a style says of a paragraph or of words.
#[derive(Debug, Clone, Default)]
pub(super) struct Look {
    /// The level of its heading, from 0; 9 and more for text.
    pub(super) outline: Option<u8>,
    /// The list that numbers it; 0 for none.
    pub(super) list: Option<u32>,
    /// Its level in that list, from 0.
    pub(super) level: Option<u8>,
    /// How deep its name says that it stands in lists, from 0: `List Bullet 2`.
    pub(super) depth: Option<u8>,
    pub(super) is_bold: bool,
    /// Whether it is the title of the document.
    pub(super) is_title: bool,
    /// Whether it is of a list of contents.
    pub(super) is_contents: bool,
}

impl Styles {
    pub(super) fn read(part: &str, source: &Source<'_>) -> Result<Self, Failure> {
        let mut styles = Self::default();
        let mut own: Option<(String, Style)> = None;
        xml::each(part, source, |node| {
            match node {
                Node::Start(Space::Word, b"style", element) => {
                    let id = element.get("styleId").unwrap_or_default();
                    let is_paragraph = element.get("type").as_deref() == Some("paragraph");
                    let is_default =
                        matches!(element.get("default").as_deref(), Some("1" | "true"));
                    if is_paragraph && is_default {
                        styles.default = Some(id.clone());
                    }
                    own = Some((id, Style::default()));
                }
                Node::End(Space::Word, b"style") => styles.all.extend(own.take()),
                Node::Start(Space::Word, name, element) => {
                    let Some((_, style)) = &mut own else {
                        return Ok(());
                    };
                    match name {
                        b"name" => style.name = element.value().unwrap_or_default().to_lowercase(),
                        b"basedOn" => style.base = element.value(),
                        b"outlineLvl" => style.outline = element.number(),
                        b"numId" => style.list = element.number(),
                        b"ilvl" => style.level = element.number(),
                        b"b" => style.is_bold = Some(element.is_on()),
                        _ => {}
                    }
                }
                _ => {}
            }
            Ok(())
        })?;
        Ok(styles)
    }

    /// What a style says, with what those say that it is based on; that of a paragraph where none is named.
    pub(super) fn look(&self, id: Option<&str>) -> Look {
        let mut look = Look::default();
        let (mut bold, mut next) = (None, id.or(self.default.as_deref()));
        for step in 0..BASES {
            let Some(style) = next.and_then(|id| self.all.get(id)) else {
                break;
            };
            let outline = match style.name.strip_prefix("heading ") {
                Some(level) => level
                    .parse::<u8>()
                    .ok()
                    .and_then(|level| level.checked_sub(1)),
                None => None,
            };
            look.outline = look.outline.or(style.outline).or(outline);
            look.list = look.list.or(style.list);
            look.depth = look.depth.or_else(|| depth(&style.name));
            look.level = look.level.or(style.level);
            look.is_title |= style.name == "title";
            look.is_contents |= step == 0 && style.name.starts_with("toc ");
            bold = bold.or(style.is_bold);
            next = style.base.as_deref();
        }
        look.is_bold = bold == Some(true);
        look
    }

    /// Whether words of a style are bold.
    pub(super) fn is_bold(&self, id: &str) -> bool {
        self.look(Some(id)).is_bold
    }

    /// The identifiers of the styles of titles.
    pub(super) fn titles(&self) -> impl Iterator<Item = &str> {
        let own = self.all.iter().filter(|(_, style)| style.name == "title");
        own.map(|(id, _)| id.as_str())
    }
}

/// How deep a style stands in lists, by its name, from 0.
fn depth(name: &str) -> Option<u8> {
    let number = ["list bullet ", "list number "]
        .iter()
        .find_map(|lead| name.strip_prefix(lead))?;
    number.parse::<u8>().ok()?.checked_sub(1)
}
