//! A random corpus as it was written, read, compiled and examined.

use std::collections::{BTreeMap, BTreeSet};

use coverdict_check::{Answers, Atlas, Problem, Subject, ask};
use coverdict_corpus::{Loaded, diagnostic::Code, print, read_corpus_from};
use coverdict_model::{
    corpus::Corpus,
    criterion::{Criterion, Test},
    id::Id,
};
use coverdict_oracle::exhaustive::{Found, group, services};
use coverdict_program::{Program, compile};

/// A corpus with what the checker answers.
pub(crate) struct Examined {
    pub(crate) loaded: Loaded,
    pub(crate) program: Program,
    pub(crate) answers: Answers,
}

impl Examined {
    /// Writes a corpus as files, reads these and examines them; `None` where the constraints of the corpus contradict
    /// each other, which is refused.
    pub(crate) fn new(corpus: &Corpus) -> Option<Self> {
        let loaded = match read_corpus_from(written(corpus)) {
            Ok(loaded) => loaded,
            Err(failure) => {
                let mut codes = failure.problems.iter().map(|problem| problem.code());
                assert!(
                    codes.all(|code| code == Code::UNSATISFIABLE_CONSTRAINTS),
                    "{failure}"
                );
                return None;
            }
        };
        let program = compile(&loaded.corpus, "random").unwrap();
        let answers = ask(&Subject::new(&loaded, &program, program.recorded));
        Some(Self {
            loaded,
            program,
            answers,
        })
    }

    /// The problems with one code.
    pub(crate) fn problems(&self, code: &str) -> impl Iterator<Item = &Problem> {
        let problems = self.answers.problems.iter();
        problems.filter(move |problem| problem.diagnostic.code().id() == code)
    }

    /// The checker's answers in the form of the enumeration's.
    pub(crate) fn found(&self) -> Found {
        let corpus = &self.loaded.corpus;
        let edition = |problem: &Problem| problem.editions.first().unwrap().clone();
        let about = |problem: &Problem| (edition(problem), problem.subject.clone().unwrap());
        let case = |problem: &Problem| problem.witness.as_ref().unwrap().case.clone();
        let mut found = Found {
            sources_disagree: self
                .problems("C0001")
                .map(|problem| {
                    let mut sources = problem.editions.iter().map(|id| id.source.clone());
                    (sources.next().unwrap(), sources.next().unwrap())
                })
                .collect(),
            rules_disagree: self.problems("C0002").map(edition).collect(),
            rule_never_applies: self.problems("C0003").map(about).collect(),
            asked_for_nothing: self.problems("C0005").map(about).collect(),
            only_otherwise: self.problems("C0006").map(about).collect(),
            claimed_and_silent: self
                .problems("C0008")
                .map(|problem| {
                    let id = edition(problem);
                    let services = services(&corpus.editions[&id], &case(problem));
                    (id, services)
                })
                .collect(),
            never_reached: self.problems("C0009").map(edition).collect(),
            no_answer: self
                .problems("C0010")
                .map(|problem| group(corpus, &case(problem)))
                .collect(),
            ..Found::default()
        };
        for problem in self.problems("C0004") {
            let rules = &mut found.criterion_never_matters;
            let paths = rules.entry(about(problem)).or_default();
            assert!(paths.insert(self.path(problem)), "told twice: {problem:?}");
        }
        for problem in self.problems("C0007") {
            *found.hole_between_values.entry(about(problem)).or_default() += 1;
        }
        found
    }

    /// The place of a criterion in its rule, by where the problem points.
    fn path(&self, problem: &Problem) -> Vec<usize> {
        let id = problem.editions.first().unwrap();
        let rule = problem.subject.as_ref().unwrap();
        let atlas = Atlas::new(&self.loaded.sources);
        let keys = ["rules", rule.as_str(), "when"].map(str::to_owned);
        let mut places = BTreeMap::new();
        let when = &self.loaded.corpus.editions[id].rules[rule].when;
        places_of(when, Vec::new(), keys.to_vec(), &mut places);
        let at = problem.diagnostic.primary();
        let mut here = places.into_iter().filter(|(_, keys)| {
            let keys: Vec<&str> = keys.iter().map(String::as_str).collect();
            atlas.edition(id, &keys) == (at.file, at.span)
        });
        let (path, _) = here.next().unwrap();
        assert!(here.next().is_none(), "one place, two criteria");
        path
    }
}

/// Every criterion below one with the keys that lead to it.
fn places_of(
    criterion: &Criterion,
    path: Vec<usize>,
    keys: Vec<String>,
    places: &mut BTreeMap<Vec<usize>, Vec<String>>,
) {
    let names: Vec<Id> = match &criterion.test {
        Test::ByReading { of, .. } => of.keys().cloned().collect(),
        _ => Vec::new(),
    };
    for (at, child) in criterion.children().enumerate() {
        let key: Vec<String> = match &criterion.test {
            Test::All(_) => vec!["all".to_owned(), at.to_string()],
            Test::Any(_) => vec!["any".to_owned(), at.to_string()],
            Test::None(_) => vec!["none".to_owned(), at.to_string()],
            Test::AtLeast { .. } => ["at-least", "of", &at.to_string()]
                .map(str::to_owned)
                .into(),
            _ => ["by-reading", "of", names[at].as_str()]
                .map(str::to_owned)
                .into(),
        };
        let path: Vec<usize> = path.iter().copied().chain([at]).collect();
        let keys: Vec<String> = keys.iter().cloned().chain(key).collect();
        places.insert(path.clone(), keys.clone());
        places_of(child, path, keys, places);
    }
}

/// The files of a corpus.
fn written(corpus: &Corpus) -> Vec<(String, String)> {
    let mut texts = vec![print::catalogue(&corpus.catalogue)];
    let sets = corpus.value_sets.iter();
    texts.extend(sets.map(|(name, set)| print::value_set(name, set)));
    let mappings = corpus.mappings.iter();
    texts.extend(mappings.map(|(name, mapping)| print::mapping(name, mapping)));
    texts.extend(corpus.profiles.values().map(print::profile));
    texts.extend(corpus.editions.values().map(print::edition));
    texts.extend(corpus.attestations.values().map(print::attestation));
    let numbered = texts.into_iter().enumerate();
    numbered
        .map(|(at, text)| (format!("{at}.yaml"), text))
        .collect()
}

/// The codes of what was found.
pub(crate) fn codes(answers: &Answers) -> BTreeSet<&'static str> {
    let problems = answers.problems.iter();
    problems
        .map(|problem| problem.diagnostic.code().id())
        .collect()
}
