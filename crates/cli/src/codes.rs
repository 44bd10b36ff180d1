//! The lists of codes that the user names.

use std::{
    fs::File,
    io,
    path::{Path, PathBuf},
};

use anyhow::{Context as _, Result, bail};
use coverdict_codes::{CodeLists, HcpcsList, ReadError, read_cpt, read_hcpcs, read_icd_10_cm};

/// The largest list that is read, in bytes.
const MAX_BYTES: u64 = 256 << 20;

/// Lists by which codes are checked.
#[derive(Debug, Clone, Default, clap::Args)]
pub(crate) struct ListFiles {
    /// The HCPCS Level II contractor file of a calendar year, as CMS publishes it.
    #[arg(long, value_name = "YEAR=FILE", value_parser = of_year)]
    hcpcs: Vec<OfYear>,
    /// The ICD-10-CM order file of a fiscal year, as CDC and CMS publish it.
    #[arg(long = "icd-10-cm", value_name = "YEAR=FILE", value_parser = of_year)]
    icd_10_cm: Vec<OfYear>,
}

/// Descriptors that are shown.
#[derive(Debug, Clone, Default, clap::Args)]
pub(crate) struct DescriptorFiles {
    /// Your licensed CPT descriptors of a calendar year, a line `code<TAB>descriptor` each; they are
    /// shown and never stored.
    #[arg(long, value_name = "YEAR=FILE", value_parser = of_year)]
    cpt: Vec<OfYear>,
}

/// A file and the year whose list it is.
#[derive(Debug, Clone)]
pub(crate) struct OfYear {
    year: i16,
    file: PathBuf,
}

/// Reads `YEAR=FILE`.
pub(crate) fn of_year(text: &str) -> Result<OfYear, String> {
    let form = || "write the year, =, and the file: 2025=HCPC2025_CONTR_ANWEB.txt".to_owned();
    let (year, file) = text.split_once('=').ok_or_else(form)?;
    let digits = year.len() == 4 && year.bytes().all(|c| c.is_ascii_digit());
    let year = year.parse().ok().filter(|_| digits).ok_or_else(form)?;
    match file.is_empty() {
        true => Err(form()),
        false => Ok(OfYear {
            year,
            file: file.into(),
        }),
    }
}

/// Reads the lists that are named.
pub(crate) fn lists(args: &ListFiles) -> Result<CodeLists> {
    let mut lists = CodeLists::new();
    for named in &args.hcpcs {
        lists.add_hcpcs(hcpcs(named)?)?;
    }
    for named in &args.icd_10_cm {
        lists.add_icd_10_cm(read(named, read_icd_10_cm)?)?;
    }
    Ok(lists)
}

/// The lists with the descriptors that are named.
pub(crate) fn with_descriptors(mut lists: CodeLists, args: &DescriptorFiles) -> Result<CodeLists> {
    for named in &args.cpt {
        lists.add_cpt(read(named, read_cpt)?)?;
    }
    Ok(lists)
}

/// Reads a list of HCPCS Level II.
pub(crate) fn hcpcs(named: &OfYear) -> Result<HcpcsList> {
    read(named, read_hcpcs)
}

fn read<T>(
    named: &OfYear,
    reader: impl Fn(&str, i16, io::Take<File>) -> Result<T, ReadError>,
) -> Result<T> {
    let shown = named.file.display().to_string();
    let file = open(&named.file).with_context(|| format!("{shown} cannot be read"))?;
    if file.metadata().is_ok_and(|file| file.len() > MAX_BYTES) {
        bail!("{shown} is larger than any list of codes");
    }
    Ok(reader(&shown, named.year, io::Read::take(file, MAX_BYTES))?)
}

fn open(path: &Path) -> io::Result<File> {
    match path.is_dir() {
        true => Err(io::Error::from(io::ErrorKind::IsADirectory)),
        false => File::open(path),
    }
}
