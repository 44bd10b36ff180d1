//! How many distinct members groups of lines have, in bounded memory.
//!
//! A member is a mark of 128 bits (XXH3) of what stands in the column. Two of a billion members share one with a
//! probability of about 10⁻²¹, which is the whole of the error. Marks are sorted, those told twice dropped, and what
//! does not fit in memory waits on the disk in sorted runs.

use std::{
    cmp::Reverse,
    collections::BinaryHeap,
    fs::File,
    io::{self, BufReader, BufWriter, Read as _, Seek as _, Write as _},
    path::PathBuf,
};

use twox_hash::XxHash3_128;

/// What stands for a member.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Mark {
    high: u64,
    low: u64,
}

/// A member of a group.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Membership {
    pub(super) mark: Mark,
    pub(super) group: u32,
}

/// Counts the distinct members of groups.
#[derive(Debug)]
pub(super) struct Members {
    /// Where runs wait.
    folder: PathBuf,
    held: Vec<Membership>,
    runs: Vec<File>,
    room: usize,
}

/// How many memberships are held in memory: about 100 MB.
const ROOM: usize = 1 << 22;

/// How many runs wait before they are merged into one.
const MOST_RUNS: usize = 64;

/// How many bytes a membership takes up on the disk.
const BYTES: usize = 20;

impl Mark {
    pub(super) fn of(member: &str) -> Self {
        let hash = XxHash3_128::oneshot(member.as_bytes());
        #[expect(clippy::cast_possible_truncation, reason = "the two halves")]
        Self {
            high: (hash >> 64) as u64,
            low: hash as u64,
        }
    }
}

impl Members {
    /// Nobody yet. Runs wait in a folder, as files without a name.
    pub(super) fn new(folder: PathBuf) -> Self {
        Self {
            folder,
            held: Vec::new(),
            runs: Vec::new(),
            room: ROOM,
        }
    }

    /// Adds memberships, best in order.
    pub(super) fn add(&mut self, members: impl Iterator<Item = Membership>) -> io::Result<()> {
        self.held.extend(members);
        if self.held.len() < self.room {
            return Ok(());
        }
        self.settle();
        match self.held.len() > self.room / 2 {
            true => self.put_by(),
            false => Ok(()),
        }
    }

    /// How many distinct members each of so many groups has.
    pub(super) fn finish(mut self, groups: usize) -> io::Result<Vec<u64>> {
        let mut counts = vec![0; groups];
        let mut count = |one: Membership| {
            if let Some(count) = counts.get_mut(one.group as usize) {
                *count += 1;
            }
            Ok(())
        };
        self.settle();
        match self.runs.is_empty() {
            true => self.held.into_iter().try_for_each(&mut count)?,
            false => {
                self.put_by()?;
                merge(self.runs, count)?;
            }
        }
        Ok(counts)
    }

    fn settle(&mut self) {
        // Parts come sorted, and this sort takes sorted runs as they are.
        self.held.sort();
        self.held.dedup();
    }

    /// Puts what is held by, sorted, on the disk.
    fn put_by(&mut self) -> io::Result<()> {
        let mut run = Run::create(&self.folder)?;
        for one in self.held.drain(..) {
            run.write(one)?;
        }
        self.runs.push(run.finish()?);
        if self.runs.len() >= MOST_RUNS {
            let mut all = Run::create(&self.folder)?;
            merge(std::mem::take(&mut self.runs), |one| all.write(one))?;
            self.runs.push(all.finish()?);
        }
        Ok(())
    }
}

/// A run that is being written.
struct Run(BufWriter<File>);

impl Run {
    fn create(folder: &std::path::Path) -> io::Result<Self> {
        Ok(Self(BufWriter::new(tempfile::tempfile_in(folder)?)))
    }

    fn write(&mut self, one: Membership) -> io::Result<()> {
        self.0.write_all(&one.mark.high.to_be_bytes())?;
        self.0.write_all(&one.mark.low.to_be_bytes())?;
        self.0.write_all(&one.group.to_be_bytes())
    }

    fn finish(self) -> io::Result<File> {
        let mut file = self
            .0
            .into_inner()
            .map_err(io::IntoInnerError::into_error)?;
        file.rewind()?;
        Ok(file)
    }
}

/// The next membership of a run.
fn read(run: &mut BufReader<File>) -> io::Result<Option<Membership>> {
    let mut bytes = [0; BYTES];
    match run.read_exact(&mut bytes) {
        Err(error) if error.kind() == io::ErrorKind::UnexpectedEof => return Ok(None),
        other => other?,
    }
    let [a, b, c, d, e, f, g, h, i, j, k, l, m, n, o, p, q, r, s, t] = bytes;
    Ok(Some(Membership {
        mark: Mark {
            high: u64::from_be_bytes([a, b, c, d, e, f, g, h]),
            low: u64::from_be_bytes([i, j, k, l, m, n, o, p]),
        },
        group: u32::from_be_bytes([q, r, s, t]),
    }))
}

/// Tells every membership of sorted runs once, in order.
fn merge(runs: Vec<File>, mut tell: impl FnMut(Membership) -> io::Result<()>) -> io::Result<()> {
    let mut runs: Vec<BufReader<File>> = runs.into_iter().map(BufReader::new).collect();
    let mut next = BinaryHeap::new();
    for (at, run) in runs.iter_mut().enumerate() {
        next.extend(read(run)?.map(|one| Reverse((one, at))));
    }
    let mut last = None;
    while let Some(Reverse((one, at))) = next.pop() {
        if last != Some(one) {
            tell(one)?;
            last = Some(one);
        }
        if let Some(run) = runs.get_mut(at) {
            next.extend(read(run)?.map(|one| Reverse((one, at))));
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;

    /// Counts so many memberships with little room, and as a set.
    fn counts(room: usize, all: u32) -> (Vec<u64>, Vec<u64>) {
        let mut members = Members {
            room,
            ..Members::new(std::env::temp_dir())
        };
        let (mut plain, groups) = (BTreeSet::new(), 3);
        for number in 0..all {
            let (member, group) = (number.wrapping_mul(2_654_435_761) % 997, number % groups);
            plain.insert((member, group));
            let mark = Mark::of(&format!("M{member}"));
            members
                .add(std::iter::once(Membership { mark, group }))
                .unwrap();
        }
        let of = |group| plain.iter().filter(|one| one.1 == group).count() as u64;
        (members.finish(3).unwrap(), (0..groups).map(of).collect())
    }

    #[test]
    fn members_are_counted_once_whatever_fits_in_memory() {
        for room in [1, 7, 100, ROOM] {
            let (counted, plain) = counts(room, 5000);
            assert_eq!(counted, plain, "room for {room}");
        }
        assert_eq!(counts(100, 0).0, [0, 0, 0]);
    }
}
