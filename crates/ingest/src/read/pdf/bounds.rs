//! How much of a PDF is read at most.

use std::time::{Duration, Instant};

use crate::read::Failure;

/// How much of a PDF is read at most, beside the bytes of its file.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct PdfLimits {
    /// Pages.
    pub pages: u64,
    /// Dictionaries, of which an object has one as a rule.
    pub objects: u64,
    /// Bytes that come of its compressed parts, pictures put aside.
    pub inflated: u64,
    /// Letters and other glyphs.
    pub glyphs: u64,
    /// How long it may take.
    pub time: Duration,
}

impl Default for PdfLimits {
    fn default() -> Self {
        Self {
            pages: 10_000,
            objects: 1_000_000,
            inflated: 512 * 1024 * 1024,
            glyphs: 10_000_000,
            time: Duration::from_secs(120),
        }
    }
}

/// What may still be read.
#[derive(Debug)]
pub(super) struct Bounds {
    limits: PdfLimits,
    left: PdfLimits,
    since: Instant,
}

impl Bounds {
    pub(super) fn new(limits: PdfLimits) -> Self {
        Self {
            limits,
            left: limits,
            since: Instant::now(),
        }
    }

    pub(super) fn take_pages(&mut self, count: u64) -> Result<(), Failure> {
        take(&mut self.left.pages, count, "pages", self.limits.pages)
    }

    pub(super) fn take_objects(&mut self, count: u64) -> Result<(), Failure> {
        take(
            &mut self.left.objects,
            count,
            "objects",
            self.limits.objects,
        )
    }

    pub(super) fn take_inflated(&mut self, count: u64) -> Result<(), Failure> {
        take(
            &mut self.left.inflated,
            count,
            "bytes in its compressed parts",
            self.limits.inflated,
        )
    }

    pub(super) fn take_glyphs(&mut self, count: u64) -> Result<(), Failure> {
        take(&mut self.left.glyphs, count, "letters", self.limits.glyphs)
    }

    /// Whether there is time left.
    pub(super) fn check_time(&self) -> Result<(), Failure> {
        match self.since.elapsed() > self.limits.time {
            true => Err(Failure::TooSlow {
                seconds: self.limits.time.as_secs(),
            }),
            false => Ok(()),
        }
    }
}

fn take(left: &mut u64, count: u64, what: &'static str, limit: u64) -> Result<(), Failure> {
    *left = left
        .checked_sub(count)
        .ok_or(Failure::TooMany { what, limit })?;
    Ok(())
}
