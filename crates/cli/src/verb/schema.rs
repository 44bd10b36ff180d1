//! `coverdict schema`: JSON Schemas of what is read and written.

use anyhow::Result;

use crate::{Done, output};

/// Print the JSON Schema of a kind of file, for editors and validators.
#[derive(Debug, clap::Args)]
pub(crate) struct Args {
    /// Which schema.
    #[arg(value_enum)]
    of: Of,
}

/// What a schema describes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, clap::ValueEnum)]
enum Of {
    /// A finding, as `assess --format json` prints it.
    Finding,
    /// A fact catalogue.
    Catalogue,
    /// An edition of a source.
    Edition,
    /// A value set.
    ValueSet,
    /// A mapping.
    Mapping,
    /// A precedence profile.
    Profile,
    /// An attestation.
    Attestation,
    /// A case.
    Case,
}

/// Runs the verb.
pub(crate) fn run(args: &Args) -> Result<Done> {
    use coverdict_corpus::schema;
    let schema = match args.of {
        Of::Finding => schemars::schema_for!(coverdict_model::finding::Finding).to_value(),
        Of::Catalogue => schema::catalogue(),
        Of::Edition => schema::edition(),
        Of::ValueSet => schema::value_set(),
        Of::Mapping => schema::mapping(),
        Of::Profile => schema::profile(),
        Of::Attestation => schema::attestation(),
        Of::Case => schema::case(),
    };
    output::print_json(&schema)?;
    Ok(Done::Well)
}
