//! What is heard of a screening while it goes on.

use coverdict_screen::{
    read::{Aside, Table},
    run::{Listener, Progress},
    write::{SetAside, WriteError},
};
use indicatif::{ProgressBar, ProgressDrawTarget, ProgressStyle};

/// Shows how far a screening is, on a terminal alone, and writes down what is set aside.
pub(crate) struct Meter {
    bar: ProgressBar,
    aside: Option<SetAside>,
}

impl Meter {
    /// A meter for these tables.
    pub(crate) fn new(tables: &[Table], aside: Option<SetAside>) -> Self {
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
        Self { bar, aside }
    }
}

impl Drop for Meter {
    fn drop(&mut self) {
        self.bar.finish_and_clear();
    }
}

impl Listener for Meter {
    fn set_aside(&mut self, line: &Aside) -> Result<(), WriteError> {
        self.aside.as_mut().map_or(Ok(()), |file| file.append(line))
    }

    fn progress(&mut self, progress: Progress) {
        let seconds = self.bar.elapsed().as_secs_f64();
        self.bar.set_message(super::rate(progress.lines, seconds));
        self.bar.set_position(progress.bytes);
    }

    fn end(&mut self) -> Result<(), WriteError> {
        self.aside.take().map_or(Ok(()), SetAside::finish)
    }
}
