//! What two editions hold of the same cases, compared over all of them.

use std::collections::{BTreeMap, BTreeSet};

use coverdict_logic::CondId;
use coverdict_model::{
    case::Case,
    date::Date,
    finding::{Coverage, Part},
    grant::Grant,
    id::Id,
    position::{Basis, Holding, Kind, Position},
    source::{Edition as Written, GoverningDate, Otherwise},
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
    examine::{Answer, Examiner, Line, Says, edition_days, nearest_day},
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
    let grants = grants(was, is);
    let mut comparing = Comparing {
        examiner: Examiner::new(program, Effort::default()),
        replayer: Replayer::new(program),
        editions: [mine, theirs],
        floors: [was, is].map(|edition| edition.kind.is_floor()),
        governing: [first.governing_date, second.governing_date],
        days,
        alone,
        parts: parts(&grants),
        grants,
        meaning: Meaning::default(),
    };
    for (lines, requested, names) in comparing.lines() {
        comparing.line(&lines, &requested, names);
    }
    Ok(comparing.meaning)
}

/// What either edition grants.
fn grants(old: &Written, new: &Written) -> BTreeSet<Grant> {
    let mut grants = BTreeSet::new();
    for edition in [old, new] {
        let rules = edition.rules.values().map(|rule| &rule.holding);
        let services = edition.services.values();
        let otherwise = services.filter_map(|service| match &service.otherwise {
            Otherwise::Holds { holding, .. } => Some(holding),
            Otherwise::Silent => None,
        });
        let granted = rules.chain(otherwise).filter_map(|holding| match holding {
            Holding::Supported { grant } => Some(grant.clone()),
            _ => None,
        });
        grants.extend(granted);
    }
    grants
}

/// The parts of a request that grants tell apart, and one that none of them names.
fn parts(grants: &BTreeSet<Grant>) -> Vec<Part> {
    let items = grants.iter().flat_map(|grant| grant.items.iter().flatten());
    let scopes = grants
        .iter()
        .flat_map(|grant| grant.scopes.iter().flatten());
    let items: BTreeSet<Option<&Id>> = items.map(Some).chain([None]).collect();
    let scopes: BTreeSet<Option<&Id>> = scopes.map(Some).chain([None]).collect();
    let pairs = items.iter().flat_map(|item| {
        scopes.iter().map(|scope| Part {
            item: item.cloned(),
            scope: scope.cloned(),
        })
    });
    pairs.collect()
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

    /// What an edition holds. Law that requires coverage, a floor, is heard as far as it supports.
    fn held(&mut self, says: &Says<'_>, is_floor: bool) -> Held {
        let examiner = &mut self.examiner;
        let [supports, against, discretion, confirmed] = [
            Position::Supported,
            Position::NotSupported,
            Position::LeftToDiscretion,
            Position::BenefitConfirmed,
        ]
        .map(
            |position| match is_floor && position != Position::Supported {
                true => CondId::FALSE,
                false => says.holds(position, examiner),
            },
        );
        let alone = |examiner: &mut Examiner<'_>, one: CondId, others: [CondId; 2]| {
            let others = examiner.any(others);
            examiner.and_not(one, others)
        };
        let supported = alone(examiner, supports, [against, discretion]);
        let refused = alone(examiner, against, [supports, discretion]);
        let left = alone(examiner, discretion, [supports, against]);
        let decides = examiner.any([supports, against, discretion]);
        let confirmed = examiner.and_not(confirmed, decides);
        let per_part = self.parts.iter().map(|part| {
            let voices = says.voices.iter();
            let covering = voices.filter(|voice| {
                granted(&voice.statement.holding).is_some_and(|grant| covers(grant, part))
            });
            let covering: Vec<CondId> = covering
                .map(|voice| examiner.all([voice.stands, voice.statement.within_quantity]))
                .collect();
            let covering = examiner.any(covering);
            examiner.all([covering, supported])
        });
        let per_part: Vec<CondId> = per_part.collect();
        let mut told_apart = reasons(examiner, says, refused);
        for grant in &self.grants {
            // What a wider grant holds too is granted by it.
            let voices = says.voices.iter();
            let as_wide = voices.filter(|voice| {
                granted(&voice.statement.holding).is_some_and(|other| grant.lies_within(other))
            });
            let as_wide: Vec<CondId> = as_wide.map(|voice| voice.stands).collect();
            let as_wide = examiner.any(as_wide);
            let as_wide = examiner.all([as_wide, supported]);
            told_apart.insert(format!("supported {grant:?}"), as_wide);
        }
        told_apart.insert("left-to-discretion".to_owned(), left);
        told_apart.insert("benefit-confirmed".to_owned(), confirmed);
        Held {
            granted: per_part,
            against: refused,
            told_apart,
        }
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
            let Some(case) = self.replayer.case("contrast", &self.dated(frame), &example) else {
                unconfirmed = true;
                continue;
            };
            let case = match part {
                Some(part) => with_part(case, part),
                None => case,
            };
            let held = self.alone.each_ref().map(|alone| alone.holds(&case));
            match held {
                [Some(old), Some(new)] if differ(&old.0, &new.0) || old.1 != new.1 => {
                    return Ok(Some(Contrast {
                        case,
                        old: old.0,
                        old_confirms_benefit: old.1,
                        new: new.0,
                        new_confirms_benefit: new.1,
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

/// When an edition gives each reason against a service, where it holds nothing else. Beside a clinical reason no other
/// counts.
fn reasons(
    examiner: &mut Examiner<'_>,
    says: &Says<'_>,
    refused: CondId,
) -> BTreeMap<String, CondId> {
    let mut reasons: BTreeMap<(Kind, Basis), CondId> = BTreeMap::new();
    for voice in &says.voices {
        if let Holding::NotSupported { kind, basis } = voice.statement.holding {
            let known = reasons.get(&(kind, basis)).copied();
            let stands = examiner.any([known.unwrap_or(CondId::FALSE), voice.stands]);
            reasons.insert((kind, basis), stands);
        }
    }
    let clinical = reasons
        .iter()
        .filter(|((kind, _), _)| *kind == Kind::Clinical);
    let clinical: Vec<CondId> = clinical.map(|(_, stands)| *stands).collect();
    let clinical = examiner.any(clinical);
    let mut told = BTreeMap::new();
    for ((kind, basis), stands) in reasons {
        let stands = examiner.all([stands, refused]);
        let stands = match kind {
            Kind::Clinical => stands,
            _ => examiner.and_not(stands, clinical),
        };
        told.insert(format!("not-supported {kind} {basis}"), stands);
    }
    told
}

fn granted(holding: &Holding) -> Option<&Grant> {
    match holding {
        Holding::Supported { grant } => Some(grant),
        _ => None,
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
