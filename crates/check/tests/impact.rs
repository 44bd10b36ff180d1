//! What `impact` counts is what two screenings tell, joined line by line.

#![expect(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    reason = "a failed test panics"
)]

use std::{
    collections::{BTreeMap, BTreeSet},
    fs,
    num::NonZeroUsize,
    path::{Path, PathBuf},
    sync::{
        LazyLock,
        atomic::{AtomicU32, Ordering},
    },
};

use coverdict_check::impact::{ByKey, ByTransition, Chosen, Comparison, Count, Impact, Way};
use coverdict_corpus::read_corpus;
use coverdict_program::{Program, compile};
use coverdict_screen::{
    Joins, Layout, Screening,
    layout::Wanted,
    read::{Aside, Table},
    run::{BadRow, Listener, Progress},
    write::{Output, WriteError},
};
use proptest::prelude::*;

static BEFORE: LazyLock<Program> = LazyLock::new(|| program("before"));
static AFTER: LazyLock<Program> = LazyLock::new(|| program("after"));
static NOTHING: LazyLock<Joins> = LazyLock::new(Joins::default);

/// A finding by column.
type Finding = BTreeMap<String, String>;

/// Findings by the number of their line; there is none of a line set aside.
type Found = BTreeMap<usize, Finding>;

/// Lines, members, and ten-thousandths of money.
type Told = (u64, u64, i128);

/// One of the two corpora of the example.
fn program(which: &str) -> Program {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../..");
    let folder = root.join("cases/impact/exercise-first").join(which);
    let loaded = read_corpus(&folder).unwrap();
    compile(&loaded.corpus, &loaded.digest).unwrap()
}

/// A fresh folder.
fn folder() -> PathBuf {
    static NUMBER: AtomicU32 = AtomicU32::new(0);
    let number = NUMBER.fetch_add(1, Ordering::Relaxed);
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR"))
        .join("impact")
        .join(format!("{}-{number}", std::process::id()));
    fs::create_dir_all(&folder).unwrap();
    folder
}

struct Silent;

impl Listener for Silent {
    fn set_aside(&mut self, _: &Aside) -> Result<(), WriteError> {
        Ok(())
    }

    fn progress(&mut self, _: Progress) {}

    fn end(&mut self) -> Result<(), WriteError> {
        Ok(())
    }
}

fn screening<'p>(
    program: &'p Program,
    table: &Table,
    threads: usize,
    batch: usize,
) -> Screening<'p> {
    let wanted = Wanted {
        keep: Some(&[]),
        findings: None,
    };
    let layout = Layout::new(program, &table.schema(), &BTreeMap::new(), wanted, &NOTHING);
    Screening {
        program,
        joins: &NOTHING,
        proposals: None,
        layout: layout.unwrap(),
        known_as_of: None,
        bad_row: BadRow::SetAside,
        threads: NonZeroUsize::new(threads).unwrap(),
        batch: NonZeroUsize::new(batch).unwrap(),
    }
}

/// The impact on claims, and the bytes of the table of lines that change.
fn impact(
    claims: &Path,
    programs: [&Program; 2],
    threads: usize,
    batch: usize,
) -> (Impact, Vec<u8>) {
    let table = Table::open(claims, None).unwrap();
    let screenings = programs.map(|program| screening(program, &table, threads, batch));
    let schema = table.schema();
    let comparison = Comparison::new(&screenings, &schema, None, &Chosen::default(), 3).unwrap();
    let folder = folder();
    let flips = folder.join("flips.parquet");
    let output = Output::create(&flips, None, &comparison.flips()).unwrap();
    let impact = comparison.run(vec![table], output, folder.clone(), &mut Silent);
    let bytes = fs::read(&flips).unwrap();
    fs::remove_dir_all(folder).unwrap();
    (impact.unwrap(), bytes)
}

/// What `screen` finds.
fn findings(claims: &Path, program: &Program) -> Found {
    let folder = folder();
    let found = folder.join("found.csv");
    let table = Table::open(claims, None).unwrap();
    let screening = screening(program, &table, 2, 100);
    let output = Output::create(&found, None, &screening.layout.result).unwrap();
    screening.run(vec![table], output, &mut Silent).unwrap();
    let text = fs::read_to_string(&found).unwrap();
    fs::remove_dir_all(folder).unwrap();
    let mut lines = text.lines();
    let names: Vec<&str> = lines.next().unwrap().split(',').collect();
    let finding = |line: &str| {
        let fields = line.split(',').map(str::to_owned);
        let names = names.iter().map(|name| (*name).to_owned());
        let finding: Finding = names.zip(fields).collect();
        (finding["line"].parse().unwrap(), finding)
    };
    lines.map(finding).collect()
}

/// The ways in which two findings differ, from what their columns say.
fn ways(before: &Finding, after: &Finding) -> BTreeSet<String> {
    let favour = |finding: &Finding| match finding["outcome"].as_str() {
        "supported" => Some(2),
        "conflict" | "not-addressed" | "left-to-discretion" => Some(1),
        "not-supported" => Some(0),
        _ => None,
    };
    let differs = |name: &str| before[name] != after[name];
    let way = match (favour(before), favour(after)) {
        (Some(before), Some(after)) if before < after => "loosening",
        (Some(before), Some(after)) if before > after => "tightening",
        (None, Some(_)) => "newly-decided",
        (Some(_), None) => "newly-undecided",
        _ if differs("outcome") => "other-outcome",
        _ if differs("sources") => "other-sources",
        _ => "",
    };
    let mut ways = BTreeSet::from([way.to_owned()]);
    let required = [before, after].map(|finding| finding["prior_authorization"] == "required");
    if required[0] != required[1] {
        let way = [
            "prior-authorization-required",
            "prior-authorization-dropped",
        ];
        ways.insert(way[usize::from(required[0])].to_owned());
    }
    ways.remove("");
    let mut columns = before.keys().filter(|name| *name != "limits");
    if ways.is_empty() && columns.any(|name| differs(name)) {
        ways.insert("other-terms".to_owned());
    }
    ways
}

fn missing(finding: &Finding) -> BTreeSet<String> {
    let facts = finding["missing"].split(';');
    facts
        .filter(|fact| !fact.is_empty())
        .map(str::to_owned)
        .collect()
}

/// A claim line, its values by their places in the lists below.
#[derive(Debug, Clone)]
struct Line {
    member: Option<u32>,
    day: usize,
    code: usize,
    state: usize,
    pain: usize,
    exercise: usize,
    cents: Option<i64>,
}

const DAYS: [&str; 5] = [
    "2024-06-01",
    "2024-12-31",
    "2025-01-01",
    "2025-08-02",
    "soon",
];
const CODES: [(&str, &str); 5] = [
    ("M0076", "north-health"),
    ("E0720", "south-health"),
    ("G0460", "south-health"),
    ("S9090", "north-health"),
    ("A4550", "north-health"),
];
const STATES: [&str; 3] = ["CA", "NY", ""];
const FLAGS: [&str; 3] = ["true", "false", ""];

fn line() -> impl Strategy<Value = Line> {
    let member = proptest::option::weighted(0.9, 0..8_u32);
    let cents = proptest::option::weighted(0.9, -500..100_000_i64);
    let places = (0..50_usize, 0..5_usize, 0..3_usize, 0..3_usize, 0..3_usize);
    (member, places, cents).prop_map(|(member, (day, code, state, pain, exercise), cents)| Line {
        member,
        // A line that cannot be screened is rare.
        day: if day == 0 { 4 } else { day % 4 },
        code,
        state,
        pain,
        exercise,
        cents,
    })
}

/// Writes claims.
fn claims(lines: &[Line]) -> PathBuf {
    let mut text = String::from(
        "member_id,date_of_service,code,payer,line_of_business,state,pain,tried_exercise,charge\n",
    );
    for line in lines {
        let member = line.member.map(|member| format!("M{member}"));
        let charge = line.cents.map(|cents| {
            let sign = if cents < 0 { "-" } else { "" };
            format!("{sign}{}.{:02}", cents.abs() / 100, cents.abs() % 100)
        });
        let (code, payer) = CODES[line.code];
        let fields = [
            &member.unwrap_or_default(),
            DAYS[line.day],
            code,
            payer,
            "commercial",
            STATES[line.state],
            FLAGS[line.pain],
            FLAGS[line.exercise],
            &charge.unwrap_or_default(),
        ];
        text.push_str(&fields.join(","));
        text.push('\n');
    }
    let path = folder().join("claims.csv");
    fs::write(&path, text).unwrap();
    path
}

/// Groups of lines, counted one by one.
#[derive(Default)]
struct Plain<K>(BTreeMap<K, (u64, BTreeSet<u32>, i128)>);

impl<K: Ord> Plain<K> {
    fn add(&mut self, key: K, line: &Line) {
        let group = self.0.entry(key).or_default();
        group.0 += 1;
        group.1.extend(line.member);
        group.2 += i128::from(line.cents.unwrap_or(0)) * 100;
    }

    fn told(self) -> BTreeMap<K, Told> {
        let groups = self.0.into_iter();
        groups
            .map(|(key, (lines, members, money))| (key, (lines, members.len() as u64, money)))
            .collect()
    }
}

fn told(count: &Count) -> Told {
    let amount = count.amount.unwrap().ten_thousandths();
    (count.lines, count.members.unwrap(), amount)
}

fn keyed(rows: &[ByKey]) -> BTreeMap<(String, String), Told> {
    let key = |row: &ByKey| (row.key.clone(), row.change.name().to_owned());
    rows.iter()
        .map(|row| (key(row), told(&row.count)))
        .collect()
}

/// Compares what is counted with what two screenings tell.
fn holds(lines: &[Line], impact: &Impact, befores: &Found, afters: &Found) {
    let (mut transitions, mut changes) = (Plain::default(), Plain::default());
    let (mut by_code, mut by_state) = (Plain::default(), Plain::default());
    let (mut asked, mut changed) = (Plain::default(), Plain::default());
    for (number, before) in befores {
        let (line, after) = (&lines[number - 1], &afters[number]);
        let outcomes = (before["outcome"].clone(), after["outcome"].clone());
        transitions.add(outcomes, line);
        let ways = ways(before, after);
        if !ways.is_empty() {
            changed.add((), line);
        }
        for way in ways {
            by_code.add((CODES[line.code].0.to_owned(), way.clone()), line);
            by_state.add((STATES[line.state].to_owned(), way.clone()), line);
            changes.add(way, line);
        }
        for fact in missing(after).difference(&missing(before)) {
            asked.add(fact.clone(), line);
        }
    }
    let outcomes = |row: &ByTransition| (row.before.name().to_owned(), row.after.name().to_owned());
    let rows = impact.transitions.iter();
    let counted: BTreeMap<_, _> = rows.map(|row| (outcomes(row), told(&row.count))).collect();
    assert_eq!(counted, transitions.told());
    let rows = impact.changes.iter();
    let counted = rows.map(|row| (row.change.name().to_owned(), told(&row.count)));
    assert_eq!(counted.collect::<BTreeMap<_, _>>(), changes.told());
    let rows = impact.asked.iter();
    let counted = rows.map(|row| (row.fact.to_string(), told(&row.count)));
    assert_eq!(counted.collect::<BTreeMap<_, _>>(), asked.told());
    assert_eq!(keyed(&impact.by_code), by_code.told());
    assert_eq!(keyed(&impact.by_state), by_state.told());
    let all = changed.told().remove(&()).unwrap_or_default();
    assert_eq!(told(&impact.changed), all);
    assert_eq!(impact.compared.lines, befores.len() as u64);
    let aside: u64 = impact.set_aside.values().sum();
    assert_eq!(impact.lines, lines.len() as u64);
    assert_eq!(impact.lines, impact.compared.lines + aside);
    let count = |is_such: fn(&Line) -> bool| {
        let kept = befores.keys().map(|number| &lines[number - 1]);
        kept.filter(|line| is_such(line)).count() as u64
    };
    assert_eq!(impact.without_member, count(|line| line.member.is_none()));
    assert_eq!(impact.without_amount, count(|line| line.cents.is_none()));
}

/// The way that stands opposite.
fn mirrored(way: Way) -> Way {
    match way {
        Way::Loosening => Way::Tightening,
        Way::Tightening => Way::Loosening,
        Way::NewlyDecided => Way::NewlyUndecided,
        Way::NewlyUndecided => Way::NewlyDecided,
        Way::PriorAuthorizationRequired => Way::PriorAuthorizationDropped,
        Way::PriorAuthorizationDropped => Way::PriorAuthorizationRequired,
        Way::OtherOutcome | Way::OtherSources | Way::OtherTerms => way,
    }
}

/// A case writes several files, so that there are fewer of them.
fn cases() -> ProptestConfig {
    let config = ProptestConfig::default();
    ProptestConfig {
        cases: config.cases.div_ceil(8),
        ..config
    }
}

proptest! {
    #![proptest_config(cases())]

    #[test]
    fn law_what_is_counted_is_what_two_screenings_tell(
        lines in proptest::collection::vec(line(), 1..80),
        threads in 1..4_usize,
        batch in 1..50_usize,
    ) {
        let path = claims(&lines);
        let (impact, bytes) = impact(&path, [&BEFORE, &AFTER], threads, batch);
        let (befores, afters) = (findings(&path, &BEFORE), findings(&path, &AFTER));
        holds(&lines, &impact, &befores, &afters);
        let again = self::impact(&path, [&BEFORE, &AFTER], 1, 7);
        prop_assert!((impact, bytes) == again, "threads and batches change nothing");
        fs::remove_dir_all(path.parent().unwrap()).unwrap();
    }

    #[test]
    fn law_swapped_corpora_mirror_what_is_counted(
        lines in proptest::collection::vec(line(), 1..80),
    ) {
        let path = claims(&lines);
        let (there, _) = impact(&path, [&BEFORE, &AFTER], 2, 16);
        let (back, _) = impact(&path, [&AFTER, &BEFORE], 2, 16);
        fs::remove_dir_all(path.parent().unwrap()).unwrap();
        let swapped = back.transitions.iter().map(|row| ByTransition {
            before: row.after,
            after: row.before,
            ..*row
        });
        let mut swapped: Vec<ByTransition> = swapped.collect();
        swapped.sort_by_key(|row| (row.before, row.after));
        prop_assert_eq!(&there.transitions, &swapped);
        let changes = back.changes.iter().map(|row| (mirrored(row.change), row.count));
        let mut changes: Vec<(Way, Count)> = changes.collect();
        changes.sort_by_key(|(way, _)| *way);
        let counted = there.changes.iter().map(|row| (row.change, row.count));
        prop_assert_eq!(counted.collect::<Vec<_>>(), changes);
        prop_assert_eq!(there.asked, back.no_longer_asked);
    }

    #[test]
    fn law_the_same_corpus_twice_changes_nothing(
        lines in proptest::collection::vec(line(), 1..80),
    ) {
        let path = claims(&lines);
        let (same, _) = impact(&path, [&AFTER, &AFTER], 2, 16);
        fs::remove_dir_all(path.parent().unwrap()).unwrap();
        prop_assert_eq!(same.changed.lines, 0);
        prop_assert!(same.changes.is_empty() && same.samples.is_empty());
        prop_assert!(same.by_code.is_empty() && same.asked.is_empty());
        prop_assert!(same.transitions.iter().all(|row| row.before == row.after));
    }
}

#[test]
fn tables_of_many_parts_are_counted_and_explained_in_the_order_of_their_lines() {
    // More than two parts of a table that is read as a stream, with members that come back in each.
    let line = |at: usize| Line {
        member: u32::try_from(at % 1009).ok(),
        day: if at.is_multiple_of(9973) { 4 } else { at % 4 },
        code: at % 5,
        state: at % 3,
        pain: at / 5 % 3,
        exercise: at / 7 % 3,
        cents: i64::try_from(at % 7).ok(),
    };
    let lines: Vec<Line> = (0..150_000).map(line).collect();
    let path = claims(&lines);
    let one = impact(&path, [&BEFORE, &AFTER], 1, 1 << 14);
    let many = impact(&path, [&BEFORE, &AFTER], 3, 1000);
    assert!(one == many, "threads and batches change nothing");
    let (befores, afters) = (findings(&path, &BEFORE), findings(&path, &AFTER));
    fs::remove_dir_all(path.parent().unwrap()).unwrap();
    let impact = one.0;
    holds(&lines, &impact, &befores, &afters);
    let mut samples: BTreeMap<(Way, String, String), Vec<usize>> = BTreeMap::new();
    for sample in &impact.samples {
        let number = usize::try_from(sample.line).unwrap();
        let outcomes = [&befores, &afters].map(|found| found[&number]["outcome"].clone());
        assert_eq!(sample.before.coverage.name(), outcomes[0]);
        assert_eq!(sample.after.coverage.name(), outcomes[1]);
        let [before, after] = outcomes;
        samples
            .entry((sample.change, before, after))
            .or_default()
            .push(number);
    }
    assert!(samples.len() > 4, "{:?}", samples.keys());
    for ((way, before, after), numbers) in samples {
        let is_such = |number: &usize| {
            let (one, other) = (&befores[number], &afters[number]);
            one["outcome"] == before
                && other["outcome"] == after
                && ways(one, other).contains(way.name())
        };
        let first: Vec<usize> = befores.keys().copied().filter(is_such).take(3).collect();
        assert_eq!(numbers, first, "{way:?} from {before} to {after}");
    }
}
