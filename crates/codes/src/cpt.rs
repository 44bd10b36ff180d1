//! CPT descriptors, by a file that the user holds a licence for.

use std::{
    collections::{BTreeMap, btree_map::Entry},
    io::Read,
};

use coverdict_model::code::CodeSystem;

use crate::{
    fault::{FaultCode, Faults, ReadError},
    lines::{self, Line},
};

/// The descriptors of a calendar year, to be shown and nothing else: no code is checked by them.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CptDescriptors {
    /// The calendar year.
    pub year: i16,
    /// The name of the file.
    pub file: String,
    /// The descriptors by code.
    pub codes: BTreeMap<Box<str>, Box<str>>,
}

/// Reads a file of lines `code<TAB>descriptor`.
///
/// # Errors
/// When the file cannot be read, or with all its faults; nothing of such a file is used.
pub fn read_cpt(file: &str, year: i16, from: impl Read) -> Result<CptDescriptors, ReadError> {
    let mut faults = Faults::new(file);
    let mut codes = BTreeMap::new();
    let whole = lines::read(file, from, |line| {
        if !line.is_blank() {
            self::line(line, &mut codes, &mut faults);
        }
    })?;
    // No finding holds descriptors, and so none names the file by its digest.
    whole.sha256(
        &mut faults,
        "write a line for each code: the code, a tab, its descriptor",
    );
    if codes.is_empty() && faults.is_empty() {
        faults.whole(
            FaultCode::EMPTY,
            "the file holds no code",
            "write a line for each code: the code, a tab, its descriptor",
        );
    }
    match faults.is_empty() {
        true => Ok(CptDescriptors {
            year,
            file: file.to_owned(),
            codes,
        }),
        false => Err(faults.into()),
    }
}

fn line(line: &Line, codes: &mut BTreeMap<Box<str>, Box<str>>, faults: &mut Faults) {
    let Some((code, descriptor)) = line.text().split_once('\t') else {
        faults.at(
            line.number,
            line.width() + 1,
            FaultCode::NOT_A_RECORD,
            "the line has no tab",
            "write a line for each code: the code, a tab, its descriptor",
        );
        return;
    };
    if !CodeSystem::Cpt.fits(code) {
        faults.at(
            line.number,
            1,
            FaultCode::CODE_FORM,
            format!("`{code}` has the form of no CPT code"),
            "write five digits, or four digits and one of F, T, U, M, and then the tab",
        );
        return;
    }
    let descriptor = descriptor.trim();
    let begin = code.len() + 2;
    if descriptor.is_empty() || descriptor.contains(char::is_control) {
        faults.at(
            line.number,
            begin,
            FaultCode::TEXT,
            "the descriptor is empty or contains an invisible character",
            "write the descriptor behind the tab, and nothing behind it",
        );
        return;
    }
    match codes.entry(code.into()) {
        Entry::Vacant(entry) => {
            entry.insert(descriptor.into());
        }
        Entry::Occupied(_) => faults.at(
            line.number,
            1,
            FaultCode::TWICE,
            format!("`{code}` stands in the file twice"),
            "leave one line for each code",
        ),
    }
}
