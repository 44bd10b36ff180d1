//! What can only be checked when the whole corpus is read, one check a file.

use crate::diagnostic::{Problems, Sources};
use crate::load::Draft;

/// Takes up what is wrong between the files of a corpus.
pub(crate) fn check(_draft: &Draft, _sources: &Sources, _problems: &mut Problems) {}
