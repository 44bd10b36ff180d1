//! What is asked of a corpus, in tasks that do not hang on one another.

use coverdict_model::source::SourceKind;
use coverdict_program::{Edition, Program, Source, SourceId};
use rustc_hash::FxHashMap;

use super::{
    Answers,
    disagree::{self, Pair},
    speakers,
};
use crate::{
    Subject,
    examine::{EditionDays, Examiner, Line, Place, edition_days},
    witness::Requested,
};

/// Everything that is asked, and what is known of the corpus beforehand.
#[derive(Debug)]
pub(crate) struct Plan<'p> {
    program: &'p Program,
    /// The days of the editions of each source, in the order of the sources.
    days: Vec<Vec<EditionDays>>,
    /// Where each kind of source stands, floors included.
    places: FxHashMap<SourceKind, Vec<Place>>,
    pairs: Vec<Pair<'p>>,
    lines: Vec<Sharing<'p>>,
}

/// The sources of a line, and the editions that claim it.
#[derive(Debug)]
pub(crate) struct Sharing<'p> {
    pub(crate) sources: &'p [SourceId],
    pub(crate) claims: Vec<Claim<'p>>,
}

/// An edition that claims a line.
#[derive(Debug)]
pub(crate) struct Claim<'p> {
    pub(crate) rank: Rank,
    pub(crate) source: &'p Source,
    pub(crate) edition: &'p Edition,
    pub(crate) days: EditionDays,
    pub(crate) line: Line,
    pub(crate) requested: Requested,
}

/// Where answers stand among all: first the pairs of sources, then the editions, each by its number.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Rank {
    /// Of a pair of sources.
    Pair(usize),
    /// Of an edition.
    Edition(usize, Part),
}

/// What of an edition answers are about, in the order in which it is told.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Part {
    /// What it says.
    Itself,
    /// What the sources of one of its lines say together, by the number of the line.
    Line(usize),
    /// Whether it is ever heard.
    Heard,
}

/// Something asked on its own.
#[derive(Debug, Clone, Copy)]
pub(crate) enum Task<'t, 'p> {
    /// Whether two sources disagree.
    Pair(usize, &'t Pair<'p>),
    /// What an edition says, by its number.
    Edition(usize, &'p Source, &'t EditionDays),
    /// Whether the sources of a line leave a case without answer.
    Line(&'t Sharing<'p>),
}

impl<'p> Plan<'p> {
    /// The plan for a corpus; into the answers goes what cannot be planned.
    pub(super) fn new(
        subject: &Subject<'p>,
        examiner: &mut Examiner<'p>,
        answers: &mut Answers,
    ) -> Self {
        let program = subject.program;
        let sources = program.sources.iter();
        let days: Vec<_> = sources
            .map(|source| edition_days(program, source))
            .collect();
        let kinds = SourceKind::ALL.iter().copied();
        let places = kinds.map(|kind| (kind, examiner.steps_of(kind)));
        Self {
            program,
            places: places.collect(),
            pairs: disagree::pairs(subject, examiner, answers),
            lines: lines(program, &days),
            days,
        }
    }

    /// The tasks; those that can take long come first, so that no thread waits for another at the end.
    pub(super) fn tasks(&self) -> Vec<Task<'_, 'p>> {
        let lines = self.lines.iter().map(Task::Line);
        let pairs = self.pairs.iter().enumerate();
        let pairs = pairs.map(|(at, pair)| Task::Pair(at, pair));
        let editions = editions(self.program, &self.days).enumerate();
        let editions = editions.map(|(at, (source, days))| Task::Edition(at, source, days));
        lines.chain(pairs).chain(editions).collect()
    }

    /// The days of a source's editions.
    pub(super) fn days(&self, source: SourceId) -> &[EditionDays] {
        let days = self.days.get(source.0 as usize);
        days.map_or(&[], Vec::as_slice)
    }

    /// Where a kind of source stands.
    pub(super) fn places(&self, kind: SourceKind) -> &[Place] {
        self.places.get(&kind).map_or(&[], Vec::as_slice)
    }
}

/// The editions that are in force at some time.
fn editions<'t, 'p>(
    program: &'p Program,
    days: &'t [Vec<EditionDays>],
) -> impl Iterator<Item = (&'p Source, &'t EditionDays)> {
    let sources = program.sources.iter().zip(days);
    sources.flat_map(|(source, days)| days.iter().map(move |days| (source, days)))
}

/// The lines that editions claim, by the sources that share them.
fn lines<'p>(program: &'p Program, days: &[Vec<EditionDays>]) -> Vec<Sharing<'p>> {
    let mut lines: Vec<Sharing<'p>> = Vec::new();
    let mut known: FxHashMap<&[SourceId], usize> = FxHashMap::default();
    let mut by_requested: FxHashMap<Requested, usize> = FxHashMap::default();
    for (number, (source, days)) in editions(program, days).enumerate() {
        let Some(edition) = source.editions.get(days.edition as usize) else {
            continue;
        };
        for (at, (line, requested)) in speakers::lines(program, edition).into_iter().enumerate() {
            let place = *by_requested.entry(requested.clone()).or_insert_with(|| {
                let sources = speakers::sources(program, &requested);
                *known.entry(sources).or_insert_with(|| {
                    lines.push(Sharing {
                        sources,
                        claims: Vec::new(),
                    });
                    lines.len() - 1
                })
            });
            if let Some(sharing) = lines.get_mut(place) {
                sharing.claims.push(Claim {
                    rank: Rank::Edition(number, Part::Line(at)),
                    source,
                    edition,
                    days: days.clone(),
                    line,
                    requested,
                });
            }
        }
    }
    lines
}
