//! Branches of one quantity that leave a hole between them.

use coverdict_corpus::diagnostic::{Code, Entry, Severity};

use super::{
    find::{Pattern, brief, pattern},
    problem::Found,
    subject::Subject,
};
use crate::{
    criteria::{Criterion, Joined},
    typed::{Bound, Compares, bound_pattern, bounds, plain},
};

pub(super) const CODE: Code = Code::of(&Entry {
    id: "D0016",
    name: "hole-between-branches",
    severity: Severity::Warning,
    title: "Branches of one quantity leave a narrow hole between them.",
    explanation: "Let the branches meet, as \"below 15\" and \"15 or above\" do, or say what holds between them. A value in the hole is met by no branch.",
});

/// The units that are read, and those in which only whole numbers are counted.
const UNITS: &str = r"%|percent|[a-z]+/[a-z0-9^]+|mm ?hg|events? per hour|per hour|years?(?: of age| old)?|months?|weeks?|days?|hours?|points?|kg|cm|mm|visits?|sessions?|episodes?";
static WHOLE: Pattern = pattern!(
    r"\b(?:age[ds]?|years?|months?|weeks?|days?|points?|scores?|grades?|stages?|number|counts?|visits?|sessions?|episodes?|times|criteria|children)\b"
);
/// Quantities that are measured, whatever unit is written.
static MEASURED: Pattern = pattern!(
    r"\b(?:index|bmi|ahi|rdi|rate|ratio|saturation|pressure|fraction|level|a1c|hba1c|temperature|weight|height|diameter|volume|concentration)\b"
);
/// The quantity, its bound, and what follows.
static BRANCH: Pattern = Pattern::new(|| {
    let bound = bound_pattern(&format!("(?:{UNITS})"));
    let whole = format!(
        r"^(?:(?:the |an? |for |with |has |have |members? |patients? |beneficiar(?:y|ies) |individuals? |who |is |are |of )*)(?P<quantity>[a-z][a-z0-9 ()/-]{{0,60}}?)?(?: (?:is|are|of|was))?(?: |\b){bound}(?: ?(?P<unit>{UNITS}))?(?P<rest>.*)$"
    );
    regex::Regex::new(&whole).ok()
});
/// A second bound of the same quantity.
static SECOND: Pattern = Pattern::new(|| {
    let bound = bound_pattern(&format!("(?:{UNITS})"));
    regex::Regex::new(&format!(r"^,? ?(?:and|but) (?:is )?{bound}")).ok()
});

/// A hole is narrow up to so much, or so much of the value; a wider one is meant.
const NARROW: f64 = 2.0;
const NARROW_SHARE: f64 = 0.05;

/// The values that a branch takes.
#[derive(Debug, Clone, Copy)]
struct Interval {
    /// The least value, and whether it is one.
    low: (f64, bool),
    /// The greatest value, and whether it is one.
    high: (f64, bool),
}

/// A criterion that bounds a quantity.
struct Branch<'c> {
    criterion: &'c Criterion,
    quantity: String,
    is_whole: bool,
    values: Interval,
    /// What its numbers are counted in, where they have decimals; 0 where they have none.
    step: f64,
}

pub(super) fn find(subject: &Subject<'_>) -> Vec<Found> {
    let mut found = Vec::new();
    for outline in &subject.ingested.outlines {
        among(&outline.criteria, outline.joined, &mut found);
    }
    found
}

/// Looks at criteria of one list, and at those below each.
fn among(criteria: &[Criterion], joined: Joined, found: &mut Vec<Found>) {
    // Criteria that all have to be met are no branches.
    if matches!(joined, Joined::Any | Joined::Open | Joined::AtLeast(1)) {
        let mut branches: Vec<Branch<'_>> = criteria.iter().filter_map(branch).collect();
        branches.sort_by(|one, other| {
            let quantity = one.quantity.cmp(&other.quantity);
            quantity.then(one.values.low.0.total_cmp(&other.values.low.0))
        });
        for pair in branches.chunk_by(|one, other| one.quantity == other.quantity) {
            found.extend(holes(pair));
        }
    }
    for criterion in criteria {
        among(
            &criterion.below,
            criterion.joined.unwrap_or(Joined::All),
            found,
        );
    }
}

/// The holes between branches of one quantity, in the order of their least values.
fn holes(branches: &[Branch<'_>]) -> Vec<Found> {
    let mut found = Vec::new();
    let mut reached: Option<&Branch<'_>> = None;
    for branch in branches {
        if let Some(before) = reached {
            found.extend(hole(before, branch));
        }
        let is_further = reached.is_none_or(|before| branch.values.high.0 >= before.values.high.0);
        if is_further {
            reached = Some(branch);
        }
    }
    found
}

fn hole(before: &Branch<'_>, after: &Branch<'_>) -> Option<Found> {
    let (mut high, mut low) = (before.values.high, after.values.low);
    if before.is_whole && after.is_whole {
        // Of whole numbers, below 14 is at most 13.
        if !high.1 {
            high = (high.0 - 1.0, true);
        }
        if !low.1 {
            low = (low.0 + 1.0, true);
        }
        if low.0 - high.0 < 1.5 {
            return None;
        }
    } else if low.0 < high.0 || low.0 == high.0 && (low.1 || high.1) {
        return None;
    }
    let width = low.0 - high.0;
    // Who writes 34.9 and 35 counts in tenths.
    if width <= before.step.max(after.step) + f64::EPSILON * low.0.abs() {
        return None;
    }
    if !width.is_finite()
        || width > NARROW.max(NARROW_SHARE * low.0) + f64::from(u8::from(before.is_whole))
    {
        return None;
    }
    let missing = match before.is_whole && after.is_whole {
        true if width < 2.5 => format!("{}", high.0 + 1.0),
        true => format!("{} to {}", high.0 + 1.0, low.0 - 1.0),
        false if width == 0.0 => format!("{} itself", low.0),
        false => format!("what lies between {} and {}", high.0, low.0),
    };
    let words = |branch: &Branch<'_>| brief(&branch.criterion.words);
    let message = format!(
        "no branch has {missing}: \"{}\" and \"{}\"",
        words(before),
        words(after)
    );
    let found = Found::new(message).at(words(before), before.criterion.place);
    Some(found.with("the next branch", words(after), after.criterion.place))
}

/// A criterion as a branch, where it starts with a quantity and its bounds.
fn branch(criterion: &Criterion) -> Option<Branch<'_>> {
    let words = plain(&criterion.words);
    let found = BRANCH.groups(&words)?;
    let quantity = found
        .name("quantity")
        .map_or("", |quantity| quantity.as_str().trim());
    let unit = found.name("unit").map_or("", |unit| unit.as_str());
    let bound = found.name("bound")?.as_str();
    let mut own = bounds(bound, None)?;
    let rest = found.name("rest").map_or("", |rest| rest.as_str());
    if let Some(second) = SECOND.groups(rest) {
        own.extend(bounds(second.name("bound")?.as_str(), None)?);
    }
    let said = format!("{quantity} {bound} {unit}");
    // A quantity without a name is told by its unit: 14 years or younger.
    let quantity = match quantity {
        "" => format!("in {}", first_unit(&said)?),
        quantity => quantity.to_owned(),
    };
    let is_measured = MEASURED.is_in(&quantity) || said.contains(['%', '/']) || said.contains("hg");
    Some(Branch {
        criterion,
        is_whole: WHOLE.is_in(&said) || !is_measured,
        quantity,
        values: interval(&own)?,
        step: step(&own),
    })
}

fn first_unit(said: &str) -> Option<String> {
    let found = WHOLE.groups(said)?;
    Some(found.get(0)?.as_str().trim_end_matches('s').to_owned())
}

/// The place of the last decimal; of whole numbers nobody knows whether they are counted.
fn step(bounds: &[Bound]) -> f64 {
    let decimals = bounds
        .iter()
        .filter_map(|bound| Some(bound.number.split_once('.')?.1.len()));
    let most = decimals.max().and_then(|most| i32::try_from(most).ok());
    most.map_or(0.0, |most| 10_f64.powi(-most))
}

fn interval(bounds: &[Bound]) -> Option<Interval> {
    let mut values = Interval {
        low: (f64::NEG_INFINITY, false),
        high: (f64::INFINITY, false),
    };
    for bound in bounds {
        let number: f64 = bound.number.parse().ok()?;
        match bound.compares {
            Compares::AtLeast => values.low = (number, true),
            Compares::Above => values.low = (number, false),
            Compares::AtMost => values.high = (number, true),
            Compares::Below => values.high = (number, false),
        }
    }
    (values.low.0 <= values.high.0).then_some(values)
}
