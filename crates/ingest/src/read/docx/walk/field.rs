//! Fields: instructions to a word processor, and what it shows for them. A link may be one.

use std::ops::Range;

use super::Walk;
use crate::read::docx::xml::Element;

/// How deep fields stand within each other, and how long their instructions are, in bytes.
const FIELDS: usize = 64;

const INSTRUCTION: usize = 2_000;

/// A field: what it shows follows its instruction.
#[derive(Default)]
pub(super) struct Field {
    pub(super) instruction: String,
    pub(super) is_shown: bool,
    pub(super) is_link: bool,
    pub(super) is_contents: bool,
}

impl Walk<'_> {
    pub(super) fn link(&mut self, element: &Element<'_>) {
        let outside = element.get("id");
        let outside = outside.and_then(|id| self.look.relations.target(&id).map(str::to_owned));
        let anchor = element.get("anchor").map(|anchor| format!("#{anchor}"));
        let target = outside.unwrap_or_default() + &anchor.unwrap_or_default();
        if !target.is_empty() {
            self.links.start(target, self.at);
        }
    }

    /// Takes the text of an instruction of a field.
    pub(super) fn instruct(&mut self, range: Range<usize>) {
        if let Some(field) = self.fields.last_mut().filter(|field| !field.is_shown)
            && field.instruction.len() < INSTRUCTION
        {
            let text = self.source.part(range);
            field
                .instruction
                .push_str(&text.replace("&quot;", "\"").replace("&amp;", "&"));
        }
    }

    pub(super) fn field(&mut self, kind: &str) {
        match kind {
            "begin" if self.fields.len() < FIELDS => self.fields.push(Field::default()),
            "separate" => {
                let Some(field) = self.fields.last_mut() else {
                    return;
                };
                field.is_shown = true;
                let mut words = field.instruction.split_whitespace();
                match words.next() {
                    Some("TOC") => field.is_contents = true,
                    Some("HYPERLINK") => {
                        if let Some(target) = target(&field.instruction) {
                            field.is_link = true;
                            self.links.start(target, self.at);
                        }
                    }
                    _ => {}
                }
            }
            "end" if self.fields.pop().is_some_and(|field| field.is_link) => {
                self.links.end(self.at, self.source);
            }
            _ => {}
        }
    }
}

/// Where a link leads by the instruction of its field: `HYPERLINK "https://…" \l "place"`.
fn target(instruction: &str) -> Option<String> {
    let (lead, quoted) = instruction.split_once('"')?;
    let (first, rest) = quoted.split_once('"')?;
    if lead.contains("\\l") {
        return Some(format!("#{first}"));
    }
    let place = rest
        .split_once("\\l")
        .and_then(|(_, place)| place.split('"').nth(1));
    Some(match place {
        Some(place) => format!("{first}#{place}"),
        None => first.to_owned(),
    })
}
