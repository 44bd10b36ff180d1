//! Which columns say which facts, as the user writes it.

use std::{collections::BTreeMap, path::Path};

use anyhow::{Result, bail};

use crate::input;

/// Reads a file with a line `column: fact` each; an empty line or one that begins with # says nothing.
pub(super) fn read(path: &Path) -> Result<BTreeMap<String, String>> {
    parse(&input::text(path)?, &input::name(path))
}

fn parse(text: &str, name: &str) -> Result<BTreeMap<String, String>> {
    let mut map = BTreeMap::new();
    for (number, line) in (1..).zip(text.lines()) {
        let line = line.trim();
        if line.is_empty() || line.starts_with('#') {
            continue;
        }
        // A fact has no colon in its name, and a column may.
        let pair = line
            .rsplit_once(':')
            .map(|(column, fact)| (bare(column), bare(fact)));
        let Some((column, fact)) =
            pair.filter(|(column, fact)| !column.is_empty() && !fact.is_empty())
        else {
            bail!(
                "{name}:{number}: write the column, a colon, and the fact that it says: proc_code: code"
            );
        };
        if map.insert(column.to_owned(), fact.to_owned()).is_some() {
            bail!("{name}:{number}: column `{column}` is mapped above already");
        }
    }
    Ok(map)
}

/// A word without the space and the quotes around it.
fn bare(word: &str) -> &str {
    let word = word.trim();
    let quoted = |quote: char| word.strip_prefix(quote)?.strip_suffix(quote);
    quoted('"').or_else(|| quoted('\'')).unwrap_or(word)
}

#[cfg(test)]
mod tests {
    use super::parse;

    #[test]
    fn a_line_maps_a_column_to_a_fact() {
        let map = parse("# ours\n\nproc_code: code\n\"a: b\": diagnoses\n", "map").unwrap();
        let pairs: Vec<(&str, &str)> = map.iter().map(|(c, f)| (c.as_str(), f.as_str())).collect();
        assert_eq!(pairs, [("a: b", "diagnoses"), ("proc_code", "code")]);
    }

    #[test]
    fn a_line_that_maps_nothing_is_told_with_its_number() {
        let told = parse("a: code\nb\n", "map.yaml").unwrap_err().to_string();
        assert!(told.starts_with("map.yaml:2: "), "{told}");
        let told = parse("a: code\na: plan\n", "map.yaml")
            .unwrap_err()
            .to_string();
        assert!(told.starts_with("map.yaml:2: "), "{told}");
    }
}
