//! Cases by which mutants are noticed that survive.

use std::collections::{BTreeMap, BTreeSet};

use coverdict_corpus::print;
use coverdict_engine::Assessor;
use coverdict_model::{
    case::Case,
    fact::Section,
    finding::{Coverage, Finding},
    id::Id,
    value::Statement,
    well_known,
};
use coverdict_program::{Program, compile};

use super::{Judged, Mutant, Original, judged::read, original::TextOfCase};

/// A case that is answered otherwise by some mutants.
#[derive(Debug, Clone)]
pub struct Witness {
    /// The case file, with what the corpus as it is answers.
    pub text: String,
    /// Its name.
    pub name: String,
    /// The mutants that it notices, by their place.
    pub notices: BTreeSet<usize>,
}

/// A survivor with its program.
struct Survivor {
    at: usize,
    program: Program,
}

/// Cases by which survivors are noticed: those by which `diff` shows the difference, put to the members and days of
/// the cases on file.
#[must_use]
pub fn witnesses(original: &Original, mutants: &[Mutant], judged: &[Judged]) -> Vec<Witness> {
    let Ok(program) = compile(&original.loaded.corpus, &original.loaded.digest) else {
        return Vec::new();
    };
    let survivors: Vec<(Survivor, &Judged)> = mutants
        .iter()
        .zip(judged)
        .enumerate()
        .filter(|(_, (_, judged))| judged.survives())
        .filter_map(|(at, (mutant, judged))| {
            let (_, program) = read(original, mutant).ok()?;
            Some((Survivor { at, program }, judged))
        })
        .collect();
    let hosts = hosts(original);
    let mut found = Vec::new();
    let mut assessor = Assessor::new(&program);
    for (survivor, judged) in &survivors {
        let mut mutated = Assessor::new(&survivor.program);
        let shown = judged.contrasts.iter().find_map(|contrast| {
            let mut hosted = hosts.iter().map(|host| host.with(&contrast.case));
            hosted.find_map(|case| {
                let was = assessor.assess(case.clone());
                let is = mutated.assess(case);
                (told(&was) != told(&is)).then_some(was)
            })
        });
        found.extend(shown.and_then(|finding| written(original, &finding, survivor.at)));
    }
    let mut witnesses: Vec<Witness> = Vec::new();
    for case in found {
        let notices = survivors.iter().filter(|(survivor, _)| {
            case.differs(&mut Assessor::new(&survivor.program))
                .is_some()
        });
        witnesses.push(Witness {
            notices: notices.map(|(survivor, _)| survivor.at).collect(),
            name: case.case.id.to_string(),
            text: case.text,
        });
    }
    witnesses
}

/// Few of the cases that together notice all that any of them notices: the one that notices most first.
#[must_use]
pub fn few(mut witnesses: Vec<Witness>) -> Vec<Witness> {
    let mut few = Vec::new();
    loop {
        let most = witnesses.iter().enumerate();
        let most = most.max_by_key(|(at, one)| (one.notices.len(), std::cmp::Reverse(*at)));
        let Some((at, _)) = most.filter(|(_, one)| !one.notices.is_empty()) else {
            return few;
        };
        let taken = witnesses.swap_remove(at);
        for other in &mut witnesses {
            other
                .notices
                .retain(|mutant| !taken.notices.contains(mutant));
        }
        few.push(taken);
    }
}

/// A member and a day, as some case on file has them.
#[derive(PartialEq)]
struct Host {
    member: BTreeMap<Id, Vec<Statement>>,
    dated: Case,
}

impl Host {
    /// A case of this member.
    fn with(&self, case: &Case) -> Case {
        let mut hosted = case.clone();
        hosted.date_of_service = self.dated.date_of_service;
        hosted.known_as_of = self.dated.known_as_of;
        hosted
            .facts
            .retain(|fact, _| fact.as_str() != well_known::DATE_OF_SERVICE);
        hosted.facts.extend(self.member.clone());
        hosted
    }
}

/// The members and days of the cases on file, each once.
fn hosts(original: &Original) -> Vec<Host> {
    let facts = &original.loaded.corpus.catalogue.facts;
    let is_member = |fact: &Id| {
        facts
            .get(fact)
            .is_some_and(|it| it.section == Section::Member)
    };
    let mut hosts: Vec<Host> = Vec::new();
    for case in &original.cases {
        let stated = case.case.facts.iter();
        let member = stated.filter(|(fact, _)| is_member(fact));
        let mut dated = case.case.clone();
        dated.facts.clear();
        dated.id = well_known_id();
        dated.through = None;
        let host = Host {
            member: member
                .map(|(fact, said)| (fact.clone(), said.clone()))
                .collect(),
            dated,
        };
        if !hosts.contains(&host) {
            hosts.push(host);
        }
    }
    hosts
}

fn well_known_id() -> Id {
    // INVARIANT: the name of a well-known fact is a name.
    Id::new(well_known::CODE).unwrap_or_else(|_| unreachable!())
}

/// What a case file says of a finding.
fn told(finding: &Finding) -> Vec<String> {
    let mut told = vec![format!("outcome: {}", finding.coverage.name())];
    let list = |key: &str, of: Vec<String>| format!("{key}: [{}]", of.join(", "));
    match &finding.coverage {
        Coverage::Decided(decided) => {
            let governing = decided.governing.iter().map(ToString::to_string).collect();
            told.push(list("governing", governing));
        }
        Coverage::NeedsInformation(missing) => {
            let relevant = missing.relevant.iter().map(ToString::to_string).collect();
            told.push(list("relevant", relevant));
        }
        _ => {}
    }
    told
}

/// A finding as a case file that expects it.
fn written(original: &Original, finding: &Finding, number: usize) -> Option<TextOfCase> {
    let catalogue = &original.loaded.corpus.catalogue;
    let mut case = finding.case.clone();
    case.id = Id::new(&format!("boundary-{number}")).ok()?;
    let expects = told(finding).into_iter().map(|line| format!("  {line}\n"));
    let text = format!(
        "{}expect:\n{}",
        print::case(&case, catalogue),
        expects.collect::<String>()
    );
    TextOfCase::read(format!("{}.yaml", case.id), text, catalogue).ok()
}
