//! Which crate may use which: data flows one way, and what a crate must not know never reaches it.

mod graph;
mod rules;

use anyhow::{Context as _, Result, bail};
use serde_json::Value;

use crate::process;
use crate::steps::Outcome;
use graph::Graph;
use rules::RULES;

/// Fails with every dependency of the workspace that the rules do not allow.
pub(crate) fn check() -> Result<Outcome> {
    let violations = violations(&Graph::read(&metadata()?)?);
    if !violations.is_empty() {
        bail!(
            "dependencies against xtask/src/layers/rules.rs:\n{}",
            violations.join("\n")
        );
    }
    Ok(Outcome::Passed)
}

/// What `cargo metadata` says of the workspace with every feature on.
pub(crate) fn metadata() -> Result<Value> {
    let text = process::output(&mut process::cargo([
        "metadata",
        "--format-version",
        "1",
        "--all-features",
    ]))?;
    serde_json::from_str(&text).context("cargo metadata printed what is not JSON")
}

/// One line for each dependency that the rules do not allow, in the order of the crates' names.
fn violations(graph: &Graph) -> Vec<String> {
    let mut found = Vec::new();
    for member in graph.members() {
        let Some(rule) = RULES.iter().find(|rule| rule.name == member) else {
            found.push(format!(
                "{member} has no rule: say which crates it may use and what it must not know"
            ));
            continue;
        };
        for used in graph.members_used_by(member) {
            if !rule.may_use.contains(&used) {
                found.push(format!("{member} may not use {used}"));
            }
        }
        for path in graph.external_paths(member) {
            let reached = path.last().copied().unwrap_or_default();
            if let Some(topic) = rule.must_not_know.iter().find(|t| t.covers(reached)) {
                found.push(format!(
                    "{member} must not know {}: {}",
                    topic.name,
                    path.join(" -> ")
                ));
            }
        }
    }
    found
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    /// A crate, whether it is ours, and its dependencies as (name, kind).
    type Sample<'a> = (&'a str, bool, &'a [(&'a str, Option<&'a str>)]);

    /// The graph of a workspace in the form that `cargo metadata` gives it.
    fn workspace(crates: &[Sample<'_>]) -> Graph {
        let packages: Vec<_> = crates
            .iter()
            .map(|(name, _, _)| json!({"id": name, "name": name}))
            .collect();
        let members: Vec<_> = crates
            .iter()
            .filter(|(_, ours, _)| *ours)
            .map(|(name, _, _)| name)
            .collect();
        let nodes: Vec<_> = crates
            .iter()
            .map(|(name, _, uses)| {
                let deps: Vec<_> = uses
                    .iter()
                    .map(|(used, kind)| json!({"pkg": used, "dep_kinds": [{"kind": kind}]}))
                    .collect();
                json!({"id": name, "deps": deps})
            })
            .collect();
        Graph::read(&json!({
            "packages": packages,
            "workspace_members": members,
            "resolve": {"nodes": nodes},
        }))
        .unwrap()
    }

    #[test]
    fn this_workspace_keeps_its_rules() {
        assert_eq!(check().unwrap(), Outcome::Passed);
    }

    #[test]
    fn the_order_of_the_architecture_is_allowed() {
        let graph = workspace(&[
            ("coverdict-model", true, &[("serde", None)]),
            ("coverdict-logic", true, &[]),
            ("coverdict-corpus", true, &[("coverdict-model", None)]),
            (
                "coverdict-program",
                true,
                &[("coverdict-corpus", None), ("coverdict-logic", None)],
            ),
            ("coverdict-engine", true, &[("coverdict-program", None)]),
            ("serde", false, &[]),
        ]);
        assert_eq!(violations(&graph), [""; 0]);
    }

    #[test]
    fn a_dependency_against_the_direction_is_named() {
        let graph = workspace(&[
            ("coverdict-model", true, &[("coverdict-logic", None)]),
            ("coverdict-logic", true, &[]),
        ]);
        assert_eq!(
            violations(&graph),
            ["coverdict-model may not use coverdict-logic"]
        );
    }

    #[test]
    fn build_dependencies_count_and_dev_dependencies_do_not() {
        let graph = workspace(&[
            (
                "coverdict-logic",
                true,
                &[
                    ("coverdict-model", Some("build")),
                    ("coverdict-engine", Some("dev")),
                    ("reqwest", Some("dev")),
                ],
            ),
            ("coverdict-model", true, &[]),
            ("coverdict-engine", true, &[]),
            ("reqwest", false, &[]),
        ]);
        assert_eq!(
            violations(&graph),
            ["coverdict-logic may not use coverdict-model"]
        );
    }

    #[test]
    fn a_forbidden_crate_is_found_through_others_with_the_way_to_it() {
        let graph = workspace(&[
            ("coverdict-engine", true, &[("validator", None)]),
            ("validator", false, &[("fetcher", None)]),
            (
                "fetcher",
                false,
                &[("hyper-util", None), ("validator", None)],
            ),
            ("hyper-util", false, &[]),
        ]);
        assert_eq!(
            violations(&graph),
            ["coverdict-engine must not know HTTP: \
                 coverdict-engine -> validator -> fetcher -> hyper-util"]
        );
    }

    #[test]
    fn the_dev_dependencies_of_others_are_not_followed() {
        let graph = workspace(&[
            ("coverdict-engine", true, &[("validator", None)]),
            ("validator", false, &[("hyper", Some("dev"))]),
            ("hyper", false, &[]),
        ]);
        assert_eq!(violations(&graph), [""; 0]);
    }

    #[test]
    fn the_columnar_engine_may_know_arrow_and_the_scalar_one_may_not() {
        let graph = workspace(&[
            ("coverdict-engine", true, &[("arrow-array", None)]),
            ("coverdict-screen", true, &[("arrow-array", None)]),
            ("arrow-array", false, &[]),
        ]);
        assert_eq!(
            violations(&graph),
            ["coverdict-engine must not know columns: coverdict-engine -> arrow-array"]
        );
    }

    #[test]
    fn a_crate_without_a_rule_is_reported() {
        let graph = workspace(&[("coverdict-surprise", true, &[])]);
        assert_eq!(
            violations(&graph),
            [
                "coverdict-surprise has no rule: say which crates it may use and what it must not know"
            ]
        );
    }
}
