//! Hash-consed conditions over cells.

use std::fmt;
use std::hash::{Hash, Hasher};

use rustc_hash::{FxHashMap, FxHasher};
use serde::{Deserialize, Serialize};

use crate::Cells;

/// A variable, numbered by the caller.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct VarId(pub u32);

/// A condition of a [`Conditions`] pool; equal ids mean equal conditions.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct CondId(u32);

impl CondId {
    /// The condition that never holds, in every pool.
    pub const FALSE: Self = Self(0);
    /// The condition that always holds, in every pool.
    pub const TRUE: Self = Self(1);

    /// The position of the condition in its pool.
    #[must_use]
    pub const fn index(self) -> usize {
        self.0 as usize
    }
}

/// What a condition consists of; children always precede their parents in the pool.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub enum Node {
    /// Never holds; only [`CondId::FALSE`].
    False,
    /// Always holds; only [`CondId::TRUE`].
    True,
    /// The scalar variable lies in the cells.
    Within(VarId, Cells),
    /// The set variable has an occupied cell among these.
    Some(VarId, Cells),
    /// A truth that the caller supplies under this slot number.
    Given(u32),
    /// The condition does not hold.
    Not(CondId),
    /// All of at least two different conditions hold, ascending by id.
    All(Box<[CondId]>),
    /// Any of at least two different conditions holds, ascending by id.
    Any(Box<[CondId]>),
    /// At least so many of the conditions hold, each counted as often as it stands, ascending by id.
    AtLeast(u32, Box<[CondId]>),
}

impl Node {
    /// The conditions that this one is made of.
    #[must_use]
    pub fn children(&self) -> &[CondId] {
        match self {
            Self::Not(child) => std::slice::from_ref(child),
            Self::All(children) | Self::Any(children) | Self::AtLeast(_, children) => children,
            Self::False | Self::True | Self::Within(..) | Self::Some(..) | Self::Given(_) => &[],
        }
    }
}

/// A pool of normalised conditions, each stored once.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(try_from = "Vec<Node>", into = "Vec<Node>")]
pub struct Conditions {
    nodes: Vec<Node>,
    /// Where the node with a given hash stands; a clash is resolved by trying the next number.
    /// Empty after loading, and filled when the first condition is added.
    index: FxHashMap<u64, CondId>,
}

impl Conditions {
    /// A pool that holds the two constants.
    #[must_use]
    pub fn new() -> Self {
        Self {
            nodes: vec![Node::False, Node::True],
            index: FxHashMap::default(),
        }
    }

    /// The scalar variable lies in the cells.
    pub fn within(&mut self, var: VarId, cells: &Cells) -> CondId {
        if cells.is_empty() {
            CondId::FALSE
        } else {
            self.intern(Node::Within(var, cells.clone()))
        }
    }

    /// The set variable has an occupied cell among these.
    pub fn some(&mut self, var: VarId, cells: &Cells) -> CondId {
        if cells.is_empty() {
            CondId::FALSE
        } else {
            self.intern(Node::Some(var, cells.clone()))
        }
    }

    /// The truth that the caller supplies under this slot number.
    pub fn given(&mut self, slot: u32) -> CondId {
        self.intern(Node::Given(slot))
    }

    /// The condition does not hold.
    pub fn not(&mut self, condition: CondId) -> CondId {
        match self.node(condition) {
            Node::False => CondId::TRUE,
            Node::True => CondId::FALSE,
            Node::Not(inner) => *inner,
            _ => self.intern(Node::Not(condition)),
        }
    }

    /// All of the conditions hold; true of none.
    pub fn all(&mut self, conditions: impl IntoIterator<Item = CondId>) -> CondId {
        self.group(conditions, CondId::TRUE, CondId::FALSE, Node::All)
    }

    /// Any of the conditions holds; false of none.
    pub fn any(&mut self, conditions: impl IntoIterator<Item = CondId>) -> CondId {
        self.group(conditions, CondId::FALSE, CondId::TRUE, Node::Any)
    }

    /// At least `count` of the conditions hold; a condition counts as often as it stands.
    pub fn at_least(&mut self, count: u32, conditions: impl IntoIterator<Item = CondId>) -> CondId {
        let mut wanted = count as usize;
        let mut children: Vec<CondId> = Vec::new();
        for condition in conditions {
            match condition {
                CondId::TRUE => wanted = wanted.saturating_sub(1),
                CondId::FALSE => {}
                other => children.push(other),
            }
        }
        match u32::try_from(wanted) {
            Ok(0) => CondId::TRUE,
            _ if wanted > children.len() => CondId::FALSE,
            _ if wanted == children.len() => self.all(children),
            Ok(1) => self.any(children),
            Ok(wanted) => {
                children.sort_unstable();
                self.intern(Node::AtLeast(wanted, children.into()))
            }
            Err(_) => CondId::FALSE,
        }
    }

    /// What the condition consists of.
    ///
    /// The id must be of this pool; ids that were stored elsewhere are checked with [`Self::contains`].
    #[must_use]
    pub fn node(&self, condition: CondId) -> &Node {
        // INVARIANT: ids are handed out by this pool, or checked by the caller on loading.
        #[expect(
            clippy::indexing_slicing,
            reason = "a foreign id must not pass for another condition"
        )]
        &self.nodes[condition.index()]
    }

    /// Whether the id is of this pool.
    #[must_use]
    pub fn contains(&self, condition: CondId) -> bool {
        condition.index() < self.nodes.len()
    }

    /// The number of conditions, the two constants included.
    #[must_use]
    #[expect(
        clippy::len_without_is_empty,
        reason = "a pool always holds the two constants"
    )]
    pub fn len(&self) -> usize {
        self.nodes.len()
    }

    /// The condition at a position, if the pool has one there.
    #[must_use]
    pub fn at(&self, position: usize) -> Option<CondId> {
        let id = u32::try_from(position).ok().map(CondId)?;
        self.contains(id).then_some(id)
    }

    /// Forgets the conditions from a position on, and gives their ids to those that come next; the two constants
    /// stay. No id of a forgotten condition may be used any more.
    pub fn truncate(&mut self, len: usize) {
        let len = len.max(2);
        // The last added first: none that is left was put past the place of one that is gone.
        while self.nodes.len() > len {
            let last = CondId(u32::try_from(self.nodes.len() - 1).unwrap_or(u32::MAX));
            let Some(node) = self.nodes.pop() else { return };
            let mut key = hash(&node);
            while let Some(&found) = self.index.get(&key) {
                if found == last {
                    self.index.remove(&key);
                    break;
                }
                key = key.wrapping_add(1);
            }
        }
    }

    fn group(
        &mut self,
        conditions: impl IntoIterator<Item = CondId>,
        neutral: CondId,
        absorbing: CondId,
        build: fn(Box<[CondId]>) -> Node,
    ) -> CondId {
        let mut children: Vec<CondId> = Vec::new();
        for condition in conditions {
            match self.node(condition) {
                Node::All(inner) if absorbing == CondId::FALSE => children.extend_from_slice(inner),
                Node::Any(inner) if absorbing == CondId::TRUE => children.extend_from_slice(inner),
                _ => children.push(condition),
            }
        }
        children.sort_unstable();
        children.dedup();
        children.retain(|child| *child != neutral);
        let contradicts = |child: &CondId| matches!(self.node(*child), Node::Not(inner) if children.binary_search(inner).is_ok());
        if children.contains(&absorbing) || children.iter().any(contradicts) {
            return absorbing;
        }
        match children.as_slice() {
            [] => neutral,
            [only] => *only,
            _ => self.intern(build(children.into())),
        }
    }

    fn intern(&mut self, node: Node) -> CondId {
        if self.index.is_empty() {
            self.rebuild_index();
        }
        let mut key = hash(&node);
        while let Some(&found) = self.index.get(&key) {
            if *self.node(found) == node {
                return found;
            }
            key = key.wrapping_add(1);
        }
        let id = next_id(self.nodes.len());
        self.nodes.push(node);
        self.index.insert(key, id);
        id
    }

    fn rebuild_index(&mut self) {
        for (position, node) in self.nodes.iter().enumerate() {
            let mut key = hash(node);
            while self.index.contains_key(&key) {
                key = key.wrapping_add(1);
            }
            self.index.insert(key, next_id(position));
        }
    }
}

impl Default for Conditions {
    fn default() -> Self {
        Self::new()
    }
}

impl PartialEq for Conditions {
    fn eq(&self, other: &Self) -> bool {
        self.nodes == other.nodes
    }
}

impl Eq for Conditions {}

impl From<Conditions> for Vec<Node> {
    fn from(pool: Conditions) -> Self {
        pool.nodes
    }
}

impl TryFrom<Vec<Node>> for Conditions {
    type Error = BrokenPool;

    fn try_from(nodes: Vec<Node>) -> Result<Self, BrokenPool> {
        check(&nodes)?;
        Ok(Self {
            nodes,
            index: FxHashMap::default(),
        })
    }
}

/// Why a stored pool was refused: the position of the node, and what is wrong with it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct BrokenPool {
    /// The position of the node in the pool.
    pub position: usize,
    /// What is wrong with the node.
    pub fault: &'static str,
}

impl fmt::Display for BrokenPool {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(
            f,
            "condition {} of the stored pool {}",
            self.position, self.fault
        )
    }
}

impl std::error::Error for BrokenPool {}

fn check(nodes: &[Node]) -> Result<(), BrokenPool> {
    if !nodes.starts_with(&[Node::False, Node::True]) {
        return Err(BrokenPool {
            position: 0,
            fault: "is not followed by the two constants",
        });
    }
    if u32::try_from(nodes.len()).is_err() {
        return Err(BrokenPool {
            position: nodes.len(),
            fault: "is beyond the largest id",
        });
    }
    for (position, node) in nodes.iter().enumerate().skip(2) {
        if let Some(fault) = fault(position, node) {
            return Err(BrokenPool { position, fault });
        }
    }
    Ok(())
}

fn fault(position: usize, node: &Node) -> Option<&'static str> {
    if node
        .children()
        .iter()
        .any(|child| child.index() >= position)
    {
        return Some("does not come after its children");
    }
    if node.children().iter().any(|child| child.index() < 2) {
        return Some("has a constant child");
    }
    match node {
        Node::False | Node::True => Some("repeats a constant"),
        Node::Within(_, cells) | Node::Some(_, cells) if cells.is_empty() => Some("names no cell"),
        Node::All(children) | Node::Any(children) if children.len() < 2 => {
            Some("groups fewer than two conditions")
        }
        Node::All(children) | Node::Any(children) if !children.is_sorted_by(|a, b| a < b) => {
            Some("does not list its children in ascending order")
        }
        Node::AtLeast(count, children) if *count < 2 || *count as usize >= children.len() => {
            Some("counts to fewer than two, or to all")
        }
        Node::AtLeast(_, children) if !children.is_sorted() => {
            Some("does not list its children in ascending order")
        }
        _ => None,
    }
}

fn hash(node: &Node) -> u64 {
    let mut hasher = FxHasher::default();
    node.hash(&mut hasher);
    hasher.finish()
}

/// The id at a position.
fn next_id(position: usize) -> CondId {
    // INVARIANT: a node takes more than one byte, and loading refuses longer pools, so that 2^32 nodes are
    // out of reach; should they be reached, the ids must not wrap.
    #[expect(
        clippy::expect_used,
        reason = "ids that wrap would name other conditions"
    )]
    CondId(u32::try_from(position).expect("fewer than 2^32 conditions"))
}
