//! The compiled corpus: interned, indexed, serialisable, digest-checked.
