//! References to characters, as HTML and XML have them: `&amp;`, `&#8805;`.

use std::borrow::Cow;

use html5gum::{Token, Tokenizer};

/// The longest name of a character is shorter.
const LONGEST: usize = 40;

/// The length of a reference at the start of a text, and what it stands for; none where there is none.
pub(super) fn reference(text: &str) -> Option<(usize, Cow<'static, str>)> {
    const COMMON: &[(&str, &str)] = &[
        ("&nbsp;", "\u{a0}"),
        ("&amp;", "&"),
        ("&lt;", "<"),
        ("&gt;", ">"),
        ("&quot;", "\""),
        ("&#160;", "\u{a0}"),
        ("&#39;", "'"),
    ];
    if let Some((name, said)) = COMMON.iter().find(|(name, _)| text.starts_with(name)) {
        return Some((name.len(), Cow::Borrowed(said)));
    }
    let name = text.strip_prefix('&')?;
    let letters = name.bytes().take(LONGEST).enumerate();
    let mut letters = letters
        .skip_while(|(at, letter)| letter.is_ascii_alphanumeric() || *at == 0 && *letter == b'#');
    let (length, ends) = letters
        .next()
        .map_or((name.len().min(LONGEST), false), |(at, letter)| {
            (at, letter == b';')
        });
    let whole = text.get(..1 + length + usize::from(ends))?;
    if length == 0 {
        return None;
    }
    let said = decoded(whole);
    (said != whole).then_some((whole.len(), Cow::Owned(said)))
}

fn decoded(reference: &str) -> String {
    let tokens = Tokenizer::new(reference).flatten();
    let strings = tokens.filter_map(|token| match token {
        Token::String(said) => Some(String::from_utf8_lossy(&said.value.0).into_owned()),
        _ => None,
    });
    strings.collect()
}
