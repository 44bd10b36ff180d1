//! Findings as text that a medical director would want to read.

mod answer;
mod codes;
pub(crate) mod contrast;
mod missing;
mod page;
mod sources;

use coverdict_codes::CodeLists;
use coverdict_model::{
    finding::{Coverage, Finding},
    source::SourceKind,
};
use coverdict_program::Program;

pub(crate) use answer::grant;
pub(crate) use page::{Page, Style};

use crate::documents::Documents;

/// A kind of source in words.
pub(crate) fn kind(kind: SourceKind) -> &'static str {
    match kind {
        SourceKind::FederalMandate => "federal mandate",
        SourceKind::StateMandate => "state mandate",
        SourceKind::LegalExclusion => "legal exclusion",
        SourceKind::Ncd => "national coverage determination (NCD)",
        SourceKind::MedicareManual => "Medicare manual",
        SourceKind::Lcd => "local coverage determination (LCD)",
        SourceKind::Article => "billing and coding article",
        SourceKind::MedicaidManual => "Medicaid manual",
        SourceKind::PlanDocument => "plan document",
        SourceKind::CoveragePolicy => "coverage policy",
    }
}

/// A finding as text: the answer in one line, the three answers, what the line's codes mean, the
/// sources in order, what is missing, and the limits.
pub(crate) fn finding(
    finding: &Finding,
    program: &Program,
    documents: &Documents,
    lists: &CodeLists,
) -> String {
    let mut page = Page::default();
    heading(&mut page, finding, program);
    three_answers(&mut page, finding);
    codes::codes(&mut page, finding, program, lists);
    sources::sources(&mut page, finding, program, documents);
    missing::missing(&mut page, finding, program);
    limits(&mut page, finding);
    foot(&mut page, finding);
    page.into_text()
}

fn heading(page: &mut Page, finding: &Finding, program: &Program) {
    let style = match &finding.coverage {
        Coverage::Decided(decided) => match decided.answer.favour() {
            coverdict_model::finding::Favour::Favourable => Style::Good,
            coverdict_model::finding::Favour::Unfavourable => Style::Bad,
            _ => Style::Open,
        },
        _ => Style::Open,
    };
    let outcome = finding.coverage.name().replace('-', " ").to_uppercase();
    page.lead(style, &outcome, &answer::subject(finding));
    page.paragraph(0, &answer::sentence(&finding.coverage, program));
    page.blank();
}

fn three_answers(page: &mut Page, finding: &Finding) {
    page.entry("coverage", &answer::coverage(&finding.coverage));
    if let Coverage::InvalidInput { .. } | Coverage::TooComplex { .. } = &finding.coverage {
        // Nothing was consulted, so that there is nothing to tell of the other two.
        page.entry("prior authorization", "not answered");
        page.entry("documents", "not answered");
        page.blank();
        return;
    }
    page.entry("prior authorization", &answer::prior_authorization(finding));
    page.entry("documents", &answer::documentation(finding));
    page.blank();
}

fn limits(page: &mut Page, finding: &Finding) {
    if finding.limits.is_empty() {
        return;
    }
    page.title("Limits");
    for limit in &finding.limits {
        page.bullet(&answer::limit(limit));
    }
    page.blank();
}

fn foot(page: &mut Page, finding: &Finding) {
    let corpus = finding.corpus.get(..12).unwrap_or(&finding.corpus);
    page.faint(&format!(
        "corpus {corpus} · engine {} · known as of {} · replay: coverdict replay FINDING.json",
        finding.engine, finding.known_as_of
    ));
}
