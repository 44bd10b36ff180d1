//! `cargo xtask bench`: the benchmarks, and the machine that their numbers belong to.

use std::path::Path;

use anyhow::{Result, bail};
use serde_json::Value;

use crate::{layers, process, workload};

/// Options of `cargo xtask bench`.
#[derive(clap::Args)]
pub(crate) struct Arguments {
    /// Only the benchmarks of this crate
    #[arg(long, short)]
    package: Option<String>,
    #[command(flatten)]
    workload: workload::Options,
    /// A filter and options for divan, after `--`
    #[arg(last = true)]
    rest: Vec<String>,
}

/// Prints the machine, then runs the benchmarks, or measures the workload.
pub(crate) fn run(arguments: &Arguments) -> Result<()> {
    if let Some(folder) = &arguments.workload.workload {
        println!("{}", machine()?);
        return workload::measure(folder, &arguments.workload);
    }
    if !has_benchmark(&layers::metadata()?, arguments.package.as_deref()) {
        bail!("there is no benchmark here: one is a file in the `benches` folder of a crate");
    }
    println!("{}", machine()?);
    // Only bench targets: `cargo bench` alone would also run every library's tests once.
    let mut bench = process::cargo(["bench", "--bench", "*"]);
    match &arguments.package {
        Some(package) => bench.args(["--package", package]),
        None => bench.arg("--workspace"),
    };
    if !arguments.rest.is_empty() {
        bench.arg("--").args(&arguments.rest);
    }
    process::run(&mut bench)
}

fn has_benchmark(metadata: &Value, package: Option<&str>) -> bool {
    let list = |value: &Value, key: &str| -> Vec<Value> {
        value
            .get(key)
            .and_then(Value::as_array)
            .cloned()
            .unwrap_or_default()
    };
    list(metadata, "packages")
        .iter()
        .filter(|found| found.get("source").is_none_or(Value::is_null))
        .filter(|found| package.is_none_or(|wanted| found.get("name").is_some_and(|n| n == wanted)))
        .flat_map(|found| list(found, "targets"))
        .any(|target| list(&target, "kind").iter().any(|kind| kind == "bench"))
}

/// The processor, cores, memory and compiler, one a line.
fn machine() -> Result<String> {
    let processor = read_field("/proc/cpuinfo", "model name");
    let memory = read_field("/proc/meminfo", "MemTotal");
    let cores = std::thread::available_parallelism()?;
    let compiler = process::output(&mut process::command("rustc", ["--version"]))?;
    Ok(format!(
        "processor  {}\ncores      {cores}\nmemory     {}\ncompiler   {}",
        processor.as_deref().unwrap_or("unknown"),
        memory.as_deref().unwrap_or("unknown"),
        compiler.trim(),
    ))
}

fn read_field(path: impl AsRef<Path>, name: &str) -> Option<String> {
    field(&std::fs::read_to_string(path).ok()?, name)
}

/// The value of the first `name: value` line.
fn field(text: &str, name: &str) -> Option<String> {
    text.lines()
        .filter_map(|line| line.split_once(':'))
        .find(|(found, _)| found.trim() == name)
        .map(|(_, value)| value.trim().to_owned())
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn a_field_is_the_text_behind_its_name() {
        let text = "MemTotalFree: 1 kB\nMemTotal:   24 kB\nMemTotal: 9 kB\n";
        assert_eq!(field(text, "MemTotal").as_deref(), Some("24 kB"));
        assert_eq!(field(text, "model name"), None);
    }

    #[test]
    fn only_bench_targets_of_the_workspace_count() {
        let metadata = json!({"packages": [
            {"name": "own", "source": null, "targets": [{"kind": ["lib"]}]},
            {"name": "quick", "source": null, "targets": [{"kind": ["lib"]}, {"kind": ["bench"]}]},
            {"name": "other", "source": "registry+x", "targets": [{"kind": ["bench"]}]},
        ]});
        assert!(has_benchmark(&metadata, None));
        assert!(has_benchmark(&metadata, Some("quick")));
        assert!(!has_benchmark(&metadata, Some("own")));
        assert!(!has_benchmark(&metadata, Some("other")));
    }
}
