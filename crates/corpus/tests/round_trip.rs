//! What is written reads back as the same tree, whatever it holds.

#![expect(clippy::unwrap_used, clippy::panic, reason = "a failed test panics")]

use coverdict_corpus::diagnostic::Sources;
use coverdict_corpus::yaml::{Doc, Node, Style, Value, parse};
use proptest::prelude::*;

fn read(text: &str) -> Node {
    let mut sources = Sources::default();
    let file = sources.add("written.yaml", text).unwrap();
    parse(sources.file(file)).unwrap_or_else(|problem| panic!("{problem}\n{text}\n{text:?}"))
}

fn assert_same(doc: &Doc, node: &Node, text: &str) {
    match (doc, &node.value) {
        (Doc::Text(wanted), Value::Scalar { text: found, .. }) => {
            assert_eq!(wanted.as_str(), found.as_ref(), "{text}");
        }
        (Doc::Raw(wanted), Value::Scalar { text: found, style }) => {
            assert_eq!(
                (wanted.as_str(), Style::Plain),
                (found.as_ref(), *style),
                "{text}"
            );
        }
        (Doc::List(wanted), Value::Sequence(found)) => {
            assert_eq!(wanted.len(), found.len(), "{text}");
            wanted
                .iter()
                .zip(found)
                .for_each(|(doc, node)| assert_same(doc, node, text));
        }
        (Doc::Map(wanted), Value::Mapping(found)) => {
            assert_eq!(wanted.len(), found.len(), "{text}");
            for ((key, doc), (found, node)) in wanted.iter().zip(found) {
                assert_eq!(Some(key.as_str()), found.as_text(), "{text}");
                assert_same(doc, node, text);
            }
        }
        _ => panic!("expected {doc:?}, found {node:?} in\n{text}"),
    }
}

/// Text made of what means something in YAML is far likelier to break than random characters.
fn text() -> impl Strategy<Value = String> {
    let piece = prop_oneof![
        3 => "[a-z]{1,6}",
        1 => any::<String>(),
        1 => any::<char>().prop_map(String::from),
        6 => prop::sample::select(vec![
            ":", ": ", "#", " #", "-", "- ", "---", "...", "?", "? ", "[", "]", "{", "}", ",", "&a", "*a", "!", "|", ">", "'", "\"",
            "%", "@", "`", "\\", "\n", "\n\n", "\r\n", "\t", " ", "  ", "~", "null", "true", "no", "0", "00100", "12E45", "0x1F", "1_0",
            "2024-08-01", "=", "<<", "\u{85}", "\u{a0}", "\u{2028}", "\u{feff}", "\u{0}", "\u{1b}", "\u{202e}", "é", "😀", "\u{10ffff}",
        ]).prop_map(str::to_owned),
    ];
    prop::collection::vec(piece, 0..6).prop_map(|pieces| pieces.concat())
}

fn doc() -> impl Strategy<Value = Doc> {
    let raw = prop_oneof![
        any::<i64>().prop_map(|number| number.to_string()),
        any::<bool>().prop_map(|truth| truth.to_string()),
        Just("88 %".to_owned()),
        Just("2024-08-01".to_owned()),
        Just("-1.5 mg/dL".to_owned()),
    ];
    let leaf = prop_oneof![3 => text().prop_map(Doc::Text), 1 => raw.prop_map(Doc::Raw)];
    leaf.prop_recursive(5, 40, 6, |inner| {
        let key = prop_oneof![9 => text(), 1 => "[a-z ]{120,1100}"];
        prop_oneof![
            prop::collection::vec(inner.clone(), 0..6).prop_map(Doc::List),
            prop::collection::btree_map(key, inner, 0..6)
                .prop_map(|map| Doc::Map(map.into_iter().collect())),
        ]
    })
}

proptest! {
    #[test]
    fn law_parse_of_print_is_the_same(doc in doc()) {
        let text = doc.to_string();
        assert_same(&doc, &read(&text), &text);
    }

    #[test]
    fn law_any_text_ends_in_a_tree_or_a_problem(text in text(), flow in "[\\[\\]{},:\"' a\n&*!#?-]{0,40}") {
        for text in [text, flow] {
            let mut sources = Sources::default();
            let file = sources.add("any.yaml", text.clone()).unwrap();
            let file = sources.file(file);
            match parse(file) {
                Ok(node) => assert_spans(&node, file.text(), 0, file.text().len()),
                Err(problem) => {
                    let span = problem.primary().span.range();
                    prop_assert!(file.text().get(span.clone()).is_some(), "{problem} {span:?} {text:?}");
                }
            }
        }
    }
}

/// Spans lie on character boundaries, children within their parents, and plain text is what its span says.
fn assert_spans(node: &Node, text: &str, from: usize, to: usize) {
    let span = node.span.range();
    let slice = text
        .get(span.clone())
        .unwrap_or_else(|| panic!("{span:?} of {text:?}"));
    assert!(
        from <= span.start && span.end <= to,
        "{span:?} outside {from}..{to} of {text:?}: {node:?}"
    );
    match &node.value {
        Value::Scalar {
            text: value,
            style: Style::Plain,
        } if !slice.contains('\n') => assert_eq!(value.as_ref(), slice),
        Value::Scalar {
            style: Style::Quoted,
            ..
        } => {
            assert!(
                slice.len() >= 2 && slice.starts_with(['"', '\'']) && slice.ends_with(['"', '\'']),
                "{slice:?} {text:?}"
            );
        }
        Value::Sequence(items) => items
            .iter()
            .for_each(|item| assert_spans(item, text, span.start, span.end)),
        Value::Mapping(entries) => {
            for (key, value) in entries {
                assert_spans(key, text, span.start, span.end);
                assert_spans(value, text, span.start, span.end);
            }
        }
        Value::Scalar { .. } | Value::Null => {}
    }
}

#[test]
fn a_written_file_looks_like_one_that_a_person_writes() {
    let text = |text: &str| Doc::Text(text.to_owned());
    let list = |items: &[&str]| Doc::List(items.iter().map(|item| text(item)).collect());
    let entry = |key: &str, value: Doc| (key.to_owned(), value);
    let doc = Doc::Map(vec![
        entry("id", text("CMM-204")),
        entry("title", text("Prolotherapy, \"sclerotherapy\": a review")),
        entry("effective", Doc::Raw("2024-08-01".to_owned())),
        entry("codes", list(&["M0076", "00100", "12E45"])),
        entry("none", Doc::List(vec![])),
        entry("nothing", Doc::Map(vec![])),
        entry("quote", text("Unproven.\n\nSee the guideline.\n")),
        entry("no", text("yes")),
        entry(
            "rules",
            Doc::List(vec![
                Doc::Map(vec![
                    entry("id", text("first")),
                    entry("when", Doc::Map(vec![entry("all", list(&["a", "b, c"]))])),
                ]),
                Doc::Map(vec![
                    entry("id", text("second")),
                    entry("note", text("one\ntwo")),
                ]),
                Doc::List(vec![list(&["x"]), Doc::Map(vec![entry("y", text(""))])]),
            ]),
        ),
    ]);
    let written = doc.to_string();
    assert_same(&doc, &read(&written), &written);
    insta::assert_snapshot!(written);
}
