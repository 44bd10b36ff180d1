//! What is missing, and what each answer would lead to.

use coverdict_model::finding::{Coverage, Finding};
use coverdict_program::Program;

use super::{
    Page,
    answer::{answer, conditional, outcome, possible, question},
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
            for (number, certificate) in (1..).zip(&missing.certificates) {
                let facts: Vec<&str> = certificate.facts.iter().map(|fact| fact.as_str()).collect();
                let values = certificate
                    .values
                    .first()
                    .map(|values| values.iter().map(possible).collect::<Vec<_>>().join("; "));
                let number = format!("{number}.");
                let settle = if facts.len() == 1 {
                    "settles"
                } else {
                    "settle"
                };
                let text = format!(
                    "{} {settle} it as {} (for instance {})",
                    facts.join(" and "),
                    answer(&certificate.answer),
                    values.unwrap_or_default()
                );
                page.columns(2, &[(&number, 4)], &text);
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
