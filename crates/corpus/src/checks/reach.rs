//! Which profiles can serve a member to whom an edition can apply.

use std::collections::BTreeSet;

use coverdict_model::{
    corpus::Corpus,
    fact::FactType,
    id::Id,
    profile::Profile,
    source::{Applies, Facet, Open},
    well_known,
};

/// Members told apart by what profiles are chosen by, each with the profiles that serve them.
pub(super) struct Reach<'c> {
    members: Vec<Member<'c>>,
    /// The payers that ship a profile of their own.
    payers: BTreeSet<&'c Id>,
}

struct Member<'c> {
    /// The payer; none: one that ships no profile.
    payer: Option<&'c Id>,
    line_of_business: &'c Id,
    /// The funding; none: it has none.
    funding: Option<&'c Id>,
    profiles: Vec<&'c Profile>,
}

impl<'c> Reach<'c> {
    pub(super) fn new(corpus: &'c Corpus) -> Self {
        let payers: BTreeSet<_> = corpus
            .profiles
            .values()
            .filter_map(|profile| profile.payer.as_ref())
            .collect();
        let lines = choices(corpus, well_known::LINE_OF_BUSINESS);
        let funding = choices(corpus, well_known::FUNDING);
        let mut members = Vec::new();
        for payer in payers.iter().copied().map(Some).chain([None]) {
            for line_of_business in lines.iter().copied() {
                for funding in funding.iter().copied().map(Some).chain([None]) {
                    let profiles = serving(corpus, payer, line_of_business, funding);
                    members.push(Member {
                        payer,
                        line_of_business,
                        funding,
                        profiles,
                    });
                }
            }
        }
        Self { members, payers }
    }

    /// The profiles, each once, by name.
    pub(super) fn profiles(&self, applies: &Applies) -> Vec<&'c Profile> {
        let reached = self.members.iter().filter(|member| {
            may_be(applies.lines_of_business.as_ref(), member.line_of_business)
                && match (member.funding, &applies.funding) {
                    (Some(funding), facet) => may_be(facet.as_ref(), funding),
                    (None, facet) => facet.is_none(),
                }
                && match (member.payer, &applies.payers) {
                    (Some(payer), facet) => may_be(facet.as_ref(), payer),
                    (None, None) => true,
                    (None, Some(facet)) => self.may_be_another(facet),
                }
        });
        let mut profiles: Vec<_> = reached
            .flat_map(|member| &member.profiles)
            .copied()
            .collect();
        profiles.sort_by_key(|profile| &profile.id);
        profiles.dedup_by_key(|profile| &profile.id);
        profiles
    }

    /// Whether the facet leaves room for a payer that ships no profile.
    fn may_be_another(&self, facet: &Facet) -> bool {
        let another = |payer: &Id| !self.payers.contains(payer);
        facet.within.iter().any(another)
            || match &facet.open {
                Open::Rest => true,
                Open::Values(values) => values.iter().any(another),
            }
    }
}

/// The profiles that serve a member: those of the payer come before the general ones.
fn serving<'c>(
    corpus: &'c Corpus,
    payer: Option<&Id>,
    line_of_business: &Id,
    funding: Option<&Id>,
) -> Vec<&'c Profile> {
    let fitting = corpus.profiles.values().filter(|profile| {
        profile.lines_of_business.contains(line_of_business)
            && match (&profile.funding, funding) {
                (None, _) => true,
                (Some(served), Some(funding)) => served.contains(funding),
                (Some(_), None) => false,
            }
    });
    let (own, others): (Vec<_>, Vec<_>) = fitting
        .filter(|profile| profile.payer.is_none() || profile.payer.as_ref() == payer)
        .partition(|profile| profile.payer.is_some());
    if own.is_empty() { others } else { own }
}

fn may_be(facet: Option<&Facet>, value: &Id) -> bool {
    facet.is_none_or(|facet| {
        facet.within.contains(value)
            || match &facet.open {
                Open::Rest => true,
                Open::Values(values) => values.contains(value),
            }
    })
}

fn choices<'c>(corpus: &'c Corpus, fact: &str) -> Vec<&'c Id> {
    match corpus.catalogue.facts.get(fact).map(|fact| &fact.kind) {
        Some(FactType::Choice { values }) => values.iter().collect(),
        _ => Vec::new(),
    }
}
