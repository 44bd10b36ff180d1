//! The dependency graph in the output of `cargo metadata`, without dev-dependencies.

use std::collections::{BTreeMap, BTreeSet, VecDeque};

use anyhow::{Context as _, Result};
use serde_json::Value;

/// Crates by name and the crates they use by normal or build dependencies.
///
/// Several versions of a crate are one here: the rules speak of names.
pub(super) struct Graph {
    members: BTreeSet<String>,
    uses: BTreeMap<String, BTreeSet<String>>,
}

impl Graph {
    /// Reads format version 1 of `cargo metadata`, with its `resolve` part.
    pub(super) fn read(metadata: &Value) -> Result<Self> {
        let names = list(metadata, "packages")?
            .iter()
            .map(|package| Ok((text(package, "id")?, text(package, "name")?)))
            .collect::<Result<BTreeMap<_, _>>>()?;
        let name = |id: &str| {
            names
                .get(id)
                .map(|name| (*name).to_owned())
                .with_context(|| format!("cargo metadata: no package has the id {id}"))
        };

        let members = list(metadata, "workspace_members")?
            .iter()
            .map(|id| name(id.as_str().unwrap_or_default()))
            .collect::<Result<_>>()?;

        let resolve = metadata
            .get("resolve")
            .context("cargo metadata: no `resolve`")?;
        let mut uses: BTreeMap<String, BTreeSet<String>> = BTreeMap::new();
        for node in list(resolve, "nodes")? {
            let used = uses.entry(name(text(node, "id")?)?).or_default();
            for dependency in list(node, "deps")? {
                if !is_dev_only(dependency)? {
                    used.insert(name(text(dependency, "pkg")?)?);
                }
            }
        }
        Ok(Self { members, uses })
    }

    /// The workspace's crates, by name.
    pub(super) fn members(&self) -> impl Iterator<Item = &str> {
        self.members.iter().map(String::as_str)
    }

    /// The workspace's crates that a crate names, in order.
    pub(super) fn members_used_by(&self, name: &str) -> impl Iterator<Item = &str> {
        self.used_by(name)
            .filter(|used| self.members.contains(*used))
    }

    /// For each crate from outside that a member reaches, a shortest way to it, the member first.
    ///
    /// Ways through other members are left out: those members answer for them.
    pub(super) fn external_paths<'a>(&'a self, member: &'a str) -> Vec<Vec<&'a str>> {
        let mut seen = BTreeSet::from([member]);
        let mut queue = VecDeque::from([vec![member]]);
        let mut paths = Vec::new();
        while let Some(path) = queue.pop_front() {
            let last = path.last().copied().unwrap_or(member);
            for used in self.used_by(last) {
                if !self.members.contains(used) && seen.insert(used) {
                    let longer: Vec<_> = path.iter().copied().chain([used]).collect();
                    paths.push(longer.clone());
                    queue.push_back(longer);
                }
            }
        }
        paths
    }

    fn used_by(&self, name: &str) -> impl Iterator<Item = &str> {
        self.uses
            .get(name)
            .into_iter()
            .flatten()
            .map(String::as_str)
    }
}

fn is_dev_only(dependency: &Value) -> Result<bool> {
    let kinds = list(dependency, "dep_kinds")?;
    Ok(kinds
        .iter()
        .all(|kind| kind.get("kind").is_some_and(|kind| kind == "dev")))
}

fn list<'a>(value: &'a Value, key: &str) -> Result<&'a [Value]> {
    value
        .get(key)
        .and_then(Value::as_array)
        .map(Vec::as_slice)
        .with_context(|| format!("cargo metadata: `{key}` is not a list"))
}

fn text<'a>(value: &'a Value, key: &str) -> Result<&'a str> {
    value
        .get(key)
        .and_then(Value::as_str)
        .with_context(|| format!("cargo metadata: `{key}` is not a text"))
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn metadata_of_another_shape_is_an_error() {
        let error = Graph::read(&json!({"packages": []})).err().unwrap();
        assert_eq!(
            error.to_string(),
            "cargo metadata: `workspace_members` is not a list"
        );
    }

    #[test]
    fn a_dependency_both_normal_and_dev_counts() {
        let graph = Graph::read(&json!({
            "packages": [{"id": "1", "name": "a"}, {"id": "2", "name": "b"}],
            "workspace_members": ["1", "2"],
            "resolve": {"nodes": [
                {"id": "1", "deps": [{"pkg": "2", "dep_kinds": [{"kind": "dev"}, {"kind": null}]}]},
                {"id": "2", "deps": []},
            ]},
        }))
        .unwrap();
        assert_eq!(graph.members_used_by("a").collect::<Vec<_>>(), ["b"]);
    }
}
