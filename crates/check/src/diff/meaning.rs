//! What two editions hold of the same cases, compared over all of them.

use std::collections::{BTreeMap, BTreeSet};

use coverdict_logic::CondId;
use coverdict_model::{
    case::Case,
    date::Date,
    finding::{Coverage, Part},
    grant::Grant,
    id::Id,
    position::{Holding, Kind, Position},
    source::{Edition as Written, GoverningDate},
    value::Reading,
    well_known,
};
use coverdict_program::Edition;

use super::{
    Contrast, DiffError, LineDiff, Relation, Side,
    alone::Alone,
    merged::{Merged, NEW, OLD},
};
use crate::{
    Effort,
    examine::{Answer, Examiner, Line, Says, edition_days},
    questions::{by_code, by_name},
    witness::{Frame, Replayer, Requested},
};

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
    let last_day = |source| {
        let days = edition_days(program, source);
        days.last().and_then(|days| days.changes.last().copied())
    };
    let days = [
        last_day(first).unwrap_or_else(|| mine.effective.latest()),
        last_day(second).unwrap_or_else(|| theirs.effective.latest()),
    ];
    let alone = [
        Alone::new(&merged.corpus, was, old.edition, days)?,
        Alone::new(&merged.corpus, is, new.edition, days)?,
    ];
    let mut comparing = Comparing {
        examiner: Examiner::new(program, Effort::default()),
        replayer: Replayer::new(program),
        editions: [mine, theirs],
        governing: [first.governing_date, second.governing_date],
        days,
        alone,
        parts: parts(was, is),
        meaning: Meaning::default(),
    };
    for (lines, requested, names) in comparing.lines() {
        comparing.line(&lines, &requested, names);
    }
    Ok(comparing.meaning)
}

/// The parts of a request that the grants of either edition tell apart, and one that none of them names.
fn parts(old: &Written, new: &Written) -> Vec<Part> {
    let (mut items, mut scopes) = (BTreeSet::new(), BTreeSet::new());
    for edition in [old, new] {
        let rules = edition.rules.values().map(|rule| &rule.holding);
        let otherwise = edition
            .services
            .values()
            .filter_map(|service| match &service.otherwise {
                coverdict_model::source::Otherwise::Holds { holding, .. } => Some(holding),
                coverdict_model::source::Otherwise::Silent => None,
            });
        for holding in rules.chain(otherwise) {
            if let Holding::Supported { grant } = holding {
                items.extend(grant.items.iter().flatten().cloned());
                scopes.extend(grant.scopes.iter().flatten().cloned());
            }
        }
    }
    let with_none = |names: BTreeSet<Id>| -> Vec<Option<Id>> {
        std::iter::once(None)
            .chain(names.into_iter().map(Some))
            .collect()
    };
    let (items, scopes) = (with_none(items), with_none(scopes));
    let pairs = items.iter().flat_map(|item| {
        scopes.iter().map(|scope| Part {
            item: item.clone(),
            scope: scope.clone(),
        })
    });
    pairs.collect()
}

struct Comparing<'p> {
    examiner: Examiner<'p>,
    replayer: Replayer<'p>,
    editions: [&'p Edition; 2],
    governing: [GoverningDate; 2],
    days: [Date; 2],
    alone: [Alone; 2],
    parts: Vec<Part>,
    meaning: Meaning,
}

/// What an edition holds of a line: per answer that is told apart the cases in which it gives it.
struct Held {
    /// For each part, where it is granted and nothing else is held.
    granted: Vec<CondId>,
    /// Where it is not supported and nothing else is held.
    against: CondId,
    /// The same by kind and basis, and the other answers: discretion, a confirmed benefit, nothing, a contradiction.
    told_apart: BTreeMap<String, CondId>,
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
            (self.editions[0], first, self.days[0]),
            (self.editions[1], second, self.days[1]),
        ];
        let held = sides.map(|(edition, line, day)| {
            let says = self.examiner.says(edition, line, day);
            self.held(&says)
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

    fn held(&mut self, says: &Says<'_>) -> Held {
        let examiner = &mut self.examiner;
        let [supports, against, discretion, confirmed] = [
            Position::Supported,
            Position::NotSupported,
            Position::LeftToDiscretion,
            Position::BenefitConfirmed,
        ]
        .map(|position| says.holds(position, examiner));
        let alone = |examiner: &mut Examiner<'_>, one: CondId, others: [CondId; 2]| {
            let others = examiner.any(others);
            examiner.and_not(one, others)
        };
        let supported = alone(examiner, supports, [against, discretion]);
        let refused = alone(examiner, against, [supports, discretion]);
        let left = alone(examiner, discretion, [supports, against]);
        let granted = self.parts.iter().map(|part| {
            let voices = says
                .voices
                .iter()
                .filter(|voice| match &voice.statement.holding {
                    Holding::Supported { grant } => covers(grant, part),
                    _ => false,
                });
            let granted: Vec<CondId> = voices
                .map(|voice| examiner.all([voice.stands, voice.statement.within_quantity]))
                .collect();
            let granted = examiner.any(granted);
            examiner.all([granted, supported])
        });
        let granted: Vec<CondId> = granted.collect();
        let mut told_apart: BTreeMap<String, CondId> = BTreeMap::new();
        for voice in &says.voices {
            // Which terms a part is granted by is told apart too, and where a rule is clinical no other kind counts.
            let answer = match &voice.statement.holding {
                Holding::NotSupported { kind, basis } => format!("not-supported {kind} {basis}"),
                Holding::Supported { grant } => format!("supported {grant:?}"),
                _ => continue,
            };
            let known = told_apart.get(&answer).copied().unwrap_or(CondId::FALSE);
            let stands = examiner.any([known, voice.stands]);
            told_apart.insert(answer, stands);
        }
        let clinical = Kind::Clinical.to_string();
        let is_clinical = |answer: &str| answer.starts_with(&format!("not-supported {clinical}"));
        let clinically: Vec<CondId> = told_apart
            .iter()
            .filter(|(answer, _)| is_clinical(answer))
            .map(|(_, stands)| *stands)
            .collect();
        let clinically = examiner.any(clinically);
        for (answer, stands) in &mut told_apart {
            *stands = match answer.starts_with("supported") {
                true => examiner.all([*stands, supported]),
                false => examiner.all([*stands, refused]),
            };
            if answer.starts_with("not-supported") && !is_clinical(answer) {
                *stands = examiner.and_not(*stands, clinically);
            }
        }
        let any = examiner.any([supports, against, discretion]);
        let only_confirmed = examiner.and_not(confirmed, any);
        told_apart.insert("left-to-discretion".to_owned(), left);
        told_apart.insert("benefit-confirmed".to_owned(), only_confirmed);
        Held {
            granted,
            against: refused,
            told_apart,
        }
    }

    /// A case on which some goal holds; the two editions answer it differently.
    fn contrast(
        &mut self,
        frame: &Frame,
        goals: Vec<(CondId, Option<&Part>)>,
        names: &BTreeSet<String>,
    ) -> Result<Option<Contrast>, String> {
        let name = names.first().cloned().unwrap_or_default();
        let mut unconfirmed = false;
        for (goal, part) in goals {
            let example = match self.examiner.example(goal) {
                Answer::No => continue,
                Answer::TooComplex => {
                    return Err(format!(
                        "what they hold of {name} is too complex to compare"
                    ));
                }
                Answer::Yes(example) => example,
            };
            let mut dated = frame.clone();
            dated
                .days
                .insert(GoverningDate::DateOfService, self.days[0].max(self.days[1]));
            for governing in self.governing {
                dated.days.insert(governing, self.days[0].max(self.days[1]));
            }
            let Some(case) = self.replayer.case("contrast", &dated, &example) else {
                unconfirmed = true;
                continue;
            };
            let case = match part {
                Some(part) => with_part(case, part),
                None => case,
            };
            let held = self.alone.each_ref().map(|alone| alone.holds(&case));
            match held {
                [Some(old), Some(new)] if differ(&old, &new) => {
                    return Ok(Some(Contrast {
                        case,
                        old,
                        new,
                        assuming: self.examiner.told(&example.assuming),
                    }));
                }
                _ => unconfirmed = true,
            }
        }
        match unconfirmed {
            true => Err(format!(
                "they differ on {name}, but no case could be written down on which the engine shows it"
            )),
            false => Ok(None),
        }
    }
}

/// A case that asks for one part of a request.
fn with_part(mut case: Case, part: &Part) -> Case {
    for (fact, asked) in [
        (well_known::ITEMS, &part.item),
        (well_known::SCOPES, &part.scope),
    ] {
        if let (Ok(fact), Some(asked)) = (Id::new(fact), asked) {
            let reading = Reading::Members {
                members: [asked.clone()].into(),
                complete: true,
            };
            case.facts.insert(fact, vec![reading.into()]);
        }
    }
    case
}

/// Whether two answers differ in more than who gives them.
fn differ(old: &Coverage, new: &Coverage) -> bool {
    match (old, new) {
        (Coverage::Decided(old), Coverage::Decided(new)) => {
            old.answer != new.answer || old.bases != new.bases || old.grants != new.grants
        }
        _ => old != new,
    }
}

/// Whether a grant covers a part.
fn covers(grant: &Grant, part: &Part) -> bool {
    let within = |granted: &Option<BTreeSet<Id>>, asked: &Option<Id>| match (granted, asked) {
        (None, _) => true,
        (Some(granted), Some(asked)) => granted.contains(asked),
        (Some(_), None) => false,
    };
    within(&grant.items, &part.item) && within(&grant.scopes, &part.scope)
}
