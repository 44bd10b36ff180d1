//! Names of places that Markdown gives beside its headings.

use std::sync::LazyLock;

use regex::Regex;

/// A name in a tag of HTML, or in braces behind a heading.
static NAME: LazyLock<Option<Regex>> = LazyLock::new(|| {
    Regex::new(r#"(?i)<[a-z][^<>]{0,200}?\s(?:id|name)\s*=\s*["']?([^\s"'<>]{1,200})|\{#([^\s{}]{1,200})[^{}]{0,200}\}"#)
        .ok()
});

/// The names of places in a text.
pub(super) fn anchors(text: &str) -> Vec<String> {
    let found = NAME.iter().flat_map(|pattern| pattern.captures_iter(text));
    let names = found.filter_map(|one| one.get(1).or(one.get(2)));
    names.map(|name| name.as_str().to_owned()).collect()
}
