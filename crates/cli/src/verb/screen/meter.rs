//! How far a screening is, on a terminal.

use coverdict_screen::{
    read::{Aside, Table},
    run::{Listener, Progress},
    write::WriteError,
};
use indicatif::{ProgressBar, ProgressDrawTarget, ProgressStyle};

/// Shows how far a screening is; on anything but a terminal, nothing.
pub(super) struct Meter {
    bar: ProgressBar,
}

impl Meter {
    /// A meter for these tables.
    pub(super) fn new(tables: &[Table]) -> Self {
        let bytes = tables.iter().map(Table::bytes).sum();
        // Of a stream nobody knows how much is left.
        let (bar, template) = match bytes {
            Some(bytes) => (
                ProgressBar::new(bytes),
                "{wide_bar} {percent:>3} %, {msg}, {eta} left",
            ),
            None => (ProgressBar::new_spinner(), "{spinner} {msg}"),
        };
        let style = ProgressStyle::with_template(template);
        let bar = match style {
            Ok(style) => bar.with_style(style),
            Err(_) => bar,
        };
        bar.set_draw_target(ProgressDrawTarget::stderr());
        Self { bar }
    }

    /// Takes the meter off the terminal.
    pub(super) fn finish(&self) {
        self.bar.finish_and_clear();
    }
}

impl Listener for Meter {
    fn set_aside(&mut self, _: &Aside) -> Result<(), WriteError> {
        Ok(())
    }

    fn progress(&mut self, progress: Progress) {
        let seconds = self.bar.elapsed().as_secs_f64();
        self.bar
            .set_message(super::report::rate(progress.lines, seconds));
        self.bar.set_position(progress.bytes);
    }
}
