//! The entries of a mapping: each is asked for by its key, and what nobody asked for is a problem.

use super::{Item, similar::suggestion};
use crate::diagnostic::{Code, Problems, shown};
use crate::yaml::Node;

/// A mapping that is being read.
#[derive(Clone, Debug)]
pub struct Mapping<'a> {
    item: Item<'a>,
    what: &'static str,
    entries: &'a [(Node, Node)],
    taken: Vec<bool>,
    known: Vec<&'static str>,
}

impl<'a> Mapping<'a> {
    pub(super) fn new(item: Item<'a>, what: &'static str, entries: &'a [(Node, Node)]) -> Self {
        Self {
            item,
            what,
            entries,
            taken: vec![false; entries.len()],
            known: Vec::new(),
        }
    }

    /// The mapping as a value, for problems that concern it as a whole.
    #[must_use]
    pub fn item(&self) -> Item<'a> {
        self.item
    }

    /// The value of a key that must be there.
    pub fn required(&mut self, key: &'static str, problems: &mut Problems) -> Option<Item<'a>> {
        let value = self.optional(key);
        if value.is_none() {
            let message = format!("{} lacks the key `{key}`", self.what);
            problems.push(
                self.item
                    .problem(Code::MISSING_KEY, message)
                    .with_help(format!("add `{key}: …`")),
            );
        }
        value
    }

    /// The value of a key that may be there.
    pub fn optional(&mut self, key: &'static str) -> Option<Item<'a>> {
        self.known.push(key);
        let (taken, (_, value)) = self
            .taken
            .iter_mut()
            .zip(self.entries)
            .find(|(_, (name, _))| name.as_text() == Some(key))?;
        *taken = true;
        Some(Item::new(self.item.file(), value))
    }

    /// Every entry that was not asked for yet, where the keys are names that the file chooses.
    pub fn rest(&mut self) -> impl Iterator<Item = (Item<'a>, Item<'a>)> + use<'a> {
        let file = self.item.file();
        let taken = std::mem::replace(&mut self.taken, vec![true; self.entries.len()]);
        let open = self.entries.iter().zip(taken).filter(|(_, taken)| !taken);
        open.map(move |((key, value), _)| (Item::new(file, key), Item::new(file, value)))
    }

    /// Takes up every key that was not asked for.
    pub fn finish(mut self, problems: &mut Problems) {
        let what = self.what;
        for (key, _) in self.rest() {
            let name = key.node().as_text().unwrap_or_default();
            let message = format!("{what} has no key `{}`", shown(name));
            problems.push(
                key.problem(Code::UNKNOWN_KEY, message)
                    .with_help(suggestion(name, &self.known)),
            );
        }
    }
}
