//! The values of a certificate give its answer, and none of them can be spared. What an answer to the
//! first question is said to lead to, it leads to.

use std::collections::{BTreeMap, BTreeSet};

use coverdict_engine::Assessor;
use coverdict_model::{
    case::Case,
    corpus::Corpus,
    finding::{Certificate, Coverage, Decided, Lead, Missing, Outcome, Possible},
    id::Id,
    value::Reading,
};
use coverdict_oracle::generate::corpus_and_case;
use coverdict_program::{Program, compile};
use proptest::{prelude::*, sample::Index};

use crate::{
    open::{has_unmapped, inputs, mapped, readings, stating, told},
    possible::fitting,
};

proptest! {
    #[test]
    fn law_a_certificate_gives_its_answer_and_spares_no_fact(
        (corpus, case) in corpus_and_case(),
        choice: Index,
    ) {
        with_missing(&corpus, &case, |asked, missing| {
            let stated = |certificate: &&Certificate| asked.can_state(&certificate.facts);
            for certificate in missing.certificates.iter().filter(stated) {
                asked.certificate(missing, certificate, choice);
            }
        });
    }

    #[test]
    fn law_an_answer_leads_where_it_is_said_to((corpus, case) in corpus_and_case()) {
        with_missing(&corpus, &case, |asked, missing| {
            if asked.can_state(std::slice::from_ref(&missing.first)) {
                asked.leads(missing);
            }
        });
    }
}

/// An undecided case with the values that its open facts can still have.
struct Asked<'c> {
    corpus: &'c Corpus,
    case: &'c Case,
    program: &'c Program,
    open: BTreeMap<Id, Vec<Reading>>,
    told: &'c dyn Fn() -> String,
}

fn with_missing(corpus: &Corpus, case: &Case, check: impl Fn(&Asked<'_>, &Missing)) {
    let program = compile(corpus, "random").unwrap();
    let coverage = Assessor::new(&program).assess(case.clone()).coverage;
    let Coverage::NeedsInformation(missing) = &coverage else {
        return;
    };
    let asked = Asked {
        corpus,
        case,
        program: &program,
        open: readings(corpus, case),
        told: &|| told(case, &coverage),
    };
    check(&asked, missing);
}

impl Asked<'_> {
    fn certificate(&self, missing: &Missing, certificate: &Certificate, choice: Index) {
        assert!(!certificate.values.is_empty(), "{}", (self.told)());
        for values in &certificate.values {
            assert_eq!(values.len(), certificate.facts.len(), "{}", (self.told)());
            let facts = certificate.facts.iter().zip(values);
            let fitting = facts.map(|(fact, possible)| self.fitting(fact, possible, choice));
            let combinations = combinations(&fitting.collect::<Vec<_>>());
            let holds = |readings: &Vec<&Reading>| {
                let set: Vec<(&Id, &Reading)> = certificate
                    .facts
                    .iter()
                    .zip(readings.iter().copied())
                    .collect();
                self.settles(&set, certificate)
                    && (self.is_entangled(missing, &certificate.facts) || self.spares_none(&set))
            };
            let contradicts = |readings: &Vec<&Reading>| {
                let set: Vec<(&Id, &Reading)> = certificate
                    .facts
                    .iter()
                    .zip(readings.iter().copied())
                    .collect();
                matches!(self.coverage(&set), Coverage::InvalidInput { .. })
            };
            assert!(
                combinations.iter().any(holds)
                    || self.may_contradict(&certificate.facts)
                        && combinations.iter().all(contradicts),
                "{:?} {values:?}\n{}",
                certificate.facts,
                (self.told)()
            );
        }
    }

    /// Readings that fit a description: any one for a single value, all that may fit for a set.
    fn fitting(&self, fact: &Id, possible: &Possible, choice: Index) -> Vec<&Reading> {
        let fitting = fitting(self.program, fact, possible, &self.open[fact]);
        assert!(
            !fitting.is_empty(),
            "{fact} {possible:?}\n{}",
            (self.told)()
        );
        match possible {
            Possible::Set { .. } => fitting,
            _ => vec![*choice.get(&fitting)],
        }
    }

    fn settles(&self, readings: &[(&Id, &Reading)], certificate: &Certificate) -> bool {
        matches!(
            self.coverage(readings),
            Coverage::Decided(Decided { answer, .. }) if answer == certificate.answer
        )
    }

    fn spares_none(&self, readings: &[(&Id, &Reading)]) -> bool {
        (0..readings.len()).all(|place| {
            let mut fewer = readings.to_vec();
            fewer.remove(place);
            !matches!(self.coverage(&fewer), Coverage::Decided(_))
        })
    }

    fn coverage(&self, readings: &[(&Id, &Reading)]) -> Coverage {
        let case = stating(self.corpus, self.case, readings);
        Assessor::new(self.program).assess(case).coverage
    }

    /// Whether a case can state these values. Of a fact that a mapping derives, what holds besides that
    /// which the codes mean can be stated only where the codes are. An input and what is derived from it
    /// are asked for as if each could be anything: under a constraint they may not fit together.
    fn can_state(&self, facts: &[Id]) -> bool {
        let derives = |fact: &Id| {
            let mut all = self.corpus.catalogue.facts.keys();
            all.any(|other| inputs(self.corpus, other).contains(&fact))
        };
        facts.iter().all(|fact| match mapped(self.corpus, fact) {
            Some((mapping, from)) => facts.contains(from) || has_unmapped(self.case, mapping, from),
            None => self.corpus.catalogue.constraints.is_empty() || !derives(fact),
        })
    }

    /// Whether one of these facts is an input of another, or of a derived fact that the case states: values
    /// of both may not fit together.
    fn may_contradict(&self, facts: &[Id]) -> bool {
        let stated = facts.iter().chain(self.case.facts.keys());
        let mut inputs = stated.flat_map(|fact| inputs(self.corpus, fact));
        inputs.any(|input| facts.contains(input))
    }

    /// Whether to state some of these facts says more than their own values: inputs narrow what is
    /// derived from them, and what a mapping derives is no longer asked of the codes.
    fn is_entangled(&self, missing: &Missing, facts: &[Id]) -> bool {
        let narrows = |fact: &Id| {
            let mut relevant = missing.relevant.iter();
            relevant.any(|other| inputs(self.corpus, other).contains(&fact))
        };
        let replaces = |fact: &Id| {
            mapped(self.corpus, fact)
                .is_some_and(|(mapping, from)| !has_unmapped(self.case, mapping, from))
        };
        facts.iter().any(|fact| narrows(fact) || replaces(fact))
    }

    fn leads(&self, missing: &Missing) {
        let fact = &missing.first;
        let readings = &self.open[fact];
        let entangled = self.is_entangled(missing, std::slice::from_ref(fact));
        let may_contradict = self.may_contradict(std::slice::from_ref(fact));
        let mut led: BTreeSet<&Reading> = BTreeSet::new();
        assert!(!missing.leads.is_empty(), "{}", (self.told)());
        for Lead { value, outcome } in &missing.leads {
            for value in alternatives(value) {
                let fitting = fitting(self.program, fact, value, readings);
                let leads = |reading: &&Reading| match self.coverage(&[(fact, *reading)]) {
                    Coverage::InvalidInput { .. } if may_contradict => true,
                    coverage => leads_to(&coverage, outcome, entangled),
                };
                let so = match value {
                    Possible::Set { .. } => fitting.iter().any(leads),
                    _ => !fitting.is_empty() && fitting.iter().all(leads),
                };
                assert!(so, "{value:?} {outcome:?}\n{}", (self.told)());
                led.extend(fitting);
            }
        }
        // Of a set not all values are followed when they are many.
        let is_set = |reading: &Reading| matches!(reading, Reading::Members { .. });
        let rest = readings.iter().filter(|reading| !is_set(reading));
        for reading in rest.filter(|reading| !led.contains(reading)) {
            assert!(
                matches!(
                    self.coverage(&[(fact, reading)]),
                    Coverage::InvalidInput { .. }
                ),
                "{reading:?} leads nowhere\n{}",
                (self.told)()
            );
        }
    }
}

fn alternatives(possible: &Possible) -> &[Possible] {
    match possible {
        Possible::AnyOf(all) => all,
        one => std::slice::from_ref(one),
    }
}

/// Whether a coverage is what was said in brief; more may be settled than was said where the answer
/// narrows other facts, too.
fn leads_to(coverage: &Coverage, outcome: &Outcome, entangled: bool) -> bool {
    match (outcome, coverage) {
        (Outcome::Decided(answer), Coverage::Decided(decided)) => decided.answer == *answer,
        (Outcome::NeedsInformation(_) | Outcome::NeedsSource, _) if entangled => true,
        (Outcome::NeedsInformation(relevant), Coverage::NeedsInformation(missing)) => {
            missing.relevant == *relevant
        }
        (Outcome::NeedsSource, Coverage::NeedsSource { .. })
        | (Outcome::TooComplex, Coverage::TooComplex { .. }) => true,
        _ => false,
    }
}

/// Every way to choose one of each.
fn combinations<'r>(of: &[Vec<&'r Reading>]) -> Vec<Vec<&'r Reading>> {
    of.iter().fold(vec![Vec::new()], |chosen, next| {
        let with = |so_far: &Vec<&'r Reading>| {
            let so_far = so_far.clone();
            next.iter()
                .map(move |reading| so_far.iter().copied().chain([*reading]).collect())
        };
        chosen.iter().flat_map(with).collect()
    })
}
