//! A corpus from files: found, read, checked as a whole, and digested.

mod assemble;
mod draft;
mod find;
mod parallel;

use std::fmt;
use std::path::Path;

use coverdict_model::{case::Case, corpus::Corpus, fact::Catalogue};

use crate::checks::check;
use crate::diagnostic::{Code, Diagnostic, FileId, Problems, RenderOptions, Sources, Span};
use crate::digest::{DIGEST_FILE, check_digest, digest};
use crate::kinds::case::case;
use crate::kinds::expectation::Expectation;
use crate::read::Item;
use crate::yaml;

pub(crate) use draft::{Draft, Place};

/// A corpus that was read and in which nothing is wrong.
#[derive(Debug)]
pub struct Loaded {
    /// The corpus.
    pub corpus: Corpus,
    /// Its digest, SHA-256 in lower-case hexadecimal; see [`digest`](crate::digest::digest).
    pub digest: String,
    /// The files that it was read from.
    pub sources: Sources,
    /// What deserves a look and is no error.
    pub warnings: Problems,
}

/// A test case: a case, and what is expected of its finding.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TestCase {
    /// The case.
    pub case: Case,
    /// What is expected, if the file says so.
    pub expect: Option<Expectation>,
}

/// Everything that is wrong with what was to be read.
#[derive(Debug)]
pub struct Failure {
    /// The problems.
    pub problems: Problems,
    /// The files that they are in.
    pub sources: Sources,
}

impl Failure {
    /// The problems as text for a person.
    #[must_use]
    pub fn render(&self, options: RenderOptions) -> String {
        self.problems.render(&self.sources, options)
    }
}

impl fmt::Display for Failure {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.render(RenderOptions::default()))
    }
}

impl std::error::Error for Failure {}

/// Reads the corpus in a folder: every YAML file in it, hidden ones and folders named `cases` aside.
///
/// # Errors
/// Every problem in every file: no part of a corpus is used when something in it is wrong.
pub fn read_corpus(folder: &Path) -> Result<Loaded, Box<Failure>> {
    let mut sources = Sources::default();
    let mut problems = Problems::default();
    let mut files = Vec::new();
    for found in find::files(folder, &mut sources, &mut problems) {
        files.extend(problems.ok(sources.load(&found.path, found.name)));
    }
    load(sources, files, problems, &folder.display().to_string())
}

/// Reads a corpus from files at hand, each with its name and text.
///
/// # Errors
/// Every problem in every file: no part of a corpus is used when something in it is wrong.
pub fn read_corpus_from<N: Into<String>, T: Into<Vec<u8>>>(
    files: impl IntoIterator<Item = (N, T)>,
) -> Result<Loaded, Box<Failure>> {
    let mut sources = Sources::default();
    let mut problems = Problems::default();
    let mut ids = Vec::new();
    for (name, text) in files {
        ids.extend(problems.ok(sources.add(name, text)));
    }
    load(sources, ids, problems, "the corpus")
}

/// Reads a case, by the catalogue of the corpus that it is put to.
///
/// # Errors
/// Every problem in the file. A value that does not fit its fact is none: the fact is then missing, in error.
pub fn read_case(
    name: impl Into<String>,
    text: impl Into<Vec<u8>>,
    catalogue: &Catalogue,
) -> Result<TestCase, Box<Failure>> {
    let mut sources = Sources::default();
    let file = sources.add(name, text);
    case_of(sources, file, catalogue)
}

/// Reads a case from a file; see [`read_case`].
///
/// # Errors
/// Every problem in the file.
pub fn read_case_file(path: &Path, catalogue: &Catalogue) -> Result<TestCase, Box<Failure>> {
    let mut sources = Sources::default();
    let file = sources.load(path, path.display().to_string());
    case_of(sources, file, catalogue)
}

fn case_of(
    sources: Sources,
    file: Result<FileId, Diagnostic>,
    catalogue: &Catalogue,
) -> Result<TestCase, Box<Failure>> {
    let mut problems = Problems::default();
    let read = problems.ok(file).and_then(|file| {
        let tree = problems.ok(yaml::parse(sources.file(file)))?;
        case(Item::new(file, &tree), catalogue, &mut problems)
    });
    match read {
        Some((case, expect)) if problems.errors() == 0 => Ok(TestCase { case, expect }),
        _ => Err(Box::new(Failure { problems, sources })),
    }
}

fn load(
    mut sources: Sources,
    files: Vec<FileId>,
    mut problems: Problems,
    name: &str,
) -> Result<Loaded, Box<Failure>> {
    if problems.is_empty() && files.is_empty() {
        problems.push(empty(&mut sources, name));
        return Err(Box::new(Failure { problems, sources }));
    }
    let (digests, files): (Vec<_>, Vec<_>) = files
        .into_iter()
        .partition(|&file| is_digest_file(sources.file(file).name()));
    let draft = assemble::assemble(&sources, files, &mut problems);
    check(&draft, &sources, &mut problems);
    if problems.errors() > 0 {
        return Err(Box::new(Failure { problems, sources }));
    }
    let digest = digest(&draft.corpus);
    for file in digests {
        problems.extend(check_digest(sources.file(file), &digest));
    }
    if problems.errors() > 0 {
        return Err(Box::new(Failure { problems, sources }));
    }
    Ok(Loaded {
        corpus: draft.corpus,
        digest,
        sources,
        warnings: problems,
    })
}

fn is_digest_file(name: &str) -> bool {
    Path::new(name)
        .file_name()
        .is_some_and(|name| name == DIGEST_FILE)
}

fn empty(sources: &mut Sources, name: &str) -> Diagnostic {
    let message = "there is no corpus file";
    let help = "name the folder that holds the files of the corpus";
    match sources.add(name, "") {
        Ok(file) => {
            Diagnostic::new(Code::CORPUS_EMPTY, file, Span::default(), message).with_help(help)
        }
        Err(problem) => problem,
    }
}
