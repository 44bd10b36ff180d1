//! The position that a document takes, the publisher's own words for it, and the conditions that it is for.

use std::{ops::Range, sync::LazyLock};

use coverdict_model::position::Position;
use regex::Regex;

use super::{
    Page, Role,
    hints::Hint,
    phrases::phrase_of,
    proposal::{Confidence, Meaning, Proposal, Span, Value},
};
use crate::{
    criteria::{place_of_lead, says_nothing},
    document::{Block, Text},
};

/// Words that lead to the conditions that a position is for, up to the words of the position or the end of the sentence.
static SCOPES: LazyLock<Option<Regex>> = LazyLock::new(|| {
    Regex::new(r"(?i)\b(?:for\s+the\s+(?:treatment|management|diagnosis)\s+of|in\s+the\s+(?:treatment|management)\s+of|to\s+treat|for)\s+(?P<scope>[^;]{3,200}?)(?:\s*,?\s+(?:is|are)\s+(?:considered|covered|not|non|deemed)|,?\s+(?:because|since|due\s+to|as\s+there)\b|[.:]?$|;)").ok()
});

/// Starts of a sentence that grants what it goes on to restrict.
const GRANTED: [&str; 3] = ["Even though", "Even if", "Although"];

/// What makes words a sentence.
static VERB: LazyLock<Option<Regex>> = LazyLock::new(|| {
    Regex::new(
        r"(?i)\b(?:is|are|be|was|were|will|may|considers?|covers?|has|have|remains?|there)\b",
    )
    .ok()
});

/// Ends of what is meant by any condition.
static ANY: LazyLock<Option<Regex>> = LazyLock::new(|| {
    Regex::new(r"(?i)\b(?:any|all)\s+(?:other\s+)?(?:indications?|conditions?|uses?)\b").ok()
});

/// Words before a position by which it is not taken, but asked, told of, or left to another.
static UNSAID: LazyLock<Option<Regex>> = LazyLock::new(|| {
    Regex::new(
        r"(?i)\b(?:whether|may\s+or\s+may|must(?:\s+also)?\s+be|(?:determine|verify|confirm|see)\s+(?:if|that)|(?:mean|imply|guarantee|ensure)s?\s+(?:that\s+)?)\b|^not\s+(?:all|every)\b|^this\s+(?:\w+\s+){0,3}?(?:polic(?:y|ies)|document|guideline|bulletin|section|article)\s+(?:describe|address|discuss|outline|define|explain|identif)|\(\s*e\.?g\.?[^)]*$",
    )
    .ok()
});

/// Words before those that lead to conditions by which the conditions are of them: `the criteria for surgery`.
static NOT_OF_SERVICE: LazyLock<Option<Regex>> = LazyLock::new(|| {
    Regex::new(r"(?i)\b(?:criteria|criterion|definitions?|guidelines?|requirements?|documentation|see\s+[\w ]{0,60})\s+$").ok()
});

/// Words that lead on to conditions.
static LEADS: LazyLock<Option<Regex>> = LazyLock::new(|| {
    Regex::new(
        r"(?i)[\s,]*\b(?:only\s+)?(?:when|if|where|provided|unless|except|who|that|meeting)\b",
    )
    .ok()
});

/// Words that hang at an end when what they lead to is cut off.
static HANGING: LazyLock<Option<Regex>> = LazyLock::new(|| {
    Regex::new(
        r"(?i)(?:[\s,]+(?:including|under|in|for|with|by|at|on|of|to|the|an?|and|or|any|all|each|one))+\s*$",
    )
    .ok()
});

/// Words that point to a list.
static LIST: LazyLock<Option<Regex>> =
    LazyLock::new(|| Regex::new(r"(?i)\b(?:following|below)\b").ok());

pub(super) fn recognise(page: Page<'_>, proposals: &mut Vec<Proposal>) {
    let has_section = page
        .survey
        .sections
        .iter()
        .any(|section| section.role == Role::Position);
    for (at, block) in page.document.blocks.iter().enumerate() {
        let role = page.survey.role(at);
        let takes_positions = match role {
            Role::Position | Role::Exclusions | Role::Other => true,
            // A document without headings is all head.
            Role::Head => !has_section,
            _ => false,
        };
        let may_take = page.survey.may_say(at, Hint::Position);
        if !takes_positions || !may_take || block.is_heading() {
            continue;
        }
        let (text, number) = match block {
            Block::Paragraph { text } => (text, 0),
            Block::Item(item) => (&item.text, 0),
            Block::Field { value, .. } => (value, 1),
            _ => continue,
        };
        for sentence in crate::sentence::sentences(text.as_str()) {
            of_sentence((at, number), text, sentence, proposals);
        }
    }
}

fn of_sentence(
    (block, number): (usize, usize),
    text: &Text,
    sentence: Range<usize>,
    proposals: &mut Vec<Proposal>,
) {
    let Some(said) = text.as_str().get(sentence.clone()) else {
        return;
    };
    // Words without a verb are the heading of what follows.
    let is_heading =
        said.trim_end().ends_with(':') && !VERB.as_ref().is_some_and(|verb| verb.is_match(said));
    // What is granted for the sake of the argument is no position.
    let after_label = said.split_once(": ").map_or(said, |(_, after)| after);
    let is_granted = GRANTED
        .iter()
        .any(|start| said.starts_with(start) || after_label.starts_with(start));
    if is_heading || is_granted {
        return;
    }
    let within = |range: Range<usize>| {
        Span::new(
            block,
            number,
            sentence.start + range.start..sentence.start + range.end,
        )
    };
    let Some(phrase) = phrase_of(said) else {
        return;
    };
    let found = phrase.pattern.as_ref().and_then(|one| one.captures(said));
    let Some(label) = found.and_then(|found| found.name("label")) else {
        return;
    };
    // A code that is called so says nothing of the service.
    let after = said.get(label.end()..).unwrap_or_default();
    let before = said.get(..label.start()).unwrap_or_default();
    if after.trim_start().starts_with("code") || is_left_unsaid(before) {
        return;
    }
    let rule = phrase.rule;
    proposals.push(Proposal {
        meaning: Meaning::Position,
        value: Value::Position {
            position: phrase.position,
            basis: phrase.basis,
        },
        span: within(0..said.len()),
        confidence: Confidence::Likely,
        rule,
    });
    let words = label.as_str().trim_end_matches([',', ' ']);
    proposals.push(Proposal {
        meaning: Meaning::Label,
        value: Value::Words(words.to_owned()),
        span: within(label.start()..label.start() + words.len()),
        confidence: Confidence::Stated,
        rule,
    });
    let scope = SCOPES.as_ref().and_then(|pattern| pattern.captures(said));
    let scope = scope.filter(|found| {
        let lead = found.get(0).and_then(|all| said.get(..all.start()));
        !NOT_OF_SERVICE
            .as_ref()
            .zip(lead)
            .is_some_and(|(words, lead)| words.is_match(lead))
    });
    if let Some(scope) = scope.and_then(|found| found.name("scope")) {
        let own = match scope.range().contains(&label.start()) {
            // `For members with pain, Example will cover …`.
            true => said
                .get(scope.start()..label.start())
                .and_then(|before| Some(before.rsplit_once(',')?.0))
                .unwrap_or_default(),
            false => scope.as_str(),
        };
        let is_any = ANY.as_ref().is_some_and(|any| any.is_match(own));
        let words = bare(before_list(own));
        if is_of_days(words) || (!is_any && says_nothing(words)) {
            return;
        }
        proposals.push(Proposal {
            meaning: Meaning::Scope,
            value: match is_any {
                true => Value::AnyIndication(words.to_owned()),
                false => Value::Words(words.to_owned()),
            },
            span: within(scope.start()..scope.start() + words.len()),
            confidence: Confidence::Likely,
            rule: "conditions-before-position",
        });
    }
}

/// Whether the words before a position leave it unsaid.
fn is_left_unsaid(before: &str) -> bool {
    UNSAID.as_ref().is_some_and(|words| words.is_match(before))
}

/// Words without those at their end that lead to a list: `… when all of the following are met:`.
fn before_list(words: &str) -> &str {
    let list = LIST.as_ref().and_then(|list| list.find_iter(words).last());
    let Some(before) = list.and_then(|list| words.get(..list.start())) else {
        return without_hanging(words);
    };
    let lead = LEADS
        .as_ref()
        .and_then(|leads| leads.find_iter(before).last());
    let end = match (lead, place_of_lead(words)) {
        (Some(lead), _) => lead.start(),
        (None, Some(joined)) => joined.start,
        (None, None) => before.len(),
    };
    without_hanging(words.get(..end).unwrap_or_default())
}

/// Words without those at their end that lead on.
fn without_hanging(words: &str) -> &str {
    let words = words.trim_end_matches([' ', ',', ':']);
    let hanging = HANGING.as_ref().and_then(|hanging| hanging.find(words));
    let words = hanging.map_or(words, |hanging| {
        words.get(..hanging.start()).unwrap_or_default()
    });
    words.trim_end_matches([' ', ',', ':'])
}

/// Words without the examples in parentheses at their end.
fn bare(words: &str) -> &str {
    match words.rfind('(') {
        Some(open) if words.trim_end().ends_with(')') => {
            words.get(..open).unwrap_or(words).trim_end()
        }
        _ => words.trim_end(),
    }
}

/// Whether a sentence takes an unfavourable position; none where it takes none.
pub(super) fn is_unfavourable(sentence: &str) -> Option<bool> {
    let found = phrase_of(sentence);
    found.map(|phrase| phrase.position == Position::NotSupported)
}

/// Whether a sentence takes a position.
pub(crate) fn takes_position(sentence: &str) -> bool {
    is_unfavourable(sentence).is_some()
}

/// Whether words are about when a service is given, and not about what for.
fn is_of_days(words: &str) -> bool {
    let lower = words.to_lowercase();
    [
        "services performed",
        "services furnished",
        "claims",
        "dates of service",
        "purposes",
    ]
    .iter()
    .any(|lead| lower.starts_with(lead))
}
