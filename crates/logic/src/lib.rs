//! Quantified evaluation of finite conditions: what holds in every completion of what is not known, and which
//! answers would decide the rest.
//!
//! [`Conditions`] are evaluated in an [`Algebra`]: first in [`Kleene`]'s, which is fast and may leave a truth
//! unknown; then exactly, over the [`Space`] of what that left open, as [`Tables`], or [`Diagrams`] if it is large.
//!
//! ```
//! use coverdict_logic::*;
//!
//! // Index of body mass at least 40, or at least 35 with a comorbidity. Nothing is known yet.
//! let (index, comorbidity) = (VarId(0), VarId(1));
//! let (yes, any) = (Cells::single(1), [Cells::range(0, 60), Cells::range(0, 2)]);
//! let mut pool = Conditions::new();
//! let severe = pool.within(index, &Cells::range(40, 60));
//! let obese = pool.within(index, &Cells::range(35, 60));
//! let ill = pool.within(comorbidity, &yes);
//! let both = pool.all([obese, ill]);
//! let met = pool.any([severe, both]);
//!
//! struct Nothing([Cells; 2]);
//! impl Knowledge for Nothing {
//!     fn known(&self, var: VarId) -> Known<'_> {
//!         Known::Scalar(&self.0[var.0 as usize])
//!     }
//! }
//! let knowledge = Nothing(any);
//! let mut kleene = Kleene::new(&knowledge);
//! assert_eq!(evaluate(&pool, met, &mut kleene, &mut Memo::new()), Truth::Unknown);
//!
//! let mut builder = SpaceBuilder::new();
//! builder.question(QuestionId(0), index).question(QuestionId(1), comorbidity);
//! let space = builder.build(&knowledge, kleene.atoms());
//! let mut tables = Tables::new(&space, &knowledge).unwrap();
//! let met = evaluate(&pool, met, &mut tables, &mut Memo::new());
//! let (all, not_met) = (tables.always(), tables.not(&met));
//!
//! let Settlement::Undecided(undecided) = tables.settle(&all, &[met, not_met]) else { unreachable!() };
//! let questions: Vec<_> = undecided.shown.iter().map(|shown| (shown.questions.as_slice(), shown.class)).collect();
//! let (index, comorbidity) = (QuestionId(0), QuestionId(1));
//! assert_eq!(
//!     questions,
//!     [
//!         (&[index][..], 0),           // at least 40
//!         (&[index][..], 1),           // below 35
//!         (&[index, comorbidity], 0),  // 35 to 39, and ill
//!         (&[index, comorbidity], 1),  // 35 to 39, and not ill
//!     ]
//! );
//! assert_eq!(undecided.first, Some(index));
//! ```

mod algebra;
mod cells;
mod certificate;
mod condition;
mod cubes;
mod decisions;
mod dense;
mod diagrams;
mod exact;
mod families;
mod kleene;
mod listing;
mod memo;
mod nodes;
mod primes;
mod search;
mod settle;
mod smallest;
mod space;
mod table;
mod tables;
mod tally;
mod word;

pub use algebra::{Algebra, evaluate};
pub use cells::Cells;
pub use certificate::{Certificate, Undecided};
pub use condition::{BrokenPool, CondId, Conditions, Node, VarId};
pub use diagrams::{Budget, Diagram, Diagrams};
pub use exact::Exact;
pub use kleene::{Atom, Kleene, Knowledge, Known, Truth};
pub use memo::Memo;
pub use settle::Settlement;
pub use space::{Kind, QuestionId, Space, SpaceBuilder, Value, Variable};
pub use table::Table;
pub use tables::Tables;

#[cfg(test)]
mod tests;
