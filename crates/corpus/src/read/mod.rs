//! Trees taken apart: readers of file kinds stay short, and every problem is collected.
//!
//! ```
//! use coverdict_corpus::{diagnostic::{Problems, RenderOptions, Sources}, read::Item, yaml};
//!
//! let mut sources = Sources::default();
//! let mut problems = Problems::default();
//! let file = sources.add("source.yaml", "id: CMM-204\ntitel: Prolotherapy\n")?;
//! let tree = yaml::parse(sources.file(file))?;
//! if let Some(mut source) = Item::new(file, &tree).mapping("a source", &mut problems) {
//!     let id = source.required("id", &mut problems).and_then(|id| id.text(&mut problems));
//!     assert_eq!(id, Some("CMM-204"));
//!     source.optional("title");
//!     source.finish(&mut problems);
//! }
//! let report = problems.render(&sources, RenderOptions::default());
//! assert!(report.contains("did you mean `title`?"));
//! # Ok::<(), coverdict_corpus::diagnostic::Diagnostic>(())
//! ```

mod item;
mod mapping;
mod scalar;
mod similar;

pub use item::Item;
pub use mapping::Mapping;
pub use similar::nearest;
