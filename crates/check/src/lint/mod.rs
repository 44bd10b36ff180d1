//! What can be seen in the files of a corpus, one lint a file.
//!
//! A lint is quiet where it is uncertain, and repeats nothing that reading refuses already.

mod ages;
mod citations;
mod dates;
mod documents;
mod labels;
mod lists;
mod medicare;
mod place;
mod reviews;
mod successions;
mod unlisted;
mod unused;
mod walk;

use coverdict_corpus::diagnostic::Code;

use crate::{Config, Problem, Spans, Subject, codes};

/// A lint, with the code that it tells of.
type Lint = (Code, fn(&Subject<'_>, &Spans) -> Vec<Problem>);

const LINTS: &[Lint] = &[
    (codes::CITATION_MISSING, citations::missing),
    (
        codes::BYTES_WITHOUT_DOCUMENT,
        citations::bytes_without_document,
    ),
    (codes::DOCUMENT_MISSING, documents::missing),
    (codes::EXCERPT_IN_USE, documents::excerpts),
    (codes::DRAFT_DUE, documents::drafts),
    (codes::LABEL_MISSING, documents::labels),
    (codes::REVIEW_OVERDUE, reviews::sets_and_mappings),
    (codes::ATTESTATION_OLD, reviews::attestations),
    (codes::SOURCE_REVIEW_OVERDUE, reviews::policies),
    (codes::NOTICE_TOO_SHORT, dates::notice),
    (codes::GAP_IN_SUCCESSION, dates::gaps),
    (codes::ENDED_AFTER_SUCCESSOR, dates::ends),
    (codes::RECORDED_BEFORE_PUBLISHED, dates::recorded),
    (codes::AGE_OR_SEX_UNJUSTIFIED, ages::unjustified),
    (codes::MEDICARE_IN_COMMERCIAL, medicare::in_commercial),
    (codes::POLICY_BESIDE_DETERMINATION, medicare::beside),
    (codes::LABEL_MAPPED_DIFFERENTLY, labels::mapped_differently),
    (codes::UNLISTED_CODE, unlisted::listed),
    (codes::VALUE_SET_UNUSED, unused::value_sets),
    (codes::MAPPING_UNUSED, unused::mappings),
    (codes::FACT_UNUSED, unused::facts),
    (codes::REFERENCE_UNUSED, unused::references),
    (codes::PROFILE_UNUSED, unused::profiles),
    (codes::QUESTION_BLANK, unused::questions),
    (codes::READING_UNUSED, unused::readings),
    (codes::LISTED_TWICE, lists::twice),
    (codes::MEMBER_UNDER_PREFIX, lists::covered),
];

/// What is to be seen in the files of a corpus; lints of which nothing would be told are passed over.
#[must_use]
pub fn lint(subject: &Subject<'_>, config: &Config) -> Vec<Problem> {
    let lints = LINTS.iter().filter(|(code, _)| config.tells(*code));
    lints
        .flat_map(|(_, lint)| lint(subject, &config.spans))
        .collect()
}
