//! Parts dealt out to threads in turn, and what they make of them collected in the same turn.

use std::{
    num::NonZeroUsize,
    sync::mpsc::{Receiver, SyncSender, sync_channel},
    thread,
};

use arrow_schema::SchemaRef;

use super::ScreenError;
use crate::read::{Part, Parts, ReadError, Table};

/// A part and how many lines come before it.
pub(super) type Dealt = (u64, Result<Part, ReadError>);

/// Has so many threads work on parts, each with a worker of its own, and collects what they make of them in the
/// order of the parts. No more than a few are held at a time.
pub(super) fn in_turn<T, W>(
    threads: NonZeroUsize,
    parts: impl Iterator<Item = Dealt> + Send,
    worker: impl Fn() -> W + Sync,
    collect: impl FnMut(T) -> Result<(), ScreenError>,
) -> Result<(), ScreenError>
where
    T: Send,
    W: FnMut(u64, Part) -> Result<T, ScreenError>,
{
    let worker = &worker;
    thread::scope(|scope| {
        let mut deal = Vec::new();
        let mut done = Vec::new();
        let mut running = Vec::new();
        for _ in 0..threads.get() {
            let (dealer, dealt) = sync_channel(1);
            let (doer, ready) = sync_channel(1);
            deal.push(dealer);
            done.push(ready);
            running.push(scope.spawn(move || work(worker(), &dealt, &doer)));
        }
        running.push(scope.spawn(move || deal_out(parts, &deal)));
        let collected = collect_in_turn(done, collect);
        // Every thread is waited for, so that none that failed goes unheard.
        let ended = running.into_iter().map(|thread| thread.join());
        match ended.filter(Result::is_err).count() {
            0 => collected,
            _ => collected.and(Err(ScreenError::Broken)),
        }
    })
}

/// The parts of all tables in order.
pub(super) fn parts(
    tables: Vec<Table>,
    columns: &SchemaRef,
) -> impl Iterator<Item = Dealt> + Send + use<> {
    let columns = columns.clone();
    let parts = tables.into_iter().flat_map(move |table| -> Parts {
        match table.parts(&columns) {
            Ok(parts) => parts,
            Err(error) => Box::new(std::iter::once(Err(error))),
        }
    });
    let mut before = 0;
    parts.map(move |part| {
        let first = before;
        before += part.as_ref().map_or(0, |part| part.lines);
        (first, part)
    })
}

/// Deals parts out in turn until there are none, or nobody takes them.
fn deal_out(parts: impl Iterator<Item = Dealt>, to: &[SyncSender<Dealt>]) {
    for (part, to) in parts.zip(to.iter().cycle()) {
        if to.send(part).is_err() {
            return;
        }
    }
}

/// Works on what is dealt to one thread.
fn work<T>(
    mut worker: impl FnMut(u64, Part) -> Result<T, ScreenError>,
    dealt: &Receiver<Dealt>,
    done: &SyncSender<Result<T, ScreenError>>,
) {
    for (first, part) in dealt {
        let made = part
            .map_err(ScreenError::from)
            .and_then(|part| worker(first, part));
        let is_last = made.is_err();
        if done.send(made).is_err() || is_last {
            return;
        }
    }
}

/// Collects what the threads did, in the order in which it was dealt out.
fn collect_in_turn<T>(
    done: Vec<Receiver<Result<T, ScreenError>>>,
    mut collect: impl FnMut(T) -> Result<(), ScreenError>,
) -> Result<(), ScreenError> {
    for ready in done.iter().cycle() {
        let Ok(made) = ready.recv() else {
            break;
        };
        collect(made?)?;
    }
    Ok(())
}
