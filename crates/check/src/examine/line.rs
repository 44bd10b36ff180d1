//! The line at hand: what is requested, and when.

use coverdict_logic::Cells;
use coverdict_model::{source::GoverningDate, value::Value, well_known};
use coverdict_program::{OpenQuestion, cells::Shape};

use super::{Chosen, Examiner};
use crate::witness::{Frame, Requested};

impl Examiner<'_> {
    /// Fixes what is requested and the days of a line; all else stays open.
    pub(crate) fn fix_line(&mut self, frame: &Frame) {
        self.anything.release();
        let (code, service) = match &frame.requested {
            Requested::Code(code) => (self.member(well_known::CODE, code.as_str()), Cells::empty()),
            Requested::Service(service) => (
                Cells::empty(),
                self.member(well_known::SERVICE, service.as_str()),
            ),
        };
        self.anything.fix_members(well_known::CODE, &code, &code);
        // Further services may be stated, but none by which the line would be another one.
        let mut possible = self.all_members(well_known::SERVICE);
        for other in &frame.unstated {
            possible = possible.difference(&self.member(well_known::SERVICE, other.as_str()));
        }
        let possible = possible.union(&service);
        self.anything
            .fix_members(well_known::SERVICE, &service, &possible);
        for (date, day) in &frame.days {
            let number = self.program.fact(date.name());
            let fact = number.and_then(|at| self.program.facts.get(at as usize));
            if let Some(cell) = fact.and_then(|fact| fact.cells.cell(&Value::Date(*day))) {
                self.anything.fix(date.name(), &Cells::single(cell));
            }
        }
        // A line without a date of request was not requested beforehand; nothing here is published late.
        if !frame.days.contains_key(&GoverningDate::DateOfRequest) {
            let number = self.program.fact(well_known::DATE_OF_REQUEST);
            let fact = number.and_then(|at| self.program.facts.get(at as usize));
            if let Some(absent) = fact.and_then(|fact| fact.cells.absent) {
                self.anything
                    .fix(well_known::DATE_OF_REQUEST, &Cells::single(absent));
            }
        }
    }

    fn all_members(&self, fact: &str) -> Cells {
        let number = self.program.fact(fact);
        let fact = number.and_then(|at| self.program.facts.get(at as usize));
        fact.map_or(Cells::empty(), |fact| fact.cells.all())
    }

    fn member(&self, fact: &str, text: &str) -> Cells {
        let number = self.program.fact(fact);
        let fact = number.and_then(|at| self.program.facts.get(at as usize));
        match fact.map(|fact| &fact.cells.shape) {
            Some(Shape::Members(members)) => {
                members.cell(text).map_or(Cells::empty(), Cells::single)
            }
            _ => Cells::empty(),
        }
    }

    /// Answers to open questions of the corpus, in words.
    pub(crate) fn told(&self, assuming: &[Chosen]) -> Vec<String> {
        let told = assuming.iter().map(|chosen| {
            let yes = chosen.cells.iter().any(|cells| cells.contains(1));
            match self.program.open_question(chosen.var) {
                Some(OpenQuestion::Applies {
                    source,
                    edition,
                    facet,
                }) => {
                    let (source, edition) = self.edition_name(*source, *edition);
                    let does = if yes { "applies" } else { "does not apply" };
                    format!("{source}@{edition} {does} where its {facet} is open")
                }
                Some(OpenQuestion::Reading {
                    source,
                    edition,
                    phrase,
                    readings,
                }) => {
                    let (source, edition) = self.edition_name(*source, *edition);
                    let read = chosen.cells.iter().flat_map(Cells::iter);
                    let read: Vec<&str> = read
                        .filter_map(|cell| readings.get(cell as usize))
                        .map(|reading| reading.as_str())
                        .collect();
                    format!(
                        "{source}@{edition} reads `{phrase}` as {}",
                        read.join(" or ")
                    )
                }
                Some(OpenQuestion::Clause {
                    source,
                    edition,
                    date,
                }) => {
                    let (source, edition) = self.edition_name(*source, *edition);
                    let has = if yes { "has come" } else { "has not come" };
                    format!("{date}, on which a clause of {source}@{edition} changes, {has}")
                }
                _ => {
                    let does = if yes { "holds" } else { "does not hold" };
                    format!("what a rule asks of another step {does}")
                }
            }
        });
        told.collect()
    }

    fn edition_name(&self, source: coverdict_program::SourceId, edition: u32) -> (String, String) {
        let source = self.program.source(source);
        let edition = source.and_then(|source| source.editions.get(edition as usize));
        edition.map_or_else(Default::default, |edition| {
            (
                edition.id.source.to_string(),
                edition.id.edition.to_string(),
            )
        })
    }
}
