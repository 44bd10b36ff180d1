//! DOCX: what is in a document of Word and not in its text is kept, and lists stand as deep as they are shown.

use coverdict_ingest::{
    document::{Block, Item, Reason},
    ingest,
    read::Limits,
};

use crate::hostile::packed;

const WORD: &str = "http://schemas.openxmlformats.org/wordprocessingml/2006/main";

/// Relations of the main part, by kind and file.
fn relations(parts: &[&str]) -> String {
    let each = parts.iter().map(|kind| {
        format!("<Relationship Id=\"{kind}\" Type=\"x/{kind}\" Target=\"{kind}.xml\"/>")
    });
    format!(
        "<Relationships>{}</Relationships>",
        each.collect::<String>()
    )
}

/// What is read of the body of a document beside other parts: its blocks and what is kept apart, a line each.
fn told(body: &str, parts: &[(&str, &str)]) -> Vec<String> {
    let whole =
        |root: &str, inner: &str| format!("<w:{root} xmlns:w=\"{WORD}\">{inner}</w:{root}>");
    let kinds: Vec<&str> = parts.iter().map(|(kind, _)| *kind).collect();
    let mut files = vec![
        ("word/document.xml".to_owned(), whole("document", body)),
        ("word/_rels/document.xml.rels".to_owned(), relations(&kinds)),
    ];
    let parts = parts.iter();
    files.extend(parts.map(|(kind, inner)| (format!("word/{kind}.xml"), whole(kind, inner))));
    let files: Vec<(&str, &[u8])> = files
        .iter()
        .map(|(name, text)| (name.as_str(), text.as_bytes()))
        .collect();
    let document = ingest("any.docx", &packed(&files), Limits::default())
        .unwrap()
        .document;
    let blocks = document.blocks.iter().map(|block| match block {
        Block::Item(Item {
            depth,
            marker,
            text,
        }) => format!("{depth} {marker} {}", text.as_str()),
        block => block.words(),
    });
    let aside = document.aside.iter();
    let aside = aside.map(|aside| match aside.reason {
        Reason::Hidden => format!("hidden: {}", aside.block.words()),
        Reason::Deleted => format!("deleted: {}", aside.block.words()),
        reason => format!("{reason:?}: {}", aside.block.words()),
    });
    blocks.chain(aside).collect()
}

#[test]
fn what_is_not_shown_is_kept_apart() {
    let hidden = "<w:p><w:r><w:t>Straw needles </w:t></w:r><w:r><w:rPr><w:vanish/></w:rPr><w:t>of wood</w:t></w:r>\
        <w:r><w:t>are covered.</w:t></w:r></w:p>";
    assert_eq!(
        told(hidden, &[]),
        ["Straw needles are covered.", "hidden: of wood"]
    );
    // A field that nothing ends does not take the rest of the document with it.
    let field = "<w:p><w:r><w:t>Before.</w:t><w:fldChar w:fldCharType=\"begin\"/><w:instrText>REF a</w:instrText></w:r></w:p>\
        <w:p><w:r><w:t>Behind.</w:t></w:r></w:p>";
    assert_eq!(told(field, &[]), ["Before.", "hidden: Behind."]);
    let deleted = "<w:p><w:r><w:t>Kept.</w:t></w:r><w:del><w:r><w:delText>One</w:delText></w:r></w:del>\
        <w:moveFrom><w:r><w:t>two</w:t></w:r></w:moveFrom></w:p>";
    assert_eq!(told(deleted, &[]), ["Kept.", "deleted: One two"]);
    let comment = "<w:comment w:id=\"1\"><w:p><w:r><w:t>Is this so?</w:t></w:r></w:p></w:comment>";
    let body = "<w:p><w:r><w:t>Kept.</w:t></w:r></w:p>";
    assert_eq!(
        told(body, &[("comments", comment)]),
        ["Kept.", "Note: Is this so?"]
    );
}

#[test]
fn lists_are_as_deep_as_they_are_shown() {
    let list = |number: u32, text: &str| {
        format!(
            "<w:abstractNum w:abstractNumId=\"{number}\"><w:lvl w:ilvl=\"0\"><w:numFmt w:val=\"bullet\"/>\
             <w:lvlText w:val=\"{text}\"/></w:lvl></w:abstractNum>\
             <w:num w:numId=\"{number}\"><w:abstractNumId w:val=\"{number}\"/></w:num>"
        )
    };
    let numbering = list(1, "o") + &list(2, "o") + &list(3, " ");
    let style = |id: &str, name: &str, number: u32| {
        format!(
            "<w:style w:type=\"paragraph\" w:styleId=\"{id}\"><w:name w:val=\"{name}\"/>\
             <w:pPr><w:numPr><w:numId w:val=\"{number}\"/></w:numPr></w:pPr></w:style>"
        )
    };
    let styles =
        style("a", "List Bullet", 1) + &style("b", "List Bullet 2", 2) + &style("c", "Body", 3);
    let body: String = [
        ("a", "One of:"),
        ("b", "straw"),
        ("c", "of wheat"),
        ("a", "Wood"),
    ]
    .iter()
    .map(|(style, words)| {
        format!(
            "<w:p><w:pPr><w:pStyle w:val=\"{style}\"/></w:pPr><w:r><w:t>{words}</w:t></w:r></w:p>"
        )
    })
    .collect();
    // A blank bullet is none: its paragraph goes on with the item before it.
    let parts = [
        ("styles", styles.as_str()),
        ("numbering", numbering.as_str()),
    ];
    assert_eq!(
        told(&body, &parts),
        ["1 o One of:", "2 o straw of wheat", "1 o Wood"]
    );
}
