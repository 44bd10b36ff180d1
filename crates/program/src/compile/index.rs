//! The index from codes, services and agents to sources.

use std::hash::Hash;

use coverdict_model::{code::Code, id::Id};
use rustc_hash::FxHashMap;

use crate::{Source, SourceId};

type Index<K> = FxHashMap<K, Vec<SourceId>>;

/// The sources by code, by service and by agent.
pub(super) fn index(sources: &[Source]) -> (Index<Code>, Index<Id>, Index<Id>) {
    let (mut by_code, mut by_service, mut by_agent) =
        (Index::default(), Index::default(), Index::default());
    for (number, source) in (0_u32..).zip(sources) {
        let source_id = SourceId(number);
        for service in source.editions.iter().flat_map(|edition| &edition.services) {
            enter(&mut by_service, &service.id, source_id);
            service
                .codes
                .iter()
                .for_each(|code| enter(&mut by_code, code, source_id));
            service
                .agents
                .iter()
                .for_each(|agent| enter(&mut by_agent, agent, source_id));
        }
    }
    (by_code, by_service, by_agent)
}

/// Enters a source once under a key. Sources come in ascending order, so a repeated one is last.
fn enter<K: Clone + Eq + Hash>(index: &mut Index<K>, key: &K, source: SourceId) {
    let sources = index.entry(key.clone()).or_default();
    if sources.last() != Some(&source) {
        sources.push(source);
    }
}
