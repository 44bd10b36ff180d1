//! The table of proposals, as a payer writes it.

use std::{collections::BTreeSet, path::Path};

use coverdict_corpus::{
    Failure,
    diagnostic::{Code, Problems, Sources},
    read::{Item, Mapping, nearest},
    yaml,
};
use coverdict_model::{
    id::Id,
    position::{Basis, Kind},
    source::SourceKind,
};
use coverdict_program::Program;

use super::{Entry, Proposals, When};
use crate::verdict::Outcome;

/// The claim adjustment group codes.
const GROUPS: [(&str, &str); 4] = [("CO", "CO"), ("OA", "OA"), ("PI", "PI"), ("PR", "PR")];

/// The reason codes that ask for what is missing, before anything was asked for.
const REQUESTS: [&str; 2] = ["16", "252"];

/// Reason codes that X12 wants a remark code beside.
const WITH_REMARK: [&str; 10] = [
    "16", "96", "125", "129", "148", "226", "227", "234", "252", "A1",
];

impl Proposals {
    /// Reads a table from a file.
    ///
    /// # Errors
    /// Every problem in it, with its place: among them a proposal for findings that get none, and a
    /// reason code of a denial where the finding is undecided.
    pub fn load(path: &Path, program: &Program) -> Result<Self, Box<Failure>> {
        let mut sources = Sources::default();
        let mut problems = Problems::default();
        let file = sources.load(path, path.display().to_string());
        let read = problems.ok(file).and_then(|file| {
            let tree = problems.ok(yaml::parse(sources.file(file)))?;
            table(Item::new(file, &tree), program, &mut problems)
        });
        match read {
            Some(proposals) if problems.errors() == 0 => Ok(proposals),
            _ => Err(Box::new(Failure { problems, sources })),
        }
    }
}

fn table(root: Item<'_>, program: &Program, problems: &mut Problems) -> Option<Proposals> {
    let mut mapping = root.mapping("a table of proposals", problems)?;
    let withheld_in = mapping.optional("withheld-in").map(|states| {
        let named = set(states, "a list of states", problems, |item, problems| {
            item.code(problems)?;
            item.parse("the name of a state", problems)
        });
        named.unwrap_or_default()
    });
    let items = mapping
        .required("proposals", problems)
        .and_then(|list| list.list("a list of proposals", problems));
    mapping.finish(problems);
    let mut entries = Vec::new();
    let mut names = BTreeSet::new();
    for item in items? {
        let Some(entry) = entry(item, program, problems) else {
            continue;
        };
        if !names.insert(entry.id.clone()) {
            let problem = item.problem(
                Code::DUPLICATE_ID,
                format!("another proposal is called `{}`", entry.id),
            );
            problems.push(problem.with_help("give each a name of its own"));
        }
        entries.push(entry);
    }
    Some(Proposals {
        entries,
        withheld_in: withheld_in.unwrap_or_default(),
    })
}

fn entry(item: Item<'_>, program: &Program, problems: &mut Problems) -> Option<Entry> {
    let mut mapping = item.mapping("a proposal", problems)?;
    let id = mapping
        .required("id", problems)
        .and_then(|id| id.parse("a name", problems));
    let outcome = mapping
        .required("outcome", problems)
        .and_then(|outcome| self::outcome(outcome, problems));
    let when = match outcome? {
        Outcome::NotSupported => not_supported(&mut mapping, problems),
        _ => needs_information(&mut mapping, program, problems),
    };
    let is_request = matches!(when, When::NeedsInformation { .. });
    let group = mapping
        .required("group", problems)
        .and_then(|group| self::group(group, is_request, problems));
    let carc = mapping
        .required("carc", problems)
        .and_then(|carc| self::carc(carc, is_request, problems));
    let remarks = mapping.optional("rarc").and_then(|rarc| {
        let remarks = rarc.list("a list of remark codes", problems)?;
        let remarks: Vec<_> = remarks.map(|item| self::rarc(item, problems)).collect();
        remarks.into_iter().collect()
    });
    let remarks: Vec<Box<str>> = remarks.unwrap_or_default();
    mapping.finish(problems);
    let carc = carc?;
    if remarks.is_empty() && WITH_REMARK.contains(&&*carc) {
        let message = format!("reason code {carc} stands beside a remark code, and there is none");
        let problem = item.problem(Code::MISSING_KEY, message);
        problems.push(problem.with_help("add `rarc: [\u{2026}]`, which says what is meant"));
    }
    Some(Entry {
        id: id?,
        when,
        group: group?,
        carc,
        rarc: remarks,
    })
}

/// The outcomes for which codes are proposed.
fn outcome(item: Item<'_>, problems: &mut Problems) -> Option<Outcome> {
    const WORDS: [(&str, Outcome); 2] = [
        ("not-supported", Outcome::NotSupported),
        ("needs-information", Outcome::NeedsInformation),
    ];
    let text = item.node().as_text();
    let other = Outcome::ALL
        .iter()
        .find(|outcome| Some(outcome.name()) == text)
        .filter(|outcome| WORDS.iter().all(|(_, known)| known != *outcome));
    let Some(other) = other else {
        return item.choice(&WORDS, problems);
    };
    let (why, help) = match other {
        Outcome::Supported => (
            "is covered: there is nothing to propose",
            "remove the proposal",
        ),
        Outcome::SupportedInPart => (
            "is covered in part: which part the line bills, a person has to see",
            "remove the proposal, and have such lines looked at",
        ),
        _ => (
            "is undecided, and no fact of the line settles it: there is nothing to ask for",
            "remove the proposal, and have such lines looked at",
        ),
    };
    let problem = item.problem(
        Code::UNKNOWN_CHOICE,
        format!("what is `{}` {why}", other.name()),
    );
    problems.push(problem.with_help(help));
    None
}

fn not_supported(mapping: &mut Mapping<'_>, problems: &mut Problems) -> When {
    fn words<T: Copy>(all: &[T], name: fn(T) -> &'static str) -> Vec<(&'static str, T)> {
        all.iter().map(|one| (name(*one), *one)).collect()
    }
    let kinds = words(Kind::ALL, Kind::name);
    let bases = words(Basis::ALL, Basis::name);
    let sources = words(SourceKind::ALL, SourceKind::name);
    When::NotSupported {
        kinds: choices(
            mapping.optional("kinds"),
            "a list of kinds",
            &kinds,
            problems,
        ),
        bases: choices(
            mapping.optional("bases"),
            "a list of bases",
            &bases,
            problems,
        ),
        sources: choices(
            mapping.optional("sources"),
            "a list of kinds of source",
            &sources,
            problems,
        ),
    }
}

fn needs_information(
    mapping: &mut Mapping<'_>,
    program: &Program,
    problems: &mut Problems,
) -> When {
    let missing = mapping.optional("missing");
    let missing = missing.and_then(|item| {
        set(item, "a list of facts", problems, |item, problems| {
            let id: Id = item.parse("a name", problems)?;
            if program.fact(id.as_str()).is_none() {
                let facts = program.facts.iter().map(|fact| fact.id.as_str());
                let help = nearest(id.as_str(), facts, "name a fact of the catalogue");
                let message = format!("the catalogue has no fact `{id}`");
                problems.push(item.problem(Code::UNKNOWN_FACT, message).with_help(help));
            }
            Some(id)
        })
    });
    When::NeedsInformation { missing }
}

fn choices<T: Copy + Ord>(
    item: Option<Item<'_>>,
    what: &str,
    words: &[(&'static str, T)],
    problems: &mut Problems,
) -> Option<BTreeSet<T>> {
    set(item?, what, problems, |item, problems| {
        item.choice(words, problems)
    })
}

/// What a list names, one at least.
fn set<'a, T: Ord>(
    item: Item<'a>,
    what: &str,
    problems: &mut Problems,
    mut read: impl FnMut(Item<'a>, &mut Problems) -> Option<T>,
) -> Option<BTreeSet<T>> {
    let items: Vec<_> = item.list(what, problems)?.collect();
    if items.is_empty() {
        let problem = item.problem(Code::EMPTY_GROUP, "the list has nothing in it");
        problems.push(problem.with_help("write at least one member, or remove the key"));
    }
    items.into_iter().map(|item| read(item, problems)).collect()
}

fn group(item: Item<'_>, is_request: bool, problems: &mut Problems) -> Option<&'static str> {
    let group = item.choice(&GROUPS, problems)?;
    if is_request && group == "PR" {
        let message = "a request for information makes the member owe nothing";
        let problem = item.problem(Code::UNKNOWN_CHOICE, message);
        problems.push(problem.with_help("known here: `CO`, `OA`, `PI`"));
    }
    Some(group)
}

fn carc(item: Item<'_>, is_request: bool, problems: &mut Problems) -> Option<Box<str>> {
    let code = item.code(problems)?;
    if !is_carc(code) {
        let problem = item.problem(Code::MALFORMED_VALUE, "expected a reason code");
        problems.push(problem.with_help("write its number in quotes, such as \"50\" or \"B7\""));
    } else if is_request && !REQUESTS.contains(&code) {
        let message = format!(
            "reason code {code} does not ask for information, and the finding is undecided: nothing is denied on it"
        );
        let problem = item.problem(Code::UNKNOWN_CHOICE, message);
        problems.push(problem.with_help("known here: `16`, `252`"));
    }
    Some(code.into())
}

fn rarc(item: Item<'_>, problems: &mut Problems) -> Option<Box<str>> {
    let code = item.code(problems)?;
    if !is_rarc(code) {
        let problem = item.problem(Code::MALFORMED_VALUE, "expected a remark code");
        problems.push(problem.with_help("write it as it is published, such as N386 or MA130"));
    }
    Some(code.into())
}

/// Whether a text has the form of a claim adjustment reason code.
fn is_carc(code: &str) -> bool {
    let digits = code.strip_prefix(['A', 'B', 'D', 'P', 'W', 'Y']);
    let most = if digits.is_some() { 2 } else { 3 };
    is_number(digits.unwrap_or(code), most)
}

/// Whether a text has the form of a remittance advice remark code.
fn is_rarc(code: &str) -> bool {
    let of = |prefix: &str, most| {
        let rest = code.strip_prefix(prefix);
        rest.is_some_and(|rest| is_number(rest, most))
    };
    of("MA", 3) || of("M", 3) || of("N", 4)
}

fn is_number(digits: &str, most: usize) -> bool {
    (1..=most).contains(&digits.len()) && digits.bytes().all(|byte| byte.is_ascii_digit())
}

#[cfg(test)]
mod tests {
    use super::{is_carc, is_rarc};

    #[test]
    fn codes_have_their_forms() {
        for code in ["1", "50", "252", "A1", "B23", "P32"] {
            assert!(is_carc(code), "{code}");
        }
        for code in ["", "A", "1000", "C1", "A100", "5O", "N386"] {
            assert!(!is_carc(code), "{code}");
        }
        for code in ["M76", "MA130", "N1", "N386"] {
            assert!(is_rarc(code), "{code}");
        }
        for code in ["", "N", "MB1", "386", "N38600", "M76x"] {
            assert!(!is_rarc(code), "{code}");
        }
    }
}
