//! The index from codes, services and agents to sources.

use std::collections::BTreeSet;

use coverdict_model::{code::Code, corpus::Corpus, id::Id};
use rustc_hash::FxHashMap;

use crate::{Source, SourceId};

type Index<K> = FxHashMap<K, Vec<SourceId>>;

/// The sources by code, by service and by agent.
pub(super) fn index(
    sources: &[Source],
    codes: usize,
) -> (Vec<Vec<SourceId>>, Index<Id>, Index<Id>) {
    let mut by_code: Vec<Vec<SourceId>> = vec![Vec::new(); codes];
    let (mut by_service, mut by_agent) = (Index::default(), Index::default());
    for (number, source) in (0_u32..).zip(sources) {
        let id = SourceId(number);
        for service in source.editions.iter().flat_map(|edition| &edition.services) {
            enter(by_service.entry(service.id.clone()).or_default(), id);
            for agent in &service.agents {
                enter(by_agent.entry(agent.clone()).or_default(), id);
            }
            for code in &service.codes {
                if let Some(sources) = by_code.get_mut(code.0 as usize) {
                    enter(sources, id);
                }
            }
        }
    }
    (by_code, by_service, by_agent)
}

/// The codes that editions list, ascending.
pub(super) fn codes(corpus: &Corpus) -> Vec<Code> {
    let services = corpus
        .editions
        .values()
        .flat_map(|edition| edition.services.values());
    let codes: BTreeSet<&Code> = services.flat_map(|service| &service.codes).collect();
    codes.into_iter().cloned().collect()
}

/// Enters a source once. Sources come in ascending order, so a repeated one is last.
fn enter(sources: &mut Vec<SourceId>, source: SourceId) {
    if sources.last() != Some(&source) {
        sources.push(source);
    }
}
