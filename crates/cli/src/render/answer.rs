//! Answers, possible values and limits in words.

use std::collections::BTreeSet;

use coverdict_check::expected::assuming;
use coverdict_model::{
    finding::{
        Answer, Conditional, Coverage, Decided, Finding, Governing, Limit, Outcome, Part, Settled,
    },
    id::Id,
    source::{EditionId, PriorAuthorization},
    value::{Reading, Value},
    well_known,
};
use coverdict_program::{Edition, Program};

/// What the finding is about: the service, the date, the member.
pub(super) fn subject(finding: &Finding) -> String {
    let case = &finding.case;
    let mut words = Vec::new();
    words.extend(names(finding, well_known::CODE));
    words.extend(names(finding, well_known::SERVICE));
    let service = words.join(", ");
    let day = match case.through {
        Some(through) if through != case.date_of_service => {
            format!("from {} through {through}", case.date_of_service)
        }
        _ => format!("on {}", case.date_of_service),
    };
    let member = [
        well_known::PAYER,
        well_known::PLAN,
        well_known::LINE_OF_BUSINESS,
        well_known::FUNDING,
        well_known::STATE,
    ];
    let member: Vec<String> = member
        .iter()
        .flat_map(|fact| names(finding, fact))
        .collect();
    match member.is_empty() {
        true => format!("{service} {day}"),
        false => format!("{service} {day} for a member of {}", member.join(", ")),
    }
}

fn names(finding: &Finding, fact: &str) -> Vec<String> {
    let statements = finding
        .case
        .facts
        .get(fact)
        .map(Vec::as_slice)
        .unwrap_or_default();
    let names = statements
        .iter()
        .flat_map(|statement| match &statement.reading {
            Reading::Known(Value::Name(name)) => vec![name.to_string()],
            Reading::Members { members, .. } => members.iter().map(Id::to_string).collect(),
            _ => Vec::new(),
        });
    names.collect()
}

/// The answer on coverage in a sentence or two.
pub(super) fn sentence(coverage: &Coverage, program: &Program) -> String {
    match coverage {
        Coverage::Decided(decided) => decided_sentence(decided, program),
        Coverage::NeedsInformation(missing) => format!(
            "Facts of the case can settle it. Ask first: {} ({})",
            question(program, &missing.first),
            missing.first
        ),
        Coverage::NeedsSource { conditional, total } => format!(
            "No fact of the case alone can settle it: it depends on the sources.{} No one is denied by this.",
            conditionals(conditional, *total)
        ),
        Coverage::TooComplex { reason } => format!("Not settled: {reason}."),
        Coverage::InvalidInput { problems } => format!(
            "The case cannot be answered as put: {}.",
            problems.join("; ")
        ),
        Coverage::DiffersByDay { days } => {
            let runs: Vec<String> = days
                .iter()
                .map(|day| {
                    format!(
                        "{} through {}: {}",
                        day.from,
                        day.through,
                        outcome(&day.outcome)
                    )
                })
                .collect();
            format!(
                "The answer is not the same on every day of the line, which is left to a person. {}.",
                runs.join("; ")
            )
        }
    }
}

fn decided_sentence(decided: &Decided, program: &Program) -> String {
    let by = governing(&decided.governing, program);
    match &decided.answer {
        Answer::Supported => format!("Supported by {by}."),
        Answer::SupportedInPart { granted } => {
            format!(
                "Supported for {} by {by}. The remainder needs a person.",
                parts(granted)
            )
        }
        Answer::NotSupported { .. } => format!(
            "Not supported by {by}. This is a finding and denies nothing: only a licensed person who looks at \
             the case can decide against the member."
        ),
        Answer::LeftToDiscretion => format!("Left to discretion by {by}."),
        Answer::Conflict if decided.published_late => {
            format!(
                "An edition published late would tighten against the member; the editions conflict: {by}."
            )
        }
        Answer::Conflict => format!("The sources disagree: {by}."),
        Answer::NotAddressed => {
            "No source in force addresses it: neither supported nor not.".to_owned()
        }
    }
}

fn governing(governing: &BTreeSet<Governing>, program: &Program) -> String {
    let each: Vec<String> = governing
        .iter()
        .map(|governing| match edition(program, &governing.edition) {
            Some(edition) => format!("{} of {} ({governing})", edition.title, edition.publisher),
            None => governing.to_string(),
        })
        .collect();
    match each.is_empty() {
        true => "sources that are not on file".to_owned(),
        false => each.join(" and "),
    }
}

/// An edition of the program.
pub(super) fn edition<'p>(program: &'p Program, id: &EditionId) -> Option<&'p Edition> {
    let at = program
        .sources
        .binary_search_by(|source| source.id.cmp(&id.source))
        .ok()?;
    program
        .sources
        .get(at)?
        .editions
        .iter()
        .find(|edition| edition.id == *id)
}

/// The question by which a person is asked for a fact.
pub(super) fn question<'p>(program: &'p Program, fact: &Id) -> &'p str {
    program
        .catalogue
        .facts
        .get(fact)
        .map_or("", |fact| fact.question.as_str())
}

/// The answer on coverage in a few words.
pub(super) fn coverage(coverage: &Coverage) -> String {
    match coverage {
        Coverage::Decided(decided) => {
            let mut text = answer(&decided.answer);
            let bases: Vec<&str> = decided.bases.iter().map(|basis| basis.name()).collect();
            if !bases.is_empty() {
                text.push_str(&format!(", as {}", bases.join(" and ")));
            }
            let grants: Vec<String> = decided
                .grants
                .iter()
                .filter(|grant| !grant.is_unlimited())
                .map(grant)
                .collect();
            if !grants.is_empty() {
                text.push_str(&format!("; granted: {}", grants.join("; ")));
            }
            text
        }
        Coverage::NeedsInformation(missing) => {
            let facts: Vec<&str> = missing.relevant.iter().map(Id::as_str).collect();
            format!("undecided: depends on {}", facts.join(", "))
        }
        Coverage::NeedsSource { .. } => "undecided: depends on sources".to_owned(),
        Coverage::TooComplex { .. } => "undecided: too much is unknown".to_owned(),
        Coverage::InvalidInput { .. } => "not answered".to_owned(),
        Coverage::DiffersByDay { .. } => "differs by day: left to a person".to_owned(),
    }
}

/// What a grant gives, in words.
pub(crate) fn grant(grant: &coverdict_model::grant::Grant) -> String {
    let mut limits = Vec::new();
    let names = |names: &BTreeSet<Id>| names.iter().map(Id::as_str).collect::<Vec<_>>().join(", ");
    limits.extend(
        grant
            .items
            .as_ref()
            .map(|items| format!("items {}", names(items))),
    );
    limits.extend(
        grant
            .scopes
            .as_ref()
            .map(|scopes| format!("scope {}", names(scopes))),
    );
    limits.extend(
        grant
            .quantity
            .as_ref()
            .map(|limit| format!("{} at most {}", limit.count, limit.at_most)),
    );
    limits.extend(grant.period.map(|period| format!("for {period}")));
    limits.join(", ")
}

/// An answer in words.
pub(crate) fn answer(answer: &Answer) -> String {
    match answer {
        Answer::SupportedInPart { granted } => format!("supported in part ({})", parts(granted)),
        Answer::NotSupported { kinds } => {
            let kinds: Vec<&str> = kinds.iter().map(|kind| kind.name()).collect();
            format!("not supported ({})", kinds.join(", "))
        }
        other => other.name().replace('-', " "),
    }
}

fn parts(parts: &BTreeSet<Part>) -> String {
    if parts.is_empty() {
        return "nothing of what is requested".to_owned();
    }
    let name = |part: &Part| match (&part.item, &part.scope) {
        (None, None) => "the service".to_owned(),
        (Some(item), None) => item.to_string(),
        (None, Some(scope)) => scope.to_string(),
        (Some(item), Some(scope)) => format!("{item} for {scope}"),
    };
    parts.iter().map(name).collect::<Vec<_>>().join(", ")
}

/// An outcome in words.
pub(super) fn outcome(outcome: &Outcome) -> String {
    match outcome {
        Outcome::Decided(decided) => answer(decided),
        Outcome::NeedsInformation(facts) => {
            let facts: Vec<&str> = facts.iter().map(Id::as_str).collect();
            format!("then depends on {}", facts.join(", "))
        }
        Outcome::NeedsSource => "then depends on sources".to_owned(),
        Outcome::TooComplex => "not settled".to_owned(),
    }
}

/// The conditional answers in brief: one or two in full, of more what they come to, so that none is
/// taken for the answer.
fn conditionals(conditional: &[Conditional], total: u64) -> String {
    match (conditional, total) {
        ([], _) => String::new(),
        ([one], 1) => format!(" {}", self::conditional(one)),
        ([one, other], 2) => {
            format!(" {} {}", self::conditional(one), self::conditional(other))
        }
        _ => {
            let mut possible: Vec<&str> = conditional
                .iter()
                .map(|one| match &one.outcome {
                    Outcome::Decided(answer) => answer.name(),
                    Outcome::NeedsInformation(_) => "open until facts are known",
                    Outcome::NeedsSource | Outcome::TooComplex => "open",
                })
                .collect();
            possible.sort_unstable();
            possible.dedup();
            let possible: Vec<String> =
                possible.iter().map(|word| word.replace('-', " ")).collect();
            format!(
                " Under the {total} assumptions told below the answer is {}.",
                possible.join(", or ")
            )
        }
    }
}

/// A conditional answer in a sentence.
pub(super) fn conditional(conditional: &Conditional) -> String {
    let by: Vec<String> = conditional
        .governing
        .iter()
        .map(Governing::to_string)
        .collect();
    let by = if by.is_empty() {
        String::new()
    } else {
        format!(" by {}", by.join(" and "))
    };
    format!(
        "If {}: {}{by}.",
        assuming(conditional),
        outcome(&conditional.outcome)
    )
}

/// The answer on prior authorization in words.
pub(super) fn prior_authorization(finding: &Finding) -> String {
    settled(&finding.prior_authorization, |answer| match answer {
        PriorAuthorization::NotStated => "not stated by any source in force".to_owned(),
        stated => stated.name().replace('-', " "),
    })
}

/// The answer on documentation in words.
pub(super) fn documentation(finding: &Finding) -> String {
    settled(&finding.documentation, |documents| {
        match documents.is_empty() {
            true => "not stated by any source in force".to_owned(),
            false => documents.values().cloned().collect::<Vec<_>>().join("; "),
        }
    })
}

fn settled<T>(settled: &Settled<T>, text: impl Fn(&T) -> String) -> String {
    let list = |editions: &BTreeSet<EditionId>| {
        editions
            .iter()
            .map(EditionId::to_string)
            .collect::<Vec<_>>()
            .join(", ")
    };
    match settled {
        Settled::Decided { answer, by } if by.is_empty() => text(answer),
        Settled::Decided { answer, by } => format!("{} ({})", text(answer), list(by)),
        Settled::Conflict { by } => format!("sources disagree: {}", list(by)),
        Settled::Undecided { possible } if possible.is_empty() => {
            "undecided: no source on file states it, and one that is not on file may".to_owned()
        }
        Settled::Undecided { possible } => format!("undecided: depends on {}", list(possible)),
    }
}

/// A limit in a sentence.
pub(super) fn limit(limit: &Limit) -> String {
    match limit {
        Limit::SourceNotOnFile { kind } => {
            format!("{kind}: sources may exist that are not on file")
        }
        Limit::AssumedSilent { kind, attestation } => {
            format!("{kind}: what is not on file is assumed silent (attestation {attestation})")
        }
        Limit::OpenSuccession { source } => {
            format!("{source}: an edition that is not on file may have been in force")
        }
        Limit::OpenApplicability { edition, facet } => {
            format!("{edition}: open whether it applies, by {facet}")
        }
        Limit::MappingUsed { mapping } => format!("mapping of ours used: {mapping}"),
        Limit::ImpreciseDate { edition, date } => {
            format!("{edition}: the date {date} is known no closer")
        }
        Limit::OpenReading { edition, phrase } => {
            format!("{edition}: `{phrase}` can be read in several ways")
        }
        Limit::PublicationNotStated { edition } => {
            format!("{edition}: date of publication not stated")
        }
        Limit::KnownFromExcerpt { edition } => format!("{edition}: known from an excerpt"),
        Limit::ToConsider {
            edition,
            consideration,
        } => {
            format!("{edition}: a reviewer is bidden to consider {consideration}")
        }
        Limit::FactInError { fact, problem } => {
            format!("{fact}: supplied in error, counts as missing: {problem}")
        }
        Limit::AttestedFact { fact } => format!("{fact}: the requester's own attestation"),
        Limit::NoProfile => "no precedence profile serves the member".to_owned(),
        Limit::PossibleService { service, edition } => {
            format!(
                "the line hints at {service} ({edition}), which is neither coded nor stated: ask for records"
            )
        }
        Limit::CodeNotValid { code, year, why } => super::codes::not_valid(code, *year, *why),
        Limit::CodeNotChecked { system, year } => super::codes::not_checked(*system, *year),
        Limit::DaysDiffer => {
            "the days of the line have different answers: a person decides".to_owned()
        }
        Limit::Budget => "the budget for what is unknown was exceeded".to_owned(),
    }
}
