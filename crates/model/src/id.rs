//! Names of things: facts, sources, rules, services, plans.

use std::{borrow::Borrow, fmt, sync::Arc};

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// The name of a fact, source, rule, service, plan or the like: 1 to 128 visible characters
/// without spaces.
///
/// Cloning is cheap; equality and order are those of the text.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, JsonSchema)]
#[serde(try_from = "String", into = "String")]
pub struct Id(#[schemars(with = "String", length(min = 1, max = 128))] Arc<str>);

/// Why a text is not an [`Id`].
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum IdError {
    /// The text is empty.
    #[error("a name must not be empty")]
    Empty,
    /// The text has more than 128 characters.
    #[error("a name has at most 128 characters")]
    TooLong,
    /// The text has a space, a control character, or one of `/ @ : , [ ] { }` and quotes.
    #[error("a name has no spaces and none of / @ : , [ ] {{ }} or quotes, and this one has `{0}`")]
    Character(char),
}

impl Id {
    /// Reads a name.
    ///
    /// # Errors
    /// When the text is empty, too long, or has a character that separates names elsewhere.
    pub fn new(text: &str) -> Result<Self, IdError> {
        if text.is_empty() {
            return Err(IdError::Empty);
        }
        if text.chars().count() > 128 {
            return Err(IdError::TooLong);
        }
        let unfit = |c: &char| c.is_whitespace() || c.is_control() || "/@:,[]{}'\"".contains(*c);
        match text.chars().find(unfit) {
            Some(character) => Err(IdError::Character(character)),
            None => Ok(Self(Arc::from(text))),
        }
    }

    /// The name as text.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl TryFrom<String> for Id {
    type Error = IdError;

    fn try_from(text: String) -> Result<Self, IdError> {
        Self::new(&text)
    }
}

impl From<Id> for String {
    fn from(id: Id) -> Self {
        id.0.as_ref().to_owned()
    }
}

impl std::str::FromStr for Id {
    type Err = IdError;

    fn from_str(text: &str) -> Result<Self, IdError> {
        Self::new(text)
    }
}

impl Borrow<str> for Id {
    fn borrow(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for Id {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl fmt::Debug for Id {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:?}", self.as_str())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn separators_and_spaces_are_refused() {
        assert_eq!(Id::new("HNCA.CP.MP.65").unwrap().as_str(), "HNCA.CP.MP.65");
        assert_eq!(Id::new(""), Err(IdError::Empty));
        assert_eq!(Id::new("a b"), Err(IdError::Character(' ')));
        assert_eq!(Id::new("a@b"), Err(IdError::Character('@')));
        assert_eq!(Id::new(&"x".repeat(129)), Err(IdError::TooLong));
        assert!(Id::new(&"x".repeat(128)).is_ok());
    }
}
