//! Every witness shows what it is said to show, and says nothing that is not needed for it.

use std::collections::BTreeSet;

use coverdict_check::{Problem, Witness};
use coverdict_corpus::{print, read_case};
use coverdict_engine::Assessor;
use coverdict_model::{
    case::Case,
    finding::Finding,
    id::Id,
    position::Position,
    source::EditionId,
    trace::{RuleTrace, Truth},
    well_known,
};
use coverdict_oracle::exhaustive::{Sight, shown};

use crate::examined::Examined;

/// What is wrong with the witnesses of an examined corpus.
pub(crate) fn faults(examined: &Examined) -> Vec<String> {
    let with_witness = examined.answers.problems.iter();
    let with_witness = with_witness.filter_map(|one| Some((one, one.witness.as_ref()?)));
    let mut faults = Vec::new();
    for (problem, witness) in with_witness {
        let name = problem.diagnostic.code().name();
        let mut tell = |fault: &str| {
            let text = print::case(&witness.case, &examined.loaded.corpus.catalogue);
            faults.push(format!("{name}: {fault}: {}\n{text}", problem.diagnostic));
        };
        replays(examined, problem, witness, &mut tell);
        is_smallest(examined, problem, witness, &mut tell);
    }
    faults
}

/// Written down, read back and put to the engine, it gives the recorded answer and shows the problem in the trace.
fn replays(examined: &Examined, problem: &Problem, witness: &Witness, tell: &mut dyn FnMut(&str)) {
    let catalogue = &examined.loaded.corpus.catalogue;
    let text = print::case(&witness.case, catalogue);
    let case = match read_case("witness.yaml", text.as_str(), catalogue) {
        Ok(read) => read.case,
        Err(failure) => return tell(&format!("cannot be read back: {failure}")),
    };
    if case != witness.case {
        tell("reads back as another case");
    }
    let finding = Assessor::new(&examined.program).assess(case);
    if finding.coverage != witness.answer {
        tell("the engine answers otherwise");
    }
    let editions: Vec<&EditionId> = problem.editions.iter().collect();
    let shows = match (problem.diagnostic.code().id(), editions.as_slice()) {
        ("C0001", [one, other]) => {
            let (one, other) = (held(&finding, one), held(&finding, other));
            one.iter().any(|one| other.iter().any(|other| other != one))
        }
        ("C0002", [edition]) => held(&finding, edition).len() > 1,
        ("C0008", [edition]) => !rules(&finding, edition).any(|rule| rule.stands == Truth::Met),
        ("C0010", editions) => editions.iter().all(|edition| {
            let mut surely = rules(&finding, edition).filter(|rule| rule.stands == Truth::Met);
            surely.all(|rule| rule.holding.position() == Position::BenefitConfirmed)
        }),
        _ => false,
    };
    if !shows {
        tell("the trace does not show it");
    }
}

/// Some completion shows the problem, and where it rests on no open question of the corpus every completion does, and
/// no longer when a fact is left out.
fn is_smallest(
    examined: &Examined,
    problem: &Problem,
    witness: &Witness,
    tell: &mut dyn FnMut(&str),
) {
    let corpus = &examined.loaded.corpus;
    let editions: Vec<&EditionId> = problem.editions.iter().collect();
    let sight = match (problem.diagnostic.code().id(), editions.as_slice()) {
        ("C0001", [one, other]) => Sight::SourcesDisagree(one, other),
        ("C0002", [edition]) => Sight::RulesDisagree(edition),
        ("C0008", [edition]) => Sight::Silent(edition),
        ("C0010", _) => Sight::NoAnswer,
        _ => return tell("no such witness is known"),
    };
    let Some(whole) = shown(corpus, &witness.case, sight) else {
        // Too many completions to list. That the case is possible the engine has told.
        return;
    };
    if !whole.possible {
        tell("no completion shows it");
    }
    if !witness.assuming.is_empty() {
        return;
    }
    if !whole.certain {
        tell("some completion does not show it");
    }
    // Whether any source has an answer is asked of the members of one payer at a time.
    let of_one_payer = problem.diagnostic.code().id() == "C0010";
    for fact in chosen(&witness.case) {
        if of_one_payer && fact.as_str() == well_known::PAYER {
            continue;
        }
        let mut less = witness.case.clone();
        less.facts.remove(&fact);
        if shown(corpus, &less, sight).is_some_and(|less| less.certain) {
            tell(&format!("{fact} can be left out"));
        }
    }
}

/// The facts of a case beside its line and days.
fn chosen(case: &Case) -> BTreeSet<Id> {
    let line = [
        well_known::CODE,
        well_known::SERVICE,
        well_known::DATE_OF_REQUEST,
        well_known::START_OF_CARE,
    ];
    let facts = case.facts.keys();
    let facts = facts.filter(|fact| !line.contains(&fact.as_str()));
    facts.cloned().collect()
}

/// The rules of an edition in a trace that stand, or may.
fn rules<'f>(finding: &'f Finding, edition: &'f EditionId) -> impl Iterator<Item = &'f RuleTrace> {
    let walks = finding.trace.iter().flat_map(|day| &day.walks);
    let sources = walks
        .flat_map(|walk| &walk.steps)
        .flat_map(|step| &step.sources);
    let editions = sources.flat_map(|source| &source.editions);
    let own = editions.filter(move |traced| traced.edition == *edition);
    let rules = own.flat_map(|edition| &edition.rules);
    rules.filter(|rule| rule.stands != Truth::NotMet)
}

/// The positions that decide a step and that an edition takes, or may.
fn held(finding: &Finding, edition: &EditionId) -> BTreeSet<Position> {
    let positions = rules(finding, edition).map(|rule| rule.holding.position());
    positions
        .filter(|position| *position != Position::BenefitConfirmed)
        .collect()
}
