//! Procedure, diagnosis, revenue, place-of-service and modifier codes.

use std::fmt;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// A code system that a claim line can carry.
#[derive(
    Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, JsonSchema,
)]
#[serde(rename_all = "kebab-case")]
pub enum CodeSystem {
    /// HCPCS Level II (CMS): a letter A to V except D, and four digits.
    #[serde(rename = "hcpcs-level-ii")]
    HcpcsLevelII,
    /// CPT (American Medical Association): five digits, or four digits and one of F, T, U, M.
    Cpt,
    /// ICD-10-CM: a letter, a digit, a digit or letter, then up to four more after a dot.
    #[serde(rename = "icd-10-cm")]
    Icd10Cm,
    /// CDT (American Dental Association): D and four digits.
    Cdt,
    /// Revenue code (NUBC): four digits, leading zero kept.
    Revenue,
    /// Place of service (CMS): two digits.
    PlaceOfService,
    /// Procedure modifier: two letters or digits.
    Modifier,
}

impl CodeSystem {
    /// Every system.
    pub const ALL: [Self; 7] = [
        Self::HcpcsLevelII,
        Self::Cpt,
        Self::Icd10Cm,
        Self::Cdt,
        Self::Revenue,
        Self::PlaceOfService,
        Self::Modifier,
    ];

    /// The systems that name a procedure, service or item.
    pub const PROCEDURE: [Self; 3] = [Self::HcpcsLevelII, Self::Cpt, Self::Cdt];

    /// The system's name in corpus files and JSON.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::HcpcsLevelII => "hcpcs-level-ii",
            Self::Cpt => "cpt",
            Self::Icd10Cm => "icd-10-cm",
            Self::Cdt => "cdt",
            Self::Revenue => "revenue",
            Self::PlaceOfService => "place-of-service",
            Self::Modifier => "modifier",
        }
    }

    /// The system with this name.
    #[must_use]
    pub fn from_name(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|system| system.name() == name)
    }

    /// Whether a text has the form of this system's codes. The form alone does not say that the
    /// code exists.
    #[must_use]
    pub fn fits(self, text: &str) -> bool {
        let bytes = text.as_bytes();
        let digits = |part: &[u8]| part.iter().all(u8::is_ascii_digit);
        match (self, bytes) {
            (Self::HcpcsLevelII, [b'A'..=b'C' | b'E'..=b'V', rest @ ..]) => {
                rest.len() == 4 && digits(rest)
            }
            (Self::Cdt, [b'D', rest @ ..]) => rest.len() == 4 && digits(rest),
            (Self::Cpt, [rest @ .., last]) => {
                rest.len() == 4 && digits(rest) && (last.is_ascii_digit() || b"FTUM".contains(last))
            }
            (Self::Icd10Cm, [b'A'..=b'Z', b'0'..=b'9', third, rest @ ..]) => {
                let alphanumeric = |c: &u8| c.is_ascii_digit() || c.is_ascii_uppercase();
                alphanumeric(third)
                    && match rest {
                        [] => true,
                        [b'.', rest @ ..] => {
                            (1..=4).contains(&rest.len()) && rest.iter().all(alphanumeric)
                        }
                        _ => false,
                    }
            }
            (Self::Revenue, _) => bytes.len() == 4 && digits(bytes),
            (Self::PlaceOfService, _) => bytes.len() == 2 && digits(bytes),
            (Self::Modifier, _) => {
                bytes.len() == 2
                    && bytes
                        .iter()
                        .all(|c| c.is_ascii_digit() || c.is_ascii_uppercase())
            }
            _ => false,
        }
    }
}

impl fmt::Display for CodeSystem {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}

/// A code that knows its system; its text is kept as written, leading zeros included.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, JsonSchema)]
#[serde(try_from = "CodeText", into = "CodeText")]
#[schemars(with = "CodeText")]
pub struct Code {
    text: Box<str>,
    system: CodeSystem,
}

/// How a [`Code`] stands in JSON.
#[derive(Serialize, Deserialize, JsonSchema)]
struct CodeText {
    system: CodeSystem,
    code: String,
}

/// Why a text is not a code.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum CodeError {
    /// The text has the form of none of the systems that may stand here.
    #[error("`{text}` has the form of no code of {systems}")]
    FitsNone {
        /// The text as written.
        text: String,
        /// The systems that were tried.
        systems: String,
    },
}

impl Code {
    /// Reads a code of one system.
    ///
    /// # Errors
    /// When the text does not have the form of that system's codes.
    pub fn parse(system: CodeSystem, text: &str) -> Result<Self, CodeError> {
        Self::parse_any(&[system], text)
    }

    /// Reads a code of the first of these systems whose form it has.
    ///
    /// # Errors
    /// When it has the form of none of them.
    pub fn parse_any(systems: &[CodeSystem], text: &str) -> Result<Self, CodeError> {
        match systems.iter().find(|system| system.fits(text)) {
            Some(&system) => Ok(Self {
                text: text.into(),
                system,
            }),
            None => Err(CodeError::FitsNone {
                text: text.to_owned(),
                systems: systems
                    .iter()
                    .map(|system| system.name())
                    .collect::<Vec<_>>()
                    .join(", "),
            }),
        }
    }

    /// Types a procedure or diagnosis code by its pattern, never by the heading it stands under.
    ///
    /// Revenue codes, places of service and modifiers are told apart by where they stand, not by
    /// their form, and are read with [`Code::parse`].
    ///
    /// # Errors
    /// When the text has the form of no procedure or diagnosis code.
    pub fn detect(text: &str) -> Result<Self, CodeError> {
        Self::parse_any(
            &[
                CodeSystem::HcpcsLevelII,
                CodeSystem::Cdt,
                CodeSystem::Cpt,
                CodeSystem::Icd10Cm,
            ],
            text,
        )
    }

    /// The code as written.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.text
    }

    /// The system that the code belongs to.
    #[must_use]
    pub fn system(&self) -> CodeSystem {
        self.system
    }
}

impl TryFrom<CodeText> for Code {
    type Error = CodeError;

    fn try_from(raw: CodeText) -> Result<Self, CodeError> {
        Self::parse(raw.system, &raw.code)
    }
}

impl From<Code> for CodeText {
    fn from(code: Code) -> Self {
        Self {
            system: code.system,
            code: code.text.into(),
        }
    }
}

impl fmt::Display for Code {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.text)
    }
}

impl fmt::Debug for Code {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}:{}", self.system, self.text)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_code_is_typed_by_its_pattern() {
        let cases = [
            ("M0076", Some(CodeSystem::HcpcsLevelII)),
            ("E1390", Some(CodeSystem::HcpcsLevelII)),
            ("D0120", Some(CodeSystem::Cdt)),
            ("20550", Some(CodeSystem::Cpt)),
            ("0232T", Some(CodeSystem::Cpt)),
            ("00100", Some(CodeSystem::Cpt)),
            ("M54.50", Some(CodeSystem::Icd10Cm)),
            ("M54", Some(CodeSystem::Icd10Cm)),
            ("C7A.00", Some(CodeSystem::Icd10Cm)),
            ("S83.511A", Some(CodeSystem::Icd10Cm)),
            ("W0076", None),
            ("m0076", None),
            ("M007", None),
            ("M54.", None),
            ("M54.12345", None),
            ("0232X", None),
            ("", None),
        ];
        for (text, expected) in cases {
            assert_eq!(
                Code::detect(text).ok().map(|code| code.system()),
                expected,
                "{text}"
            );
        }
    }

    #[test]
    fn leading_zeros_are_kept_and_place_tells_short_codes_apart() {
        assert_eq!(
            Code::parse(CodeSystem::Revenue, "0360").unwrap().as_str(),
            "0360"
        );
        assert_eq!(
            Code::parse(CodeSystem::PlaceOfService, "02")
                .unwrap()
                .to_string(),
            "02"
        );
        assert_eq!(
            Code::parse(CodeSystem::Modifier, "GA").unwrap().system(),
            CodeSystem::Modifier
        );
        assert!(Code::parse(CodeSystem::PlaceOfService, "2").is_err());
        assert!(Code::parse(CodeSystem::Revenue, "360").is_err());
        assert!(Code::parse(CodeSystem::Modifier, "ga").is_err());
    }

    #[test]
    fn every_system_has_its_name() {
        for system in CodeSystem::ALL {
            assert_eq!(CodeSystem::from_name(system.name()), Some(system));
        }
        assert_eq!(CodeSystem::from_name("hcpcs"), None);
    }
}
