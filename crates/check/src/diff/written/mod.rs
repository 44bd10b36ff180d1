//! What is written differently in two editions.

mod change;
mod rules;
mod services;
mod texts;

pub use change::{Change, Field};

use coverdict_model::source::Edition;

use change::Changes;
use rules::rules;
use services::{applies, services};
use texts::{document, list};

/// What is written differently in two editions, in the order of the fields of an edition.
pub(super) fn changes(old: &Edition, new: &Edition) -> Vec<Change> {
    let mut changes = Changes::default();
    let edition = "";
    changes.value(Field::Kind, edition, Some(old.kind), Some(new.kind));
    changes.value(Field::Title, edition, Some(&old.title), Some(&new.title));
    changes.value(
        Field::Publisher,
        edition,
        Some(&old.publisher),
        Some(&new.publisher),
    );
    changes.value(
        Field::Author,
        edition,
        old.author.as_ref(),
        new.author.as_ref(),
    );
    changes.value(
        Field::Effective,
        edition,
        Some(old.effective),
        Some(new.effective),
    );
    changes.value(Field::Ended, edition, old.ended, new.ended);
    changes.value(Field::Published, edition, old.published, new.published);
    changes.value(Field::Status, edition, Some(old.status), Some(new.status));
    changes.value(
        Field::Supersedes,
        edition,
        old.supersedes.as_ref(),
        new.supersedes.as_ref(),
    );
    changes.value(
        Field::GoverningDate,
        edition,
        Some(old.governing_date),
        Some(new.governing_date),
    );
    changes.value(Field::Document, edition, document(old), document(new));
    applies(&mut changes, &old.applies, &new.applies);
    services(&mut changes, old, new);
    rules(&mut changes, old, new);
    let readings = |edition: &Edition| {
        let readings = edition.readings.iter();
        readings
            .map(|(phrase, of)| (phrase.to_string(), list(of)))
            .collect()
    };
    changes.named(Field::Readings, &readings(old), &readings(new));
    let authorization = |edition: &Edition| Some(edition.prior_authorization);
    changes.value(
        Field::PriorAuthorization,
        edition,
        authorization(old),
        authorization(new),
    );
    let documentation = |edition: &Edition| {
        let texts = edition.documentation.iter().flatten();
        let stated = edition
            .documentation
            .as_ref()
            .map(|of| match of.is_empty() {
                true => ("stated".to_owned(), "nothing".to_owned()),
                false => ("stated".to_owned(), "what follows".to_owned()),
            });
        let texts = texts.map(|(name, text)| (name.to_string(), text.clone()));
        texts.chain(stated).collect()
    };
    changes.named(
        Field::Documentation,
        &documentation(old),
        &documentation(new),
    );
    let considerations = |edition: &Edition| {
        let texts = edition.considerations.iter();
        texts
            .map(|(name, text)| (name.to_string(), text.clone()))
            .collect()
    };
    changes.named(
        Field::Considerations,
        &considerations(old),
        &considerations(new),
    );
    let notes = |edition: &Edition| {
        let notes = edition.notes.iter();
        notes
            .map(|(name, note)| {
                let choice = note.choice.as_deref().unwrap_or_default();
                (
                    name.to_string(),
                    format!("{}: {} {choice}", note.kind, note.says),
                )
            })
            .collect()
    };
    changes.named(Field::Notes, &notes(old), &notes(new));
    let references = |edition: &Edition| {
        let references = edition.references.iter();
        references
            .map(|id| (id.to_string(), id.to_string()))
            .collect()
    };
    changes.named(Field::References, &references(old), &references(new));
    changes.all
}
