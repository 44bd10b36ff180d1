//! The truth of the workload's criteria on a line, some of whose facts may be missing.

use super::{
    json::{AgeOp, Criteria, Leaf},
    lines::Line,
};

/// The facts of a line that criteria look at.
#[derive(Debug, Clone, Copy)]
pub(super) struct Facts<'l> {
    /// The member's age in years.
    pub(super) age: i32,
    /// The diagnoses.
    pub(super) diagnoses: [Option<&'l str>; 4],
    /// The weeks of prior therapy, unless they are missing.
    pub(super) therapy: Option<i32>,
    /// Whether there was imaging, unless that is missing.
    pub(super) imaging: Option<bool>,
    /// The units billed.
    pub(super) units: i32,
    /// The place of service.
    pub(super) place: &'l str,
}

impl<'l> Facts<'l> {
    /// The facts of a line.
    pub(super) fn of(line: Line<'l>) -> Self {
        let mut stated = line.diagnoses();
        Self {
            age: line.age(),
            diagnoses: std::array::from_fn(|_| stated.next()),
            therapy: line.therapy(),
            imaging: line.imaging(),
            units: line.units(),
            place: line.place(),
        }
    }

    /// Whether some diagnosis begins with one of these.
    pub(super) fn is_diagnosed(&self, prefixes: &[String]) -> bool {
        let begins = |code: &&str| {
            prefixes
                .iter()
                .any(|prefix| code.starts_with(prefix.as_str()))
        };
        self.diagnoses.iter().flatten().any(begins)
    }

    /// Whether criteria are met; `None` when that depends on what is missing in them.
    pub(super) fn meet(&self, criteria: &Criteria) -> Option<bool> {
        let (needed, of) = match criteria {
            Criteria::Leaf(leaf) => return self.test(leaf),
            Criteria::All { all } => (all.len(), all),
            Criteria::Any { any } => (1, any),
            Criteria::AtLeast { n_of, of } => (*n_of as usize, of),
        };
        let (mut met, mut unknown) = (0, 0);
        for one in of {
            match self.meet(one) {
                Some(true) => met += 1,
                Some(false) => {}
                None => unknown += 1,
            }
        }
        match () {
            () if met >= needed => Some(true),
            () if met + unknown < needed => Some(false),
            () => None,
        }
    }

    fn test(&self, leaf: &Leaf) -> Option<bool> {
        match leaf {
            Leaf::Age {
                op: AgeOp::Ge,
                value,
            } => Some(self.age >= *value),
            Leaf::Age {
                op: AgeOp::Lt,
                value,
            } => Some(self.age < *value),
            Leaf::Diagnosis { values, .. } => Some(self.is_diagnosed(values)),
            Leaf::PriorTherapyWeeks { value, .. } => self.therapy.map(|weeks| weeks >= *value),
            Leaf::ImagingDone { value, .. } => self.imaging.map(|done| done == *value),
            Leaf::Units { value, .. } => Some(self.units <= *value),
            Leaf::PlaceOfService { values, .. } => Some(values.iter().any(|one| one == self.place)),
        }
    }
}
