//! The workload answered by a plain program: a hash index, and an interpreter of criteria.
//!
//! It shares nothing with the engines. It is what their answers are compared with, and what their
//! speed is measured against.

use std::{cell::LazyCell, collections::BTreeMap};

use coverdict_model::date::day_number;
use rustc_hash::FxHashMap;

use super::{
    answer::{Missing, Outcome},
    json::{Criteria, Kind, Leaf, Scope, Source, Verdict, Workload},
    lines::Line,
    truth::Facts,
};

/// Answers lines by a corpus of the workload.
#[derive(Debug)]
pub struct Plain {
    /// All versions, by the names of their sources: their numbers sort as the names do.
    versions: Vec<Version>,
    codes: FxHashMap<String, u32>,
    words: FxHashMap<String, u32>,
    steps: BTreeMap<Kind, Step>,
    /// One number of weeks in each range that no criterion tells apart.
    weeks: Vec<i32>,
}

#[derive(Debug)]
struct Version {
    name: String,
    from: i32,
    to: i32,
    dx_prefixes: Option<Vec<String>>,
    criteria: Option<Criteria>,
    on_met: Verdict,
    on_unmet: Verdict,
}

/// The versions of one kind, by the columns that limit them, then by what stands in these.
type Step = BTreeMap<Limits, FxHashMap<Key, Vec<u32>>>;

/// Which of plan, payer, line of business and state limit a source.
type Limits = [bool; 4];

/// A code, and the words in the columns that limit.
type Key = (u32, [Option<u32>; 4]);

/// What is kept from line to line.
#[derive(Debug, Default)]
pub struct Scratch {
    /// The versions that apply, step by step.
    applicable: Vec<Vec<u32>>,
    sources: Vec<u32>,
    outcomes: Vec<Outcome>,
}

/// What the versions of a step say together.
enum Said {
    Nothing,
    Outcome(Outcome),
    Unknown,
}

impl Plain {
    /// Indexes a corpus.
    #[must_use]
    pub fn new(mut workload: Workload) -> Self {
        workload.sources.sort_by(|one, other| one.id.cmp(&other.id));
        let mut plain = Self {
            versions: Vec::new(),
            codes: FxHashMap::default(),
            words: FxHashMap::default(),
            steps: BTreeMap::new(),
            weeks: vec![i32::MIN],
        };
        workload
            .sources
            .into_iter()
            .for_each(|source| plain.add(source));
        plain.weeks.sort_unstable();
        plain.weeks.dedup();
        plain
    }

    /// Answers a line. The sources of the answer are left in the scratch: [`Self::sources`].
    pub fn decide(&self, line: Line<'_>, scratch: &mut Scratch) -> (Outcome, Missing) {
        scratch.sources.clear();
        let Some(code) = self.codes.get(line.code()).copied() else {
            return (Outcome::NoPolicy, Missing::default());
        };
        let words = columns(line).map(|word| self.words.get(word).copied());
        let facts = LazyCell::new(|| Facts::of(line));
        scratch.applicable.resize_with(self.steps.len(), Vec::new);
        let mut steps = self.steps.values().zip(&mut scratch.applicable);
        let mut above = 0;
        while let Some((step, applicable)) = steps.next() {
            self.applicable(step, (code, words), line.day(), &facts, applicable);
            if applicable.is_empty() {
                above += 1;
                continue;
            }
            match self.said(applicable, &facts, &mut scratch.sources) {
                Said::Nothing => above += 1,
                Said::Outcome(outcome) => return (outcome, Missing::default()),
                Said::Unknown => {
                    for (step, applicable) in steps {
                        self.applicable(step, (code, words), line.day(), &facts, applicable);
                    }
                    // The steps above are silent whatever is missing.
                    return self.complete(&facts, above, scratch);
                }
            }
        }
        (Outcome::NoPolicy, Missing::default())
    }

    /// The names of the sources of the last answer, each with its version, in order.
    pub fn sources<'p>(&'p self, scratch: &Scratch) -> impl Iterator<Item = &'p str> {
        let versions = scratch
            .sources
            .iter()
            .filter_map(|at| self.versions.get(*at as usize));
        versions.map(|version| version.name.as_str())
    }

    /// How many versions apply to a line, on all steps.
    #[must_use]
    pub fn count(&self, line: Line<'_>, scratch: &mut Scratch) -> usize {
        let Some(code) = self.codes.get(line.code()).copied() else {
            return 0;
        };
        let words = columns(line).map(|word| self.words.get(word).copied());
        let facts = LazyCell::new(|| Facts::of(line));
        scratch.applicable.resize_with(self.steps.len(), Vec::new);
        let steps = self.steps.values().zip(&mut scratch.applicable);
        let counts = steps.map(|(step, applicable)| {
            self.applicable(step, (code, words), line.day(), &facts, applicable);
            applicable.len()
        });
        counts.sum()
    }

    /// The versions of a step that apply to a line.
    fn applicable<'l>(
        &self,
        step: &Step,
        (code, words): Key,
        day: i32,
        facts: &LazyCell<Facts<'l>, impl FnOnce() -> Facts<'l>>,
        applicable: &mut Vec<u32>,
    ) {
        applicable.clear();
        for (limits, versions) in step {
            let key = (code, limited(*limits, words));
            for at in versions.get(&key).into_iter().flatten() {
                let Some(version) = self.versions.get(*at as usize) else {
                    continue;
                };
                let of = version.dx_prefixes.as_ref();
                if (version.from..version.to).contains(&day)
                    && of.is_none_or(|prefixes| facts.is_diagnosed(prefixes))
                {
                    applicable.push(*at);
                }
            }
        }
        applicable.sort_unstable();
    }

    /// What versions of one step say; those that decide are added to the sources.
    fn said(&self, applicable: &[u32], facts: &Facts<'_>, sources: &mut Vec<u32>) -> Said {
        let mut said = Said::Nothing;
        for at in applicable {
            let Some(version) = self.versions.get(*at as usize) else {
                continue;
            };
            let met = match &version.criteria {
                None => true,
                Some(criteria) => match facts.meet(criteria) {
                    Some(met) => met,
                    None => return Said::Unknown,
                },
            };
            let own = match if met {
                version.on_met
            } else {
                version.on_unmet
            } {
                Verdict::Covered => Outcome::Covered,
                Verdict::NotCovered => Outcome::NotCovered,
                Verdict::PriorAuth => Outcome::PriorAuth,
                Verdict::Pass => continue,
            };
            sources.push(*at);
            said = match said {
                Said::Outcome(other) if other != own => Said::Outcome(Outcome::Conflict),
                _ => Said::Outcome(own),
            };
        }
        said
    }

    /// The outcome over all completions of what is missing.
    fn complete(
        &self,
        facts: &Facts<'_>,
        above: usize,
        scratch: &mut Scratch,
    ) -> (Outcome, Missing) {
        scratch.sources.clear();
        scratch.outcomes.clear();
        let weeks = facts
            .therapy
            .as_ref()
            .map_or(self.weeks.as_slice(), std::slice::from_ref);
        let imaging = facts
            .imaging
            .as_ref()
            .map_or([false, true].as_slice(), std::slice::from_ref);
        for weeks in weeks {
            for imaging in imaging {
                let complete = Facts {
                    therapy: Some(*weeks),
                    imaging: Some(*imaging),
                    ..*facts
                };
                let below = scratch.applicable.iter().skip(above);
                let mut said = below.map(|of| self.said(of, &complete, &mut scratch.sources));
                let outcome = said.find_map(|said| match said {
                    Said::Outcome(outcome) => Some(outcome),
                    Said::Nothing | Said::Unknown => None,
                });
                scratch.outcomes.push(outcome.unwrap_or(Outcome::NoPolicy));
            }
        }
        let mut rows = scratch.outcomes.chunks(imaging.len());
        let first = scratch.outcomes.get(..imaging.len());
        let missing = Missing {
            therapy: rows.clone().any(|row| Some(row) != first),
            imaging: rows.any(|row| row.iter().any(|one| Some(one) != row.first())),
        };
        match scratch.outcomes.first() {
            Some(outcome) if missing.is_empty() => {
                scratch.sources.sort_unstable();
                scratch.sources.dedup();
                (*outcome, missing)
            }
            _ => {
                scratch.sources.clear();
                (Outcome::NeedsInformation, missing)
            }
        }
    }

    fn add(&mut self, source: Source) {
        let scope = columns_of(&source.scope).map(|word| Some(number(&mut self.words, word?)));
        let limits = scope.map(|word| word.is_some());
        for version in source.versions {
            let at = self.versions.len() as u32;
            for code in &version.codes {
                let key = (number(&mut self.codes, code), scope);
                let step = self.steps.entry(source.kind).or_default();
                let versions = step.entry(limits).or_default();
                versions.entry(key).or_default().push(at);
            }
            if let Some(criteria) = &version.criteria {
                thresholds(criteria, &mut self.weeks);
            }
            let day = |day| i32::try_from(day_number(day)).unwrap_or(i32::MAX);
            self.versions.push(Version {
                name: format!("{}@{}", source.id, version.version),
                from: day(version.from),
                to: version.to.map_or(i32::MAX, day),
                dx_prefixes: version.dx_prefixes,
                criteria: version.criteria,
                on_met: version.on_met,
                on_unmet: version.on_unmet,
            });
        }
    }
}

fn columns(line: Line<'_>) -> [&str; 4] {
    [
        line.plan(),
        line.payer(),
        line.line_of_business(),
        line.state(),
    ]
}

fn columns_of(scope: &Scope) -> [Option<&str>; 4] {
    [
        scope.plan_id.as_deref(),
        scope.payer.as_deref(),
        scope.line_of_business.as_deref(),
        scope.state.as_deref(),
    ]
}

fn limited(limits: Limits, words: [Option<u32>; 4]) -> [Option<u32>; 4] {
    let [a, b, c, d] = limits;
    let [p, q, r, s] = words;
    [
        p.filter(|_| a),
        q.filter(|_| b),
        r.filter(|_| c),
        s.filter(|_| d),
    ]
}

fn number(numbers: &mut FxHashMap<String, u32>, text: &str) -> u32 {
    let next = numbers.len() as u32;
    *numbers.entry(text.to_owned()).or_insert(next)
}

/// The thresholds of weeks of therapy, at each of which a range begins.
fn thresholds(criteria: &Criteria, found: &mut Vec<i32>) {
    match criteria {
        Criteria::All { all: of } | Criteria::Any { any: of } | Criteria::AtLeast { of, .. } => {
            of.iter().for_each(|one| thresholds(one, found));
        }
        Criteria::Leaf(Leaf::PriorTherapyWeeks { value, .. }) => found.push(*value),
        Criteria::Leaf(_) => {}
    }
}
