//! A run of named, timed steps that stops at the first failure.

use std::fmt::Write as _;
use std::time::{Duration, Instant};

use anyhow::{Context as _, Result};

/// What became of a step that did not fail.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Outcome {
    /// The step ran and found nothing wrong.
    Passed,
    /// The step did not run; the reason is shown in the summary.
    Skipped(&'static str),
}

/// The steps run so far.
#[derive(Default)]
pub(crate) struct Steps {
    done: Vec<Step>,
}

struct Step {
    name: &'static str,
    duration: Duration,
    /// `None` for the step that failed.
    outcome: Option<Outcome>,
}

impl Steps {
    /// Runs one step, announcing its name before and its duration after; errors carry the step's name.
    pub(crate) fn run(
        &mut self,
        name: &'static str,
        step: impl FnOnce() -> Result<Outcome>,
    ) -> Result<()> {
        println!("\n== {name}");
        let start = Instant::now();
        let result = step();
        let duration = start.elapsed();
        println!("== {name}: {:.1} s", duration.as_secs_f64());
        self.done.push(Step {
            name,
            duration,
            outcome: result.as_ref().ok().copied(),
        });
        result.map(drop).with_context(|| format!("step `{name}`"))
    }

    /// One line a step and the total time.
    pub(crate) fn summary(&self) -> String {
        let mut text = String::from("\nSummary\n");
        let mut total = Duration::ZERO;
        for step in &self.done {
            total += step.duration;
            let (mark, note) = match step.outcome {
                Some(Outcome::Passed) => ("ok  ", ""),
                Some(Outcome::Skipped(why)) => ("SKIP", why),
                None => ("FAIL", ""),
            };
            let line = format!(
                "  {mark} {:>7.1} s  {:<14}{note}",
                step.duration.as_secs_f64(),
                step.name
            );
            // INVARIANT: writing to a string succeeds.
            let _ = writeln!(text, "{}", line.trim_end());
        }
        let _ = writeln!(text, "       {:>7.1} s  in all", total.as_secs_f64());
        text
    }
}

#[cfg(test)]
mod tests {
    use anyhow::bail;

    use super::*;

    #[test]
    fn a_failure_names_its_step_and_is_marked_in_the_summary() {
        let mut steps = Steps::default();
        steps.run("first", || Ok(Outcome::Passed)).unwrap();
        let error = steps.run("second", || bail!("broken")).unwrap_err();
        assert_eq!(format!("{error:#}"), "step `second`: broken");

        let summary = steps.summary();
        assert!(summary.contains("ok       0.0 s  first\n"), "{summary}");
        assert!(summary.contains("FAIL     0.0 s  second\n"), "{summary}");
    }

    #[test]
    fn a_skipped_step_says_why() {
        let mut steps = Steps::default();
        steps
            .run("licences", || Ok(Outcome::Skipped("the tool is absent")))
            .unwrap();
        let summary = steps.summary();
        assert!(
            summary.contains("SKIP     0.0 s  licences      the tool is absent\n"),
            "{summary}"
        );
    }
}
