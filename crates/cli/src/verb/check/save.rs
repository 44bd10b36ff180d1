//! The cases that show problems, as case files.

use std::{collections::BTreeSet, fs, io::Write as _, path::Path};

use anyhow::{Context as _, Result};
use coverdict_check::Problem;
use coverdict_corpus::print;
use coverdict_model::id::Id;

use super::examination::Examination;

/// Writes the witness of each problem into a folder, under the name of its case. The engine's answer stands with it,
/// so that `coverdict test` tells when it changes.
pub(super) fn save(examination: &Examination, folder: &Path) -> Result<usize> {
    let Some((loaded, _)) = examination.corpus() else {
        return Ok(0);
    };
    fs::create_dir_all(folder).with_context(|| format!("{} cannot be made", folder.display()))?;
    let mut taken: BTreeSet<String> = BTreeSet::new();
    for problem in examination.problems() {
        let Some(witness) = &problem.witness else {
            continue;
        };
        let name = free(&taken, witness.case.id.as_str());
        let mut case = witness.case.clone();
        case.id = Id::new(&name).with_context(|| format!("`{name}` is no name of a case"))?;
        let text = format!(
            "# {}\n{}expect:\n  outcome: {}\n",
            about(problem),
            print::case(&case, &loaded.corpus.catalogue),
            witness.answer.name()
        );
        write(folder, &format!("{name}.yaml"), &text)?;
        taken.insert(name);
    }
    Ok(taken.len())
}

/// A name that no file has yet: the one that is wished, or that with the first number that makes it one.
fn free(taken: &BTreeSet<String>, wished: &str) -> String {
    let mut name = wished.to_owned();
    let mut number = 2_usize;
    while taken.contains(&name) {
        name = format!("{wished}-{number}");
        number = number.saturating_add(1);
    }
    name
}

fn about(problem: &Problem) -> String {
    let message = problem.diagnostic.message().replace(['\n', '\r'], " ");
    format!("{}: {message}", problem.diagnostic.code().id())
}

/// Writes a file under a temporary name first, so that none is ever found half written.
fn write(folder: &Path, name: &str, text: &str) -> Result<()> {
    let path = folder.join(name);
    let unfinished = folder.join(format!(".{name}.unfinished"));
    let told = || format!("{} cannot be written", path.display());
    let mut file = fs::File::create(&unfinished).with_context(told)?;
    file.write_all(text.as_bytes()).with_context(told)?;
    file.sync_all().with_context(told)?;
    drop(file);
    fs::rename(&unfinished, &path).with_context(told)
}
