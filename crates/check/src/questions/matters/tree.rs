//! A criterion with those below it, some of them taken as always or never met.

use std::collections::{BTreeMap, BTreeSet};

use coverdict_logic::{Cells, CondId, VarId};
use coverdict_model::{
    criterion::{Criterion, Test},
    id::Id,
};
use coverdict_program::Criterion as Compiled;

use crate::examine::Examiner;

/// A criterion as it was written, as it was compiled for a service, and how its file's path goes on to it.
pub(super) struct Tree<'t> {
    pub(super) written: &'t Criterion,
    /// As compiled for each service that the rule is for.
    compiled: Vec<&'t Compiled>,
    /// The reading under which it stands, if it is one of a phrase's.
    pub(super) path: Vec<String>,
    of: Vec<Tree<'t>>,
}

impl<'t> Tree<'t> {
    pub(super) fn new(
        written: &'t Criterion,
        compiled: Vec<&'t Compiled>,
        path: Vec<String>,
    ) -> Self {
        let keys = keys(&written.test);
        let of = written.children().zip(keys).enumerate();
        let of = of.map(|(at, (child, key))| {
            let below = compiled.iter().filter_map(|one| one.of.get(at)).collect();
            let path = path.iter().cloned().chain(key).collect();
            Self::new(child, below, path)
        });
        Self {
            written,
            of: of.collect(),
            path,
            compiled,
        }
    }

    /// The criteria below it, those that come later in the file first, each after those below it.
    pub(super) fn below(&self) -> Vec<&Self> {
        let mut all = Vec::new();
        for child in self.of.iter().rev() {
            all.push(child);
            all.extend(child.below());
        }
        all
    }

    /// The conditions for each service with some criteria, told by their paths, taken as always or never met.
    pub(super) fn whole(
        &self,
        examiner: &mut Examiner<'_>,
        fixed: &BTreeMap<&[String], CondId>,
    ) -> Vec<CondId> {
        let services = 0..self.compiled.len();
        services
            .map(|service| self.condition(examiner, service, fixed))
            .collect()
    }

    /// The condition for a service with some criteria, told by their paths, taken as always or never met.
    fn condition(
        &self,
        examiner: &mut Examiner<'_>,
        service: usize,
        fixed: &BTreeMap<&[String], CondId>,
    ) -> CondId {
        if let Some(constant) = fixed.get(self.path.as_slice()) {
            return *constant;
        }
        let compiled = self
            .compiled
            .get(service)
            .map_or(CondId::FALSE, |one| one.condition);
        let touched = fixed.keys().any(|path| path.starts_with(&self.path));
        if !touched {
            return examiner.unslotted(compiled);
        }
        let below: Vec<CondId> = self
            .of
            .iter()
            .map(|child| child.condition(examiner, service, fixed))
            .collect();
        match &self.written.test {
            Test::All(_) => examiner.all(below),
            Test::Any(_) => examiner.any(below),
            Test::None(_) => {
                let any = examiner.any(below);
                examiner.not(any)
            }
            Test::AtLeast { count, .. } => examiner.pool.at_least(*count, below),
            Test::ByReading { .. } => self.by_reading(examiner, service, &below),
            Test::Service(_) | Test::Fact { .. } | Test::PositionOf { .. } => {
                examiner.unslotted(compiled)
            }
        }
    }

    /// A phrase's criteria, each under its reading: readings are the cells of the phrase's question in order.
    fn by_reading(&self, examiner: &mut Examiner<'_>, service: usize, below: &[CondId]) -> CondId {
        let reading = self
            .compiled
            .get(service)
            .and_then(|one| one.reading.as_ref());
        let question = reading.and_then(|phrase| examiner.reading_of(self.first_leaf(), phrase));
        let Some(var) = question else {
            let compiled = self
                .compiled
                .get(service)
                .map_or(CondId::FALSE, |one| one.condition);
            return examiner.unslotted(compiled);
        };
        let branches: Vec<CondId> = (0_u32..)
            .zip(below)
            .map(|(cell, condition)| {
                let read = examiner.pool.within(var, &Cells::single(cell));
                examiner.all([read, *condition])
            })
            .collect();
        examiner.any(branches)
    }

    fn first_leaf(&self) -> CondId {
        self.compiled
            .first()
            .map_or(CondId::FALSE, |one| one.condition)
    }
}

/// The keys that lead from a criterion to each of those below it.
fn keys(test: &Test) -> Vec<Vec<String>> {
    let listed = |key: &str, count: usize| {
        let keys = (0..count).map(|at| vec![key.to_owned(), at.to_string()]);
        keys.collect::<Vec<_>>()
    };
    match test {
        Test::All(of) => listed("all", of.len()),
        Test::Any(of) => listed("any", of.len()),
        Test::None(of) => listed("none", of.len()),
        Test::AtLeast { of, .. } => (0..of.len())
            .map(|at| vec!["at-least".to_owned(), "of".to_owned(), at.to_string()])
            .collect(),
        Test::ByReading { of, .. } => of
            .keys()
            .map(|reading| {
                vec![
                    "by-reading".to_owned(),
                    "of".to_owned(),
                    reading.to_string(),
                ]
            })
            .collect(),
        Test::Service(_) | Test::Fact { .. } | Test::PositionOf { .. } => Vec::new(),
    }
}

impl Examiner<'_> {
    /// The variable of a phrase's reading among those that a condition rests on.
    fn reading_of(&self, condition: CondId, phrase: &Id) -> Option<VarId> {
        use coverdict_logic::Node;
        use coverdict_program::OpenQuestion;
        let mut pending = vec![condition];
        let mut seen = BTreeSet::new();
        while let Some(at) = pending.pop() {
            if !seen.insert(at) {
                continue;
            }
            let node = self.pool.node(at);
            if let Node::Within(var, _) = node
                && let Some(OpenQuestion::Reading { phrase: known, .. }) =
                    self.program.open_question(*var)
                && known == phrase
            {
                return Some(*var);
            }
            pending.extend_from_slice(node.children());
        }
        None
    }
}
