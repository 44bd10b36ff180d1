//! HTML with tags that are changed, left out, or said twice.

use bolero::check;

use crate::change::{Change, changed, documents, use_of};

const SIGNS: &[&[u8]] = &[
    b"<",
    b">",
    b"</",
    b"<li>",
    b"<ul>",
    b"</ol>",
    b"<table>",
    b"<tr>",
    b"<td colspan=\"99999\">",
    b"</table>",
    b"<h2>",
    b"<p",
    b"&lt;p&gt;",
    b"&amp;lt;",
    b"&#0;",
    b"&#x10ffff;",
    b"&nope;",
    b"<!--",
    b"-->",
    b"<script>",
    b"</script>",
    b"<style>",
    b"<a href=\"#x\" name=\"",
    b"\"",
    b"<![CDATA[",
    b"<br>",
    b"<b>",
    b"<th>",
    b"<textarea>",
    b"<pre>",
];

#[test]
fn html_of_anything() {
    check!()
        .with_type::<Vec<u8>>()
        .with_iterations(1_000)
        .for_each(|bytes| {
            let bytes = [b"<html><body>".as_slice(), bytes].concat();
            let _ = use_of("any.html", &bytes, bytes.len());
        });
}

#[test]
fn html_of_tags() {
    check!()
        .with_type::<Vec<(u8, u8)>>()
        .with_iterations(1_000)
        .for_each(|parts| {
            let mut bytes = b"<html><body>".to_vec();
            for (sign, letter) in parts {
                bytes.extend(
                    SIGNS
                        .iter()
                        .cycle()
                        .nth(usize::from(*sign))
                        .copied()
                        .unwrap_or_default(),
                );
                bytes.extend([b'a' + letter % 26, b' ']);
            }
            let _ = use_of("any.html", &bytes, bytes.len());
        });
}

#[test]
fn html_with_changes() {
    let seeds = documents("html");
    check!()
        .with_type::<(u8, Vec<Change>)>()
        .with_iterations(1_000)
        .for_each(|(seed, changes)| {
            let bytes = changed(&seeds, *seed, changes, SIGNS);
            let _ = use_of("any.html", &bytes, bytes.len());
        });
}
