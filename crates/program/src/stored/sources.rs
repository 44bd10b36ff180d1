//! How each part is stored: its fields one after the other.

use std::collections::{BTreeMap, BTreeSet};

use coverdict_logic::{CondId, VarId};
use coverdict_model::{
    date::{Date, PartialDate},
    grant::{Grant, Period, QuantityLimit},
    position::{Basis, Holding, Kind},
    source::{
        Cite, Document, EditionId, GoverningDate, PriorAuthorization, Provenance, SourceKind,
        Status,
    },
};

use super::{Reader, Stored, Unfit, Writer};
use crate::program::{
    CodeId, Criterion, Edition, OpenQuestion, Rule, Service, ServiceRule, Source, SourceId,
    Statement,
};

/// Stores the fields of a struct in this order; a field left out does not compile.
macro_rules! fields {
    ($($name:ident { $($field:ident),+ $(,)? })+) => { $(
        impl Stored for $name {
            fn write(&self, to: &mut Writer) {
                let Self { $($field),+ } = self;
                $($field.write(to);)+
            }

            fn read(from: &mut Reader<'_>) -> Result<Self, Unfit> {
                Ok(Self { $($field: Stored::read(from)?),+ })
            }
        }
    )+ };
}

/// Stores an enum whose values are all words by the place of the word.
macro_rules! words {
    ($($name:ident)+) => { $(
        impl Stored for $name {
            fn write(&self, to: &mut Writer) {
                to.number(*self as u64);
            }

            fn read(from: &mut Reader<'_>) -> Result<Self, Unfit> {
                let at: usize = from.narrow()?;
                Self::ALL.get(at).copied().ok_or(UNKNOWN)
            }
        }
    )+ };
}

/// Stores an enum as the number of the variant and its fields.
macro_rules! variants {
    ($($name:ident { $($number:literal $variant:ident { $($field:ident),* })+ })+) => { $(
        impl Stored for $name {
            fn write(&self, to: &mut Writer) {
                match self {
                    $(Self::$variant { $($field),* } => {
                        to.number($number);
                        $($field.write(to);)*
                    })+
                }
            }

            fn read(from: &mut Reader<'_>) -> Result<Self, Unfit> {
                Ok(match from.number()? {
                    $($number => Self::$variant { $($field: Stored::read(from)?),* },)+
                    _ => return Err(UNKNOWN),
                })
            }
        }
    )+ };
}

/// For how many values of a list memory is taken before they are read.
const MAX_AHEAD: usize = 4096;

const UNKNOWN: Unfit = Unfit("a word is unknown");

fields! {
    Source { id, kind, governing_date, succession_attested, in_force, payers, editions }
    Edition {
        id, title, publisher, effective, ended, published, recorded, status, supersedes, excerpt, document,
        applies, applies_stated, mapped_facets, late, services, rules, readings, prior_authorization,
        documentation, considerations, provenance,
    }
    Service { id, codes, mapped, agents, rules, otherwise }
    ServiceRule { rule, criteria, slots, defeated_by }
    Criterion { id, text, condition, fact, mapped, reading, cite, of }
    Statement { holding, within_quantity, label, cite }
    Rule { id, statement, from, until }
    EditionId { source, edition }
    Document { name, sha256 }
    Cite { section, bytes, note }
    Grant { items, scopes, quantity, period }
    QuantityLimit { count, at_most }
}

words! { SourceKind GoverningDate Status PriorAuthorization Kind Basis Provenance }

variants! {
    OpenQuestion {
        0 Stated { fact }
        1 Applies { source, edition, facet }
        2 Reading { source, edition, phrase, readings }
        3 Clause { source, edition, date }
        4 Late { source, edition }
        5 InForce { source }
        6 Hidden { profile, step, kind }
    }
    Holding {
        0 Supported { grant }
        1 BenefitConfirmed {}
        2 NotSupported { kind, basis }
        3 LeftToDiscretion {}
    }
}

impl Stored for CondId {
    fn write(&self, to: &mut Writer) {
        to.number(self.index() as u64);
    }

    fn read(from: &mut Reader<'_>) -> Result<Self, Unfit> {
        let position = from.narrow()?;
        let condition = from.conditions.at(position);
        condition.ok_or(Unfit("a condition is missing"))
    }
}

/// Stores a number under its type.
macro_rules! numbered {
    ($($name:ident)+) => { $(
        impl Stored for $name {
            fn write(&self, to: &mut Writer) {
                self.0.write(to);
            }

            fn read(from: &mut Reader<'_>) -> Result<Self, Unfit> {
                Stored::read(from).map(Self)
            }
        }
    )+ };
}

numbered! { VarId SourceId CodeId }

impl Stored for u32 {
    fn write(&self, to: &mut Writer) {
        to.number(u64::from(*self));
    }

    fn read(from: &mut Reader<'_>) -> Result<Self, Unfit> {
        from.narrow()
    }
}

impl Stored for i64 {
    fn write(&self, to: &mut Writer) {
        to.number(self.cast_unsigned());
    }

    fn read(from: &mut Reader<'_>) -> Result<Self, Unfit> {
        Ok(from.number()?.cast_signed())
    }
}

impl Stored for bool {
    fn write(&self, to: &mut Writer) {
        to.number(u64::from(*self));
    }

    fn read(from: &mut Reader<'_>) -> Result<Self, Unfit> {
        match from.number()? {
            0 => Ok(false),
            1 => Ok(true),
            _ => Err(UNKNOWN),
        }
    }
}

impl<T: Stored> Stored for Option<T> {
    fn write(&self, to: &mut Writer) {
        self.is_some().write(to);
        if let Some(value) = self {
            value.write(to);
        }
    }

    fn read(from: &mut Reader<'_>) -> Result<Self, Unfit> {
        match bool::read(from)? {
            true => T::read(from).map(Some),
            false => Ok(None),
        }
    }
}

impl<T: Stored> Stored for Box<T> {
    fn write(&self, to: &mut Writer) {
        self.as_ref().write(to);
    }

    fn read(from: &mut Reader<'_>) -> Result<Self, Unfit> {
        T::read(from).map(Self::new)
    }
}

impl<A: Stored, B: Stored> Stored for (A, B) {
    fn write(&self, to: &mut Writer) {
        self.0.write(to);
        self.1.write(to);
    }

    fn read(from: &mut Reader<'_>) -> Result<Self, Unfit> {
        Ok((A::read(from)?, B::read(from)?))
    }
}

impl<T: Stored> Stored for Vec<T> {
    fn write(&self, to: &mut Writer) {
        to.number(self.len() as u64);
        self.iter().for_each(|one| one.write(to));
    }

    fn read(from: &mut Reader<'_>) -> Result<Self, Unfit> {
        // Criteria hold criteria, by lists alone.
        from.deeper(|from| {
            let length: usize = from.narrow()?;
            // A length that is not true must not ask for memory.
            let mut list = Self::with_capacity(length.min(MAX_AHEAD));
            for _ in 0..length {
                list.push(T::read(from)?);
            }
            Ok(list)
        })
    }
}

impl<T: Stored + Ord> Stored for BTreeSet<T> {
    fn write(&self, to: &mut Writer) {
        to.number(self.len() as u64);
        self.iter().for_each(|one| one.write(to));
    }

    fn read(from: &mut Reader<'_>) -> Result<Self, Unfit> {
        let length = from.number()?;
        (0..length).map(|_| T::read(from)).collect()
    }
}

impl<K: Stored + Ord, V: Stored> Stored for BTreeMap<K, V> {
    fn write(&self, to: &mut Writer) {
        to.number(self.len() as u64);
        for (key, value) in self {
            key.write(to);
            value.write(to);
        }
    }

    fn read(from: &mut Reader<'_>) -> Result<Self, Unfit> {
        let length = from.number()?;
        (0..length).map(|_| Stored::read(from)).collect()
    }
}

impl Stored for Period {
    fn write(&self, to: &mut Writer) {
        let (months, length) = match self {
            Self::Days(days) => (false, days),
            Self::Months(months) => (true, months),
        };
        months.write(to);
        length.write(to);
    }

    fn read(from: &mut Reader<'_>) -> Result<Self, Unfit> {
        Ok(match bool::read(from)? {
            false => Self::Days(Stored::read(from)?),
            true => Self::Months(Stored::read(from)?),
        })
    }
}

impl Stored for Date {
    fn write(&self, to: &mut Writer) {
        PartialDate::Day(*self).write(to);
    }

    fn read(from: &mut Reader<'_>) -> Result<Self, Unfit> {
        let date = PartialDate::read(from)?;
        date.exact().ok_or(Unfit("a date is no day"))
    }
}

/// A year, a month of a year or a day in one number: a month and a day that are not known are 0.
impl Stored for PartialDate {
    fn write(&self, to: &mut Writer) {
        let (year, month, day) = match *self {
            Self::Year(year) => (year, 0, 0),
            Self::Month(year, month) => (year, month, 0),
            Self::Day(date) => (date.year(), date.month(), date.day()),
        };
        let year = i64::from(year) - i64::from(Date::MIN.year());
        let number = (year * 13 + i64::from(month)) * 32 + i64::from(day);
        number.write(to);
    }

    fn read(from: &mut Reader<'_>) -> Result<Self, Unfit> {
        const UNFIT: Unfit = Unfit("a date is malformed");
        let number = i64::read(from)?;
        let part = |number: i64| i8::try_from(number).map_err(|_| UNFIT);
        let (month, day) = (part(number / 32 % 13)?, part(number % 32)?);
        let year = number / (32 * 13) + i64::from(Date::MIN.year());
        let year = i16::try_from(year).map_err(|_| UNFIT)?;
        let first = Date::new(year, month.max(1), day.max(1)).map_err(|_| UNFIT)?;
        match (month, day) {
            (0, 0) => Ok(Self::Year(year)),
            (0, _) => Err(UNFIT),
            (_, 0) => Ok(Self::Month(year, month)),
            _ => Ok(Self::Day(first)),
        }
    }
}
