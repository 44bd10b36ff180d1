//! A statement about complete cases as a list of truths, one for each way to choose the values of its variables.

/// How many choices a table may list.
const LIMIT: usize = 1 << 17;

/// The truth of a statement for each choice of values for the variables that it depends on.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Table {
    /// The variables, ascending, each with the number of its values.
    variables: Vec<(u32, usize)>,
    /// The truths; the values of the last variable follow each other.
    truths: Vec<bool>,
}

impl Table {
    /// What is true, or false, in every case.
    pub(super) fn always(truth: bool) -> Self {
        Self {
            variables: Vec::new(),
            truths: vec![truth],
        }
    }

    /// A statement asked of every choice of values; `None` when these are too many.
    pub(super) fn of(
        variables: Vec<(u32, usize)>,
        mut ask: impl FnMut(&[usize]) -> bool,
    ) -> Option<Self> {
        let size = size(&variables)?;
        let mut truths = Vec::with_capacity(size);
        let mut values = vec![0; variables.len()];
        for _ in 0..size {
            truths.push(ask(&values));
            advance(&mut values, &variables);
        }
        Some(Self { variables, truths }.reduced())
    }

    pub(super) fn and(&self, other: &Self) -> Option<Self> {
        self.with(other, |one, other| one && other)
    }

    pub(super) fn or(&self, other: &Self) -> Option<Self> {
        self.with(other, |one, other| one || other)
    }

    pub(super) fn and_not(&self, other: &Self) -> Option<Self> {
        self.with(other, |one, other| one && !other)
    }

    pub(super) fn not(&self) -> Self {
        Self {
            variables: self.variables.clone(),
            truths: self.truths.iter().map(|truth| !truth).collect(),
        }
    }

    pub(super) fn all<'t>(tables: impl IntoIterator<Item = &'t Self>) -> Option<Self> {
        let mut tables = tables.into_iter();
        tables.try_fold(Self::always(true), |all, table| all.and(table))
    }

    pub(super) fn any<'t>(tables: impl IntoIterator<Item = &'t Self>) -> Option<Self> {
        let mut tables = tables.into_iter();
        tables.try_fold(Self::always(false), |any, table| any.or(table))
    }

    /// Whether so many of these hold at once.
    pub(super) fn at_least(count: usize, tables: &[Self]) -> Option<Self> {
        // For each number the cases in which at least so many of the tables so far hold.
        let mut reached = vec![Self::always(false); count + 1];
        reached[0] = Self::always(true);
        for table in tables {
            for number in (1..=count).rev() {
                reached[number] = reached[number].or(&reached[number - 1].and(table)?)?;
            }
        }
        reached.pop()
    }

    /// Whether it holds in some case.
    pub(super) fn is_possible(&self) -> bool {
        self.truths.contains(&true)
    }

    /// Whether it holds for some value of a variable, the others being what they are.
    pub(super) fn for_some(&self, variable: u32) -> Option<Self> {
        let mut values = self.by_value(variable, 0)?.into_iter();
        let first = values.next()?;
        values.try_fold(first, |any, value| any.or(&value))
    }

    /// What it comes to for each value of a variable that has so many.
    pub(super) fn by_value(&self, variable: u32, count: usize) -> Option<Vec<Self>> {
        let Some(place) = self.variables.iter().position(|(own, _)| *own == variable) else {
            return Some(vec![self.clone(); count.max(1)]);
        };
        let step: usize = self.variables[place + 1..]
            .iter()
            .map(|(_, size)| size)
            .product();
        let count = self.variables[place].1;
        let mut variables = self.variables.clone();
        variables.remove(place);
        let of_value = |value: usize| {
            let blocks = self.truths.chunks(step * count);
            let truths = blocks.flat_map(|block| &block[value * step..(value + 1) * step]);
            Self {
                variables: variables.clone(),
                truths: truths.copied().collect(),
            }
            .reduced()
        };
        Some((0..count).map(of_value).collect())
    }

    fn with(&self, other: &Self, join: impl Fn(bool, bool) -> bool) -> Option<Self> {
        let mut variables = self.variables.clone();
        variables.extend(&other.variables);
        variables.sort_unstable();
        variables.dedup();
        let size = size(&variables)?;
        let (mine, theirs) = (self.strides(&variables), other.strides(&variables));
        let mut truths = Vec::with_capacity(size);
        let mut values = vec![0; variables.len()];
        let (mut at, mut with) = (0, 0);
        for _ in 0..size {
            truths.push(join(self.truths[at], other.truths[with]));
            for place in (0..variables.len()).rev() {
                values[place] += 1;
                (at, with) = (at + mine[place], with + theirs[place]);
                if values[place] < variables[place].1 {
                    break;
                }
                at -= mine[place] * values[place];
                with -= theirs[place] * values[place];
                values[place] = 0;
            }
        }
        Some(Self { variables, truths }.reduced())
    }

    /// How far the truths for two neighbouring values of each variable lie apart.
    fn strides(&self, variables: &[(u32, usize)]) -> Vec<usize> {
        let stride = |variable: &(u32, usize)| match self.variables.binary_search(variable) {
            Ok(place) => self.variables[place + 1..]
                .iter()
                .map(|(_, size)| size)
                .product(),
            Err(_) => 0,
        };
        variables.iter().map(stride).collect()
    }

    /// The same without variables on which it does not depend.
    fn reduced(mut self) -> Self {
        let mut place = self.variables.len();
        while place > 0 {
            place -= 1;
            let count = self.variables[place].1;
            let step: usize = self.variables[place + 1..]
                .iter()
                .map(|(_, size)| size)
                .product();
            let mut blocks = self.truths.chunks(step * count);
            let matters =
                blocks.any(|block| block.chunks(step).any(|value| value != &block[..step]));
            if !matters {
                let blocks = self.truths.chunks(step * count);
                self.truths = blocks.flat_map(|block| &block[..step]).copied().collect();
                self.variables.remove(place);
            }
        }
        self
    }
}

fn size(variables: &[(u32, usize)]) -> Option<usize> {
    let sizes = variables.iter().map(|(_, size)| *size);
    let size = sizes.fold(1_usize, usize::saturating_mul);
    (size <= LIMIT).then_some(size)
}

fn advance(values: &mut [usize], variables: &[(u32, usize)]) {
    for (value, (_, size)) in values.iter_mut().zip(variables).rev() {
        *value += 1;
        if *value < *size {
            return;
        }
        *value = 0;
    }
}
