//! Cases by which mutants are noticed that survive.

use std::collections::BTreeSet;

use coverdict_corpus::print;
use coverdict_engine::Assessor;
use coverdict_model::{case::Case, finding::Coverage, id::Id};
use coverdict_program::{Program, compile};

use super::{
    Judged, Mutant, Original,
    cores::on_every_core,
    expects::Expects,
    hosts::{Host, Walk, hosts, near},
    judged::read,
    original::TextOfCase,
};

/// How many cases are looked for by which a survivor is noticed.
const WANTED: usize = 6;

/// How many cases with one thing said otherwise are tried for a survivor.
const SINGLE: usize = 8_000;

/// How many cases with two things said otherwise.
const PAIRS: usize = 4_000;

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
struct Survivor<'m> {
    at: usize,
    mutant: &'m Mutant,
    judged: &'m Judged,
    program: Program,
}

/// Cases by which survivors are noticed: those on file with one thing said otherwise, or two, and those by which `diff`
/// shows the difference, put to the members and days of the cases on file.
#[must_use]
pub fn witnesses(original: &Original, mutants: &[Mutant], judged: &[Judged]) -> Vec<Witness> {
    let Ok(program) = compile(&original.loaded.corpus, &original.loaded.digest) else {
        return Vec::new();
    };
    let survivors: Vec<Survivor<'_>> = mutants
        .iter()
        .zip(judged)
        .enumerate()
        .filter(|(_, (_, judged))| judged.survives())
        .filter_map(|(at, (mutant, judged))| {
            let (_, program) = read(original, mutant).ok()?;
            Some(Survivor {
                at,
                mutant,
                judged,
                program,
            })
        })
        .collect();
    let hosts = hosts(original, &program);
    let found: Vec<TextOfCase> = on_every_core(survivors.len(), |at| {
        survivors
            .get(at)
            .map(|survivor| search(original, &program, &hosts, survivor))
    })
    .into_iter()
    .flatten()
    .flatten()
    .collect();
    on_every_core(found.len(), |at| {
        let case = found.get(at)?;
        let notices = survivors.iter().filter(|survivor| {
            case.differs(&mut Assessor::new(&survivor.program))
                .is_some()
        });
        Some(Witness {
            notices: notices.map(|survivor| survivor.at).collect(),
            name: case.case.id.to_string(),
            text: case.text.clone(),
        })
    })
    .into_iter()
    .flatten()
    .collect()
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

/// Cases by which one survivor is noticed.
fn search(
    original: &Original,
    program: &Program,
    hosts: &[Host<'_>],
    survivor: &Survivor<'_>,
) -> Vec<TextOfCase> {
    let mut assessors = (Assessor::new(program), Assessor::new(&survivor.program));
    let mut found = Vec::new();
    let mut number = 0;
    let mut try_case = |case: Case| -> Option<TextOfCase> {
        let was = assessors.0.assess(case.clone());
        if matches!(was.coverage, Coverage::InvalidInput { .. }) {
            return None;
        }
        let is = Expects::of(&assessors.1.assess(case));
        let expects = Expects::of(&was);
        if expects == is {
            return None;
        }
        number += 1;
        let ending = format!("{}-{number}", survivor.at);
        written(original, &was.case, &expects.text(&is), &ending)
    };
    let near = near(hosts, original, survivor.mutant);
    let own = near.iter().filter_map(|host| try_case(host.case.clone()));
    found.extend(own.take(WANTED));
    let contrasts = survivor.judged.contrasts.iter();
    let hosted = contrasts.flat_map(|contrast| near.iter().map(|host| host.with(&contrast.case)));
    found.extend(hosted.filter_map(&mut try_case).take(1));
    let mut walk = Walk::new(&near, survivor.at);
    for (changes, tries) in [(1, SINGLE), (2, PAIRS)] {
        for _ in 0..tries {
            if found.len() >= WANTED {
                return found;
            }
            found.extend(walk.case(changes).and_then(&mut try_case));
        }
        if !found.is_empty() {
            return found;
        }
    }
    found
}

/// A case as a case file with what it expects.
fn written(original: &Original, case: &Case, expects: &str, ending: &str) -> Option<TextOfCase> {
    let catalogue = &original.loaded.corpus.catalogue;
    let mut named = case.clone();
    named.id = Id::new(&format!("{}-{ending}", case.id)).ok()?;
    let text = format!("{}{expects}", print::case(&named, catalogue));
    TextOfCase::read(format!("{}.yaml", named.id), text, catalogue).ok()
}
