//! Findings of the engine beside the answers of the plain program, line by line.

use std::{collections::BTreeMap, fmt, path::Path};

use anyhow::{Context as _, Result};
use coverdict_engine::Assessor;
use coverdict_program::compile;

use super::{
    answer::{Missing, Outcome},
    case::case,
    convert::convert,
    found::found,
    json::Workload,
    lines::{self, Lines, Share},
    plain::{Plain, Scratch},
};

/// How many lines that differ are told.
const TOLD: usize = 10;

/// What came of a comparison.
#[derive(Debug, Default)]
pub struct Comparison {
    /// The lines compared, by their outcome.
    outcomes: BTreeMap<Outcome, usize>,
    /// The lines that differ in outcome or sources.
    differing: usize,
    /// The lines whose missing facts differ, by what the answer and the finding name.
    missing: BTreeMap<(Missing, Missing), usize>,
    /// The first lines that differ in anything.
    told: Vec<String>,
}

impl Comparison {
    /// Compares so many lines from the first.
    ///
    /// # Errors
    /// When the corpus cannot be converted, the lines cannot be read, or a finding says what the
    /// workload has no word for.
    pub fn run(workload: Workload, parquet: &Path, count: usize) -> Result<Self> {
        let program = compile(&convert(&workload)?, "workload")?;
        let mut assessor = Assessor::new(&program);
        let plain = Plain::new(workload);
        let mut scratch = Scratch::default();
        let mut compared = Self::default();
        let mut left = count;
        for batch in lines::open(parquet, Share::WHOLE)? {
            let lines = Lines::of(&batch?)?;
            for line in lines.iter().take(left) {
                let (outcome, missing) = plain.decide(line, &mut scratch);
                let sources = plain.sources(&scratch).map(str::to_owned).collect();
                let found = found(&assessor.assess(case(line)?));
                let found = found.with_context(|| format!("line {:?}", line.key()))?;
                compared.add(line.key(), (outcome, sources, missing), found);
            }
            left = left.saturating_sub(lines.len());
            if left == 0 {
                break;
            }
        }
        Ok(compared)
    }

    /// Whether a line differs in outcome or sources.
    #[must_use]
    pub fn differs(&self) -> bool {
        self.differing > 0
    }

    /// Takes up a line by its claim and number.
    pub(super) fn add(&mut self, line: (i64, i32), answer: Told, found: Told) {
        *self.outcomes.entry(answer.0).or_default() += 1;
        if answer == found {
            return;
        }
        if (answer.0, &answer.1) != (found.0, &found.1) {
            self.differing += 1;
        } else {
            *self.missing.entry((answer.2, found.2)).or_default() += 1;
        }
        if self.told.len() < TOLD {
            self.told
                .push(format!("{line:?}: answered {answer:?}, found {found:?}"));
        }
    }
}

/// An outcome, its sources and what is missing.
pub(super) type Told = (Outcome, Vec<String>, Missing);

impl fmt::Display for Comparison {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let lines: usize = self.outcomes.values().sum();
        writeln!(f, "{lines} lines compared")?;
        for (outcome, lines) in &self.outcomes {
            writeln!(f, "{lines:>10} {outcome}")?;
        }
        writeln!(f, "{} differ in outcome or sources", self.differing)?;
        let missing: usize = self.missing.values().sum();
        write!(f, "{missing} differ in the missing facts alone")?;
        for ((answer, found), lines) in &self.missing {
            write!(
                f,
                "\n{lines:>10} `{}` answered, `{}` found",
                answer.name(),
                found.name()
            )?;
        }
        self.told.iter().try_for_each(|line| write!(f, "\n{line}"))
    }
}
