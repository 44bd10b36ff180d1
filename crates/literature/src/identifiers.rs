//! The identifiers of publications: their forms, and check digits where they have one.
//!
//! Sources: PubMed's help (PMID, PMCID), ISO 26324 (DOI), ClinicalTrials.gov and ISRCTN (trials; neither publishes a
//! check digit), ISO 3297 (ISSN), ISO 2108 (ISBN).

use schemars::JsonSchema;
use serde::Serialize;

/// A kind of identifier.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum Identifier {
    /// A number in PubMed.
    Pmid,
    /// A number in PubMed Central.
    Pmcid,
    /// A digital object identifier.
    Doi,
    /// A number in a register of trials.
    Trial,
    /// A number of a serial.
    Issn,
    /// A number of a book.
    Isbn,
}

/// In what an identifier is malformed.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum Fault {
    /// It has another form.
    #[error("its form is {0}")]
    Form(&'static str),
    /// It has too few or too many digits.
    #[error("it has {found} digits, where there are {wanted}")]
    Digits {
        /// How many it has.
        found: usize,
        /// How many there are.
        wanted: usize,
    },
    /// Its check digit is not that of the digits before it.
    #[error(
        "its check digit is {found}, and by its other digits it would be {wanted}: a digit is wrong"
    )]
    CheckDigit {
        /// What it ends with.
        found: char,
        /// What it would end with.
        wanted: char,
    },
}

impl Identifier {
    /// Holds a text against the form of the identifier.
    ///
    /// # Errors
    /// In what it is malformed. A trial's number whose register is not known here is not judged.
    pub fn check(self, text: &str) -> Result<(), Fault> {
        match self {
            Self::Pmid => pmid(text),
            Self::Pmcid => match text.strip_prefix("PMC") {
                Some(number) => pmid(number).map_err(|_| Fault::Form("PMC and a number")),
                None => Err(Fault::Form("PMC and a number")),
            },
            Self::Doi => doi(text),
            Self::Trial => trial(text),
            Self::Issn => issn(text),
            Self::Isbn => isbn(text),
        }
    }

    /// How it is called.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Pmid => "PubMed number",
            Self::Pmcid => "PubMed Central number",
            Self::Doi => "DOI",
            Self::Trial => "trial number",
            Self::Issn => "ISSN",
            Self::Isbn => "ISBN",
        }
    }
}

/// A DOI without the address or the word before it, in lower case: DOIs never differ in case alone.
#[must_use]
pub fn comparable_doi(text: &str) -> String {
    let lower = text.trim().to_ascii_lowercase();
    let mut bare = lower.as_str();
    for before in ["https://", "http://", "dx.doi.org/", "doi.org/", "doi:"] {
        bare = bare.strip_prefix(before).unwrap_or(bare).trim_start();
    }
    bare.to_owned()
}

fn pmid(text: &str) -> Result<(), Fault> {
    let digits = !text.is_empty() && text.bytes().all(|one| one.is_ascii_digit());
    match digits && text.len() <= 8 && !text.starts_with('0') {
        true => Ok(()),
        false => Err(Fault::Form("one to eight digits without a leading zero")),
    }
}

fn doi(text: &str) -> Result<(), Fault> {
    let form = Fault::Form("10., four to nine digits, a slash and a name, as 10.1000/182");
    let Some((registrant, name)) = text
        .strip_prefix("10.")
        .and_then(|rest| rest.split_once('/'))
    else {
        return Err(form);
    };
    let mut parts = registrant.split('.');
    let first = parts.next().unwrap_or_default();
    let number = |part: &str| !part.is_empty() && part.bytes().all(|one| one.is_ascii_digit());
    let registrant = number(first) && (4..=9).contains(&first.len()) && parts.all(number);
    let name = !name.is_empty()
        && !name
            .chars()
            .any(|one| one.is_whitespace() || one.is_control());
    match registrant && name {
        true => Ok(()),
        false => Err(form),
    }
}

fn trial(text: &str) -> Result<(), Fault> {
    for (register, wanted) in [("NCT", 8), ("ISRCTN", 8), ("ACTRN", 14)] {
        let Some(number) = text.strip_prefix(register) else {
            continue;
        };
        if !number.bytes().all(|one| one.is_ascii_digit()) {
            return Err(Fault::Form("the register's letters and digits alone"));
        }
        let found = number.len();
        return match found == wanted {
            true => Ok(()),
            false => Err(Fault::Digits { found, wanted }),
        };
    }
    Ok(())
}

fn issn(text: &str) -> Result<(), Fault> {
    let form = Fault::Form("four digits, a hyphen and four more, of which the last can be X");
    let digits = match text.split_once('-') {
        Some((first, last)) if first.len() == 4 && last.len() == 4 => format!("{first}{last}"),
        _ => return Err(form),
    };
    by_eleven(&digits, form)
}

fn isbn(text: &str) -> Result<(), Fault> {
    let form = Fault::Form("ten digits, of which the last can be X, or thirteen");
    let digits: String = text
        .chars()
        .filter(|one| *one != '-' && *one != ' ')
        .collect();
    match digits.chars().count() {
        10 => by_eleven(&digits, form),
        13 => by_ten(&digits, form),
        _ => Err(form),
    }
}

/// Weights down to 2, modulo 11, X for ten: ISSN and the ISBN of ten digits.
fn by_eleven(digits: &str, form: Fault) -> Result<(), Fault> {
    let (values, found) = digits_before_last(digits).ok_or_else(|| form.clone())?;
    if !found.is_ascii_digit() && found != 'X' {
        return Err(form);
    }
    let weighed = values.iter().rev().zip(2u32..);
    let sum: u32 = weighed.map(|(digit, weight)| digit * weight).sum();
    let wanted = match (11 - sum % 11) % 11 {
        10 => 'X',
        digit => char::from_digit(digit, 10).unwrap_or('X'),
    };
    agree(found, wanted)
}

/// Weights 1 and 3 in turn, modulo 10: the ISBN of thirteen digits.
fn by_ten(digits: &str, form: Fault) -> Result<(), Fault> {
    let (values, found) = digits_before_last(digits).ok_or_else(|| form.clone())?;
    if !found.is_ascii_digit() {
        return Err(form);
    }
    let weighed = values.iter().zip([1u32, 3].into_iter().cycle());
    let sum: u32 = weighed.map(|(digit, weight)| digit * weight).sum();
    agree(
        found,
        char::from_digit((10 - sum % 10) % 10, 10).unwrap_or('0'),
    )
}

fn digits_before_last(digits: &str) -> Option<(Vec<u32>, char)> {
    let mut characters = digits.chars();
    let last = characters.next_back()?.to_ascii_uppercase();
    let values: Option<Vec<u32>> = characters.map(|one| one.to_digit(10)).collect();
    Some((values?, last))
}

fn agree(found: char, wanted: char) -> Result<(), Fault> {
    match found == wanted {
        true => Ok(()),
        false => Err(Fault::CheckDigit { found, wanted }),
    }
}

#[cfg(test)]
mod tests {
    use super::{Fault, Identifier, Identifier::*, comparable_doi};

    #[test]
    fn well_formed_ones_pass() {
        let fit: [(Identifier, &[&str]); 6] = [
            (Pmid, &["1", "15100629"]),
            (Pmcid, &["PMC1234567"]),
            (
                Doi,
                &[
                    "10.1000/182",
                    "10.1097/01.BRS.0000105529.07222.5B",
                    "10.1000.10/123",
                    "10.1002/(SICI)1<2::A>3",
                ],
            ),
            (
                Trial,
                &[
                    "NCT00355914",
                    "ISRCTN12345678",
                    "ACTRN12605000000000",
                    "DRKS00000001",
                ],
            ),
            (Issn, &["0378-5955", "2434-561X"]),
            (Isbn, &["0-306-40615-2", "978-0-306-40615-7", "080442957X"]),
        ];
        for (kind, texts) in fit {
            for text in texts {
                assert_eq!(kind.check(text), Ok(()), "{text}");
            }
        }
    }

    #[test]
    fn malformed_ones_are_told() {
        let unfit: [(Identifier, &[&str]); 6] = [
            (Pmid, &["", "0123", "123456789", "12a", "PMID1"]),
            (Pmcid, &["1234567", "PMC", "PMC01"]),
            (
                Doi,
                &[
                    "10.1/x",
                    "10.1000/",
                    "doi:10.1000/182",
                    "10.1000/1 82",
                    "10.1000",
                    "10.10a0/1",
                ],
            ),
            (
                Trial,
                &["NCT0033272", "NCT003559140", "ISRCTN1234567", "NCTOO355914"],
            ),
            (Issn, &["03785955", "0378-595", "0378-5X55", "0378-595Y"]),
            (
                Isbn,
                &["0-306-40615", "978-0-306-40615-X", "97803064061570"],
            ),
        ];
        for (kind, texts) in unfit {
            for text in texts {
                assert!(kind.check(text).is_err(), "{text}");
            }
        }
    }

    #[test]
    fn every_single_wrong_digit_is_found() {
        for (kind, text) in [
            (Issn, "0378-5955"),
            (Isbn, "0306406152"),
            (Isbn, "9780306406157"),
        ] {
            for (at, digit) in text.char_indices().filter(|(_, one)| one.is_ascii_digit()) {
                for other in ('0'..='9').filter(|one| *one != digit) {
                    let mut wrong = text.to_owned();
                    wrong.replace_range(at..=at, &other.to_string());
                    let fault = kind.check(&wrong);
                    assert!(matches!(fault, Err(Fault::CheckDigit { .. })), "{wrong}");
                }
            }
        }
    }

    #[test]
    fn a_doi_is_compared_without_address_and_case() {
        for text in [
            "10.1000/AbC",
            "https://doi.org/10.1000/abc",
            "doi: 10.1000/abc",
            "http://dx.doi.org/10.1000/ABC",
        ] {
            assert_eq!(comparable_doi(text), "10.1000/abc");
        }
    }
}
