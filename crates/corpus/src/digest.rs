//! The digest of a corpus: equal for corpora that mean the same.

use std::io::{self, Write};

use coverdict_model::{
    corpus::Corpus,
    criterion::{Criterion, Test},
    source::Edition,
};
use serde::Serialize;
use sha2::{Digest, Sha256};

use crate::diagnostic::{Code, Diagnostic, Problems, SourceFile, Span};
use crate::kinds::is_sha256;

/// The file beside the corpus that states its digest.
pub(crate) const DIGEST_FILE: &str = "corpus.sha256";

/// Changes when the same corpus gets another digest.
const FORMAT: &[u8] = b"coverdict corpus 1\n";

/// The SHA-256 of the corpus, in lower-case hexadecimal.
///
/// It depends on what the corpus says: not on comments, white space, the layout of files, or the order of keys, rules,
/// list members and siblings of a group. Titles, labels, notes and citations count: they are what an auditor reads.
#[must_use]
pub fn digest(corpus: &Corpus) -> String {
    let mut hash = Hash(Sha256::new());
    hash.0.update(FORMAT);
    let constraints = corpus.catalogue.constraints.iter();
    for (name, constraint) in constraints {
        hash.part("constraint", &(name, sorted(constraint.clone())));
    }
    hash.part("facts", &corpus.catalogue.facts);
    hash.part("value-sets", &corpus.value_sets);
    hash.part("mappings", &corpus.mappings);
    for profile in corpus.profiles.values() {
        let mut profile = profile.clone();
        for step in &mut profile.steps {
            step.when = step.when.take().map(sorted);
        }
        hash.part("profile", &profile);
    }
    for edition in corpus.editions.values() {
        hash.part("edition", &canonical(edition.clone()));
    }
    hash.part("attestations", &corpus.attestations);
    // A corpus without references has the digest that it had before there were any.
    if !corpus.references.is_empty() {
        hash.part("references", &corpus.references);
    }
    hash.hex()
}

fn canonical(mut edition: Edition) -> Edition {
    for rule in edition.rules.values_mut() {
        let when = std::mem::replace(&mut rule.when, Criterion::new(Test::All(Vec::new())));
        rule.when = sorted(when);
    }
    edition
}

/// The criterion with the siblings of every group in order.
fn sorted(criterion: Criterion) -> Criterion {
    let siblings = |of: Vec<Criterion>| {
        let mut of: Vec<_> = of.into_iter().map(sorted).collect();
        of.sort();
        of
    };
    let test = match criterion.test {
        Test::All(of) => Test::All(siblings(of)),
        Test::Any(of) => Test::Any(siblings(of)),
        Test::None(of) => Test::None(siblings(of)),
        Test::AtLeast { count, of } => Test::AtLeast {
            count,
            of: siblings(of),
        },
        Test::ByReading { reading, of } => Test::ByReading {
            reading,
            of: of
                .into_iter()
                .map(|(key, one)| (key, sorted(one)))
                .collect(),
        },
        leaf @ (Test::Service(_) | Test::Fact { .. } | Test::PositionOf { .. }) => leaf,
    };
    Criterion { test, ..criterion }
}

/// Takes up a stated digest that does not fit the corpus.
pub(crate) fn check_digest(file: &SourceFile, digest: &str) -> Problems {
    let mut problems = Problems::default();
    let stated = file.text().split_whitespace().next().unwrap_or_default();
    let start = file.text().find(stated).unwrap_or_default();
    let span = Span::of(start..start + stated.len());
    let problem = |code, message| Diagnostic::new(code, file.id(), span, message);
    if !is_sha256(stated) {
        let message = "the file does not begin with a SHA-256".to_owned();
        let help = format!("write {digest}");
        problems.push(problem(Code::MALFORMED_DIGEST, message).with_help(help));
    } else if stated != digest {
        let message = format!("the corpus has the digest {digest}");
        let help = "find out what was changed; if it is meant, write the new digest here";
        problems.push(problem(Code::DIGEST_MISMATCH, message).with_help(help));
    }
    problems
}

struct Hash(Sha256);

impl Hash {
    /// Adds a part as JSON, whose keys come in order because the model's maps are ordered.
    fn part(&mut self, name: &str, part: &impl Serialize) {
        self.0.update(name);
        self.0.update(b"\n");
        // INVARIANT: the model serialises, having no keys but text, and hashing does not fail.
        let written = serde_json::to_writer(io::BufWriter::new(&mut *self), part);
        debug_assert!(written.is_ok(), "{written:?}");
        self.0.update(b"\n");
    }

    fn hex(self) -> String {
        let bytes = self.0.finalize();
        bytes.iter().map(|byte| format!("{byte:02x}")).collect()
    }
}

impl Write for Hash {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.0.update(bytes);
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}
