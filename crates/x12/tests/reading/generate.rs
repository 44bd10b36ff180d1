//! Random claims, as what they tell and as the segments that tell it.

use std::fmt::Write as _;

use proptest::prelude::*;

/// A random interchange of professional claims.
#[derive(Debug, Clone)]
pub(crate) struct Interchange {
    separators: [char; 4],
    line_end: &'static str,
    subscribers: Vec<Subscriber>,
}

#[derive(Debug, Clone)]
struct Subscriber {
    name: String,
    member: String,
    group: String,
    own: Vec<Claim>,
    dependents: Vec<(String, Vec<Claim>)>,
}

#[derive(Debug, Clone)]
struct Claim {
    id: String,
    place: String,
    authorization: Option<String>,
    diagnoses: Vec<String>,
    other_payer: bool,
    lines: Vec<Line>,
}

#[derive(Debug, Clone)]
struct Line {
    code: String,
    modifiers: Vec<String>,
    cents: u32,
    units: u32,
    place: Option<String>,
    /// Each is taken modulo the number of diagnoses.
    pointers: Vec<usize>,
    day: u32,
    days: u32,
    authorization: Option<String>,
}

pub(crate) fn interchange() -> impl Strategy<Value = Interchange> {
    let separators = prop::sample::select(vec![
        ['*', ':', '^', '~'],
        ['|', '>', '{', '!'],
        ['\u{1d}', '\u{1f}', '\u{1e}', '\u{1c}'],
        ['+', '<', '}', '\n'],
    ]);
    let line_end = prop::sample::select(vec!["", "\n", "\r\n"]);
    let subscribers = prop::collection::vec(subscriber(), 0..4);
    (separators, line_end, subscribers).prop_map(|(separators, line_end, subscribers)| {
        Interchange {
            separators,
            line_end,
            subscribers,
        }
    })
}

fn subscriber() -> impl Strategy<Value = Subscriber> {
    let claims = || prop::collection::vec(claim(), 0..3);
    let dependents = prop::collection::vec(("[A-Z]{1,9}", claims()), 0..3);
    (
        "[A-Z ]{0,8}[A-Z]",
        "[A-Z0-9]{1,12}",
        "[A-Z0-9]{0,6}",
        claims(),
        dependents,
    )
        .prop_map(|(name, member, group, own, dependents)| Subscriber {
            name,
            member,
            group,
            own,
            dependents,
        })
}

fn claim() -> impl Strategy<Value = Claim> {
    (
        "[A-Z0-9 ]{0,19}[A-Z0-9]",
        "[0-9]{2}",
        prop::option::of("[A-Z0-9]{1,10}"),
        prop::collection::vec("[A-Z][0-9][0-9A-Z]{1,5}", 1..=12),
        any::<bool>(),
        prop::collection::vec(line(), 1..6),
    )
        .prop_map(
            |(id, place, authorization, diagnoses, other_payer, lines)| Claim {
                id,
                place,
                authorization,
                diagnoses,
                other_payer,
                lines,
            },
        )
}

fn line() -> impl Strategy<Value = Line> {
    (
        "[A-Z0-9]{5}",
        prop::collection::vec("[A-Z0-9]{2}", 0..=4),
        (any::<u32>(), 1..99_999_u32),
        prop::option::of("[0-9]{2}"),
        prop::collection::vec(0..12_usize, 1..=4),
        (1..=28_u32, 0..3_u32),
        prop::option::of("[A-Z0-9]{1,10}"),
    )
        .prop_map(
            |(code, modifiers, (cents, units), place, pointers, (day, days), authorization)| Line {
                code,
                modifiers,
                cents,
                units,
                place,
                pointers,
                day,
                days,
                authorization,
            },
        )
}

impl Line {
    fn charge(&self) -> String {
        format!("{}.{:02}", self.cents / 100, self.cents % 100)
    }

    fn units(&self) -> String {
        format!("{}.{}", self.units / 10, self.units % 10)
    }

    fn last_day(&self) -> u32 {
        (self.day + self.days).min(28)
    }
}

impl Interchange {
    /// Each claim as `support::describe` tells it.
    pub(crate) fn told(&self) -> Vec<String> {
        let mut told = Vec::new();
        for subscriber in &self.subscribers {
            for claim in &subscriber.own {
                told.push(claim.told(subscriber, None));
            }
            for (name, claims) in &subscriber.dependents {
                for claim in claims {
                    told.push(claim.told(subscriber, Some(name)));
                }
            }
        }
        told
    }

    /// The interchange as it is sent.
    pub(crate) fn written(&self) -> String {
        let mut segments: Vec<String> = vec![
            "ST*837*0001*005010X222A1".into(),
            "BHT*0019*00*B1*20250301*1200*CH".into(),
            "HL*1**20*1".into(),
            "NM1*85*2*EXAMPLE CLINIC*****XX*1234567893".into(),
        ];
        let mut level = 1;
        for subscriber in &self.subscribers {
            subscriber.write(&mut level, &mut segments);
        }
        let count = segments.len() + 1;
        segments.push(format!("SE*{count}*0001"));
        segments.insert(0, "GS*HC*A*B*20250301*1200*11*X*005010X222A1".into());
        segments.push("GE*1*11".into());
        segments.push("IEA*1*000000101".into());
        let [element, component, repetition, terminator] = self.separators;
        let own = |text: &str| {
            text.replace('*', &element.to_string())
                .replace(':', &component.to_string())
        };
        let header = own(
            "ISA*00*          *00*          *ZZ*EXAMPLESENDER  *ZZ*EXAMPLERECEIVER*250301*1200*",
        );
        let mut written = header;
        let _ = write!(written, "{repetition}{}", own("*00501*000000101*0*T*:"));
        written.push(terminator);
        for segment in segments {
            written.push_str(self.line_end);
            written.push_str(&own(&segment));
            written.push(terminator);
        }
        written
    }
}

impl Subscriber {
    fn write(&self, level: &mut u32, segments: &mut Vec<String>) {
        *level += 1;
        let own_level = *level;
        let relation = if self.own.is_empty() { "" } else { "18" };
        segments.push(format!("HL*{own_level}*1*22*1"));
        segments.push(format!("SBR*P*{relation}*{}******CI", self.group));
        segments.push(format!("NM1*IL*1*{}*ANN****MI*{}", self.name, self.member));
        segments.push("NM1*PR*2*EXAMPLE PLAN*****PI*PLAN1".into());
        for claim in &self.own {
            claim.write(segments);
        }
        for (name, claims) in &self.dependents {
            *level += 1;
            segments.push(format!("HL*{level}*{own_level}*23*0"));
            segments.push("PAT*19".into());
            segments.push(format!("NM1*QC*1*{name}*EVE"));
            segments.push("DMG*D8*20100315*F".into());
            for claim in claims {
                claim.write(segments);
            }
        }
    }
}

impl Claim {
    fn write(&self, segments: &mut Vec<String>) {
        let Self { id, place, .. } = self;
        segments.push(format!("CLM*{id}*100***{place}:B:1*Y*A*Y*Y"));
        if let Some(number) = &self.authorization {
            segments.push(format!("REF*G1*{number}"));
        }
        let mut codes = "HI".to_owned();
        for (place, code) in self.diagnoses.iter().enumerate() {
            let list = if place == 0 { "ABK" } else { "ABF" };
            let _ = write!(codes, "*{list}:{code}");
        }
        segments.push(codes);
        if self.other_payer {
            segments.push("SBR*S*18*OTHER******CI".into());
            segments.push("OI***Y***Y".into());
            segments.push("NM1*IL*1*OTHER*BOB****MI*OTHER".into());
            segments.push("NM1*PR*2*OTHER*****PI*OTHER".into());
            segments.push("REF*G1*OTHER".into());
        }
        for (number, line) in (1..).zip(&self.lines) {
            segments.push(format!("LX*{number}"));
            line.write(self.diagnoses.len(), segments);
        }
    }

    fn told(&self, subscriber: &Subscriber, patient: Option<&str>) -> String {
        let or_none = |text: &str| {
            if text.is_empty() {
                "-".to_owned()
            } else {
                text.to_owned()
            }
        };
        let authorization = self.authorization.as_deref().unwrap_or("-");
        let mut told = format!(
            "Professional {} charge 100 place {} bill - frequency 1\n  \
             payer EXAMPLE PLAN PI PLAN1; P group {} - filing CI; authorization {authorization} referral -\n  \
             subscriber {} ANN {} - None",
            self.id,
            self.place,
            or_none(&subscriber.group),
            subscriber.name,
            subscriber.member,
        );
        if let Some(name) = patient {
            let _ = write!(told, "\n  patient {name} EVE - 2010-03-15 Some(Female)");
        }
        told.push_str("\n  diagnoses");
        for (place, code) in self.diagnoses.iter().enumerate() {
            let role = if place == 0 { "Principal" } else { "Other" };
            let _ = write!(told, " {role} Icd10 {code},");
        }
        for (number, line) in (1..).zip(&self.lines) {
            let _ = write!(
                told,
                "\n  {number} - charge {} {} UN place {} HC:{}",
                line.charge(),
                line.units(),
                line.place.as_ref().unwrap_or(&self.place),
                line.code
            );
            for modifier in &line.modifiers {
                let _ = write!(told, ":{modifier}");
            }
            let _ = write!(
                told,
                " 2025-02-{:02}/2025-02-{:02} Line authorization {} referral - for",
                line.day,
                line.last_day(),
                line.authorization.as_deref().unwrap_or(authorization)
            );
            for pointer in &line.pointers {
                let _ = write!(told, " {}", self.diagnoses[pointer % self.diagnoses.len()]);
            }
        }
        told
    }
}

impl Line {
    fn write(&self, diagnoses: usize, segments: &mut Vec<String>) {
        let mut composite = format!("HC:{}", self.code);
        for modifier in &self.modifiers {
            let _ = write!(composite, ":{modifier}");
        }
        let pointers: Vec<_> = self
            .pointers
            .iter()
            .map(|pointer| (pointer % diagnoses + 1).to_string())
            .collect();
        let place = self.place.as_deref().unwrap_or_default();
        segments.push(format!(
            "SV1*{composite}*{}*UN*{}*{place}**{}",
            self.charge(),
            self.units(),
            pointers.join(":")
        ));
        let (from, through) = (self.day, self.last_day());
        segments.push(match from == through {
            true => format!("DTP*472*D8*202502{from:02}"),
            false => format!("DTP*472*RD8*202502{from:02}-202502{through:02}"),
        });
        if let Some(number) = &self.authorization {
            segments.push(format!("REF*G1*{number}"));
        }
    }
}
