//! The criteria of a tree, each with the way to its place in the file.

use coverdict_model::{
    criterion::{Criterion, Test},
    id::Id,
};

/// A step on the way to a criterion's place in the file.
#[derive(Debug, Clone, Copy)]
pub(super) enum Step<'c> {
    /// A key of the format.
    Key(&'static str),
    /// A position in a list.
    At(usize),
    /// A name that the file chooses.
    Name(&'c Id),
}

impl Step<'_> {
    /// The key or position as it stands in a path.
    pub(super) fn key(&self) -> String {
        match self {
            Self::Key(key) => (*key).to_owned(),
            Self::At(at) => at.to_string(),
            Self::Name(name) => name.to_string(),
        }
    }
}

/// Visits a criterion and all below it: `visit` gets the groups that it stands in, from the outermost on, itself, and
/// the way to it.
pub(super) fn walk<'c>(
    criterion: &'c Criterion,
    visit: &mut impl FnMut(&[&'c Criterion], &'c Criterion, &[Step<'c>]),
) {
    let mut walk = Walk {
        above: Vec::new(),
        way: Vec::new(),
        visit,
    };
    walk.visit(criterion);
}

/// Every criterion of a tree.
pub(super) fn all(criterion: &Criterion) -> Vec<&Criterion> {
    let mut all = Vec::new();
    walk(criterion, &mut |_, one, _| all.push(one));
    all
}

struct Walk<'v, 'c, V> {
    above: Vec<&'c Criterion>,
    way: Vec<Step<'c>>,
    visit: &'v mut V,
}

impl<'c, V: FnMut(&[&'c Criterion], &'c Criterion, &[Step<'c>])> Walk<'_, 'c, V> {
    fn visit(&mut self, criterion: &'c Criterion) {
        (self.visit)(&self.above, criterion, &self.way);
        self.above.push(criterion);
        match &criterion.test {
            Test::All(of) => self.list(&[Step::Key("all")], of),
            Test::Any(of) => self.list(&[Step::Key("any")], of),
            Test::None(of) => self.list(&[Step::Key("none")], of),
            Test::AtLeast { of, .. } => self.list(&[Step::Key("at-least"), Step::Key("of")], of),
            Test::ByReading { of, .. } => {
                for (reading, of) in of {
                    let steps = [
                        Step::Key("by-reading"),
                        Step::Key("of"),
                        Step::Name(reading),
                    ];
                    self.down(&steps, of);
                }
            }
            Test::Service(_) | Test::Fact { .. } | Test::PositionOf { .. } => {}
        }
        self.above.pop();
    }

    fn list(&mut self, steps: &[Step<'c>], of: &'c [Criterion]) {
        for (at, one) in of.iter().enumerate() {
            self.down(&[steps, &[Step::At(at)]].concat(), one);
        }
    }

    fn down(&mut self, steps: &[Step<'c>], to: &'c Criterion) {
        let above = self.way.len();
        self.way.extend(steps);
        self.visit(to);
        self.way.truncate(above);
    }
}
