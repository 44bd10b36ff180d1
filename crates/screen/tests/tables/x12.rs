//! X12: what the columns of an 837 tell, and where what cannot be screened goes.

mod accounts;
mod columns;
mod equality;
mod written;

use std::path::PathBuf;

use coverdict_screen::read::{Format, Table};

use crate::support::root;

/// An interchange that the reader's own tests are about.
fn fixture(name: &str) -> PathBuf {
    root().join("crates/x12/tests/reading/fixtures").join(name)
}

/// A table from the bytes of interchanges.
fn x12(bytes: impl Into<Vec<u8>>) -> Table {
    let input = std::io::Cursor::new(bytes.into());
    Table::stream("claims.837", Some(Format::X12), Box::new(input)).unwrap()
}
