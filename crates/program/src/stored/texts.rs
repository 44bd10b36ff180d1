//! The table of texts: each is stored once and named by its number.

use std::{str, sync::Arc};

use coverdict_model::id::Id;
use rustc_hash::FxHashMap;

use super::{
    Reader, Stored, Unfit, Writer,
    numbers::{number, take, write},
};

/// The texts that are written.
#[derive(Debug, Default)]
pub(super) struct Table {
    numbers: FxHashMap<Box<str>, u64>,
    bytes: Vec<u8>,
}

impl Table {
    /// The table as bytes: how many texts, then each with its length.
    pub(super) fn into_bytes(self) -> Vec<u8> {
        let mut bytes = Vec::with_capacity(self.bytes.len() + 8);
        write(&mut bytes, self.numbers.len() as u64);
        bytes.extend(self.bytes);
        bytes
    }

    fn number(&mut self, text: &str) -> u64 {
        if let Some(number) = self.numbers.get(text) {
            return *number;
        }
        let number = self.numbers.len() as u64;
        self.numbers.insert(text.into(), number);
        write(&mut self.bytes, text.len() as u64);
        self.bytes.extend_from_slice(text.as_bytes());
        number
    }
}

/// The texts that were read, and those of them that were asked for as names.
#[derive(Debug)]
pub(super) struct Texts {
    texts: Vec<Arc<str>>,
    names: Vec<Option<Id>>,
}

impl Texts {
    /// Takes the table from the front of the bytes.
    pub(super) fn read(bytes: &mut &[u8]) -> Result<Self, Unfit> {
        let count = number(bytes)?;
        let mut texts = Vec::new();
        for _ in 0..count {
            let length = number(bytes)?;
            let text = str::from_utf8(take(bytes, length)?);
            texts.push(Arc::from(text.map_err(|_| Unfit("a text is not UTF-8"))?));
        }
        let names = vec![None; texts.len()];
        Ok(Self { texts, names })
    }
}

impl Reader<'_> {
    fn text(&mut self) -> Result<(usize, &Arc<str>), Unfit> {
        let at: usize = self.narrow()?;
        let text = self.texts.texts.get(at);
        text.map(|text| (at, text))
            .ok_or(Unfit("a text is missing"))
    }
}

impl Stored for Arc<str> {
    fn write(&self, to: &mut Writer) {
        let number = to.texts.number(self);
        to.number(number);
    }

    fn read(from: &mut Reader<'_>) -> Result<Self, Unfit> {
        Ok(Self::clone(from.text()?.1))
    }
}

impl Stored for String {
    fn write(&self, to: &mut Writer) {
        let number = to.texts.number(self);
        to.number(number);
    }

    fn read(from: &mut Reader<'_>) -> Result<Self, Unfit> {
        Ok(from.text()?.1.as_ref().to_owned())
    }
}

impl Stored for Id {
    fn write(&self, to: &mut Writer) {
        let number = to.texts.number(self.as_str());
        to.number(number);
    }

    fn read(from: &mut Reader<'_>) -> Result<Self, Unfit> {
        let (at, text) = from.text()?;
        let text = Arc::clone(text);
        let name = from.texts.names.get_mut(at);
        let name = name.ok_or(Unfit("a text is missing"))?;
        if let Some(name) = name {
            return Ok(name.clone());
        }
        let read = Self::new(&text).map_err(|_| Unfit("a name is malformed"))?;
        Ok(name.insert(read).clone())
    }
}
