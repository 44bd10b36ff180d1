//! The sections of a document, and what each is for.

use serde::Serialize;

use super::headings;
use crate::document::Document;

/// What a section of a policy is for.
#[derive(
    Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, schemars::JsonSchema,
)]
#[serde(rename_all = "kebab-case")]
pub enum Role {
    /// What stands before the first section, or names the document.
    Head,
    /// What the service is.
    Description,
    /// What is held of the service.
    Position,
    /// What is not covered.
    Exclusions,
    /// Codes.
    Codes,
    /// Why: evidence, guidelines, regulatory status.
    Background,
    /// The literature.
    References,
    /// The history of the document.
    Revisions,
    /// How the document is to be used, and what it is not.
    Instructions,
    /// Anything else.
    Other,
}

/// A section: a heading with what follows it to the next.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub struct Section {
    /// Its heading, as written; empty before the first.
    pub heading: String,
    /// What it is for.
    pub role: Role,
    /// The depth of its heading.
    pub level: u8,
    /// Its first block, the heading.
    pub from: usize,
    /// The block after its last.
    pub to: usize,
}

/// Words of headings by which roles are told, the first that fits counting.
const ROLES: &[(Role, &[&str])] = &[
    (
        Role::References,
        &[
            "reference",
            "bibliograph",
            "sources of information",
            "literature cited",
        ],
    ),
    (
        Role::Revisions,
        &[
            "revision",
            "history",
            "review log",
            "document control",
            "reviews,",
            "policy update",
            "change log",
            "update information",
            "amendment",
        ],
    ),
    (
        Role::Instructions,
        &[
            "instructions for use",
            "important reminder",
            "disclaimer",
            "about this",
            "application",
            "important information",
            "notice",
            "how to use",
        ],
    ),
    (
        Role::Codes,
        &["coding", "codes", "applicable code", "billing"],
    ),
    (
        Role::Exclusions,
        &[
            "non-covered",
            "noncovered",
            "not covered",
            "exclusion",
            "limitations and exclusions",
        ],
    ),
    (
        Role::Position,
        &[
            "policy/criteria",
            "criteria",
            "indications",
            "coverage rationale",
            "position statement",
            "medical necessity",
            "policy statement",
            "covered",
            "coverage policy",
            "coverage guideline",
            "medically necessary",
            "limitations of coverage",
            "clinical indications",
        ],
    ),
    (
        Role::Description,
        &[
            "description",
            "definition",
            "overview",
            "service description",
            "a. general",
        ],
    ),
    (
        Role::Background,
        &[
            "background",
            "evidence",
            "rationale",
            "guideline",
            "regulatory",
            "fda",
            "discussion",
            "scientific",
            "clinical literature",
            "summary of",
        ],
    ),
    (Role::Position, &["policy", "coverage", "position"]),
];

/// The sections of a document, in order; they do not overlap, and together they are all of it.
#[must_use]
pub fn sections(document: &Document) -> Vec<Section> {
    let mut sections = vec![Section {
        heading: String::new(),
        role: Role::Head,
        level: 0,
        from: 0,
        to: 0,
    }];
    let mut numbered = None;
    // The headings above the present one, each deeper than the one before.
    let mut above: Vec<(u8, Role)> = Vec::new();
    let mut is_named = false;
    for (at, block) in document.blocks.iter().enumerate() {
        let Some((level, text)) = headings::heading(block, &mut numbered) else {
            continue;
        };
        if let Some(last) = sections.last_mut() {
            last.to = at;
        }
        while above.last().is_some_and(|(known, _)| *known >= level) {
            above.pop();
        }
        let inherited = above.last().map_or(Role::Head, |(_, role)| *role);
        let own = role(text);
        let role = match own {
            // The heading that names the document is its head.
            Role::Other if !is_named && level == 1 => Role::Head,
            Role::Position | Role::Background if !is_named && names_policy(text) => Role::Head,
            Role::Position if !is_named && is_kind(text) => Role::Head,
            Role::Other if inherited != Role::Head => inherited,
            // What stands in a list of codes, references or revisions describes nothing: it is the head of a table.
            Role::Description
                if matches!(inherited, Role::Codes | Role::References | Role::Revisions) =>
            {
                inherited
            }
            own => own,
        };
        is_named |= role != Role::Head;
        above.push((level, role));
        sections.push(Section {
            heading: text.to_owned(),
            role,
            level,
            from: at,
            to: at,
        });
    }
    if let Some(last) = sections.last_mut() {
        last.to = document.blocks.len();
    }
    sections
}

/// What a section is for, by its heading.
pub(super) fn role(heading: &str) -> Role {
    let heading = heading.to_lowercase();
    let found = ROLES
        .iter()
        .find(|(_, words)| words.iter().any(|word| heading.contains(word)));
    found.map_or(Role::Other, |(role, _)| *role)
}

/// Whether a heading says what kind of document this is: before any section, it is none of them.
fn is_kind(heading: &str) -> bool {
    let heading = heading.trim().to_lowercase();
    [
        "medical policy",
        "clinical policy",
        "medical coverage policy",
        "clinical coverage policy",
    ]
    .contains(&heading.as_str())
}

/// Whether a heading names a policy rather than the part of one: it says more than that it is one.
fn names_policy(heading: &str) -> bool {
    let heading = heading.to_lowercase();
    let parts = [
        "criteria",
        "indication",
        "limitation",
        "rationale",
        "statement",
        "necessity",
        "covered",
    ];
    (heading.contains("polic") || heading.contains("guideline"))
        && !parts.iter().any(|part| heading.contains(part))
        && heading.split_whitespace().count() > 2
}

/// The section of a block.
pub(crate) fn section_of(sections: &[Section], block: usize) -> Option<&Section> {
    let after = sections.partition_point(|section| section.from <= block);
    let section = sections.get(after.checked_sub(1)?)?;
    (block < section.to).then_some(section)
}
