//! What the parts of a document have to do with each other.

use std::collections::BTreeMap;

use super::{
    package::Package,
    xml::{self, Node},
};
use crate::read::Failure;

/// The relations of a part, by identifier.
#[derive(Debug, Default)]
pub(super) struct Relations(BTreeMap<String, Relation>);

#[derive(Debug)]
struct Relation {
    /// The last word of its kind: `hyperlink`, `header`.
    kind: String,
    target: String,
}

impl Relations {
    /// The relations of a part; that of the whole document has no name.
    pub(super) fn of(package: &mut Package<'_>, part: &str) -> Result<Self, Failure> {
        let (folder, file) = part.rsplit_once('/').unwrap_or(("", part));
        let slash = if folder.is_empty() { "" } else { "/" };
        let name = format!("{folder}{slash}_rels/{file}.rels");
        let mut relations = BTreeMap::new();
        let Some(bytes) = package.part(&name)? else {
            return Ok(Self(relations));
        };
        let source = xml::source(&name, &bytes)?;
        xml::each(&name, &source, |node| {
            if let Node::Start(_, b"Relationship", element) = node
                && let (Some(id), Some(kind), Some(target)) = (
                    element.get("Id"),
                    element.get("Type"),
                    element.get("Target"),
                )
            {
                let kind = kind.rsplit('/').next().unwrap_or_default().to_owned();
                let is_outside = element.get("TargetMode").as_deref() == Some("External");
                let target = match is_outside {
                    true => target,
                    false => within(folder, &target),
                };
                relations.insert(id, Relation { kind, target });
            }
            Ok(())
        })?;
        Ok(Self(relations))
    }

    /// What an identifier leads to.
    pub(super) fn target(&self, id: &str) -> Option<&str> {
        self.0.get(id).map(|relation| relation.target.as_str())
    }

    /// What the relations of a kind lead to, in the order of their identifiers.
    pub(super) fn targets(&self, kind: &str) -> impl Iterator<Item = &str> {
        let own = self
            .0
            .values()
            .filter(move |relation| relation.kind == kind);
        own.map(|relation| relation.target.as_str())
    }
}

/// The name of a part as another, in a folder, calls it.
fn within(folder: &str, target: &str) -> String {
    let whole = match target.strip_prefix('/') {
        Some(whole) => whole.to_owned(),
        None => format!("{folder}/{target}"),
    };
    let mut path: Vec<&str> = Vec::new();
    for step in whole.split('/') {
        match step {
            "" | "." => {}
            ".." => _ = path.pop(),
            step => path.push(step),
        }
    }
    path.join("/")
}
