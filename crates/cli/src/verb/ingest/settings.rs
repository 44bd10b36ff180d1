//! How the problems of documents are weighed.

use coverdict_corpus::{
    diagnostic::{Code, Severity},
    read::nearest,
};
use coverdict_ingest::lint::{Config, codes};

use super::Args;

/// The words for weights.
const WEIGHTS: [(&str, Option<Severity>); 4] = [
    ("error", Some(Severity::Error)),
    ("warning", Some(Severity::Warning)),
    ("note", Some(Severity::Note)),
    ("off", None),
];

/// The settings of a run.
pub(super) fn config(args: &Args) -> Config {
    let mut config = Config::default();
    config.evidence_years = args.evidence_years;
    for (code, weight) in &args.severity {
        config.weigh(*code, *weight);
    }
    config
}

/// A code, by its number or name, and what it is to weigh.
pub(super) fn severity(text: &str) -> Result<(Code, Option<Severity>), String> {
    let Some((name, word)) = text.split_once('=') else {
        return Err("write CODE=WEIGHT, as in D0018=off".to_owned());
    };
    let code = codes().find(|code| code.id() == name || code.name() == name);
    let code = code.ok_or_else(|| {
        let known = codes().flat_map(|code| [code.id(), code.name()]);
        let suggestion = nearest(
            name,
            known,
            "write a code as it is told, such as D0018 or and-or",
        );
        format!("there is no code `{name}` of documents: {suggestion}")
    })?;
    let weight = WEIGHTS.iter().find(|(known, _)| *known == word);
    let (_, weight) = weight.ok_or("a weight is one of error, warning, note and off")?;
    Ok((code, *weight))
}
