//! What is missing, and what each answer would lead to.

use coverdict_check::expected::possible;
use coverdict_model::finding::{Certificate, Coverage, Finding};
use coverdict_program::Program;

use super::{
    Page,
    answer::{answer, conditional, outcome, question},
};

/// The part of the page on what would settle the case.
pub(super) fn missing(page: &mut Page, finding: &Finding, program: &Program) {
    match &finding.coverage {
        Coverage::NeedsInformation(missing) => {
            page.title("What would settle it");
            page.paragraph(
                2,
                &format!(
                    "First: {} ({})",
                    question(program, &missing.first),
                    missing.first
                ),
            );
            for lead in &missing.leads {
                page.columns(
                    4,
                    &[("-", 2)],
                    &format!("{}: {}", possible(&lead.value), outcome(&lead.outcome)),
                );
            }
            if missing.unfollowed > 0 {
                page.columns(
                    4,
                    &[("-", 2)],
                    &format!("… and {} more", missing.unfollowed),
                );
            }
            page.paragraph(2, "Enough to settle it:");
            for (number, certificate) in (1..).zip(&missing.certificates) {
                let number = format!("{number}.");
                page.columns(2, &[(&number, 4)], &self::certificate(certificate));
            }
            let shown = missing.certificates.len() as u64;
            if missing.total > shown {
                page.paragraph(2, &format!("and {} more", missing.total - shown));
            }
            page.blank();
        }
        Coverage::NeedsSource {
            conditional: all,
            total,
        } => {
            page.title("What it depends on");
            for one in all {
                page.bullet(&conditional(one));
            }
            let shown = all.len() as u64;
            if *total > shown {
                page.paragraph(2, &format!("and {} more", total - shown));
            }
            page.paragraph(
                2,
                "What is not known of a source can be added to the corpus, or recorded as an attestation; then ask again.",
            );
            page.blank();
        }
        _ => {}
    }
}

/// The facts of a certificate with values that settle the case, and how they do.
fn certificate(certificate: &Certificate) -> String {
    let others = certificate.values.len().saturating_sub(1);
    let values = certificate.values.first().into_iter().flatten();
    let stated: Vec<String> = certificate
        .facts
        .iter()
        .zip(values)
        .map(|(fact, value)| format!("{fact}: {}", possible(value)))
        .collect();
    let more = match others {
        0 => String::new(),
        1 => " (or with one other choice of values)".to_owned(),
        _ => format!(" (or with {others} other choices of values)"),
    };
    format!(
        "{}; then {}{more}",
        stated.join("; "),
        answer(&certificate.answer)
    )
}
