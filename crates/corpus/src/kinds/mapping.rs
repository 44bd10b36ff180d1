//! Reviewed mappings from codes to names.

use coverdict_model::{corpus::CodeMapping, id::Id};

use super::common::{id, named, optional};
use super::value_set::{Head, patterns};
use crate::diagnostic::Problems;
use crate::read::Item;

/// Reads a mapping, its name apart from its content.
pub(crate) fn mapping(
    root: Item<'_>,
    problems: &mut Problems,
) -> (Option<Id>, Option<CodeMapping>) {
    let Some(mut mapping) = root.mapping("a mapping", problems) else {
        return (None, None);
    };
    let name = mapping
        .required("mapping", problems)
        .and_then(|item| id(item, problems));
    let head = Head::read(&mut mapping, problems);
    let to = mapping
        .required("to", problems)
        .and_then(|item| named(item, "codes by name", problems, patterns));
    let to_none = optional(mapping.optional("none"), |item| patterns(item, problems));
    mapping.finish(problems);
    let content = head.zip(to).zip(to_none);
    let content = content.map(|((head, to), to_none)| CodeMapping {
        title: head.title,
        provenance: head.provenance,
        reviewed: head.reviewed,
        to,
        to_none: to_none.unwrap_or_default(),
    });
    (name, content)
}
