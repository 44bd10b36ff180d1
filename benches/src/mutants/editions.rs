//! Slips in editions.

use std::collections::BTreeSet;

use coverdict_model::{
    corpus::Corpus,
    date::PartialDate,
    grant::{Grant, Period},
    id::Id,
    position::{Basis, Holding, Kind as Ground},
    source::{Applies, Edition, Facet, Otherwise, Rule, Service},
};

use super::{Kind, Slip, criteria, dates, numbers, with};

/// Every slip in an edition. It keeps its name, also where that is its first day, so that nothing tells of the slip but
/// what it means.
pub(super) fn slips(edition: &Edition, corpus: &Corpus) -> Vec<Slip<Edition>> {
    let mut slips = begins(edition, corpus);
    slips.extend(date("ended", edition.ended, |ended| {
        with(edition, |it| it.ended = ended)
    }));
    let applied = applies(&edition.applies).into_iter();
    // A policy that states no payer is for its publisher's members: that is no slip.
    let own = Some([edition.publisher.clone()].into());
    let payers = edition
        .applies
        .payers
        .as_ref()
        .map(|payers| payers.within.clone());
    let is_slip = |slip: &Slip<Applies>| payers != own || slip.changed.payers.is_some();
    let applied = applied.filter(is_slip);
    slips.extend(applied.map(|slip| {
        slip.within("applies", |applies| {
            with(edition, |it| it.applies = applies)
        })
    }));
    for (name, service) in &edition.services {
        let place = format!("service {name}");
        let found = of_service(service).into_iter();
        slips.extend(found.map(|slip| {
            slip.within(&place, |service| {
                with(edition, |it| _ = it.services.insert(name.clone(), service))
            })
        }));
    }
    for (name, rule) in &edition.rules {
        let place = format!("rule {name}");
        let found = of_rule(rule).into_iter();
        slips.extend(found.map(|slip| {
            slip.within(&place, |rule| {
                with(edition, |it| _ = it.rules.insert(name.clone(), rule))
            })
        }));
        slips.extend(turned(edition, name, rule));
        let left_out = with(edition, |it| {
            it.rules.remove(name);
            let others = it.rules.values_mut();
            others.for_each(|other| _ = other.overrides.remove(name));
        });
        slips.push(Slip::new(Kind::Rule, place, "left out", left_out));
    }
    slips
}

/// An edition that begins on another day.
fn begins(edition: &Edition, corpus: &Corpus) -> Vec<Slip<Edition>> {
    let starts = corpus.editions.values();
    let starts = starts.filter(|other| other.id.source == edition.id.source && *other != edition);
    let earlier = starts.filter(|other| other.effective.earliest() < edition.effective.earliest());
    let before = earlier.max_by_key(|other| other.effective.earliest());
    let overlapping = before.map(|before| {
        let sooner = dates::day_before(before.effective);
        [Some(before.effective), sooner].into_iter().flatten()
    });
    let mut days = dates::next_to(edition.effective);
    days.extend(overlapping.into_iter().flatten());
    let slips = days.into_iter().map(|day| {
        let change = format!("{} -> {day}", edition.effective);
        let changed = with(edition, |it| it.effective = day);
        Slip::new(Kind::Date, "effective", change, changed)
    });
    slips.collect()
}

/// A date, if there is one, off by one or lost.
fn date<T>(
    field: &str,
    date: Option<PartialDate>,
    put: impl Fn(Option<PartialDate>) -> T,
) -> Vec<Slip<T>> {
    let Some(date) = date else { return Vec::new() };
    let off = dates::next_to(date).into_iter().map(|other| {
        let change = format!("{date} -> {other}");
        Slip::new(Kind::Date, field, change, put(Some(other)))
    });
    let lost = Slip::new(Kind::Date, field, format!("{date} left out"), put(None));
    off.chain([lost]).collect()
}

/// Every slip in whom an edition applies to.
fn applies(applies: &Applies) -> Vec<Slip<Applies>> {
    type Put = fn(&mut Applies) -> &mut Option<Facet>;
    let facets: [(&str, Put); 5] = [
        ("payers", |it| &mut it.payers),
        ("plans", |it| &mut it.plans),
        ("lines of business", |it| &mut it.lines_of_business),
        ("funding", |it| &mut it.funding),
        ("states", |it| &mut it.states),
    ];
    let mut slips = Vec::new();
    for (place, facet) in facets {
        let Some(stated) = facet(&mut applies.clone()).clone() else {
            continue;
        };
        let some = |within| {
            Some(Facet {
                within,
                ..stated.clone()
            })
        };
        let fewer = criteria::without(Kind::Applies, &stated.within).into_iter();
        slips.extend(fewer.map(|slip| {
            slip.within(place, |within| {
                with(applies, |it| *facet(it) = some(within))
            })
        }));
        let lost = with(applies, |it| *facet(it) = None);
        slips.push(Slip::new(Kind::Applies, place, "not stated", lost));
    }
    slips
}

fn of_service(service: &Service) -> Vec<Slip<Service>> {
    let codes = service.codes.iter().map(|code| {
        let rest = with(service, |it| _ = it.codes.remove(code));
        Slip::new(Kind::Code, "", format!("{code} left out"), rest)
    });
    let agents = criteria::without(Kind::Code, &service.agents).into_iter();
    let agents =
        agents.map(|slip| slip.within("agents", |agents| with(service, |it| it.agents = agents)));
    let mut slips: Vec<Slip<Service>> = codes.chain(agents).collect();
    slips.extend(otherwise(&service.otherwise).map(|slip| {
        slip.within("otherwise", |otherwise| {
            with(service, |it| it.otherwise = otherwise)
        })
    }));
    slips
}

fn otherwise(otherwise: &Otherwise) -> Option<Slip<Otherwise>> {
    let Otherwise::Holds {
        holding,
        label,
        cite,
    } = otherwise
    else {
        return None;
    };
    let slip = position(holding);
    Some(slip.within("", |holding| Otherwise::Holds {
        holding,
        label: label.clone(),
        cite: cite.clone(),
    }))
}

/// What is held turned into another position.
fn position(holding: &Holding) -> Slip<Holding> {
    let against = Holding::NotSupported {
        kind: Ground::Clinical,
        basis: Basis::CriteriaNotMet,
    };
    let other = match holding {
        Holding::Supported { .. } | Holding::LeftToDiscretion => against,
        Holding::NotSupported { .. } | Holding::BenefitConfirmed => Holding::Supported {
            grant: Grant::default(),
        },
    };
    let change = format!("{} -> {}", holding.position(), other.position());
    Slip::new(Kind::Position, "", change, other)
}

fn of_rule(rule: &Rule) -> Vec<Slip<Rule>> {
    let when = criteria::slips(&rule.when).into_iter();
    let when = when.map(|slip| slip.within("", |when| with(rule, |it| it.when = when)));
    let mut slips: Vec<Slip<Rule>> = when.collect();
    slips.push(position(&rule.holding).within("", |holding| with(rule, |it| it.holding = holding)));
    if let Holding::Supported { grant } = &rule.holding {
        slips.extend(of_grant(grant).into_iter().map(|slip| {
            slip.within("grant", |grant| {
                with(rule, |it| it.holding = Holding::Supported { grant })
            })
        }));
    }
    slips.extend(date("from", rule.from, |from| {
        with(rule, |it| it.from = from)
    }));
    slips.extend(date("until", rule.until, |until| {
        with(rule, |it| it.until = until)
    }));
    for other in &rule.overrides {
        let change = format!("{other} is no longer set aside");
        let lost = with(rule, |it| _ = it.overrides.remove(other));
        slips.push(Slip::new(Kind::Precedence, "overrides", change, lost));
    }
    slips
}

/// An edition in which a rule is set aside by one that it sets aside.
fn turned(edition: &Edition, name: &Id, rule: &Rule) -> Vec<Slip<Edition>> {
    let slips = rule.overrides.iter().map(|other| {
        let change = format!("{other} sets it aside, and not the other way round");
        let changed = with(edition, |it| {
            let mut change = |rule: &Id, change: fn(&mut BTreeSet<Id>, &Id), of: &Id| {
                let rule = it.rules.get_mut(rule);
                rule.into_iter()
                    .for_each(|rule| change(&mut rule.overrides, of));
            };
            change(name, |overrides, of| _ = overrides.remove(of), other);
            change(
                other,
                |overrides, of| _ = overrides.insert(of.clone()),
                name,
            );
        });
        Slip::new(
            Kind::Precedence,
            format!("rule {name}, overrides"),
            change,
            changed,
        )
    });
    slips.collect()
}

fn of_grant(grant: &Grant) -> Vec<Slip<Grant>> {
    let mut slips = Vec::new();
    if let Some(limit) = &grant.quantity {
        for other in numbers::around(limit.at_most) {
            let change = format!("{} at most {} -> {other}", limit.count, limit.at_most);
            let changed = with(grant, |it| {
                it.quantity.iter_mut().for_each(|it| it.at_most = other);
            });
            slips.push(Slip::new(Kind::Threshold, "", change, changed));
        }
    }
    if let Some(period) = grant.period {
        let (number, put): (u32, fn(u32) -> Period) = match period {
            Period::Days(days) => (days, Period::Days),
            Period::Months(months) => (months, Period::Months),
        };
        for other in numbers::counts_around(number) {
            let change = format!("for {period} -> for {}", put(other));
            let changed = with(grant, |it| it.period = Some(put(other)));
            slips.push(Slip::new(Kind::Threshold, "", change, changed));
        }
    }
    slips
}
