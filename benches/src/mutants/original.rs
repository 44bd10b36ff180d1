//! The corpus as it is, and what the commands tell of it.

use std::{
    collections::BTreeMap,
    fs,
    path::{Path, PathBuf},
};

use anyhow::{Context as _, Result, anyhow, bail};
use coverdict_check::{Atlas, Checked, Config, Subject, check, expected};
use coverdict_corpus::{
    Expectation, Loaded, diagnostic::FileId, read_case, read_corpus, read_corpus_from,
};
use coverdict_engine::Assessor;
use coverdict_model::{case::Case, fact::Catalogue, finding::Finding};
use coverdict_program::{Program, compile};

use super::{Mutant, parts::Part};

/// What an examination tells, without the places, which move with every change: each message, and how often.
pub(super) type Told = BTreeMap<String, usize>;

/// A corpus with its cases and what `check` tells of it.
///
/// Its files are those that its parts print as: an unchanged part is the same, byte for byte, as in a mutant.
#[derive(Debug)]
pub struct Original {
    /// The corpus.
    pub loaded: Loaded,
    folder: PathBuf,
    /// Its files, each with its name.
    pub(super) files: Vec<(String, String)>,
    /// What of it each file holds, if it is something that slips are made in.
    pub(super) parts: Vec<Option<Part>>,
    pub(super) told: Told,
    pub(super) cases: Vec<TextOfCase>,
}

/// A case file with what it expects.
#[derive(Debug)]
pub(super) struct TextOfCase {
    pub(super) name: String,
    pub(super) text: String,
    pub(super) case: Case,
    pub(super) expect: Expectation,
}

impl Original {
    /// The corpus in a folder, with the cases in its folder `cases`.
    ///
    /// # Errors
    /// When it cannot be read, when a case is not answered as it expects, or when what it prints as is another corpus.
    pub fn read(folder: &Path) -> Result<Self> {
        let read = read_corpus(folder).map_err(|failure| anyhow!("{failure}"))?;
        let parts = parts(&read);
        let written = read.sources.files().zip(&parts);
        let files: Vec<(String, String)> = written
            // A digest of the corpus beside it would refuse every mutant alike.
            .filter(|(file, _)| file.name().ends_with(".yaml"))
            .map(|(file, part)| {
                let text = part.as_ref().map(|part| part.print(&read.corpus));
                let text = text.unwrap_or_else(|| file.text().to_owned());
                (file.name().to_owned(), text)
            })
            .collect();
        let loaded = read_corpus_from(files.clone()).map_err(|failure| anyhow!("{failure}"))?;
        if loaded.digest != read.digest {
            bail!("the files of {} print as another corpus", folder.display());
        }
        let parts = self::parts(&loaded);
        let program = compile(&loaded.corpus, &loaded.digest)?;
        let told = told(&checked(&loaded, &program));
        if told != self::told(&checked(&read, &program)) {
            bail!(
                "{}: `check` tells something else of what it prints as",
                folder.display()
            );
        }
        let cases = cases(&folder.join("cases"), &loaded.corpus.catalogue)?;
        let original = Self {
            folder: folder.to_owned(),
            loaded,
            files,
            parts,
            told,
            cases,
        };
        let mut assessor = Assessor::new(&program);
        for case in &original.cases {
            if let Some(difference) = case.differs(&mut assessor) {
                bail!("{}: {difference}; mend it first", case.name);
            }
        }
        Ok(original)
    }

    /// How many cases there are.
    #[must_use]
    pub fn cases(&self) -> usize {
        self.cases.len()
    }

    /// Writes the corpus with its cases into a folder, one of its files with a slip.
    ///
    /// # Errors
    /// When a file cannot be written.
    pub fn write(&self, mutant: Option<&Mutant>, folder: &Path) -> Result<()> {
        let files = self.files.iter().enumerate().map(|(at, (name, text))| {
            let changed = mutant.filter(|mutant| mutant.file == at);
            (name, changed.map_or(text, |mutant| &mutant.text))
        });
        let cases = self.cases.iter().map(|case| (&case.name, &case.text));
        for (name, text) in files.chain(cases) {
            let place = Path::new(name).strip_prefix(&self.folder);
            let path = folder.join(place.with_context(|| name.clone())?);
            let cannot = || format!("{} cannot be written", path.display());
            if let Some(parent) = path.parent() {
                fs::create_dir_all(parent).with_context(cannot)?;
            }
            fs::write(&path, text).with_context(cannot)?;
        }
        Ok(())
    }

    /// The name of a file.
    #[must_use]
    pub fn file(&self, at: usize) -> &str {
        self.files.get(at).map_or("", |(name, _)| name)
    }
}

impl TextOfCase {
    /// Reads a case with what it expects, by a catalogue.
    pub(super) fn read(name: String, text: String, catalogue: &Catalogue) -> Result<Self> {
        let read = read_case(name.clone(), text.clone(), catalogue);
        let read = read.map_err(|failure| anyhow!("{failure}"))?;
        let expect = read
            .expect
            .with_context(|| format!("{name}: expects nothing"))?;
        Ok(Self {
            name,
            text,
            case: read.case,
            expect,
        })
    }

    /// In what its answer is not as expected, if it is not.
    pub(super) fn differs(&self, assessor: &mut Assessor<'_>) -> Option<String> {
        let finding: Finding = assessor.assess(self.case.clone());
        expected::differences(&self.expect, &finding)
            .into_iter()
            .next()
    }
}

/// What `check` tells with its defaults.
pub(super) fn checked(loaded: &Loaded, program: &Program) -> Checked {
    let subject = Subject::new(loaded, program, program.recorded);
    check(&subject, &loaded.warnings, &Config::default())
}

/// What an examination tells, without the places.
pub(super) fn told(checked: &Checked) -> Told {
    let mut told = Told::new();
    for problem in &checked.problems {
        let diagnostic = &problem.diagnostic;
        let message = format!("{}: {}", diagnostic.code(), diagnostic.message());
        *told.entry(message).or_default() += 1;
    }
    told
}

/// The part that each file holds.
fn parts(loaded: &Loaded) -> Vec<Option<Part>> {
    let (corpus, atlas) = (&loaded.corpus, Atlas::new(&loaded.sources));
    let mut parts: BTreeMap<FileId, Part> = BTreeMap::new();
    for id in corpus.editions.keys() {
        parts.insert(atlas.edition(id, &[]).0, Part::Edition(id.clone()));
    }
    let mut named = |kind: &str, name: &_, part: Part| {
        parts.insert(atlas.named(kind, name, &[]).0, part);
    };
    for id in corpus.profiles.keys() {
        named("profile", id, Part::Profile(id.clone()));
    }
    for id in corpus.value_sets.keys() {
        named("value-set", id, Part::ValueSet(id.clone()));
    }
    for id in corpus.mappings.keys() {
        named("mapping", id, Part::Mapping(id.clone()));
    }
    let facts = corpus.catalogue.facts.keys().map(|name| ("facts", name));
    let constraints = corpus.catalogue.constraints.keys();
    let constraints = constraints.map(|name| ("constraints", name));
    for (section, name) in facts.chain(constraints) {
        let (file, _) = atlas.declared(&[section, name.as_str()]);
        let part = parts.entry(file).or_insert_with(|| Part::Catalogue {
            facts: Default::default(),
            constraints: Default::default(),
        });
        if let Part::Catalogue { facts, constraints } = part {
            let into = if section == "facts" {
                facts
            } else {
                constraints
            };
            into.insert(name.clone());
        }
    }
    let files = loaded.sources.files();
    files.map(|file| parts.get(&file.id()).cloned()).collect()
}

/// The case files in a folder and those below it, by name.
fn cases(folder: &Path, catalogue: &Catalogue) -> Result<Vec<TextOfCase>> {
    let mut paths = Vec::new();
    files(folder, &mut paths)?;
    paths.sort();
    let read = paths.into_iter().map(|path| {
        let name = path.display().to_string();
        let text = fs::read_to_string(&path).with_context(|| name.clone())?;
        TextOfCase::read(name, text, catalogue)
    });
    read.collect()
}

fn files(folder: &Path, into: &mut Vec<PathBuf>) -> Result<()> {
    let cannot = || format!("{} cannot be read", folder.display());
    for entry in fs::read_dir(folder).with_context(cannot)? {
        let path = entry.with_context(cannot)?.path();
        match path.extension() {
            _ if path.is_dir() => files(&path, into)?,
            Some(ending) if ending == "yaml" => into.push(path),
            _ => {}
        }
    }
    Ok(())
}
