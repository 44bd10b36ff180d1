//! Overrides never lead back to the rule that they start from.

use super::Report;
use super::cycles::{Graph, cycles, told};
use crate::diagnostic::Code;

pub(super) fn check(report: &mut Report<'_>) {
    let draft = report.draft;
    for (id, edition) in &draft.corpus.editions {
        let overriding = edition
            .rules
            .iter()
            .filter(|(_, rule)| !rule.overrides.is_empty());
        let graph: Graph<'_, _> = overriding
            .map(|(name, rule)| (name, rule.overrides.iter().collect()))
            .collect();
        let place = draft.origins.editions.get(id);
        for cycle in cycles(&graph) {
            let (Some(place), Some(first)) = (place, cycle.first()) else {
                continue;
            };
            let path = ["rules", first.as_str(), "overrides"];
            let message = told(&cycle, "overrides");
            let code = Code::OVERRIDES_CYCLE;
            let problem = report.places.at_value(place.file, &path, code, message);
            report
                .problems
                .push(problem.with_help("remove one of the overrides"));
        }
    }
}
