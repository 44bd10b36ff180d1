//! Plain text and Markdown with parts that are changed, left out, or said twice.

use bolero::check;

use crate::change::{Change, changed, documents, use_of};

const SIGNS: &[&[u8]] = &[
    b"\n",
    b"\n\n",
    b"\t",
    b"\r",
    b"\x0c",
    b"    ",
    b"- ",
    b"* ",
    b"1. ",
    b"I. ",
    b"(a) ",
    b"# ",
    b"|",
    b"---\n",
    b"**",
    b"```\n",
    b"[",
    b"](#x)",
    b"\\",
    b"<!--",
    b": ",
    b"Effective Date: ",
    b"6/25",
    b" unless ",
    b"all of the following:\n",
    b"M0076\n",
    b"et al. ",
    b"\xef\xbb\xbf",
    b"\xe2\x80\xa8",
    b"References\n",
];

#[test]
fn text_of_anything() {
    check!()
        .with_type::<Vec<u8>>()
        .with_iterations(2_000)
        .for_each(|bytes| {
            let _ = use_of("any.txt", bytes, bytes.len());
        });
}

#[test]
fn text_with_changes() {
    let mut seeds = documents("txt");
    seeds.extend(documents("md"));
    check!()
        .with_type::<(u8, Vec<Change>)>()
        .with_iterations(1_000)
        .for_each(|(seed, changes)| {
            let bytes = changed(&seeds, *seed, changes, SIGNS);
            let _ = use_of("any.txt", &bytes, bytes.len());
        });
}
