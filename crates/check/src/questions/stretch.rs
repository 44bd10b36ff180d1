//! What an edition says of each kind of line in each stretch of time: what questions about one edition are asked of.

use std::collections::BTreeSet;

use coverdict_logic::CondId;
use coverdict_model::{
    date::Date,
    source::{EditionId, SourceKind},
    well_known,
};
use coverdict_program::{Edition, Program, Source, cells::Shape};

use super::{Asking, paired};
use crate::{
    examine::{EditionDays, Examiner, Line, Place, Says},
    witness::{Frame, Requested},
};

/// An edition at work.
pub(crate) struct AtWork<'p> {
    pub(crate) source: &'p Source,
    pub(crate) edition: &'p Edition,
    /// The lines that it is for, each with one of its days, for each stretch of time in which nothing changes.
    pub(crate) stretches: Vec<Stretch<'p>>,
    /// The days on which it is in force.
    pub(crate) days: EditionDays,
    /// Whom it is heard for: those whom a profile with its kind serves and to whom it applies.
    pub(crate) heard: CondId,
}

/// A line of an edition on a day.
pub(crate) struct Stretch<'p> {
    pub(crate) frame: Frame,
    pub(crate) line: Line,
    pub(crate) says: Says<'p>,
}

impl AtWork<'_> {
    pub(crate) fn id(&self) -> &EditionId {
        &self.edition.id
    }
}

/// An edition at work; `None` where that is too large.
pub(super) fn at_work<'p>(
    asking: &mut Asking<'_, 'p>,
    source: &'p Source,
    edition: &'p Edition,
    days: &EditionDays,
) -> Option<AtWork<'p>> {
    let plan = asking.plan;
    let examiner = &mut asking.examiner;
    let places = plan.places(source.kind).iter();
    let heard: Vec<CondId> = places
        .map(|place| examiner.all([place.serves, place.applies(edition)]))
        .collect();
    let heard = examiner.any(heard);
    let mut stretches = Vec::new();
    for (line, requested) in lines(examiner.program, edition) {
        for day in days.changes.iter().rev() {
            let frame = frame(source, requested.clone(), *day).for_no_other(edition, &line);
            examiner.fix_line(&frame);
            let says = examiner.says(edition, &line, *day);
            examiner.hold(says.voices.len());
            if examiner.is_exhausted() {
                return None;
            }
            stretches.push(Stretch {
                frame,
                line: line.clone(),
                says,
            });
        }
    }
    Some(AtWork {
        source,
        edition,
        stretches,
        days: days.clone(),
        heard,
    })
}

/// A line on a day of the date that governs a source.
pub(crate) fn frame(source: &Source, requested: Requested, day: Date) -> Frame {
    let mut frame = Frame::on(requested, source.governing_date, day);
    let service = coverdict_model::source::GoverningDate::DateOfService;
    frame.days.entry(service).or_insert(day);
    frame
}

/// The kinds of line that an edition is for: one for each group of services that a code or a name stands for, and for
/// each group of codes that the corpus tells apart.
pub(super) fn lines(program: &Program, edition: &Edition) -> Vec<(Line, Requested)> {
    let codes_cells = program
        .fact(well_known::CODE)
        .and_then(|number| program.facts.get(number as usize))
        .map(|fact| &fact.cells.shape);
    let mut seen = BTreeSet::new();
    let mut lines = Vec::new();
    let codes: BTreeSet<_> = edition
        .services
        .iter()
        .flat_map(|service| service.codes.iter().copied())
        .collect();
    for code in codes {
        let Some(text) = program.codes.get(code.0 as usize) else {
            continue;
        };
        let cell = match codes_cells {
            Some(Shape::Members(members)) => members.cell(text.as_str()),
            _ => None,
        };
        let line = paired::by_code(edition, code);
        if seen.insert((line.clone(), cell)) {
            lines.push((line, Requested::Code(text.clone())));
        }
    }
    for service in &edition.services {
        // A line by name is told apart from one by code only where no code stands for that service alone.
        let line = paired::by_name(edition, &service.id);
        let by_code = lines.iter().any(|(known, _)| *known == line);
        if !by_code {
            lines.push((line, Requested::Service(service.id.clone())));
        }
    }
    lines
}

impl Examiner<'_> {
    /// Where a kind of source stands, floors included.
    pub(crate) fn steps_of(&mut self, kind: SourceKind) -> Vec<Place> {
        let program = self.program;
        let mut places = Vec::new();
        for profile in &program.profiles {
            for step in &profile.steps {
                if step.kinds.iter().any(|(of, _)| *of == kind) {
                    let when = self.unslotted(step.when);
                    let serves = self.all([profile.serves, when]);
                    places.push(Place {
                        serves,
                        binding_stated: step.binding_stated,
                    });
                }
            }
        }
        places
    }
}
