//! The kinds of slip.

use std::fmt;

/// A kind of slip.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Kind {
    /// A number or day that something is compared with is off by one in its last place, `at least` is `above`, or
    /// `at most` is `below`; the same for so many of a group, a quantity granted, and a window of days.
    Threshold,
    /// A group asks for all instead of any, for any instead of all, or for any instead of none.
    Group,
    /// Neighbouring steps are swapped, a step or what it takes to be bound is lost, or a rule no longer sets another
    /// aside, or is set aside by it.
    Precedence,
    /// An edition or a dated clause begins or ends a day earlier or later, begins with or before the edition before it,
    /// or never ends.
    Date,
    /// A code, or a beginning of codes, is left out of a service, a value set or a mapping; or an agent of a service.
    Code,
    /// A word is left out of those that a criterion asks for.
    Word,
    /// A rule is left out.
    Rule,
    /// A rule, or what a service holds otherwise, takes another position.
    Position,
    /// A payer, plan, line of business, funding or state is left out of those that an edition or a profile is for.
    Applies,
}

impl Kind {
    /// Every kind.
    pub const ALL: [Self; 9] = [
        Self::Threshold,
        Self::Group,
        Self::Precedence,
        Self::Date,
        Self::Code,
        Self::Word,
        Self::Rule,
        Self::Position,
        Self::Applies,
    ];
}

impl fmt::Display for Kind {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Threshold => "threshold off by one",
            Self::Group => "any for all",
            Self::Precedence => "swapped precedence",
            Self::Date => "shifted date",
            Self::Code => "lost code",
            Self::Word => "lost word",
            Self::Rule => "lost rule",
            Self::Position => "other position",
            Self::Applies => "lost member",
        })
    }
}
