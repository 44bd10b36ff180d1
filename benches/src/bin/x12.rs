//! How fast professional claims are read into service lines: printed in megabytes a second of one core.
//!
//! Where the system tells it, the time that the thread ran is taken, so that other programs on the
//! machine count less.

use std::fs;
use std::hint::black_box;
use std::io::Read;
use std::time::{Duration, Instant};

use anyhow::{Result, ensure};
use coverdict_benches::claims::interchange;
use coverdict_x12::{Counts, Event, Reader};

/// Claims of the interchange: about 200 MB.
const CLAIMS: u64 = 250_000;
const ROUNDS: u32 = 5;

#[expect(
    clippy::print_stdout,
    reason = "a program that prints its measurements"
)]
fn main() -> Result<()> {
    let input = interchange(CLAIMS, 1);
    let mut best = Duration::MAX;
    for _ in 0..ROUNDS {
        let start = Clock::start();
        let counts = read(&*input)?;
        let time = start.elapsed();
        best = best.min(time);
        println!(
            "  {:6.1} MB, {} claims, {} lines in {:5.0} ms: {:6.1} MB/s",
            megabytes(&input),
            counts.claims,
            counts.lines,
            time.as_secs_f64() * 1e3,
            megabytes(&input) / time.as_secs_f64()
        );
    }
    println!(
        "best of {ROUNDS}: {:.0} MB/s on one core",
        megabytes(&input) / best.as_secs_f64()
    );
    Ok(())
}

/// The time that this thread has run, or the time that has passed where the system does not tell.
struct Clock {
    passed: Instant,
    ran: Option<Duration>,
}

impl Clock {
    fn start() -> Self {
        Self {
            passed: Instant::now(),
            ran: ran(),
        }
    }

    fn elapsed(&self) -> Duration {
        match (self.ran, ran()) {
            (Some(start), Some(end)) => end.saturating_sub(start),
            _ => self.passed.elapsed(),
        }
    }
}

fn ran() -> Option<Duration> {
    let told = fs::read_to_string("/proc/thread-self/schedstat").ok()?;
    let nanoseconds = told.split_whitespace().next()?.parse().ok()?;
    Some(Duration::from_nanos(nanoseconds))
}

fn megabytes(input: &[u8]) -> f64 {
    input.len() as f64 / 1e6
}

/// Reads what screening needs of each line: code, modifiers, place, dates, diagnoses.
fn read(input: impl Read) -> Result<Counts> {
    let mut reader = Reader::new(input);
    while let Some(event) = reader.next_event()? {
        let Event::Claim(claim) = event else {
            continue;
        };
        black_box((claim.id(), claim.payer().id(), claim.patient().birth_date()));
        for line in claim.lines() {
            black_box((line.place_of_service(), line.dates(), line.units()));
            if let Some(procedure) = line.procedure() {
                black_box(procedure.code());
                procedure.modifiers().for_each(|modifier| {
                    black_box(modifier);
                });
            }
            line.diagnoses().for_each(|diagnosis| {
                black_box(diagnosis);
            });
        }
    }
    let counts = reader.counts();
    ensure!(counts.claims == CLAIMS, "claims were set aside");
    Ok(counts)
}
