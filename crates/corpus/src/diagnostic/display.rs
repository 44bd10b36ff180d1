//! Text of a file made fit to stand inside a message.

use std::borrow::Cow;

/// Long enough for any sensible key or code, short enough for a line of a message.
const MAX_CHARS: usize = 48;

/// The text on one line, control characters escaped, the end of a long text cut.
pub(crate) fn shown(text: &str) -> Cow<'_, str> {
    let fits = text.chars().take(MAX_CHARS + 1).count() <= MAX_CHARS;
    if fits && !text.chars().any(char::is_control) {
        return Cow::Borrowed(text);
    }
    let mut line: String = text.chars().take(MAX_CHARS).flat_map(visible).collect();
    if !fits {
        line.push('…');
    }
    Cow::Owned(line)
}

fn visible(character: char) -> impl Iterator<Item = char> {
    let escaped = character.is_control().then(|| character.escape_default());
    let plain = escaped.is_none().then_some(character);
    escaped.into_iter().flatten().chain(plain)
}

#[cfg(test)]
mod tests {
    use super::shown;

    #[test]
    fn short_text_is_untouched_and_the_rest_is_tamed() {
        assert_eq!(shown("prior-authorization"), "prior-authorization");
        assert_eq!(shown("one\ntwo"), "one\\ntwo");
        assert_eq!(shown(&"x".repeat(60)), format!("{}…", "x".repeat(48)));
    }
}
