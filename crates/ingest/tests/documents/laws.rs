//! What holds of every text: it is read, nothing of it is lost, and every word is where it is said to be.

use coverdict_ingest::{
    document::{Document, Place},
    ingest,
    lint::{Config, lint},
    read::{Failure, Limits},
};
use proptest::prelude::*;

/// Pieces of documents: words, and whatever means something to a reader.
const PIECES: &[&str] = &[
    "straw",
    "Needle",
    "pain",
    "Criteria",
    "References",
    "M0076",
    "6/25",
    "August 1, 2024",
    "12",
    "é",
    "\u{2028}",
    " ",
    " ",
    " ",
    "\n",
    "\n",
    "\n\n",
    "\t",
    "  ",
    "\r\n",
    "\u{c}",
    "- ",
    "* ",
    "I. ",
    "a) ",
    "(1) ",
    "• ",
    "1. ",
    "# ",
    "## ",
    "---",
    "===",
    "|",
    "**",
    "*",
    "_",
    "`",
    "\\",
    "[",
    "](#x)",
    "](",
    ")",
    "<http://x.org>",
    "<",
    ">",
    ":",
    ": ",
    ".",
    ". ",
    ";",
    ",",
    "Page 1 of 2",
    "Effective Date: ",
    "is considered",
    "experimental",
    "are covered",
    "and/or",
    "HCPSC Codes",
    "CPT",
    "(SNT)",
    "SNT",
    "see section VII below",
    "below 14%",
    "above 15 or",
    "NCT0000007",
    "© 2016 é",
    "we propose",
    "One of the following:",
    "Roe A. Straw. J. 2008;1:2.",
    "Medicare NCDs take precedence",
];

fn text() -> impl Strategy<Value = String> {
    prop::collection::vec(prop::sample::select(PIECES), 1..120).prop_map(|pieces| pieces.concat())
}

/// The runs of letters and digits of a text.
fn words(text: &str) -> Vec<String> {
    let words = text.split(|mark: char| !mark.is_alphanumeric());
    words
        .filter(|word| !word.is_empty())
        .map(str::to_owned)
        .collect()
}

fn read(text: &str) -> Option<Document> {
    match ingest("any", text.as_bytes(), Limits::default()) {
        Ok(ingested) => Some(ingested.document),
        Err(Failure::Empty) => None,
        Err(failure) => panic!("{failure}"),
    }
}

proptest! {
    #[test]
    fn law_no_word_is_lost_and_none_is_added(text in text()) {
        let Some(document) = read(&text) else { return Ok(()) };
        let mut read: Vec<String> = document.texts().flat_map(|(_, text)| words(text.as_str())).collect();
        for aside in &document.aside {
            read.extend(words(&aside.block.words()));
        }
        for link in document.links.iter().filter(|link| link.target != link.text) {
            read.extend(words(&link.target));
        }
        // Markers are kept beside their items.
        for block in &document.blocks {
            if let coverdict_ingest::document::Block::Item(item) = block {
                read.extend(words(&item.marker));
            }
        }
        for aside in &document.aside {
            if let coverdict_ingest::document::Block::Item(item) = &aside.block {
                read.extend(words(&item.marker));
            }
        }
        let (mut read, mut written) = (read.concat().into_bytes(), words(&text).concat().into_bytes());
        // Marks may part what is one word, and put together what is two: letter by letter nothing is lost.
        read.sort_unstable();
        written.sort_unstable();
        prop_assert_eq!(String::from_utf8_lossy(&read), String::from_utf8_lossy(&written));
    }

    #[test]
    fn law_every_part_of_a_text_is_in_the_file(text in text()) {
        let Some(document) = read(&text) else { return Ok(()) };
        for (_, one) in document.texts() {
            for (at, letter) in one.as_str().char_indices().filter(|(_, letter)| letter.is_alphanumeric()) {
                let place = one.place_of(at..at + letter.len_utf8());
                let there = place.map(|place| match place {
                    Place::Bytes { from, to } => text.as_bytes().get(from as usize..to as usize),
                    Place::Page { .. } => None,
                });
                let letter = letter.to_string();
                prop_assert_eq!(there, Some(Some(letter.as_bytes())));
            }
        }
    }

    /// What is told of a text is told in its words: those of a code, of a misspelt name, of a sentence stand at its place.
    #[test]
    fn law_what_is_told_stands_in_the_file(text in text()) {
        let Ok(ingested) = ingest("any", text.as_bytes(), Limits::default()) else { return Ok(()) };
        for problem in lint(&ingested, &Config::default()) {
            prop_assert_eq!(problem.words.is_empty(), problem.place.is_none(), "{:?}", problem);
            let Some(Place::Bytes { from, to }) = problem.place else { continue };
            let there = text.as_bytes().get(from as usize..to as usize);
            prop_assert!(there.is_some_and(|there| std::str::from_utf8(there).is_ok()), "{:?}", problem);
        }
    }

    #[test]
    fn law_bytes_are_read_or_refused(bytes in prop::collection::vec(any::<u8>(), 0..400)) {
        let _ = ingest("any", &bytes, Limits::default());
    }
}
