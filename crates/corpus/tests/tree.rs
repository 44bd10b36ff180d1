//! What is written, and the tree that it becomes.

#![expect(clippy::unwrap_used, reason = "a failed test panics")]

use std::fmt::Write;

use coverdict_corpus::diagnostic::Sources;
use coverdict_corpus::yaml::{Node, Style, Value, parse};

/// The tree on one line: `'plain'`, `"quoted"`, `|block|`, `~`, each with its span where asked for.
fn outline(node: &Node, spans: bool) -> String {
    let mut out = match &node.value {
        Value::Scalar {
            text,
            style: Style::Plain,
        } => format!("'{text}'"),
        Value::Scalar {
            text,
            style: Style::Quoted,
        } => format!("{text:?}"),
        Value::Scalar {
            text,
            style: Style::Block,
        } => format!("|{}|", text.escape_debug()),
        Value::Null => "~".to_owned(),
        Value::Sequence(items) => {
            let items: Vec<_> = items.iter().map(|item| outline(item, spans)).collect();
            format!("[{}]", items.join(" "))
        }
        Value::Mapping(entries) => {
            let entry =
                |(key, value): &(Node, Node)| outline(key, spans) + "=" + &outline(value, spans);
            format!(
                "{{{}}}",
                entries.iter().map(entry).collect::<Vec<_>>().join(" ")
            )
        }
    };
    if spans {
        write!(out, "@{}-{}", node.span.start, node.span.end).unwrap();
    }
    out
}

fn read(text: &str, spans: bool) -> String {
    let mut sources = Sources::default();
    let file = sources.add("a.yaml", text).unwrap();
    outline(&parse(sources.file(file)).unwrap(), spans)
}

#[test]
fn values() {
    for (text, tree) in [
        ("", "~"),
        ("# nothing\n", "~"),
        ("---\n", "~"),
        ("a", "'a'"),
        (
            "- 00100\n- 12E45\n- 0x1F\n- 1_000\n- true\n- yes\n- 2024-08-01\n- 88 %",
            "['00100' '12E45' '0x1F' '1_000' 'true' 'yes' '2024-08-01' '88 %']",
        ),
        (
            "- null\n- ~\n-\n- 'null'\n- \"\"\n- ''\n- Null",
            "[~ ~ ~ \"null\" \"\" \"\" 'Null']",
        ),
        ("a: {in: [b, 'c'], d: }", "{'a'={'in'=['b' \"c\"] 'd'=~}}"),
        ("[a: b, c]", "[{'a'='b'} 'c']"),
        ("a:\n- b\n- c: d\n  e: f\n", "{'a'=['b' {'c'='d' 'e'='f'}]}"),
        (
            "a: |\n  b\n   c\n\n  d\ne: >-\n  f\n  g\n",
            "{'a'=|b\\n c\\n\\nd\\n| 'e'=|f g|}",
        ),
        ("a: one\n  two", "{'a'='one two'}"),
        (
            "'it''s': \"\\u00e9\\t\\\"\\U0001F600\"",
            "{\"it's\"=\"é\\t\\\"😀\"}",
        ),
        ("? long key\n: value", "{'long key'='value'}"),
        ("\u{feff}a: b\r\nc: d\r\n", "{'a'='b' 'c'='d'}"),
        ("%YAML 1.2\n---\na: b\n...\n", "{'a'='b'}"),
        ("a#b: c#d # e", "{'a#b'='c#d'}"),
        (
            "url: http://example.org/a:b",
            "{'url'='http://example.org/a:b'}",
        ),
        (
            r#"{"a":[1,-2.5e3,true,null,"\u0041\/\n\u20ac"],"b":{}}"#,
            "{\"a\"=['1' '-2.5e3' 'true' ~ \"A/\\n€\"] \"b\"={}}",
        ),
        (
            "{\n\t\"a\": [\n\t\t1,\n\t\t{\"b\": \"c\"}\n\t]\n}\n",
            "{\"a\"=['1' {\"b\"=\"c\"}]}",
        ),
    ] {
        assert_eq!(read(text, false), tree, "{text:?}");
    }
}

#[test]
fn spans_are_bytes_and_hold_what_was_written() {
    for (text, tree) in [
        ("é: ü", "{'é'@0-2='ü'@4-6}@0-6"),
        ("\u{feff}é: ü", "{'é'@3-5='ü'@7-9}@3-9"),
        (
            "😀: 'a' # 'b'\nc: [d, \"e\" ]  # f\n",
            "{'😀'@0-4=\"a\"@6-9 'c'@16-17=['d'@20-21 \"e\"@23-26]@19-28}@0-28",
        ),
        (
            "a:\n  - b\n  - c\nd:\n",
            "{'a'@0-1=['b'@7-8 'c'@13-14]@5-14 'd'@15-16=~@16-16}@0-16",
        ),
        (
            "a: |\n  é\n\nb: c",
            "{'a'@0-1=|é\\n|@7-9 'b'@11-12='c'@14-15}@0-15",
        ),
        ("{a: {}, b}", "{'a'@1-2={}@4-6 'b'@8-9=~@9-9}@0-10"),
    ] {
        assert_eq!(read(text, true), tree, "{text:?}");
    }
}
