//! Names made of words.

/// The longest name that is made.
pub(crate) const LONGEST: usize = 60;

/// Words as a name: small letters, digits and full stops, joined by hyphens.
pub(crate) fn slug(words: &str) -> String {
    let mut slug = String::new();
    for character in words.chars() {
        match character {
            'a'..='z' | '0'..='9' => slug.push(character),
            'A'..='Z' => slug.push(character.to_ascii_lowercase()),
            '.' if slug.ends_with(|before: char| before.is_ascii_alphanumeric()) => slug.push('.'),
            _ if slug.is_empty() || slug.ends_with('-') => {}
            _ => slug.push('-'),
        }
        if slug.len() >= LONGEST {
            break;
        }
    }
    slug.truncate(slug.trim_end_matches(['-', '.']).len());
    match slug.is_empty() {
        true => "unnamed".to_owned(),
        false => slug,
    }
}
