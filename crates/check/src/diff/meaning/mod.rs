//! What two editions hold of the same cases, compared over all of them.

mod contrast;
mod held;
mod parts;

use std::collections::BTreeSet;

use coverdict_logic::CondId;
use coverdict_model::{date::Date, finding::Part, grant::Grant, source::GoverningDate};
use coverdict_program::Edition;

use super::{
    DiffError, LineDiff, Relation, Side,
    alone::Alone,
    merged::{Merged, NEW, OLD},
};
use crate::{
    Effort,
    examine::{Examiner, Line, edition_days, nearest_day},
    questions::{by_code, by_name},
    witness::{Frame, Replayer, Requested},
};
use held::Held;

/// What came of comparing two editions.
#[derive(Debug, Default)]
pub(super) struct Meaning {
    pub(super) lines: Vec<LineDiff>,
    pub(super) undecided: Vec<String>,
}

/// Compares what two editions hold of the lines that both are for, in the last stretch of time of each.
pub(super) fn compare(old: Side<'_>, new: Side<'_>) -> Result<Meaning, DiffError> {
    let merged = Merged::new(old, new)?;
    let program = &merged.program;
    let find = |name: &str| {
        program
            .sources
            .iter()
            .find(|source| source.id.as_str() == name)
    };
    let (Some(first), Some(second)) = (find(OLD), find(NEW)) else {
        return Ok(Meaning::default());
    };
    let (Some(mine), Some(theirs)) = (first.editions.first(), second.editions.first()) else {
        return Ok(Meaning::default());
    };
    let written = |of: &Edition| merged.corpus.editions.get(&of.id);
    let (Some(was), Some(is)) = (written(mine), written(theirs)) else {
        return Ok(Meaning::default());
    };
    let days = [(first, mine), (second, theirs)].map(|(source, edition)| {
        let days = edition_days(program, source);
        let last = days.last().and_then(|days| days.changes.last().copied());
        // What is never in force on a day that is permitted is compared as if it were.
        last.unwrap_or_else(|| nearest_day(program, source, edition.effective.latest()))
    });
    let alone = [
        Alone::new(&merged.corpus, was, old.edition, days)?,
        Alone::new(&merged.corpus, is, new.edition, days)?,
    ];
    let grants = parts::grants(was, is);
    let mut comparing = Comparing {
        examiner: Examiner::new(program, Effort::default()),
        replayer: Replayer::new(program),
        editions: [mine, theirs],
        floors: [was, is].map(|edition| edition.kind.is_floor()),
        governing: [first.governing_date, second.governing_date],
        days,
        alone,
        parts: parts::parts(&grants),
        grants,
        meaning: Meaning::default(),
    };
    for (lines, requested, names) in comparing.lines() {
        comparing.line(&lines, &requested, names);
    }
    Ok(comparing.meaning)
}

struct Comparing<'p> {
    examiner: Examiner<'p>,
    replayer: Replayer<'p>,
    editions: [&'p Edition; 2],
    /// Whether each is law that requires coverage.
    floors: [bool; 2],
    governing: [GoverningDate; 2],
    days: [Date; 2],
    alone: [Alone; 2],
    grants: BTreeSet<Grant>,
    parts: Vec<Part>,
    meaning: Meaning,
}

impl<'p> Comparing<'p> {
    /// The lines that both editions are for, each kind once.
    fn lines(&self) -> Vec<([Line; 2], Requested, BTreeSet<String>)> {
        let [mine, theirs] = self.editions;
        let mut lines: Vec<([Line; 2], Requested, BTreeSet<String>)> = Vec::new();
        let mut add = |both: [Line; 2], requested: Requested, name: String| {
            if both.iter().any(|line| line.services.is_empty()) {
                return;
            }
            match lines.iter_mut().find(|(known, ..)| *known == both) {
                Some((_, _, names)) => _ = names.insert(name),
                None => lines.push((both, requested, [name].into())),
            }
        };
        let program = self.examiner.program;
        for (at, code) in (0_u32..).zip(&program.codes) {
            let code_id = coverdict_program::CodeId(at);
            let both = [by_code(mine, code_id), by_code(theirs, code_id)];
            add(
                both,
                Requested::Code(code.clone()),
                code.as_str().to_owned(),
            );
        }
        for service in &mine.services {
            let both = [by_name(mine, &service.id), by_name(theirs, &service.id)];
            add(
                both,
                Requested::Service(service.id.clone()),
                service.id.to_string(),
            );
        }
        lines
    }

    fn line(&mut self, lines: &[Line; 2], requested: &Requested, names: BTreeSet<String>) {
        let mut frame = Frame::on(requested.clone(), self.governing[0], self.days[0])
            .for_no_other(self.editions[0], &lines[0])
            .for_no_other(self.editions[1], &lines[1]);
        // The day is the edition's, and not of the case: each is looked at in its own time.
        frame.days.clear();
        self.examiner.fix_line(&frame);
        let [first, second] = lines;
        let sides = [
            (self.editions[0], first, self.days[0], self.floors[0]),
            (self.editions[1], second, self.days[1], self.floors[1]),
        ];
        let held = sides.map(|(edition, line, day, is_floor)| {
            let says = self.examiner.says(edition, line, day);
            self.held(&says, is_floor)
        });
        let [was, is] = &held;
        let parts = self.parts.clone();
        let mut line = LineDiff {
            lines: names,
            relation: Relation::Equal,
            wider: None,
            narrower: None,
            otherwise: None,
        };
        let mut known = true;
        for (place, better) in [(0, true), (1, false)] {
            let (from, to) = if better { (was, is) } else { (is, was) };
            let mut goals = vec![(self.examiner.and_not(from.against, to.against), None)];
            let granted = from.granted.iter().zip(&to.granted);
            for ((less, more), part) in granted.zip(&parts) {
                goals.push((self.examiner.and_not(*more, *less), Some(part)));
            }
            let found = self.contrast(&frame, goals, &line.lines);
            match (found, place) {
                (Ok(found), 0) => line.wider = found,
                (Ok(found), _) => line.narrower = found,
                (Err(why), _) => {
                    known = false;
                    self.meaning.undecided.push(why);
                }
            }
        }
        if line.wider.is_none() && line.narrower.is_none() && known {
            let answers: BTreeSet<&String> =
                was.told_apart.keys().chain(is.told_apart.keys()).collect();
            let goals = answers.into_iter().map(|answer| {
                let of = |held: &Held| held.told_apart.get(answer).copied();
                let (was, is) = (of(was), of(is));
                let (was, is) = (was.unwrap_or(CondId::FALSE), is.unwrap_or(CondId::FALSE));
                (self.examiner.either_alone(was, is), None)
            });
            let goals: Vec<(CondId, Option<&Part>)> = goals.collect();
            match self.contrast(&frame, goals, &line.lines) {
                Ok(found) => line.otherwise = found,
                Err(why) => {
                    known = false;
                    self.meaning.undecided.push(why);
                }
            }
        }
        line.relation = match (&line.wider, &line.narrower, &line.otherwise) {
            _ if !known => Relation::Undecided,
            (Some(_), Some(_), _) => Relation::Incomparable,
            (Some(_), None, _) => Relation::Wider,
            (None, Some(_), _) => Relation::Narrower,
            (None, None, Some(_)) => Relation::Otherwise,
            (None, None, None) => Relation::Equal,
        };
        self.meaning.lines.push(line);
    }

    /// A line on the days on which the editions are compared: each on its own, where different dates govern them.
    fn dated(&self, frame: &Frame) -> Frame {
        let mut dated = frame.clone();
        let later = self.days[0].max(self.days[1]);
        dated.days.insert(GoverningDate::DateOfService, later);
        let both = self.governing[0] == self.governing[1];
        for (governing, day) in self.governing.into_iter().zip(self.days) {
            let day = if both { later } else { day };
            dated.days.insert(governing, day);
        }
        dated
    }
}
