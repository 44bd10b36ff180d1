//! Attestations.

use coverdict_model::attestation::{Attestation, Subject};

use super::common::{Entries, applies, raw, text, texts};

/// The file of an attestation.
#[must_use]
pub fn attestation(attestation: &Attestation) -> String {
    let (key, subject) = match &attestation.subject {
        Subject::Succession { sources } => ("succession", texts(sources)),
        Subject::Sources {
            kinds,
            status,
            applies: whom,
            codes,
            services,
        } => {
            let doc = Entries::new()
                .with("kinds", texts(kinds))
                .with("status", text(status))
                .maybe("applies", applies(whom))
                .maybe("codes", codes.as_ref().map(texts))
                .maybe("services", services.as_ref().map(texts));
            ("sources", doc.doc())
        }
    };
    Entries::new()
        .with("attestation", text(&attestation.id))
        .with("recorded", raw(attestation.recorded))
        .with("by", text(&attestation.by))
        .with(key, subject)
        .doc()
        .to_string()
}
