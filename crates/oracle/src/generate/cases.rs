//! Random cases.

use std::collections::{BTreeMap, BTreeSet};

use coverdict_model::{
    case::Case,
    corpus::Corpus,
    date::PartialDate,
    fact::{Fact, FactType},
    id::Id,
    source::Edition,
    value::{Cause, Reading, SpecialState, Statement, Value},
    well_known,
};

use super::{
    draw::Draw,
    words::{
        CODES, FUNDING, INDICATIONS, ITEMS, LINES, PAYERS, PHASES, PLANS, SCOPES, SERVICE_CODES,
        SERVICES, STATES, date, day, halves, id, ids, integer, march,
    },
};

/// How many completions the facts of a case may have, roughly.
const ROOM: usize = 120;

/// A case, with some of the facts in play left open.
pub(crate) fn case(corpus: &Corpus, draw: &Draw<'_>, facts: &[&str]) -> Case {
    let known_as_of = if draw.percent(8) {
        "2025-04-01"
    } else {
        "2026-01-01"
    };
    let mut case = Case {
        id: id("case"),
        date_of_service: march(draw.below(10)),
        through: None,
        known_as_of: Some(day(known_as_of)),
        facts: BTreeMap::new(),
    };
    let mut writer = Writer {
        corpus,
        draw,
        room: ROOM,
        case: &mut case,
    };
    writer.member();
    writer.line();
    let inputs = [
        "second-ratio",
        "visits",
        "birth-date",
        "ratio",
        "onset",
        "diagnoses",
        "level",
    ];
    let all: BTreeSet<&str> = facts.iter().copied().chain(inputs).collect();
    let known: Vec<&str> = facts
        .iter()
        .flat_map(|fact| writer.derived(fact))
        .copied()
        .collect();
    for fact in all {
        writer.fact(fact, facts.contains(&fact), known.contains(&fact));
    }
    case
}

struct Writer<'a> {
    corpus: &'a Corpus,
    draw: &'a Draw<'a>,
    room: usize,
    case: &'a mut Case,
}

impl Writer<'_> {
    fn member(&mut self) {
        let usual = |words: &[&str], draw: &Draw<'_>| {
            let word = if draw.percent(15) {
                words.last()
            } else {
                words.first()
            };
            Reading::Known(Value::Name(id(word.copied().unwrap_or("none"))))
        };
        for (fact, words, missing) in [
            (well_known::PAYER, PAYERS, 3),
            (well_known::PLAN, PLANS, 3),
            (well_known::LINE_OF_BUSINESS, LINES, 3),
            (well_known::STATE, STATES, 3),
        ] {
            let reading = usual(&words, self.draw);
            self.known_or_missing(fact, reading, missing, 2);
        }
        let funding = Reading::Known(Value::Name(self.draw.word(&FUNDING)));
        self.known_or_missing(well_known::FUNDING, funding, 25, 2);
    }

    fn line(&mut self) {
        let draw = self.draw;
        let code = draw
            .pick(&[0, 0, 0, 0, 0, 0, 0, 1])
            .and_then(|index| SERVICE_CODES.get(*index));
        if let Some(code) = code.filter(|_| !draw.percent(5)) {
            self.state(well_known::CODE, known_set(ids(&[code])));
        }
        let sets: [(&str, usize, &[&str]); 3] = [
            (well_known::SERVICE, 18, &SERVICES),
            (well_known::ITEMS, 30, &ITEMS),
            (well_known::SCOPES, 20, &SCOPES),
        ];
        for (fact, share, words) in sets {
            if draw.percent(share) {
                self.state(fact, known_set(draw.words(words)));
            }
        }
        let phase = Reading::Known(Value::Name(draw.word(&PHASES)));
        self.known_or_missing(well_known::PHASE, phase, 20, 2);
        for fact in [well_known::DATE_OF_REQUEST, well_known::START_OF_CARE] {
            let governs = |edition: &Edition| edition.governing_date.name() == fact;
            let size = if self.corpus.editions.values().any(governs) {
                10
            } else {
                1
            };
            let day = draw.below(10);
            if draw.percent(25) && self.has_room(size.min(3)) {
                let within = Reading::Within {
                    low: Some(Value::Date(march(day.min(7)))),
                    high: Some(Value::Date(march(day.min(7) + 2))),
                };
                self.state(fact, within);
            } else {
                self.known_or_missing(fact, Reading::Known(Value::Date(march(day))), 25, size);
            }
        }
    }

    fn known_or_missing(&mut self, fact: &str, reading: Reading, share: usize, size: usize) {
        if !(self.draw.percent(share) && self.has_room(size)) {
            self.state(fact, reading);
        }
    }

    /// States a derived fact, or leaves it to its inputs; those of them that must be known are told.
    fn derived(&mut self, name: &str) -> &'static [&'static str] {
        let (inputs, size): (&[&str], usize) = match name {
            "indication" => (&[], 4),
            "visit-count" => (&["visits"], 5),
            "ratio-drop" => (&["ratio", "second-ratio"], 21),
            "days-since-onset" => (&["onset"], 10),
            "age" => (&["birth-date"], 2),
            _ => return &[],
        };
        let Some(fact) = self.corpus.catalogue.facts.get(name) else {
            return &[];
        };
        let draw = self.draw;
        if draw.percent(12) {
            let reading = self.known(name, fact);
            self.state(name, reading);
        }
        match draw.percent(50) && self.has_room(size) {
            true => &[],
            false => inputs,
        }
    }

    /// States a fact, or leaves it open if there is room for its values.
    fn fact(&mut self, name: &str, in_play: bool, must_be_known: bool) {
        let Some(fact) = self.corpus.catalogue.facts.get(name) else {
            return;
        };
        let draw = self.draw;
        if fact.derived.is_some() {
            return;
        }
        if must_be_known {
            let reading = self.known(name, fact);
            self.state(name, reading);
            return;
        }
        let size = if in_play { size(&fact.kind) } else { 1 };
        match draw.below(20) {
            11..=16 if self.has_room(size) => {
                let cause = match draw.below(6) {
                    1 => Cause::Unreadable,
                    2 => Cause::InError("no unit".to_owned()),
                    3 => Cause::NotDerivable,
                    _ => return,
                };
                self.state(name, Reading::Missing(cause));
            }
            17 if self.has_room(if in_play { size.min(16) } else { 1 }) => {
                let reading = self.narrowed(name, fact);
                self.state(name, reading);
            }
            18 if fact.can_be(SpecialState::Absent) => self.state(name, Reading::Absent),
            18 if fact.can_be(SpecialState::NotPerformed) => {
                self.state(name, Reading::NotPerformed);
            }
            19 if self.has_room(size) => self.several(name, fact),
            _ => {
                let reading = self.known(name, fact);
                self.state(name, reading);
            }
        }
    }

    fn has_room(&mut self, size: usize) -> bool {
        let has_room = size <= self.room;
        if has_room {
            self.room /= size.max(1);
        }
        has_room
    }

    fn known(&self, name: &str, fact: &Fact) -> Reading {
        let draw = self.draw;
        match (&fact.kind, name) {
            (_, "age") => Reading::Known(integer(4 + draw.below(2))),
            (_, "birth-date") => {
                let day = format!("2020-03-{:02}", 1 + draw.below(10));
                Reading::Known(Value::Date(super::words::day(&day)))
            }
            (FactType::Boolean, _) => Reading::Known(Value::Boolean(draw.percent(50))),
            (FactType::Integer { .. }, _) => Reading::Known(integer(draw.below(6))),
            (FactType::Decimal { .. }, _) => Reading::Known(halves(draw.below(11))),
            (FactType::Date { .. }, _) => Reading::Known(Value::Date(march(draw.below(10)))),
            (FactType::Choice { values }, _) => {
                let values: Vec<Id> = values.iter().cloned().collect();
                let word = draw.pick(&values).cloned();
                Reading::Known(Value::Name(word.unwrap_or_else(|| id("none"))))
            }
            (FactType::Names { .. }, _) => self.set(&INDICATIONS),
            (FactType::Codes { .. }, _) => self.set(&CODES),
            (FactType::Events, _) => self.events(true),
            (FactType::Name, _) => Reading::Known(Value::Name(id("none"))),
        }
    }

    fn narrowed(&self, name: &str, fact: &Fact) -> Reading {
        let draw = self.draw;
        let least = draw.below(4);
        let within = |low: Value, high: Value| Reading::Within {
            low: Some(low),
            high: (!draw.percent(15)).then_some(high),
        };
        match (&fact.kind, name) {
            (FactType::Integer { .. }, _) if draw.percent(40) => {
                Reading::OneOf(BTreeSet::from([integer(least), integer(least + 2)]))
            }
            (FactType::Integer { .. }, _) => within(integer(least), integer(least + 2)),
            (FactType::Decimal { .. }, _) => within(halves(2 * least), halves(2 * least + 2)),
            (FactType::Date { .. }, "onset" | "start-of-care" | "date-of-request") => {
                within(Value::Date(march(least)), Value::Date(march(least + 2)))
            }
            (FactType::Choice { values }, _) => {
                Reading::OneOf(values.iter().take(2).cloned().map(Value::Name).collect())
            }
            (FactType::Codes { .. }, _) => Reading::Members {
                members: draw.words(&CODES),
                complete: false,
            },
            (FactType::Events, _) => self.events(false),
            _ => self.known(name, fact),
        }
    }

    /// Several readings: of them one counts, or none.
    fn several(&mut self, name: &str, fact: &Fact) {
        let days = ["2025-02-20", "2025-02-25", "2024-01-01"];
        let count = 1 + self.draw.below(2);
        let statements = days.iter().take(count).map(|measured| {
            let mut statement = Statement::from(self.known(name, fact));
            statement.measured = Some(day(measured));
            statement
        });
        let mut statements: Vec<Statement> = statements.collect();
        if self.draw.percent(30) {
            let mut stale = Statement::from(self.known(name, fact));
            // Before any look-back, or after any service.
            stale.measured = Some(day(match count {
                1 => "2024-01-01",
                _ => "2026-01-01",
            }));
            statements.push(stale);
        }
        self.case.facts.insert(id(name), statements);
    }

    fn set(&self, words: &[&str]) -> Reading {
        known_set(match self.draw.percent(8) {
            true => BTreeSet::new(),
            false => self.draw.words(words),
        })
    }

    fn events(&self, complete: bool) -> Reading {
        let dates = [
            "2025-03-01",
            "2025-02-27",
            "2025-03",
            "2024-03-20",
            "2025-03-08",
        ];
        let some = (0..self.draw.below(4)).filter_map(|_| self.draw.pick(&dates));
        let mut dates: Vec<PartialDate> = some.map(|text| date(text)).collect();
        dates.sort();
        Reading::Events { dates, complete }
    }

    fn state(&mut self, fact: &str, reading: Reading) {
        self.case.facts.insert(id(fact), vec![reading.into()]);
    }
}

fn known_set(members: BTreeSet<Id>) -> Reading {
    Reading::Members {
        members,
        complete: true,
    }
}

/// How many values a missing fact of a type has, roughly.
fn size(kind: &FactType) -> usize {
    match kind {
        FactType::Boolean => 2,
        FactType::Choice { values } => values.len(),
        FactType::Integer { .. } => 6,
        FactType::Decimal { .. } => 11,
        FactType::Date { .. } => 10,
        FactType::Codes { .. } => 60,
        FactType::Name | FactType::Names { .. } | FactType::Events => 4,
    }
}
