//! How fast a file becomes a tree.
fn main() {}
