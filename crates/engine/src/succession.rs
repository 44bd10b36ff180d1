//! Which edition of a source is in force on its governing date.
//!
//! The answer can be open: a start known to the month, an unattested succession, a governing date
//! that the case leaves open. All of it together is one question a source, whose cells are the
//! [`Chain`]s that are possible and, where the succession is open, what an edition that is not on
//! file may say.

use coverdict_logic::{Cells, VarId};
use coverdict_model::{
    date::{Date, PartialDate, from_day_number},
    quantity::Decimal,
    source::Status,
    value::{Reading, Value},
};
use coverdict_program::{Edition, Program, Source, Unknown, cells::Axis, cells::Shape};

use crate::facts::Facts;

/// Editions of a source in the order in which they would be in force if those before were not on
/// file: usually one. Editions published late may be taken away, which is why the next counts.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Chain {
    /// Places of editions in the source, each with whether it is still running. One that has ended
    /// leaves nothing in force.
    pub(crate) editions: Vec<(u32, bool)>,
}

impl Chain {
    /// The edition in force when some are taken as not on file.
    pub(crate) fn in_force(&self, removed: &dyn Fn(u32) -> bool) -> Option<u32> {
        let first = self.editions.iter().find(|(edition, _)| !removed(*edition));
        first
            .filter(|(_, running)| *running)
            .map(|(edition, _)| *edition)
    }
}

/// What is possible of a source's succession in a case.
#[derive(Debug)]
pub(crate) struct Succession {
    /// The editions that count as on file.
    pub(crate) on_file: Vec<u32>,
    /// The chains possible on some governing date possible.
    pub(crate) chains: Vec<Chain>,
    /// Whether an edition that is not on file may be in force.
    pub(crate) open: bool,
    /// For a governing date that the case leaves open: which cells are possible on which cells of
    /// that date.
    pub(crate) by_date: Option<(VarId, Vec<(Cells, Cells)>)>,
    /// Editions whose imprecise start or end matters.
    pub(crate) imprecise: Vec<(u32, PartialDate)>,
}

impl Succession {
    /// The first cell of what an edition that is not on file may say.
    pub(crate) fn first_unknown(&self) -> u32 {
        u32::try_from(self.chains.len()).unwrap_or(u32::MAX)
    }

    /// All cells of the question.
    pub(crate) fn cells(&self) -> Cells {
        let unknown = match self.open {
            true => Unknown::cells(self.first_unknown(), |_| true),
            false => Cells::empty(),
        };
        Cells::range(0, self.first_unknown()).union(&unknown)
    }

    /// The editions in some chain, ascending.
    pub(crate) fn editions(&self) -> Vec<u32> {
        let mut editions: Vec<u32> = self
            .chains
            .iter()
            .flat_map(|chain| &chain.editions)
            .map(|(edition, _)| *edition)
            .collect();
        editions.sort_unstable();
        editions.dedup();
        editions
    }

    /// The cells in which an edition is in force when some are taken as not on file.
    pub(crate) fn in_force(&self, edition: u32, removed: &dyn Fn(u32) -> bool) -> Cells {
        let cells = (0_u32..)
            .zip(&self.chains)
            .filter(|(_, chain)| chain.in_force(removed) == Some(edition));
        Cells::from_ranges(cells.map(|(cell, _)| (cell, cell + 1)))
    }
}

/// A late edition is told apart by this function when chains are made.
pub(crate) type MayBeLate<'f> = dyn Fn(&Edition) -> bool + 'f;

/// Works out what is possible of a source's succession.
pub(crate) fn succession(
    program: &Program,
    facts: &Facts<'_>,
    source: &Source,
    known_as_of: Date,
    may_be_late: &MayBeLate<'_>,
) -> Succession {
    let on_file = on_file(source, known_as_of);
    let attested = source
        .succession_attested
        .is_some_and(|recorded| recorded <= known_as_of);
    let view = View {
        source,
        on_file: &on_file,
        attested,
        known_as_of,
        may_be_late,
    };
    let governing = source.governing_date.name();
    match facts.reading(governing) {
        Reading::Known(Value::Date(day)) => {
            let (chains, open) = view.on(*day);
            let imprecise = view.imprecise(*day, *day);
            Succession {
                on_file,
                chains,
                open,
                by_date: None,
                imprecise,
            }
        }
        reading => view.on_open_date(program, reading, governing, on_file.clone()),
    }
}

/// The one chain possible on a day when no edition counts as published late; none where several are,
/// or an edition that is not on file may stand.
pub(crate) fn certain_chain(source: &Source, known_as_of: Date, day: Date) -> Option<Chain> {
    let on_file = on_file(source, known_as_of);
    let view = View {
        source,
        on_file: &on_file,
        attested: source
            .succession_attested
            .is_some_and(|recorded| recorded <= known_as_of),
        known_as_of,
        may_be_late: &|_| false,
    };
    match view.on(day) {
        (mut chains, false) if chains.len() == 1 => chains.pop(),
        _ => None,
    }
}

/// The editions that count as on file: known by then, no drafts, not corrected by another, be it
/// through corrections between that were not known yet.
pub(crate) fn on_file(source: &Source, known_as_of: Date) -> Vec<u32> {
    let known =
        |edition: &Edition| edition.recorded <= known_as_of && edition.status != Status::Draft;
    let corrected = |at: u32| {
        let known = source.editions.iter().filter(|edition| known(edition));
        known.into_iter().any(|other| corrects(source, other, at))
    };
    let places = (0_u32..).zip(&source.editions);
    places
        .filter(|(at, edition)| known(edition) && !corrected(*at))
        .map(|(at, _)| at)
        .collect()
}

/// Whether an edition corrects another, directly or by correcting its corrections.
fn corrects(source: &Source, edition: &Edition, at: u32) -> bool {
    let mut corrected = edition.supersedes;
    // INVARIANT: a checked corpus has no circle of corrections; the count bounds an unchecked one.
    for _ in 0..source.editions.len() {
        match corrected {
            Some(other) if other == at => return true,
            Some(other) => {
                let earlier = source.editions.get(other as usize);
                corrected = earlier.and_then(|earlier| earlier.supersedes);
            }
            None => return false,
        }
    }
    false
}

struct View<'v> {
    source: &'v Source,
    on_file: &'v [u32],
    attested: bool,
    known_as_of: Date,
    may_be_late: &'v MayBeLate<'v>,
}

impl View<'_> {
    fn edition(&self, at: u32) -> Option<&Edition> {
        self.source.editions.get(at as usize)
    }

    fn editions(&self) -> impl Iterator<Item = (u32, &Edition)> {
        self.on_file
            .iter()
            .filter_map(|at| Some((*at, self.edition(*at)?)))
    }

    /// The chains possible on a day, and whether an edition that is not on file may stand there.
    fn on(&self, day: Date) -> (Vec<Chain>, bool) {
        let mut chains = Vec::new();
        let mut before_last = false;
        let mut after_end = false;
        self.extend(day, None, &mut Vec::new(), &mut chains, &mut after_end);
        chains.sort();
        chains.dedup();
        if let Some(last) = self.last_begun() {
            before_last = last.effective.latest() > day;
        }
        (chains, !self.attested && (before_last || after_end))
    }

    /// Extends a chain by every edition that can come next, and by none where that can be. Of the last in
    /// the chain so far, it takes the last day on which that can have started.
    fn extend(
        &self,
        day: Date,
        last: Option<(Date, &Edition)>,
        chain: &mut Vec<(u32, bool)>,
        chains: &mut Vec<Chain>,
        after_end: &mut bool,
    ) {
        let before = |at: u32| chain.iter().any(|(other, _)| *other == at);
        let rest: Vec<(u32, &Edition)> = self.editions().filter(|(at, _)| !before(*at)).collect();
        if rest
            .iter()
            .all(|(_, edition)| edition.effective.latest() > day)
        {
            chains.push(Chain {
                editions: chain.clone(),
            });
        }
        for (at, edition) in &rest {
            let Some(start) = can_be_last_begun(*at, edition, day, last, &rest) else {
                continue;
            };
            let (may_run, may_have_ended) = self.runs(edition, day, chain);
            *after_end |= may_have_ended && chain.is_empty();
            for running in [may_run.then_some(true), may_have_ended.then_some(false)]
                .into_iter()
                .flatten()
            {
                chain.push((*at, running));
                match (self.may_be_late)(edition) {
                    true => {
                        self.extend(day, Some((start, edition)), chain, chains, after_end);
                    }
                    false => chains.push(Chain {
                        editions: chain.clone(),
                    }),
                }
                chain.pop();
            }
        }
    }

    /// Whether an edition that has begun may be running on a day, and whether it may have ended.
    /// Those before it in the chain have begun too.
    fn runs(&self, edition: &Edition, day: Date, chain: &[(u32, bool)]) -> (bool, bool) {
        let Some(ended) = edition.ended else {
            return (true, false);
        };
        // One boundary between two editions is one unknown: it ends where the next one starts.
        let mut next = self
            .editions()
            .filter(|(_, next)| next.effective == ended && next.id != edition.id);
        match next.next().filter(|_| ended.exact().is_none()) {
            Some((next, _)) => {
                let begun = chain.iter().any(|(before, _)| *before == next);
                (!begun, begun)
            }
            None => (ended.latest() > day, ended.earliest() <= day),
        }
    }

    /// The edition whose start closes the time in which others may have been in force.
    fn last_begun(&self) -> Option<&Edition> {
        let begun = self
            .editions()
            .filter(|(_, edition)| edition.effective.earliest() <= self.known_as_of);
        let last = begun.max_by_key(|(_, edition)| edition.effective.latest());
        // Where none has, the first: the one that surely has started when any other surely has.
        last.or_else(|| {
            self.editions()
                .min_by_key(|(_, edition)| edition.effective.latest())
        })
        .map(|(_, edition)| edition)
    }

    /// The editions with a start or end that is imprecise and may fall before or after a day between
    /// these.
    fn imprecise(&self, first: Date, last: Date) -> Vec<(u32, PartialDate)> {
        let matters = |date: &PartialDate| {
            date.exact().is_none() && date.earliest() <= last && date.latest() > first
        };
        self.editions()
            .flat_map(|(at, edition)| {
                let dates = [Some(edition.effective), edition.ended];
                dates
                    .into_iter()
                    .flatten()
                    .filter(matters)
                    .map(move |date| (at, date))
                    .collect::<Vec<_>>()
            })
            .collect()
    }

    /// What is possible where the case leaves the governing date open: day by day between the days
    /// on which something changes.
    fn on_open_date(
        &self,
        program: &Program,
        reading: &Reading,
        governing: &str,
        on_file: Vec<u32>,
    ) -> Succession {
        let nothing = || Succession {
            on_file: on_file.clone(),
            chains: vec![Chain {
                editions: Vec::new(),
            }],
            open: false,
            by_date: None,
            imprecise: Vec::new(),
        };
        let Some(number) = program.fact(governing) else {
            return nothing();
        };
        let Some(fact) = program.facts.get(number as usize) else {
            return nothing();
        };
        let Shape::Ordered(axis) = &fact.cells.shape else {
            return nothing();
        };
        let mut segments: Vec<(Cells, Vec<Chain>, bool)> = Vec::new();
        for (cell, day) in (0_u32..).zip(first_days(axis)) {
            let Some(day) = day else { continue };
            let (chains, open) = self.on(day);
            segments.push((Cells::single(cell), chains, open));
        }
        // A date without value: nothing is in force.
        for cell in [fact.cells.absent, fact.cells.not_performed]
            .into_iter()
            .flatten()
        {
            segments.push((
                Cells::single(cell),
                vec![Chain {
                    editions: Vec::new(),
                }],
                false,
            ));
        }
        let mut chains: Vec<Chain> = segments
            .iter()
            .flat_map(|(_, chains, _)| chains.clone())
            .collect();
        chains.sort();
        chains.dedup();
        let first_unknown = u32::try_from(chains.len()).unwrap_or(u32::MAX);
        let by_date = segments.iter().map(|(cells, possible, open)| {
            let places = possible
                .iter()
                .filter_map(|chain| chains.binary_search(chain).ok());
            let places = places.filter_map(|place| u32::try_from(place).ok());
            let allowed = Cells::from_ranges(places.map(|cell| (cell, cell + 1)));
            let unknown = match open {
                true => Unknown::cells(first_unknown, |_| true),
                false => Cells::empty(),
            };
            (cells.clone(), allowed.union(&unknown))
        });
        let by_date: Vec<(Cells, Cells)> = by_date.collect();
        let open = segments.iter().any(|(_, _, open)| *open);
        let (first, last) = match reading {
            Reading::Within { low, high } => (low.as_ref(), high.as_ref()),
            _ => (None, None),
        };
        let day = |value: Option<&Value>, otherwise| match value {
            Some(Value::Date(day)) => *day,
            _ => otherwise,
        };
        let imprecise = self.imprecise(day(first, Date::MIN), day(last, Date::MAX));
        Succession {
            on_file,
            chains,
            open,
            by_date: Some((VarId(number), by_date)),
            imprecise,
        }
    }
}

/// The last day on which an edition can have started that is the last one begun by a day, or the one
/// begun before another: every other one started either before it or not by that day. None where it
/// cannot be that one. Imprecise starts never coincide.
fn can_be_last_begun(
    at: u32,
    edition: &Edition,
    day: Date,
    next: Option<(Date, &Edition)>,
    rest: &[(u32, &Edition)],
) -> Option<Date> {
    let by = match next {
        None => day,
        Some((start, next)) if gives_way(edition, next) => start,
        Some((start, _)) => start.yesterday().ok()?,
    };
    if edition.effective.earliest() > by {
        return None;
    }
    let start = edition.effective.latest().min(by);
    let can_be = rest
        .iter()
        .filter(|(other, _)| *other != at)
        .all(|(_, other)| {
            other.effective.latest() > day
                || other.effective.earliest() < start
                || gives_way(other, edition)
        });
    can_be.then_some(start)
}

/// Whether an edition counts as begun before another that starts on the same day: the one that was
/// compiled first gives way.
fn gives_way(edition: &Edition, other: &Edition) -> bool {
    let same_day = edition.effective.exact().is_some() && edition.effective == other.effective;
    same_day && edition.id < other.id
}

/// A day of each cell of a date axis; none for cells beyond the calendar.
fn first_days(axis: &Axis) -> impl Iterator<Item = Option<Date>> {
    let day = |number: Decimal| i64::try_from(number).ok().and_then(from_day_number);
    let first = axis.min.map_or_else(
        || {
            axis.cuts
                .first()
                .and_then(|cut| day(cut.value - Decimal::ONE))
        },
        day,
    );
    let first = first.or(Some(Date::MIN));
    std::iter::once(first).chain(axis.cuts.iter().map(move |cut| day(cut.value)))
}

#[cfg(test)]
mod tests {
    use coverdict_corpus::read_corpus_from;
    use coverdict_model::date::parse_day;
    use coverdict_program::compile;

    use super::*;

    const FACTS: &str = include_str!("../tests/examples/facts.yaml");

    /// A source with editions that start so, recorded on the first day of 2025.
    fn program(starts: &[&str]) -> Program {
        let edition = |start: &&str| {
            let text = format!(
                "source: coverage-policy\nid: policy\ntitle: Example\npublisher: payer\neffective: {start}\n\
                 recorded: 2025-01-01\napplies: {{}}\nservices:\n  treatment: {{codes: [\"M0076\"], otherwise: silent}}\n\
                 prior-authorization: not-stated\n"
            );
            (format!("{start}.yaml"), text)
        };
        let files = starts.iter().map(edition);
        let files = files.chain([("facts.yaml".to_owned(), FACTS.to_owned())]);
        let corpus = match read_corpus_from(files) {
            Ok(loaded) => loaded.corpus,
            Err(failure) => panic!("{failure}"),
        };
        compile(&corpus, "example").unwrap()
    }

    /// The starts of the editions in each chain that is possible on a day, where any may be late.
    fn chains(starts: &[&str], day: &str) -> Vec<Vec<String>> {
        let program = program(starts);
        let source = &program.sources[0];
        let known_as_of = parse_day("2026-01-01").unwrap();
        let view = View {
            source,
            on_file: &on_file(source, known_as_of),
            attested: true,
            known_as_of,
            may_be_late: &|_| true,
        };
        let (chains, _) = view.on(parse_day(day).unwrap());
        let start = |at: u32| source.editions[at as usize].effective.to_string();
        let starts = chains.iter().map(|chain| {
            let editions = chain.editions.iter();
            editions.map(|(at, _)| start(*at)).collect()
        });
        let mut starts: Vec<Vec<String>> = starts.collect();
        starts.sort();
        starts
    }

    #[test]
    fn editions_follow_each_other_in_the_order_in_which_they_started() {
        let two = ["2024-01-01", "2025-03"];
        assert_eq!(
            chains(&two, "2025-03-04"),
            [vec!["2024-01-01"], vec!["2025-03", "2024-01-01"]]
        );
        assert_eq!(chains(&two, "2025-02-28"), [vec!["2024-01-01"]]);
        assert_eq!(chains(&two, "2025-03-31"), [vec!["2025-03", "2024-01-01"]]);
    }

    #[test]
    fn what_started_between_two_that_are_imprecise_stands_between_them() {
        // The year may begin before the month, and the day in it, or after.
        let three = ["2024", "2024-06", "2024-06-15"];
        assert_eq!(
            chains(&three, "2024-06-20"),
            [
                vec!["2024", "2024-06", "2024-06-15"],
                vec!["2024", "2024-06-15"],
                vec!["2024", "2024-06-15", "2024-06"],
                vec!["2024-06", "2024", "2024-06-15"],
                vec!["2024-06", "2024-06-15"],
                vec!["2024-06", "2024-06-15", "2024"],
                vec!["2024-06-15"],
                vec!["2024-06-15", "2024"],
                vec!["2024-06-15", "2024", "2024-06"],
                vec!["2024-06-15", "2024-06"],
                vec!["2024-06-15", "2024-06", "2024"],
            ]
        );
    }

    #[test]
    fn where_no_edition_has_begun_by_then_the_first_start_closes_the_time_before() {
        // By January none has begun. Whenever in March the other one does, one has on the 5th.
        let program = program(&["2025-03", "2025-03-05"]);
        let source = &program.sources[0];
        let known_as_of = parse_day("2025-01-15").unwrap();
        let view = View {
            source,
            on_file: &on_file(source, known_as_of),
            attested: false,
            known_as_of,
            may_be_late: &|_| false,
        };
        let is_open = |day: &str| view.on(parse_day(day).unwrap()).1;
        assert!(is_open("2025-03-04"));
        assert!(!is_open("2025-03-05"));
    }
}
