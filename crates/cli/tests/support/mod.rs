//! Running the binary in the repository's root, as its readers do.

use std::{
    ffi::OsStr,
    path::{Path, PathBuf},
    process::{Command, Output},
};

/// What a run of the binary left behind.
#[derive(Debug)]
pub(crate) struct Ran {
    /// Its exit code.
    pub(crate) code: Option<i32>,
    /// Its standard output.
    pub(crate) out: String,
    /// Its standard error.
    pub(crate) err: String,
}

impl Ran {
    /// The standard output of a run that ended well and told of no error.
    #[track_caller]
    pub(crate) fn well(self) -> String {
        assert_eq!(
            (self.code, self.err.as_str()),
            (Some(0), ""),
            "{}",
            self.out
        );
        self.out
    }
}

impl From<Output> for Ran {
    fn from(output: Output) -> Self {
        let text = |bytes| String::from_utf8(bytes).unwrap();
        Self {
            code: output.status.code(),
            out: text(output.stdout),
            err: text(output.stderr),
        }
    }
}

/// The repository's root.
pub(crate) fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR"))
        .ancestors()
        .nth(2)
        .unwrap()
        .to_owned()
}

/// The binary, to be run in the repository's root.
pub(crate) fn binary() -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_coverdict"));
    command.current_dir(root());
    command
}

/// Runs the binary with these arguments.
pub(crate) fn coverdict<S: AsRef<OsStr>>(arguments: impl IntoIterator<Item = S>) -> Ran {
    binary().args(arguments).output().unwrap().into()
}
