//! Signs that Word writes as a character of a font of signs.

/// The sign that a character stands for in a font, by its code in hexadecimal.
pub(super) fn symbol(font: &str, code: &str) -> Option<char> {
    let code = u32::from_str_radix(code, 16).ok()?;
    let known = match (font.to_lowercase().as_str(), code & 0xff) {
        ("symbol", 0xa3) => '≤',
        ("symbol", 0xb3) => '≥',
        ("symbol", 0xb1) => '±',
        ("symbol", 0xb0) => '°',
        ("symbol", 0xb4) => '×',
        ("symbol", 0xb7) => '•',
        ("symbol", 0xb9) => '≠',
        ("symbol", 0xbb) => '≈',
        ("symbol", 0xae) => '→',
        ("symbol", 0xd2) => '®',
        ("symbol", 0xd3) => '©',
        ("symbol", 0xd4) => '™',
        ("symbol", 0x61) => 'α',
        ("symbol", 0x62) => 'β',
        ("symbol", 0x67) => 'γ',
        ("symbol", 0x64) => 'δ',
        ("symbol", 0x6d) => 'µ',
        ("wingdings", 0xa7) => '▪',
        ("wingdings", 0xa8 | 0x6f) => '☐',
        ("wingdings", 0xfe | 0x78) => '☒',
        ("wingdings", 0xfc) => '✓',
        ("wingdings", 0xe0) => '→',
        _ => return char::from_u32(code),
    };
    Some(known)
}
