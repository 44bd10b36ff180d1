//! What the tests compare with that Debian has: another reader of PDF, and documentation as PDF.

use std::path::PathBuf;

use anyhow::{Context as _, Result};

use crate::{process, tools};

/// The package of `pdftotext`.
const READER: &str = "poppler-utils";

/// Packages with documentation as PDF, as several programs wrote it: 12 MB in all.
///
/// `crates/ingest/tests/documents/pdf.rs` names the files.
const DOCUMENTATION: &[&str] = &[
    "debian-policy",
    "developers-reference",
    "groff",
    "shared-mime-info",
    "xfig-doc",
];

/// Installs the reader and unpacks the documentation, where they are absent.
///
/// The documentation is unpacked into a folder of its own: an image of Debian may leave documentation out of what it
/// installs.
pub(crate) fn ensure() -> Result<()> {
    if !process::succeeds(&mut process::command("apt-get", ["--version"])) {
        println!("not a Debian: {READER} and documentation as PDF are not installed");
        return Ok(());
    }
    let mut is_current = false;
    let mut update = || {
        if std::mem::replace(&mut is_current, true) {
            return Ok(());
        }
        process::run(&mut as_root(&["apt-get", "update", "-qq"]))
    };
    if !process::succeeds(&mut process::command("pdftotext", ["-v"])) {
        update()?;
        println!("installing {READER}");
        let install = [
            "apt-get",
            "install",
            "-qq",
            "--yes",
            "--no-install-recommends",
            READER,
        ];
        process::run(&mut as_root(&install))?;
    }
    let folder = folder().context("neither XDG_CACHE_HOME nor HOME is set")?;
    for package in DOCUMENTATION {
        let done = folder.join(format!("{package}.unpacked"));
        if done.exists() {
            continue;
        }
        update()?;
        println!("unpacking the documentation of {package}");
        let own = folder.join(package);
        std::fs::create_dir_all(&own).with_context(|| format!("cannot make {}", own.display()))?;
        let mut download = process::command("apt-get", ["download", "-qq", package]);
        process::run(download.current_dir(&own))?;
        for entry in
            std::fs::read_dir(&own).with_context(|| format!("cannot list {}", own.display()))?
        {
            let path = entry?.path();
            let mut unpack = process::command("dpkg-deb", ["-x"]);
            process::run(unpack.arg(&path).arg(&folder))?;
        }
        std::fs::remove_dir_all(&own)
            .with_context(|| format!("cannot remove {}", own.display()))?;
        std::fs::write(&done, "").with_context(|| format!("cannot write {}", done.display()))?;
    }
    Ok(())
}

/// The folder that the documentation is unpacked into.
fn folder() -> Option<PathBuf> {
    Some(tools::cache_folder()?.join("pdf"))
}

/// A call as the superuser.
fn as_root(call: &[&str]) -> std::process::Command {
    let is_root = process::output(&mut process::command("id", ["-u"]));
    match (
        is_root.is_ok_and(|user| user.trim() == "0"),
        call.split_first(),
    ) {
        (true, Some((program, arguments))) => process::command(program, arguments),
        _ => process::command("sudo", call),
    }
}
