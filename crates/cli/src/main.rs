//! The `coverdict` binary, one verb a file.
fn main() {}
