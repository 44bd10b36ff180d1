//! Trees taken apart: readers of file kinds stay short, and every problem is collected.

mod item;
mod mapping;
mod scalar;
mod similar;

pub use item::Item;
pub use mapping::Mapping;
