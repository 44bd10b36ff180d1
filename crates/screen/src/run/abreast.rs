//! Several screenings of the same tables, which are read once.

use std::{collections::BTreeMap, sync::Arc};

use arrow_schema::{Schema, SchemaRef};

use super::{
    BadRow, Listener, Prepared, Progress, ScreenError, Screening,
    turn::{in_turn, parts},
    view::View,
};
use crate::read::{Aside, Claims, Part, Table, Why};

/// Several screenings of the same tables, which are read once: lines are looked at by all or by none.
///
/// The first one's number of threads, of lines at once, and what it does at bad rows hold for all.
#[derive(Debug)]
pub struct Abreast<'s> {
    screenings: &'s [Screening<'s>],
    read: SchemaRef,
}

/// What was read, in numbers of lines.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Read {
    /// All lines read.
    pub lines: u64,
    /// Lines set aside, by reason.
    pub set_aside: BTreeMap<Why, u64>,
    /// What became of claims, where tables have whole ones.
    pub claims: Option<Claims>,
}

/// What is made of a part, and what was read of it.
struct Made<T> {
    made: T,
    lines: u64,
    bytes: u64,
    claims: Option<Claims>,
    aside: Vec<Aside>,
}

impl<'s> Abreast<'s> {
    /// Screenings laid out for tables of these columns, of which further ones are read besides.
    #[must_use]
    pub fn new(screenings: &'s [Screening<'s>], table: &Schema, further: &[String]) -> Self {
        let is_read = |name: &String| {
            let mut layouts = screenings.iter().map(|screening| &screening.layout);
            further.contains(name) || layouts.any(|layout| layout.read.index_of(name).is_ok())
        };
        let fields = table.fields().iter().filter(|field| is_read(field.name()));
        let read = Schema::new(fields.cloned().collect::<Vec<_>>());
        Self {
            screenings,
            read: Arc::new(read),
        }
    }

    /// The columns read.
    #[must_use]
    pub fn columns(&self) -> &SchemaRef {
        &self.read
    }

    /// Has every thread look at parts with a worker of its own, and collects what it makes of them in the order of
    /// the parts.
    ///
    /// # Errors
    /// When a table cannot be read or a line not be screened, and those of the workers and the collector.
    pub fn run<T, W>(
        &self,
        tables: Vec<Table>,
        worker: impl Fn() -> W + Sync,
        listener: &mut dyn Listener,
        mut collect: impl FnMut(T) -> Result<(), ScreenError>,
    ) -> Result<Read, ScreenError>
    where
        T: Send,
        W: FnMut(&mut Prepared<'_, 's>) -> Result<T, ScreenError>,
    {
        let mut read = Read::default();
        let Some(first) = self.screenings.first() else {
            return Ok(read);
        };
        let mut progress = Progress::default();
        let threaded = || {
            let views = self.screenings.iter();
            let mut views: Vec<View<'_>> = views.map(|one| View::new(one, &self.read)).collect();
            let mut look = worker();
            move |before, part| look_at(&mut look, &mut views, first.batch.get(), before, part)
        };
        let parts = parts(tables, &self.read);
        in_turn(first.threads, parts, threaded, |one: Made<T>| {
            for aside in one.aside {
                if first.bad_row == BadRow::Stop {
                    return Err(ScreenError::BadRow(Box::new(aside)));
                }
                if aside.fault.lines > 0 {
                    *read.set_aside.entry(aside.fault.why).or_default() += aside.fault.lines;
                }
                listener.set_aside(&aside)?;
            }
            read.lines += one.lines;
            if let Some(claims) = one.claims {
                read.claims.get_or_insert_default().add(claims);
            }
            progress.lines += one.lines;
            progress.bytes += one.bytes;
            collect(one.made)?;
            listener.progress(progress);
            Ok(())
        })?;
        listener.end()?;
        Ok(read)
    }
}

fn look_at<'s, T>(
    look: &mut impl FnMut(&mut Prepared<'_, 's>) -> Result<T, ScreenError>,
    views: &mut [View<'s>],
    batch: usize,
    before: u64,
    part: Part,
) -> Result<Made<T>, ScreenError> {
    let (lines, bytes, claims) = (part.lines, part.bytes, part.claims);
    let mut prepared = Prepared::new(views, batch, before, part)?;
    let made = look(&mut prepared)?;
    // What was not looked at cannot be told to be well.
    while prepared.next_lines()?.is_some() {}
    Ok(Made {
        made,
        lines,
        bytes,
        claims,
        aside: prepared.into_aside(),
    })
}
