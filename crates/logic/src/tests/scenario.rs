//! Random variables and conditions.

use proptest::collection::vec;
use proptest::prelude::*;

use crate::{
    Cells, CondId, Conditions, Kleene, Knowledge, Known, Memo, QuestionId, Space, SpaceBuilder,
    VarId, evaluate,
};

/// A set of cells below 32.
pub(super) type Mask = u32;

pub(super) fn cells(mask: Mask) -> Cells {
    (0..32).filter(|cell| mask >> cell & 1 == 1).collect()
}

pub(super) fn mask(cells: &Cells) -> Mask {
    cells.iter().fold(0, |mask, cell| mask | 1 << cell)
}

#[derive(Clone, Debug)]
pub(super) enum Tree {
    Constant(bool),
    Touches(usize, Mask),
    Not(Box<Tree>),
    All(Vec<Tree>),
    Any(Vec<Tree>),
    AtLeast(u32, Vec<Tree>),
}

impl Tree {
    pub(super) fn build(&self, scenario: &Scenario, pool: &mut Conditions) -> CondId {
        match self {
            Self::Constant(true) => CondId::TRUE,
            Self::Constant(false) => CondId::FALSE,
            Self::Touches(var, mask) => {
                let var = var % scenario.variables.len();
                let id = VarId(u32::try_from(var).unwrap());
                match scenario.variables[var].state {
                    State::Scalar(_) => pool.within(id, &cells(*mask)),
                    State::Set(..) => pool.some(id, &cells(*mask)),
                }
            }
            Self::Not(inner) => {
                let inner = inner.build(scenario, pool);
                pool.not(inner)
            }
            Self::All(children) => {
                let children = build_all(children, scenario, pool);
                pool.all(children)
            }
            Self::Any(children) => {
                let children = build_all(children, scenario, pool);
                pool.any(children)
            }
            Self::AtLeast(count, children) => {
                let children = build_all(children, scenario, pool);
                pool.at_least(*count, children)
            }
        }
    }

    /// The condition with all groups turned round.
    pub(super) fn mirrored(&self) -> Self {
        let mirror = |children: &[Self]| children.iter().rev().map(Self::mirrored).collect();
        match self {
            Self::Constant(_) | Self::Touches(..) => self.clone(),
            Self::Not(inner) => Self::Not(Box::new(inner.mirrored())),
            Self::All(children) => Self::All(mirror(children)),
            Self::Any(children) => Self::Any(mirror(children)),
            Self::AtLeast(count, children) => Self::AtLeast(*count, mirror(children)),
        }
    }
}

fn build_all(children: &[Tree], scenario: &Scenario, pool: &mut Conditions) -> Vec<CondId> {
    children
        .iter()
        .map(|child| child.build(scenario, pool))
        .collect()
}

#[derive(Clone, Copy, Debug)]
pub(super) enum State {
    Scalar(Mask),
    /// Occupied, possible.
    Set(Mask, Mask),
}

#[derive(Clone, Copy, Debug)]
pub(super) struct Variable {
    pub(super) state: State,
    pub(super) question: Option<u32>,
}

/// Variables, a constraint on them, and conditions that tell classes apart: the first that holds, or none.
#[derive(Clone, Debug)]
pub(super) struct Scenario {
    pub(super) variables: Vec<Variable>,
    pub(super) permitted: Tree,
    pub(super) conditions: Vec<Tree>,
}

/// What a [`Scenario`] tells of its variables.
#[derive(Clone, Debug)]
pub(super) struct Facts(Vec<(Option<Cells>, Cells)>);

impl Knowledge for Facts {
    fn known(&self, var: VarId) -> Known<'_> {
        match &self.0[var.0 as usize] {
            (None, possible) => Known::Scalar(possible),
            (Some(occupied), possible) => Known::Set { occupied, possible },
        }
    }
}

impl Facts {
    /// Scalars with these cells possible.
    pub(super) fn scalars(possible: impl IntoIterator<Item = Mask>) -> Self {
        Self(
            possible
                .into_iter()
                .map(|possible| (None, cells(possible)))
                .collect(),
        )
    }

    /// A set variable with these cells occupied and possible.
    pub(super) fn set(occupied: Mask, possible: Mask) -> Self {
        Self(vec![(Some(cells(occupied)), cells(possible))])
    }
}

impl Scenario {
    pub(super) fn facts(&self) -> Facts {
        let fact = |variable: &Variable| match variable.state {
            State::Scalar(possible) => (None, cells(possible)),
            State::Set(occupied, possible) => (Some(cells(occupied)), cells(possible)),
        };
        Facts(self.variables.iter().map(fact).collect())
    }

    pub(super) fn builder(&self) -> SpaceBuilder {
        let mut builder = SpaceBuilder::new();
        for (variable, id) in self.variables.iter().zip(0..) {
            if let Some(question) = variable.question {
                builder.question(QuestionId(question), VarId(id));
            }
        }
        builder
    }

    /// The conditions, the constraint first, and the space of what they leave open.
    pub(super) fn prepare(&self) -> (Conditions, Vec<CondId>, Facts, Space) {
        let mut pool = Conditions::new();
        let roots: Vec<CondId> = std::iter::once(&self.permitted)
            .chain(&self.conditions)
            .map(|tree| tree.build(self, &mut pool))
            .collect();
        let facts = self.facts();
        let mut kleene = Kleene::new(&facts);
        let mut memo = Memo::new();
        for root in &roots {
            evaluate(&pool, *root, &mut kleene, &mut memo);
        }
        let space = self.builder().build(&facts, kleene.atoms());
        (pool, roots, facts, space)
    }
}

pub(super) fn tree(leaves: u32) -> impl Strategy<Value = Tree> {
    let touches = (0_usize..16, 1_u32..64).prop_map(|(var, mask)| Tree::Touches(var, mask));
    let leaf = prop_oneof![20 => touches, 1 => any::<bool>().prop_map(Tree::Constant)];
    leaf.prop_recursive(4, leaves, 4, |inner| {
        let group = vec(inner.clone(), 1..5);
        prop_oneof![
            3 => group.clone().prop_map(Tree::All),
            3 => group.clone().prop_map(Tree::Any),
            2 => (0_u32..5, group).prop_map(|(count, children)| Tree::AtLeast(count, children)),
            1 => inner.prop_map(|inner| Tree::Not(Box::new(inner))),
        ]
    })
}

fn state() -> impl Strategy<Value = State> {
    prop_oneof![
        2 => (1_u32..16).prop_map(State::Scalar),
        2 => Just(State::Scalar(0b11)),
        1 => (0_u32..8, 0_u32..8).prop_map(|(occupied, open)| State::Set(occupied & open >> 1, occupied & open >> 1 | open)),
    ]
}

fn permitted() -> impl Strategy<Value = Tree> {
    prop_oneof![1 => Just(Tree::Constant(true)), 1 => tree(6)]
}

/// Up to four variables, scalar and set, which may share a question or belong to none.
pub(super) fn mixed() -> impl Strategy<Value = Scenario> {
    let variable = (state(), prop::option::weighted(0.8, 0_u32..4))
        .prop_map(|(state, question)| Variable { state, question });
    (vec(variable, 1..5), permitted(), vec(tree(12), 1..4)).prop_map(
        |(variables, permitted, conditions)| Scenario {
            variables,
            permitted,
            conditions,
        },
    )
}

/// Up to eight yes-or-no variables, one of them perhaps in the background.
pub(super) fn yes_or_no() -> impl Strategy<Value = Scenario> {
    let literal = (0_usize..8, any::<bool>())
        .prop_map(|(var, yes)| Tree::Touches(var, if yes { 2 } else { 1 }));
    let condition = literal.prop_recursive(3, 12, 4, |inner| {
        let group = vec(inner, 2..5);
        prop_oneof![
            group.clone().prop_map(Tree::All),
            group.clone().prop_map(Tree::Any),
            (1_u32..4, group).prop_map(|(count, children)| Tree::AtLeast(count, children)),
        ]
    });
    let permitted = prop_oneof![2 => Just(Tree::Constant(true)), 1 => condition.clone()];
    (4_usize..9, any::<bool>(), permitted, vec(condition, 1..3)).prop_map(
        |(count, background, permitted, conditions)| {
            let question =
                |at: usize| (at != 2 || !background).then(|| u32::try_from(7 * at % 8).unwrap());
            let variables = (0..count)
                .map(|at| Variable {
                    state: State::Scalar(0b11),
                    question: question(at),
                })
                .collect();
            Scenario {
                variables,
                permitted,
                conditions,
            }
        },
    )
}

/// Up to eight variables, scalar and set, which take more bits than tables are used for, or nearly so.
pub(super) fn wide() -> impl Strategy<Value = Scenario> {
    let variable = (state(), prop::option::weighted(0.9, 0_u32..8))
        .prop_map(|(state, question)| Variable { state, question });
    (vec(variable, 5..9), permitted(), vec(tree(24), 1..3)).prop_map(
        |(variables, permitted, conditions)| Scenario {
            variables,
            permitted,
            conditions,
        },
    )
}

pub(super) fn scenario() -> impl Strategy<Value = Scenario> {
    prop_oneof![mixed(), yes_or_no()]
}
