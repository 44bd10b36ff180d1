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
}

/// Runs the verb.
pub(crate) fn run(args: &Args) -> Result<Done> {
    let schema = match args.of {
        Of::Finding => schemars::schema_for!(coverdict_model::finding::Finding).to_value(),
    };
    output::print_json(&schema)?;
    Ok(Done::Well)
}
