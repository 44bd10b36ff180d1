//! Programs as bytes: a header with version and digest, then the program, its sources last.

use sha2::{Digest, Sha256};

use crate::{Program, stored};

/// The version of the program's form; a program of another version is refused.
pub const FORMAT: u32 = 2;

const MAGIC: &[u8; 12] = b"coverdict\0\0\0";
const HEADER: usize = MAGIC.len() + 4 + 32;

/// Why bytes are not a program.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum LoadError {
    /// The bytes do not begin as a program does.
    #[error("this is not a compiled corpus: compile one with `coverdict compile CORPUS -o FILE`")]
    NotAProgram,
    /// The program was written in another form.
    #[error(
        "the compiled corpus has form {found} and this engine reads form {FORMAT}: compile the corpus again"
    )]
    OtherFormat {
        /// The form found.
        found: u32,
    },
    /// The bytes are not those that were written.
    #[error("the compiled corpus is damaged (its digest does not fit): compile the corpus again")]
    Damaged,
    /// The content cannot be read.
    #[error("the compiled corpus cannot be read ({0}): compile the corpus again")]
    Unreadable(String),
}

impl Program {
    /// The program as bytes.
    ///
    /// # Errors
    /// When it cannot be written, as when it is larger than memory allows.
    pub fn to_bytes(&self) -> Result<Vec<u8>, LoadError> {
        let mut body = postcard::to_stdvec(self).map_err(unreadable)?;
        body.extend(stored::write(&self.sources, &self.open));
        let mut bytes = Vec::with_capacity(HEADER + body.len());
        bytes.extend_from_slice(MAGIC);
        bytes.extend_from_slice(&FORMAT.to_le_bytes());
        bytes.extend_from_slice(&Sha256::digest(&body));
        bytes.extend_from_slice(&body);
        Ok(bytes)
    }

    /// Whether bytes begin as a program does.
    #[must_use]
    pub fn is_program(bytes: &[u8]) -> bool {
        bytes.starts_with(MAGIC)
    }

    /// Reads a program and checks version and digest.
    ///
    /// # Errors
    /// When the bytes are no program, of another version, or damaged.
    pub fn from_bytes(bytes: &[u8]) -> Result<Self, LoadError> {
        let rest = bytes.strip_prefix(MAGIC).ok_or(LoadError::NotAProgram)?;
        let (format, rest) = rest.split_first_chunk::<4>().ok_or(LoadError::Damaged)?;
        let found = u32::from_le_bytes(*format);
        if found != FORMAT {
            return Err(LoadError::OtherFormat { found });
        }
        let (digest, body) = rest.split_first_chunk::<32>().ok_or(LoadError::Damaged)?;
        if Sha256::digest(body).as_slice() != digest {
            return Err(LoadError::Damaged);
        }
        let (program, rest) = postcard::take_from_bytes::<Self>(body).map_err(unreadable)?;
        let (sources, open) = stored::read(rest, &program.conditions).map_err(unreadable)?;
        let mut used = program.conditions_used();
        let complete = used.all(|condition| program.conditions.contains(condition));
        drop(used);
        match complete {
            true => Ok(Self {
                sources,
                open,
                ..program
            }),
            false => Err(LoadError::Unreadable("a condition is missing".to_owned())),
        }
    }
}

fn unreadable(error: impl std::fmt::Display) -> LoadError {
    LoadError::Unreadable(error.to_string())
}

/// Writes a part of a program as JSON text, since its form in JSON leaves out what is not stated.
pub(crate) mod as_json {
    use serde::{
        Deserialize, Deserializer, Serialize, Serializer, de::DeserializeOwned, de::Error as _,
        ser::Error as _,
    };

    pub(crate) fn serialize<T: Serialize, S: Serializer>(
        value: &T,
        serializer: S,
    ) -> Result<S::Ok, S::Error> {
        serde_json::to_string(value)
            .map_err(S::Error::custom)?
            .serialize(serializer)
    }

    pub(crate) fn deserialize<'de, T: DeserializeOwned, D: Deserializer<'de>>(
        deserializer: D,
    ) -> Result<T, D::Error> {
        let text = String::deserialize(deserializer)?;
        serde_json::from_str(&text).map_err(D::Error::custom)
    }
}
