//! A case, and what is held of it, in a line each.

use coverdict_model::{
    case::Case,
    finding::{Coverage, Decided},
    value::{Reading, Statement},
};

use super::answer;

/// What a case says, fact by fact.
pub(crate) fn case(case: &Case) -> String {
    let facts = case.facts.iter().map(|(fact, statements)| {
        let said: Vec<String> = statements.iter().map(statement).collect();
        format!("{fact}: {}", said.join(" or "))
    });
    let facts: Vec<String> = facts.collect();
    facts.join("; ")
}

fn statement(statement: &Statement) -> String {
    match &statement.reading {
        Reading::Known(value) => value.to_string(),
        Reading::Members { members, .. } if members.is_empty() => "none".to_owned(),
        Reading::Members { members, .. } => {
            let members: Vec<&str> = members.iter().map(|member| member.as_str()).collect();
            members.join(", ")
        }
        Reading::Absent => "absent".to_owned(),
        Reading::NotPerformed => "not performed".to_owned(),
        other => format!("{other:?}"),
    }
}

/// An answer to a case, with who gives it.
pub(crate) fn coverage(coverage: &Coverage) -> String {
    match coverage {
        Coverage::Decided(decided) => self::decided(decided),
        Coverage::NeedsInformation(missing) => {
            let facts: Vec<&str> = missing.relevant.iter().map(|fact| fact.as_str()).collect();
            format!("needs information: {}", facts.join(", "))
        }
        other => other.name().replace('-', " "),
    }
}

fn decided(decided: &Decided) -> String {
    let mut text = answer::answer(&decided.answer);
    let bases: Vec<&str> = decided.bases.iter().map(|basis| basis.name()).collect();
    let grants: Vec<String> = decided.grants.iter().map(answer::grant).collect();
    let limits: Vec<&str> = grants
        .iter()
        .map(String::as_str)
        .filter(|one| !one.is_empty())
        .collect();
    for (lead, told) in [("as ", bases), ("for ", limits)] {
        if !told.is_empty() {
            text.push_str(&format!(", {lead}{}", told.join(" or ")));
        }
    }
    let governing: Vec<String> = decided.governing.iter().map(ToString::to_string).collect();
    if !governing.is_empty() {
        text.push_str(&format!(", by {}", governing.join(" and ")));
    }
    text
}
