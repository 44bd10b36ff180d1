//! What the attributes of elements say of how they look.

use html5gum::StartTag;

/// An attribute of an element.
pub(super) fn attribute(tag: &StartTag<usize>, name: &str) -> Option<String> {
    let value = tag.attributes.get(name.as_bytes())?;
    Some(String::from_utf8_lossy(&value.value.0).into_owned())
}

/// A number that an attribute gives.
pub(super) fn number(tag: &StartTag<usize>, name: &str) -> Option<u32> {
    attribute(tag, name)?.trim().parse().ok()
}

/// Whether an element is not shown.
pub(super) fn is_hidden(tag: &StartTag<usize>) -> bool {
    if tag.attributes.is_empty() {
        return false;
    }
    let is_marked = attribute(tag, "hidden").is_some_and(|how| how != "until-found");
    let style = Style::of(tag);
    let is = |name: &str, value: &str| style.get(name).is_some_and(|own| own.starts_with(value));
    is_marked || is("display", "none") || is("visibility", "hidden") || is("mso-hide", "all")
}

/// The style of an element, in small letters.
#[derive(Debug)]
pub(super) struct Style(String);

impl Style {
    pub(super) fn of(tag: &StartTag<usize>) -> Self {
        Self(attribute(tag, "style").unwrap_or_default().to_lowercase())
    }

    /// A property of it.
    pub(super) fn get(&self, name: &str) -> Option<&str> {
        let properties = self.0.split(';').filter_map(|one| one.split_once(':'));
        let mut own = properties.filter(|(key, _)| key.trim() == name);
        own.next_back().map(|(_, value)| value.trim())
    }

    pub(super) fn is_bold(&self) -> bool {
        self.get("font-weight").is_some_and(|weight| {
            weight.starts_with("bold") || weight.parse::<u16>().is_ok_and(|weight| weight >= 600)
        })
    }

    /// How far it is indented, in points.
    pub(super) fn indent(&self) -> usize {
        let margin = self.get("margin-left").or_else(|| self.get("padding-left"));
        let Some(margin) = margin else { return 0 };
        let end = margin.find(|mark: char| !mark.is_ascii_digit() && mark != '.');
        let (number, unit) = margin.split_at(end.unwrap_or(margin.len()));
        let points = match unit.trim() {
            "pt" => 1.0,
            "in" => 72.0,
            "cm" => 28.35,
            "mm" => 2.835,
            "em" | "rem" => 12.0,
            "px" => 0.75,
            _ => 0.0,
        };
        let length = number.parse::<f32>().unwrap_or_default() * points;
        // A whole number that no page is too narrow for.
        length.clamp(0.0, 10_000.0).round() as usize
    }

    /// How deep a paragraph stands in a list of Word: `mso-list:l0 level2 lfo1`.
    pub(super) fn depth(&self) -> Option<u8> {
        let list = self.get("mso-list")?;
        let level = list
            .split_whitespace()
            .find_map(|word| word.strip_prefix("level"))?;
        level.parse().ok()
    }
}
