//! What an edition is about, by the words that it declares.

use std::collections::BTreeSet;

use coverdict_literature::words::{akin, significant};
use coverdict_model::{
    corpus::Corpus,
    criterion::{Comparison, Criterion, Members, Test},
    source::Edition,
};

/// The words of an edition: of its title, services, agents and rules, and of the value sets and names that its
/// criteria compare with.
pub(super) fn words(corpus: &Corpus, edition: &Edition) -> BTreeSet<String> {
    let mut words = significant(&edition.title);
    let mut add = |text: &str| words.extend(significant(&text.replace('-', " ")));
    for (name, service) in &edition.services {
        add(name.as_str());
        service.agents.iter().for_each(|agent| add(agent.as_str()));
    }
    for (name, rule) in &edition.rules {
        add(name.as_str());
        compared(&rule.when, corpus, &mut add);
    }
    words
}

/// Whether a title has a word in common with the words of an edition. A title without any significant word is not
/// judged: it has.
pub(super) fn concerns(title: &str, words: &BTreeSet<String>) -> bool {
    let title = significant(title);
    title.is_empty()
        || words.is_empty()
        || title
            .iter()
            .any(|one| words.iter().any(|other| akin(one, other)))
}

fn compared(criterion: &Criterion, corpus: &Corpus, add: &mut impl FnMut(&str)) {
    if let Some(id) = &criterion.id {
        add(id.as_str());
    }
    if let Test::Fact { fact, comparison } = &criterion.test {
        add(fact.as_str());
        if let Comparison::AnyIn(members)
        | Comparison::NoneIn(members)
        | Comparison::AllIn(members) = comparison
        {
            match members {
                Members::Listed(listed) => listed.iter().for_each(|one| add(one.as_str())),
                Members::ValueSet(name) => {
                    add(name.as_str());
                    let set = corpus.value_sets.get(name);
                    set.into_iter().for_each(|set| {
                        add(&set.title);
                        set.members.members.iter().for_each(|one| add(one.as_str()));
                    });
                }
            }
        }
    }
    criterion
        .children()
        .for_each(|child| compared(child, corpus, add));
}
