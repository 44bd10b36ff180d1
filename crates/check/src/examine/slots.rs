//! Conditions that hang on what a step holds, asked without walking to it.

use coverdict_logic::{Cells, CondId, Node};

use super::Examiner;

impl Examiner<'_> {
    /// The condition with each slot of what a step holds as a question of its own, about which nothing is known.
    pub(crate) fn unslotted(&mut self, condition: CondId) -> CondId {
        if let Some(known) = self.unslotted.get(&condition) {
            return *known;
        }
        let node = self.pool.node(condition).clone();
        let children: Vec<CondId> = node.children().to_vec();
        let replaced: Vec<CondId> = children
            .iter()
            .map(|child| self.unslotted(*child))
            .collect();
        let made = match node {
            Node::Given(slot) => {
                let asked = self.anything.slot(slot);
                self.pool.within(asked, &Cells::single(1))
            }
            _ if replaced == children => condition,
            Node::Not(_) => match replaced.as_slice() {
                [only] => self.pool.not(*only),
                _ => condition,
            },
            Node::All(_) => self.pool.all(replaced),
            Node::Any(_) => self.pool.any(replaced),
            Node::AtLeast(count, _) => self.pool.at_least(count, replaced),
            Node::False | Node::True | Node::Within(..) | Node::Some(..) => condition,
        };
        self.unslotted.insert(condition, made);
        self.replaced.push(condition);
        made
    }
}
