//! A stream of which no single piece can be larger than allowed, so that a hostile file cannot fill the memory.

use std::{
    cell::Cell,
    io::{self, BufRead, Read},
    rc::Rc,
};

/// The largest piece, a record or a line, in bytes. The largest records of PubMed have some hundred kilobytes.
const MOST: u64 = 16 << 20;

/// A stream that fails when more is read from it than allowed before it is allowed more.
#[derive(Debug)]
pub(super) struct Allowance<R> {
    inner: R,
    left: Rc<Cell<u64>>,
}

/// The right to allow more.
#[derive(Debug, Clone)]
pub(super) struct Refill(Rc<Cell<u64>>);

impl Refill {
    /// Allows another piece.
    pub(super) fn piece(&self) {
        self.0.set(MOST);
    }

    /// Allows so many bytes at once.
    pub(super) fn whole(&self, bytes: u64) {
        self.0.set(bytes);
    }
}

impl<R> Allowance<R> {
    pub(super) fn new(inner: R) -> Self {
        let left = Rc::new(Cell::new(MOST));
        Self { inner, left }
    }

    pub(super) fn refill(&self) -> Refill {
        Refill(Rc::clone(&self.left))
    }

    fn spend(&self, bytes: usize) {
        let left = self.left.get().saturating_sub(bytes as u64);
        self.left.set(left);
    }

    fn check(&self) -> io::Result<()> {
        match self.left.get() {
            0 => Err(io::Error::other(
                "a record, or a file of JSON, is larger than any export: download it again, or in parts",
            )),
            _ => Ok(()),
        }
    }
}

impl<R: Read> Read for Allowance<R> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        self.check()?;
        let read = self.inner.read(buffer)?;
        self.spend(read);
        Ok(read)
    }
}

impl<R: BufRead> BufRead for Allowance<R> {
    fn fill_buf(&mut self) -> io::Result<&[u8]> {
        self.check()?;
        self.inner.fill_buf()
    }

    fn consume(&mut self, bytes: usize) {
        self.spend(bytes);
        self.inner.consume(bytes);
    }
}
