//! The page on the shipped sources is current. `UPDATE=1 cargo test -p coverdict-corpus --test sources_page` writes it.

#![expect(clippy::unwrap_used, reason = "a failed test panics")]

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write;
use std::path::Path;

use coverdict_corpus::read_corpus;
use coverdict_model::{
    corpus::Corpus,
    criterion::{Criterion, Test},
    id::Id,
    source::{Edition, Note, NoteKind},
};

const PAGE: &str = "../../docs/src/sources.md";

#[test]
fn the_page_of_sources_is_current() {
    let corpus = read_corpus(Path::new("../../corpus")).unwrap().corpus;
    let page = page(&corpus);
    if std::env::var_os("UPDATE").is_some() {
        std::fs::write(PAGE, &page).unwrap();
    }
    let written = std::fs::read_to_string(PAGE).unwrap_or_default();
    assert!(written == page, "{PAGE} is not current: run with UPDATE=1");
}

#[test]
fn a_leaf_that_is_attested_is_not_typed() {
    let facts =
        "facts:\n  judged: {type: boolean, question: Is it?, attest: Nobody wrote down how.}\n";
    let facts = format!(
        "{}{}",
        include_str!("data/facts.yaml"),
        facts.trim_start_matches("facts:\n")
    );
    let policy = "source: coverage-policy\nid: A\ntitle: A | B\npublisher: p\neffective: 2024-01-01\nrecorded: 2024-01-01\n\
        services: {treatment: {otherwise: silent}}\nrules:\n  one:\n    when:\n      all:\n        - service: treatment\n        \
        - {id: needed, fact: judged, is: true}\n        - {fact: smoker, is: true}\n    position: supported\n    cite: {}\n\
        prior-authorization: not-stated\nnotes:\n  - {id: gap, kind: hole, says: Nothing., choice: Open., cite: {section: 1}}\n";
    let files = [("facts.yaml", facts.as_str()), ("policy.yaml", policy)];
    let corpus = coverdict_corpus::read_corpus_from(files).unwrap().corpus;
    let page = page(&corpus);
    assert!(
        page.contains("| A@2024-01-01 A \\| B | 1 | 3 | 67 % | 1 | 0 | 0 |\n"),
        "{page}"
    );
    assert!(
        page.contains("- `judged` (A@2024-01-01/one/needed): Nobody wrote down how.\n"),
        "{page}"
    );
    assert!(
        page.contains("- A@2024-01-01, `gap`, section 1: Nothing. **Choice:** Open.\n"),
        "{page}"
    );
}

fn page(corpus: &Corpus) -> String {
    let mut page = String::from(
        "# Sources\n\nHow much of each document of the shipped corpus is typed, and what its text leaves open. This page is \
         generated from the corpus.\n\nA criterion is a comparison or question at the end of a rule's tree. It is typed unless \
         its fact is one that a person attests. `coverdict show` gives each edition in full.\n\n\
         | edition | rules | criteria | typed | holes | ambiguities | slips |\n|---|---:|---:|---:|---:|---:|---:|\n",
    );
    for edition in corpus.editions.values() {
        row(&mut page, corpus, edition);
    }
    attested(&mut page, corpus);
    notes(&mut page, corpus, NoteKind::Hole, "Holes");
    notes(&mut page, corpus, NoteKind::Ambiguity, "Ambiguities");
    notes(&mut page, corpus, NoteKind::Slip, "Slips");
    page
}

fn row(page: &mut String, corpus: &Corpus, edition: &Edition) {
    let leaves = leaves(edition);
    let asked = leaves.iter().filter(|leaf| leaf.attest(corpus).is_some());
    let (all, asked) = (leaves.len(), asked.count());
    let typed = match all {
        0 => "—".to_owned(),
        _ => format!("{} %", ((all - asked) * 100 + all / 2) / all),
    };
    let count = |kind| {
        edition
            .notes
            .values()
            .filter(|note| note.kind == kind)
            .count()
    };
    writeln!(
        page,
        "| {} {} | {} | {all} | {typed} | {} | {} | {} |",
        edition.id,
        edition.title.replace('|', "\\|"),
        edition.rules.len(),
        count(NoteKind::Hole),
        count(NoteKind::Ambiguity),
        count(NoteKind::Slip),
    )
    .unwrap();
}

/// A criterion without others below it, and where it stands.
struct Leaf<'c> {
    rule: &'c Id,
    criterion: &'c Criterion,
}

impl<'c> Leaf<'c> {
    /// The fact that a person attests, with the reason.
    fn attest(&self, corpus: &'c Corpus) -> Option<(&'c Id, &'c str)> {
        let Test::Fact { fact, .. } = &self.criterion.test else {
            return None;
        };
        let reason = corpus.catalogue.facts.get(fact)?.attest.as_deref()?;
        Some((fact, reason))
    }

    fn path(&self, edition: &Edition) -> String {
        let id = self.criterion.id.as_ref();
        let id = id.map_or(String::new(), |id| format!("/{id}"));
        format!("{}/{}{id}", edition.id, self.rule)
    }
}

fn leaves(edition: &Edition) -> Vec<Leaf<'_>> {
    let mut leaves = Vec::new();
    for (rule, of) in &edition.rules {
        let mut pending = vec![&of.when];
        while let Some(criterion) = pending.pop() {
            let before = pending.len();
            pending.extend(criterion.children());
            if pending.len() == before {
                leaves.push(Leaf { rule, criterion });
            }
        }
    }
    leaves
}

fn attested(page: &mut String, corpus: &Corpus) {
    let mut asked: BTreeMap<(&Id, &str), BTreeSet<String>> = BTreeMap::new();
    for edition in corpus.editions.values() {
        for leaf in leaves(edition) {
            if let Some(fact) = leaf.attest(corpus) {
                asked.entry(fact).or_default().insert(leaf.path(edition));
            }
        }
    }
    page.push_str("\n## Asked of a person\n\n");
    if asked.is_empty() {
        page.push_str("No criterion is.\n");
    }
    for ((fact, reason), places) in asked {
        let places: Vec<_> = places.into_iter().collect();
        writeln!(page, "- `{fact}` ({}): {}", places.join(", "), line(reason)).unwrap();
    }
}

fn notes(page: &mut String, corpus: &Corpus, kind: NoteKind, title: &str) {
    let editions = corpus.editions.values();
    let all = editions.flat_map(|edition| edition.notes.iter().map(move |note| (edition, note)));
    let of_kind: Vec<_> = all.filter(|(_, (_, note))| note.kind == kind).collect();
    write!(page, "\n## {title}\n\n").unwrap();
    if of_kind.is_empty() {
        page.push_str("None is on record.\n");
    }
    for (edition, (name, note)) in of_kind {
        writeln!(page, "- {}, `{name}`{}", edition.id, told(note)).unwrap();
    }
}

fn told(note: &Note) -> String {
    let section = note.cite.section.as_ref();
    let section = section.map_or(String::new(), |section| format!(", section {section}"));
    let choice = note.choice.as_ref();
    let choice = choice.map_or(String::new(), |choice| {
        format!(" **Choice:** {}", line(choice))
    });
    format!("{section}: {}{choice}", line(&note.says))
}

/// A text on one line, with nothing in it that Markdown takes for a mark.
fn line(text: &str) -> String {
    let line = text.split_whitespace().collect::<Vec<_>>().join(" ");
    let mut out = String::with_capacity(line.len());
    for character in line.chars() {
        if "\\`*_[]<>|".contains(character) {
            out.push('\\');
        }
        out.push(character);
    }
    out
}
