//! `coverdict schema`: JSON Schemas of what is read and written.

use anyhow::{Context as _, Result};

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
    /// What is on file, as `sources --format json` prints it.
    Sources,
    /// What an examination finds, as `check --format json` prints it.
    Check,
    /// A difference, as `diff --format json` prints it.
    Diff,
    /// A comparison, as `compare --format json` prints it.
    Compare,
    /// A bibliography, as `evidence --format json` prints it.
    Evidence,
    /// What a change of the corpus changes on claims, as `impact` writes it.
    Impact,
    /// What documents say, as `ingest --format json` prints it.
    Ingest,
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
    /// References.
    References,
    /// A case.
    Case,
}

/// Runs the verb.
pub(crate) fn run(args: &Args) -> Result<Done> {
    let name = match args.of {
        Of::Finding => {
            output::print_json(&schemars::schema_for!(coverdict_model::finding::Finding))?;
            return Ok(Done::Well);
        }
        Of::Sources => {
            output::print_json(&schemars::schema_for!(crate::listing::Listing))?;
            return Ok(Done::Well);
        }
        Of::Check => {
            output::print_json(&schemars::schema_for!(super::check::Report))?;
            return Ok(Done::Well);
        }
        Of::Diff => {
            output::print_json(&schemars::schema_for!(super::diff::Difference))?;
            return Ok(Done::Well);
        }
        Of::Compare => {
            output::print_json(&schemars::schema_for!(coverdict_check::compare::Comparison))?;
            return Ok(Done::Well);
        }
        Of::Evidence => {
            output::print_json(&schemars::schema_for!(
                coverdict_check::evidence::Bibliography
            ))?;
            return Ok(Done::Well);
        }
        Of::Impact => {
            output::print_json(&schemars::schema_for!(coverdict_check::impact::Impact))?;
            return Ok(Done::Well);
        }
        Of::Ingest => {
            output::print_json(&schemars::schema_for!(super::ingest::Report))?;
            return Ok(Done::Well);
        }
        Of::Catalogue => "catalogue",
        Of::Edition => "edition",
        Of::ValueSet => "value-set",
        Of::Mapping => "mapping",
        Of::Profile => "profile",
        Of::Attestation => "attestation",
        Of::References => "references",
        Of::Case => "case",
    };
    let schemas = coverdict_corpus::schema::schemas();
    let schema = schemas.iter().find(|(kind, _)| *kind == name);
    let (_, schema) = schema.with_context(|| format!("there is no schema of a {name}"))?;
    output::print_json(schema)?;
    Ok(Done::Well)
}
