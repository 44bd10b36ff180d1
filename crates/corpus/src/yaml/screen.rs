//! A look over the bytes before they are parsed.

use super::limits::MAX_INDICATORS;
use super::syntax::one_character;
use crate::diagnostic::{Code, Diagnostic, SourceFile, Span};

/// Refuses characters that nobody can see, and more indicators than a file of sensible size has.
///
/// The parser reads a whole `[…]` before it tells of it, so what brackets can hold has to be bounded first.
pub(super) fn screen(file: &SourceFile) -> Result<(), Diagnostic> {
    let mut indicators = 0usize;
    for (at, &byte) in file.text().as_bytes().iter().enumerate() {
        match byte {
            b'[' | b'{' | b',' | b':' | b'?' | b'!' | b'&' | b'*' => {
                indicators += 1;
                if indicators > MAX_INDICATORS {
                    return Err(too_many(file, at));
                }
            }
            // Controls, and the first bytes of the other characters that are refused.
            0x00..=0x08 | 0x0b..=0x1f | 0x7f | 0xc2 | 0xe2 | 0xef => visible(file, at)?,
            _ => {}
        }
    }
    Ok(())
}

/// The diagnostic for a file with too many values, at the first that is too many.
pub(super) fn too_many(file: &SourceFile, at: usize) -> Diagnostic {
    Diagnostic::new(
        Code::TOO_MANY_VALUES,
        file.id(),
        one_character(file.text(), at),
        "the file has too many values",
    )
    .with_help("split the file: one edition, value set or catalogue a file")
}

fn visible(file: &SourceFile, at: usize) -> Result<(), Diagnostic> {
    let mut rest = file.text().get(at..).unwrap_or_default().chars();
    let Some(character) = rest.next() else {
        return Ok(());
    };
    let allowed = match character {
        '\r' => rest.next() == Some('\n'),
        '\u{feff}' => at == 0,
        _ => !is_invisible(character),
    };
    if allowed {
        return Ok(());
    }
    let span = Span::of(at..at + character.len_utf8());
    let number = u32::from(character);
    let problem = if character == '\r' {
        Diagnostic::new(
            Code::CONTROL_CHARACTER,
            file.id(),
            span,
            "a carriage return stands without a line feed",
        )
        .with_help("save the file with the line ends of Unix or Windows")
    } else {
        Diagnostic::new(
            Code::CONTROL_CHARACTER,
            file.id(),
            span,
            format!("the character U+{number:04X} cannot be seen"),
        )
        .with_help(format!(
            "delete it, or write \"\\u{number:04X}\" in double quotes if it is meant"
        ))
    };
    Err(problem)
}

/// Controls, and what changes the direction of text.
pub(super) fn is_invisible(character: char) -> bool {
    match character {
        '\t' | '\n' => false,
        '\u{202a}'..='\u{202e}'
        | '\u{2066}'..='\u{2069}'
        | '\u{feff}'
        | '\u{fffe}'
        | '\u{ffff}' => true,
        _ => character.is_control(),
    }
}
