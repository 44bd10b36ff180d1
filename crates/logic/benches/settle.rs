//! Settlement of random conditions: `cargo bench -p coverdict-logic`.

use std::hint::black_box;

use coverdict_logic::{
    Algebra, Budget, Cells, CondId, Conditions, Diagrams, Exact, Kleene, Knowledge, Known, Memo,
    QuestionId, Settlement, Space, SpaceBuilder, Tables, VarId, evaluate,
};
use divan::Bencher;

fn main() {
    divan::main();
}

/// A stream of numbers that is the same in every run.
struct Numbers(u64);

impl Numbers {
    /// A number below the bound.
    fn below(&mut self, bound: usize) -> usize {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        usize::try_from((self.0 >> 33) % bound as u64).unwrap_or(0)
    }
}

/// Scalars of which nothing is known.
struct Nothing {
    possible: Cells,
}

impl Knowledge for Nothing {
    fn known(&self, _: VarId) -> Known<'_> {
        Known::Scalar(&self.possible)
    }
}

/// Conditions of twelve leaves each, which tell classes apart.
struct Problem {
    pool: Conditions,
    conditions: Vec<CondId>,
    knowledge: Nothing,
    builder: SpaceBuilder,
}

impl Problem {
    /// So many questions, each with a scalar of so many cells.
    fn random(seed: u64, questions: usize, cells: u32, conditions: usize) -> Self {
        let mut numbers = Numbers(0x9e37_79b9_7f4a_7c15 ^ seed);
        let mut pool = Conditions::new();
        let mut builder = SpaceBuilder::new();
        for id in (0..).take(questions) {
            builder.question(QuestionId(id), VarId(id));
        }
        let conditions = (0..conditions)
            .map(|_| {
                let first = numbers.below(questions);
                let leaves = (0..12)
                    .map(|leaf| {
                        let var = VarId(u32::try_from((first + leaf) % questions).unwrap_or(0));
                        let at = u32::try_from(numbers.below(cells as usize - 1)).unwrap_or(0);
                        pool.within(var, &Cells::range(at + 1, cells))
                    })
                    .collect();
                group(&mut numbers, &mut pool, leaves)
            })
            .collect();
        Self {
            pool,
            conditions,
            knowledge: Nothing {
                possible: Cells::range(0, cells),
            },
            builder,
        }
    }

    fn space(&self, memo: &mut Memo<coverdict_logic::Truth>) -> Space {
        let mut kleene = Kleene::new(&self.knowledge);
        memo.reset();
        for condition in &self.conditions {
            evaluate(&self.pool, *condition, &mut kleene, memo);
        }
        self.builder.build(&self.knowledge, kleene.atoms())
    }

    fn classes<A: Exact>(&self, algebra: &mut A, memo: &mut Memo<A::Set>) -> Vec<A::Set> {
        memo.reset();
        let mut rest = algebra.always();
        let mut classes = Vec::new();
        for condition in &self.conditions {
            let holds = evaluate(&self.pool, *condition, algebra, memo);
            classes.push(algebra.and(&rest, &holds));
            let fails = algebra.not(&holds);
            rest = algebra.and(&rest, &fails);
        }
        classes.push(rest);
        classes
    }
}

/// A random tree of groups over the leaves, each used once.
fn group(numbers: &mut Numbers, pool: &mut Conditions, leaves: Vec<CondId>) -> CondId {
    if let [only] = leaves.as_slice() {
        return *only;
    }
    let parts = (2 + numbers.below(3)).min(leaves.len());
    let size = leaves.len().div_ceil(parts);
    let parts: Vec<CondId> = leaves
        .chunks(size)
        .map(|part| group(numbers, pool, part.to_vec()))
        .collect();
    match numbers.below(5) {
        0 | 1 => pool.all(parts),
        2 | 3 => pool.any(parts),
        _ => pool.at_least(2, parts),
    }
}

/// Questions and cells of each.
const YES_OR_NO: [(usize, u32); 5] = [(4, 2), (6, 2), (8, 2), (10, 2), (12, 2)];
const MULTI_VALUED: [(usize, u32); 4] = [(3, 4), (4, 8), (6, 4), (6, 3)];
const SEEDS: u64 = 50;

fn settle_only(bencher: Bencher<'_, '_>, (questions, cells): (usize, u32), conditions: usize) {
    let problems: Vec<Problem> = (1..=SEEDS)
        .map(|seed| Problem::random(seed, questions, cells, conditions))
        .collect();
    let mut memo = Memo::new();
    let spaces: Vec<Space> = problems
        .iter()
        .map(|problem| problem.space(&mut memo))
        .collect();
    let mut prepared: Vec<_> = problems
        .iter()
        .zip(&spaces)
        .filter_map(|(problem, space)| {
            let mut tables = Tables::new(space, &problem.knowledge)?;
            let classes = problem.classes(&mut tables, &mut Memo::new());
            let always = tables.always();
            Some((tables, always, classes))
        })
        .collect();
    let mut next = 0;
    bencher.bench_local(|| {
        next = (next + 1) % prepared.len();
        prepared
            .get_mut(next)
            .map(|(tables, always, classes)| tables.settle(black_box(always), black_box(classes)))
    });
}

/// Settlement alone, into two classes.
#[divan::bench(args = YES_OR_NO, sample_count = 500, sample_size = 10)]
fn two_classes(bencher: Bencher<'_, '_>, size: (usize, u32)) {
    settle_only(bencher, size, 1);
}

/// Settlement alone, into three classes.
#[divan::bench(args = YES_OR_NO, sample_count = 500, sample_size = 10)]
fn three_classes(bencher: Bencher<'_, '_>, size: (usize, u32)) {
    settle_only(bencher, size, 2);
}

/// Settlement alone, into three classes, by questions with several answers.
#[divan::bench(args = MULTI_VALUED, sample_count = 500, sample_size = 10)]
fn several_answers(bencher: Bencher<'_, '_>, size: (usize, u32)) {
    settle_only(bencher, size, 2);
}

/// From conditions to settlement: Kleene, space, tables, three classes.
#[divan::bench(args = YES_OR_NO, sample_count = 500, sample_size = 10)]
fn from_conditions(bencher: Bencher<'_, '_>, (questions, cells): (usize, u32)) {
    let problems: Vec<Problem> = (1..=SEEDS)
        .map(|seed| Problem::random(seed, questions, cells, 2))
        .collect();
    let (mut kleene_memo, mut tables_memo) = (Memo::new(), Memo::new());
    let mut next = 0;
    bencher.bench_local(|| {
        next = (next + 1) % problems.len();
        let problem = problems.get(next)?;
        let space = problem.space(&mut kleene_memo);
        let mut tables = Tables::new(&space, &problem.knowledge)?;
        let classes = problem.classes(&mut tables, &mut tables_memo);
        let always = tables.always();
        Some(tables.settle(&always, &classes))
    });
}

/// Evaluation over all completions alone, two conditions of twelve leaves.
#[divan::bench(args = YES_OR_NO, sample_count = 500, sample_size = 10)]
fn evaluate_tables(bencher: Bencher<'_, '_>, (questions, cells): (usize, u32)) {
    let problems: Vec<Problem> = (1..=SEEDS)
        .map(|seed| Problem::random(seed, questions, cells, 2))
        .collect();
    let (mut kleene_memo, mut tables_memo) = (Memo::new(), Memo::new());
    let spaces: Vec<Space> = problems
        .iter()
        .map(|problem| problem.space(&mut kleene_memo))
        .collect();
    let mut next = 0;
    bencher.bench_local(|| {
        next = (next + 1) % problems.len();
        let (problem, space) = (problems.get(next)?, spaces.get(next)?);
        let mut tables = Tables::new(space, &problem.knowledge)?;
        Some(problem.classes(&mut tables, &mut tables_memo))
    });
}

/// From space to settlement by diagrams, with more questions than tables hold.
#[divan::bench(args = [(12, 2), (14, 2), (16, 2), (24, 2), (40, 2), (24, 8)], sample_count = 50, sample_size = 1)]
fn diagrams(bencher: Bencher<'_, '_>, (questions, cells): (usize, u32)) {
    let problems: Vec<Problem> = (1..=SEEDS)
        .map(|seed| Problem::random(seed, questions, cells, 2))
        .collect();
    let (mut kleene_memo, mut memo) = (Memo::new(), Memo::new());
    let spaces: Vec<Space> = problems
        .iter()
        .map(|problem| problem.space(&mut kleene_memo))
        .collect();
    let mut next = 0;
    bencher.bench_local(|| -> Option<Settlement> {
        next = (next + 1) % problems.len();
        let (problem, space) = (problems.get(next)?, spaces.get(next)?);
        let mut diagrams = Diagrams::new(space, &problem.knowledge, Budget::default());
        let classes = problem.classes(&mut diagrams, &mut memo);
        let always = diagrams.always();
        Some(diagrams.settle(&always, &classes))
    });
}
