//! Dates off by one, as precisely as they are written.

use coverdict_model::date::PartialDate;

/// The dates next to one, before and after: the next day, month or year.
pub(super) fn next_to(date: PartialDate) -> Vec<PartialDate> {
    let both = match date {
        PartialDate::Day(day) => {
            [day.yesterday().ok(), day.tomorrow().ok()].map(|day| day.map(PartialDate::Day))
        }
        PartialDate::Month(year, 1) => [
            Some(PartialDate::Month(year - 1, 12)),
            Some(PartialDate::Month(year, 2)),
        ],
        PartialDate::Month(year, 12) => [
            Some(PartialDate::Month(year, 11)),
            Some(PartialDate::Month(year + 1, 1)),
        ],
        PartialDate::Month(year, month) => [
            Some(PartialDate::Month(year, month - 1)),
            Some(PartialDate::Month(year, month + 1)),
        ],
        PartialDate::Year(year) => [
            Some(PartialDate::Year(year - 1)),
            Some(PartialDate::Year(year + 1)),
        ],
    };
    both.into_iter().flatten().collect()
}

/// The day before a date can begin.
pub(super) fn day_before(date: PartialDate) -> Option<PartialDate> {
    date.earliest().yesterday().ok().map(PartialDate::Day)
}
