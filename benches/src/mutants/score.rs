//! How many mutants are noticed, by what.

use std::fmt;

use super::{Judged, Kind, Mutant};

/// How many mutants there are of each kind, and how many are noticed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Score {
    rows: Vec<(Kind, Count)>,
}

/// How many mutants met which end.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
struct Count {
    mutants: usize,
    refused: usize,
    by_diff: usize,
    by_check: usize,
    by_case: usize,
    caught: usize,
    equal: usize,
}

impl Score {
    /// Counts.
    #[must_use]
    pub fn of<'m>(judged: impl IntoIterator<Item = (&'m Mutant, &'m Judged)>) -> Self {
        let mut rows: Vec<(Kind, Count)> = Kind::ALL
            .iter()
            .map(|kind| (*kind, Count::default()))
            .collect();
        for (mutant, judged) in judged {
            let row = rows.iter_mut().find(|(kind, _)| *kind == mutant.kind);
            row.into_iter().for_each(|(_, count)| count.add(judged));
        }
        rows.retain(|(_, count)| count.mutants > 0);
        Self { rows }
    }

    /// Mutants that `diff` shows, or was not asked of, and all.
    #[must_use]
    pub fn in_diff(&self) -> (usize, usize) {
        let all = self.all();
        (all.by_diff, all.mutants)
    }

    /// Mutants that `check` or a case notices, and all that mean something else.
    #[must_use]
    pub fn caught(&self) -> (usize, usize) {
        self.all().caught()
    }

    fn all(&self) -> Count {
        let none = Count::default();
        self.rows.iter().fold(none, |all, (_, one)| Count {
            mutants: all.mutants + one.mutants,
            refused: all.refused + one.refused,
            by_diff: all.by_diff + one.by_diff,
            by_check: all.by_check + one.by_check,
            by_case: all.by_case + one.by_case,
            caught: all.caught + one.caught,
            equal: all.equal + one.equal,
        })
    }
}

impl Count {
    fn add(&mut self, judged: &Judged) {
        let one = usize::from;
        self.mutants += 1;
        self.refused += one(judged.refused.is_some());
        self.by_diff += one(!judged.is_not_in_diff());
        self.by_check += one(judged.is_in_check());
        self.by_case += one(judged.by_case.is_some());
        self.caught += one(judged.is_caught());
        self.equal += one(judged.is_equal());
    }

    fn caught(&self) -> (usize, usize) {
        (self.caught, self.mutants - self.equal)
    }
}

/// A share in percent, to a tenth, never rounded up.
fn percent((part, whole): (usize, usize)) -> String {
    let permille = (part * 1000).checked_div(whole).unwrap_or(1000);
    format!("{}.{} %", permille / 10, permille % 10)
}

impl fmt::Display for Score {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let heads = [
            "mutants", "refused", "diff", "check", "case", "either", "equal", "score",
        ];
        write!(f, "{:22}", "")?;
        heads.iter().try_for_each(|head| write!(f, "{head:>9}"))?;
        writeln!(f)?;
        let all = ("all".to_owned(), self.all());
        let rows = self
            .rows
            .iter()
            .map(|(kind, count)| (kind.to_string(), *count));
        for (name, count) in rows.chain([all]) {
            write!(f, "{name:22}")?;
            let numbers = [
                count.mutants,
                count.refused,
                count.by_diff,
                count.by_check,
                count.by_case,
                count.caught,
                count.equal,
            ];
            numbers
                .iter()
                .try_for_each(|number| write!(f, "{number:>9}"))?;
            writeln!(f, "{:>9}", percent(count.caught()))?;
        }
        writeln!(f, "\ndiff             {}", told(self.in_diff()))?;
        write!(f, "check or a case  {}", told(self.caught()))
    }
}

fn told(share: (usize, usize)) -> String {
    format!("{} ({} of {})", percent(share), share.0, share.1)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::mutants::Same;

    fn mutant(kind: Kind) -> Mutant {
        Mutant {
            kind,
            file: 0,
            field: String::new(),
            change: String::new(),
            text: String::new(),
        }
    }

    #[test]
    fn what_means_the_same_is_no_failure_and_what_is_refused_is_no_survivor() {
        let survivor = Judged {
            by_diff: Some(true),
            ..Judged::default()
        };
        let refused = Judged {
            refused: Some("why".to_owned()),
            ..Judged::default()
        };
        let equal = Judged {
            by_diff: Some(true),
            same: Some(Same::Meaning),
            ..Judged::default()
        };
        let unseen = Judged {
            by_diff: Some(false),
            ..Judged::default()
        };
        let (date, group) = (mutant(Kind::Date), mutant(Kind::Group));
        let score = Score::of([
            (&date, &survivor),
            (&date, &refused),
            (&group, &equal),
            (&group, &unseen),
        ]);
        assert_eq!(score.in_diff(), (3, 4));
        assert_eq!(score.caught(), (1, 3));
        assert!(
            score
                .to_string()
                .ends_with("diff             75.0 % (3 of 4)\ncheck or a case  33.3 % (1 of 3)")
        );
    }

    #[test]
    fn a_share_is_never_rounded_up() {
        assert_eq!(percent((1999, 2000)), "99.9 %");
        assert_eq!(percent((0, 0)), "100.0 %");
    }
}
