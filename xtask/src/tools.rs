//! The cargo tools that the tasks need beyond a Rust toolchain, and where they are installed.

use std::ffi::OsString;
use std::path::PathBuf;

use anyhow::{Context as _, Result, bail};

use crate::process;

/// A tool that is called as `cargo NAME`.
pub(crate) struct Tool {
    /// The subcommand of cargo.
    pub(crate) subcommand: &'static str,
    source: Source,
}

enum Source {
    /// A crate to install, with the version that CI uses.
    Crate {
        name: &'static str,
        version: &'static str,
    },
    /// A component of the toolchain.
    Component(&'static str),
}

pub(crate) const FMT: Tool = Tool {
    subcommand: "fmt",
    source: Source::Component("rustfmt"),
};
pub(crate) const CLIPPY: Tool = Tool {
    subcommand: "clippy",
    source: Source::Component("clippy"),
};
pub(crate) const NEXTEST: Tool = Tool {
    subcommand: "nextest",
    source: Source::Crate {
        name: "cargo-nextest",
        version: "0.9.143",
    },
};
pub(crate) const DENY: Tool = Tool {
    subcommand: "deny",
    source: Source::Crate {
        name: "cargo-deny",
        version: "0.20.2",
    },
};
pub(crate) const MUTANTS: Tool = Tool {
    subcommand: "mutants",
    source: Source::Crate {
        name: "cargo-mutants",
        version: "27.1.0",
    },
};

impl Tool {
    /// Whether the tool runs on this machine, in whatever version.
    pub(crate) fn is_present(&self) -> bool {
        process::succeeds(&mut process::cargo([self.subcommand, "--version"]))
    }

    /// Installs the tool when it is absent.
    pub(crate) fn ensure(&self) -> Result<()> {
        if self.is_present() {
            return Ok(());
        }
        println!("installing `cargo {}`", self.subcommand);
        match self.source {
            Source::Component(name) => {
                process::run(&mut process::command("rustup", ["component", "add", name]))?;
            }
            Source::Crate { name, version } => install_crate(name, version)?,
        }
        if !self.is_present() {
            bail!(
                "`cargo {}` was installed and still doesn't run",
                self.subcommand
            );
        }
        Ok(())
    }

    /// The command that installs the tool by hand.
    pub(crate) fn hint(&self) -> String {
        match self.source {
            Source::Crate { name, version } => {
                format!("cargo install --locked {name} --version {version}")
            }
            Source::Component(name) => format!("rustup component add {name}"),
        }
    }
}

/// The search path for programs, with the installed tools first.
pub(crate) fn search_path() -> OsString {
    let inherited = std::env::var_os("PATH").unwrap_or_default();
    let Some(folder) = tools_folder() else {
        return inherited;
    };
    let entries = std::iter::once(folder.join("bin")).chain(std::env::split_paths(&inherited));
    std::env::join_paths(entries).unwrap_or(inherited)
}

fn install_crate(name: &str, version: &str) -> Result<()> {
    let folder = tools_folder().context("neither XDG_CACHE_HOME nor HOME is set")?;
    let build = folder.join("build");
    // Unoptimised and without debug information: these tools run for seconds, building them takes minutes.
    let mut install =
        process::cargo(["install", "--locked", "--debug", name, "--version", version]);
    install
        .arg("--root")
        .arg(&folder)
        .env("CARGO_TARGET_DIR", &build)
        .env("CARGO_PROFILE_DEV_DEBUG", "0");
    process::run(&mut install)?;
    std::fs::remove_dir_all(&build).with_context(|| format!("cannot remove {}", build.display()))
}

fn tools_folder() -> Option<PathBuf> {
    Some(cache_folder()?.join("tools"))
}

/// The folder of what is installed for the tasks.
pub(crate) fn cache_folder() -> Option<PathBuf> {
    let set = |name| std::env::var_os(name).filter(|value| !value.is_empty());
    let cache = set("XDG_CACHE_HOME")
        .map(PathBuf::from)
        .or_else(|| Some(PathBuf::from(set("HOME")?).join(".cache")))?;
    Some(cache.join("coverdict"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_toolchain_component_is_found_where_tests_run() {
        assert!(CLIPPY.is_present());
    }

    #[test]
    fn a_tool_that_does_not_exist_is_absent() {
        let tool = Tool {
            subcommand: "no-such-verb-here",
            source: Source::Component("none"),
        };
        assert!(!tool.is_present());
    }
}
