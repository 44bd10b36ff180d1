//! The range of a derived number that the readings of its inputs allow.

use coverdict_model::{
    case::Case,
    corpus::Corpus,
    date::{Date, PartialDate},
    fact::{Closure, Derivation, Window},
    id::Id,
    quantity::Decimal,
    value::{Reading, Value},
};

use super::{
    domain::{self, Span, day, from_number},
    reading::{self, Fit},
};

/// What the inputs say of a derived number.
pub(crate) enum Derived {
    /// An input has no value, and so has the derived fact.
    Absent,
    /// It lies within this range.
    Within {
        /// The range.
        span: Span,
        /// Whether an input is missing altogether.
        missing: bool,
    },
}

/// What the inputs of a derivation say; mappings are no numbers and say nothing here.
pub(crate) fn derived(derivation: &Derivation, corpus: &Corpus, case: &Case) -> Derived {
    let input = |id: &Id| Input::of(id, corpus, case);
    match derivation {
        Derivation::Mapping { .. } => Input::anything().into(),
        Derivation::Difference {
            minuend,
            subtrahend,
        } => input(minuend).with(input(subtrahend), |minuend, subtrahend| {
            less(minuend, subtrahend)
        }),
        Derivation::DaysBetween { from, to } => {
            input(from).with(input(to), |from, to| less(to, from))
        }
        Derivation::Age { birth, on } => input(birth).with(input(on), |birth, on| Span {
            low: age(birth.high, on.low),
            high: age(birth.low, on.high),
        }),
        Derivation::Count {
            events,
            window,
            anchor,
            includes_request,
        } => {
            let events = Events::of(events, corpus, case);
            input(anchor).map(|anchor| events.count(anchor, *window, u32::from(*includes_request)))
        }
    }
}

/// What is known of an input.
enum Input {
    Absent,
    Within { span: Span, missing: bool },
}

impl Input {
    fn anything() -> Self {
        Self::Within {
            span: Span::default(),
            missing: true,
        }
    }

    fn of(id: &Id, corpus: &Corpus, case: &Case) -> Self {
        let Some(fact) = corpus.catalogue.facts.get(id) else {
            return Self::Absent;
        };
        let bounds = domain::bounds(&fact.kind);
        let missing = Self::Within {
            span: bounds,
            missing: true,
        };
        let within = |span: Span| Self::Within {
            span: span.and(bounds),
            missing: false,
        };
        match (reading::reading(id, fact, case), &fact.derived) {
            (Some(Reading::Known(value)), _) => match reading::fit(&fact.kind, &value) {
                Fit::InError => missing,
                Fit::Fits | Fit::OutOfBounds => within(Span {
                    low: domain::number(&value),
                    high: domain::number(&value),
                }),
            },
            (Some(Reading::Within { low, high }), _) => within(Span {
                low: low.as_ref().and_then(domain::number),
                high: high.as_ref().and_then(domain::number),
            }),
            (Some(Reading::OneOf(values)), _) => within(hull(values.iter())),
            (Some(Reading::Absent | Reading::NotPerformed), _) => Self::Absent,
            (Some(_), _) => missing,
            (None, Some(derivation)) => match derived(derivation, corpus, case) {
                Derived::Absent => Self::Absent,
                Derived::Within { span, missing } => Self::Within {
                    span: span.and(bounds),
                    missing,
                },
            },
            (None, None) => match fact.closure {
                Closure::Closed => Self::Absent,
                Closure::Open => missing,
            },
        }
    }

    fn map(self, range: impl FnOnce(Span) -> Span) -> Derived {
        match self {
            Self::Absent => Derived::Absent,
            Self::Within { span, missing } => Derived::Within {
                span: range(span),
                missing,
            },
        }
    }

    fn with(self, other: Self, range: impl FnOnce(Span, Span) -> Span) -> Derived {
        match (self, other) {
            (
                Self::Within {
                    span: a,
                    missing: x,
                },
                Self::Within {
                    span: b,
                    missing: y,
                },
            ) => Derived::Within {
                span: range(a, b),
                missing: x || y,
            },
            _ => Derived::Absent,
        }
    }
}

impl From<Input> for Derived {
    fn from(input: Input) -> Self {
        input.map(|span| span)
    }
}

fn hull<'v>(values: impl Iterator<Item = &'v Value>) -> Span {
    let numbers: Vec<Decimal> = values.filter_map(domain::number).collect();
    Span {
        low: numbers.iter().copied().min(),
        high: numbers.iter().copied().max(),
    }
}

fn less(from: Span, what: Span) -> Span {
    let difference = |a: Option<Decimal>, b: Option<Decimal>| Some(a? - b?);
    Span {
        low: difference(from.low, what.high),
        high: difference(from.high, what.low),
    }
}

/// Completed years from a birth to a day.
fn age(birth: Option<Decimal>, on: Option<Decimal>) -> Option<Decimal> {
    let (birth, on) = (from_number(birth?)?, from_number(on?)?);
    let before_birthday = (on.month(), on.day()) < (birth.month(), birth.day());
    let years = i64::from(on.year()) - i64::from(birth.year()) - i64::from(before_birthday);
    Some(Decimal::from(years))
}

/// The events of a case, and whether there were no others.
struct Events {
    dates: Vec<PartialDate>,
    complete: bool,
}

impl Events {
    fn of(id: &Id, corpus: &Corpus, case: &Case) -> Self {
        let fact = corpus.catalogue.facts.get(id);
        let none = |complete| Self {
            dates: Vec::new(),
            complete,
        };
        match fact.map(|fact| (reading::reading(id, fact, case), fact.closure)) {
            Some((Some(Reading::Events { dates, complete }), _)) => Self { dates, complete },
            Some((Some(Reading::Absent), _) | (None, Closure::Closed)) => none(true),
            _ => none(false),
        }
    }

    /// The counts possible when the anchor lies within a range of days.
    fn count(&self, anchor: Span, window: Window, request: u32) -> Span {
        let request = Decimal::from(request);
        let at_most = self
            .complete
            .then(|| Decimal::from(self.dates.len()) + request);
        let (Some(first), Some(last)) = (anchor.low, anchor.high) else {
            return Span {
                low: Some(request),
                high: at_most,
            };
        };
        let mut counts = Vec::new();
        let mut anchor = first;
        while anchor <= last {
            counts.extend(from_number(anchor).map(|day| self.on(day, window)));
            anchor += Decimal::ONE;
        }
        let least = counts.iter().map(|(sure, _)| Decimal::from(*sure)).min();
        let most = counts
            .iter()
            .map(|(_, possible)| Decimal::from(*possible))
            .max();
        Span {
            low: least.map(|least| least + request),
            high: most.filter(|_| self.complete).map(|most| most + request),
        }
    }

    /// How many events surely and possibly lie in the window that hangs on a day.
    fn on(&self, anchor: Date, window: Window) -> (usize, usize) {
        let (first, last) = days(window, anchor);
        let within = |date: Date| first.is_none_or(|first| first <= day(date)) && day(date) <= last;
        let surely = |date: &&PartialDate| within(date.earliest()) && within(date.latest());
        let possibly = |date: &&PartialDate| {
            day(date.earliest()) <= last && first.is_none_or(|first| first <= day(date.latest()))
        };
        (
            self.dates.iter().filter(surely).count(),
            self.dates.iter().filter(possibly).count(),
        )
    }
}

/// The first day of a window, if it has one, and the last.
fn days(window: Window, anchor: Date) -> (Option<Decimal>, Decimal) {
    let on = day(anchor);
    match window {
        Window::DaysUpTo(days) => (Some(on - Decimal::from(days) + Decimal::ONE), on),
        Window::DaysFrom(days) => (Some(on), on + Decimal::from(days) - Decimal::ONE),
        Window::CalendarYear => (Some(day(PartialDate::Year(anchor.year()).earliest())), on),
        Window::RollingYear => (year_before(anchor).map(|date| day(date) + Decimal::ONE), on),
        Window::Ever => (None, on),
    }
}

/// The same day a year before; of 29 February, 28 February.
fn year_before(date: Date) -> Option<Date> {
    let text = |day: i8| format!("{:04}-{:02}-{day:02}", date.year() - 1, date.month());
    let parse = |text: String| coverdict_model::date::parse_day(&text).ok();
    parse(text(date.day())).or_else(|| parse(text(28)))
}
