//! A document in effect that still speaks as a proposal.

use coverdict_corpus::diagnostic::{Code, Entry, Severity};

use super::{
    find::{Pattern, pattern, tail},
    problem::Found,
    subject::Subject,
};
use crate::{
    document::Block,
    recognise::{Meaning, Role},
};

pub(super) const CODE: Code = Code::of(&Entry {
    id: "D0017",
    name: "final-and-proposing",
    severity: Severity::Warning,
    title: "A document that is final or in effect still proposes.",
    explanation: "Say what holds now. A sentence that was carried over from the proposal leaves open whether what it says was decided.",
});

static PROPOSING: Pattern = pattern!(
    r"\b(?:(?i:we)|CMS|(?i:the\s+centers\s+for\s+medicare\s+(?:&|and)\s+medicaid\s+services(?:\s+\(CMS\))?)|(?i:the\s+(?:health\s+)?plan)|(?i:this\s+(?:policy|determination|decision|decision\s+memorandum|memorandum)))\s+(?i:(?:is|are)\s+proposing|proposes?)\b|\b(?i:(?:is|are)\s+(?:being\s+)?proposed\s+(?:for|to\s+be)\s+(?:non-?)?(?:coverage|covered))\b|\b(?i:we\s+are\s+(?:seeking|requesting|soliciting)\s+(?:public\s+)?comments?)\b"
);
static PROPOSED_TITLE: Pattern = pattern!(
    r"(?i)\bproposed\s+(?:\w+\s+){0,2}(?:decision|determination|policy|memo(?:randum)?|coverage)\b"
);
static PROPOSAL: Pattern = pattern!(r"(?i)\b(?:proposed|draft)\b");
static FINAL: Pattern = pattern!(r"(?i)\bfinal\b");
static QUOTED: Pattern = pattern!(r"(?i)^\s*(?:comment|commenters?|response|one\s+commenter)\b");

/// How many bytes before a sentence the mark is looked for that opens a quotation.
const QUOTATION: usize = 1_000;

pub(super) fn find(subject: &Subject<'_>) -> Vec<Found> {
    let heads: Vec<&Block> = heads(subject);
    let says = |pattern: &Pattern| heads.iter().any(|block| pattern.is_in(&block.words()));
    let is_final = says(&FINAL);
    let effective = subject.date(Meaning::Effective);
    // What calls itself a proposal or a draft may propose, unless it calls itself final as well.
    if !is_final && (effective.is_none() || says(&PROPOSAL)) {
        return Vec::new();
    }
    let why = match (is_final, effective) {
        (false, Some(effective)) => format!("takes effect on {}", effective.written),
        _ => "calls itself final".to_owned(),
    };
    let mut found = Vec::new();
    for block in &heads {
        if let Some(text) = block
            .texts()
            .find(|text| PROPOSED_TITLE.is_in(text.as_str()))
        {
            let message = format!("the document {why}, and its head calls it proposed");
            found.push(Found::new(message).at(text.as_str(), text.place()));
        }
    }
    for said in subject.prose() {
        let text = said.text.as_str();
        // What others wrote is told in the background.
        if said.role == Role::Background || QUOTED.is_in(text) {
            continue;
        }
        for one in PROPOSING.each(text).filter_map(|one| one.get(0)) {
            let before = tail(text.get(..one.start()).unwrap_or_default(), QUOTATION);
            if before.matches(['“', '”', '"']).count() % 2 == 1 {
                continue;
            }
            let message = format!("the document {why}, and says \"{}\"", one.as_str());
            found.push(Found::new(message).at(one.as_str(), said.text.place_of(one.range())));
        }
    }
    found
}

/// What stands at the head of the document: before its first section, and its fields.
fn heads<'i>(subject: &Subject<'i>) -> Vec<&'i Block> {
    let blocks = subject.document.blocks.iter().enumerate();
    let own = blocks.filter(|(at, block)| {
        let is_short = block.words().split_whitespace().count() <= 20;
        subject.role(*at) == Role::Head && is_short || *at == 0
    });
    own.map(|(_, block)| block).collect()
}
