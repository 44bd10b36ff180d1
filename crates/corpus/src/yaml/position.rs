//! The parser counts characters, the tree counts bytes.

/// A place in a text that is moved to character after character.
pub(super) struct Cursor<'a> {
    text: &'a str,
    ascii: bool,
    character: usize,
    byte: usize,
}

impl<'a> Cursor<'a> {
    pub(super) fn new(text: &'a str) -> Self {
        Self {
            text,
            ascii: text.is_ascii(),
            character: 0,
            byte: 0,
        }
    }

    /// The byte at which the character with this index starts, or the end of the text.
    ///
    /// Takes time in proportion to the distance from the last answer: the parser's positions hardly ever go back.
    pub(super) fn byte_of(&mut self, character: usize) -> usize {
        if self.ascii {
            return character.min(self.text.len());
        }
        if character >= self.character {
            let rest = self.text.get(self.byte..).unwrap_or_default();
            let skip = character - self.character;
            let step = rest
                .char_indices()
                .nth(skip)
                .map_or(rest.len(), |(at, _)| at);
            self.byte += step;
        } else {
            let before = self.text.get(..self.byte).unwrap_or_default();
            let back = self.character - character;
            self.byte = before
                .char_indices()
                .nth_back(back - 1)
                .map_or(0, |(at, _)| at);
        }
        self.character = character;
        self.byte
    }
}

#[cfg(test)]
mod tests {
    use super::Cursor;

    #[test]
    fn characters_become_bytes_in_both_directions() {
        let text = "aé€😀z";
        let expected: Vec<usize> = text
            .char_indices()
            .map(|(at, _)| at)
            .chain([text.len()])
            .collect();
        let mut cursor = Cursor::new(text);
        for order in [[0, 1, 2, 3, 4, 5], [5, 4, 3, 2, 1, 0], [3, 1, 5, 0, 4, 2]] {
            for character in order {
                assert_eq!(
                    cursor.byte_of(character),
                    expected[character],
                    "{character}"
                );
            }
        }
    }
}
