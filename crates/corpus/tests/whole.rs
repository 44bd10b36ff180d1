//! Checks between files: what they refuse, and what they rightly let pass.

use coverdict_corpus::read_corpus_from;

const FACTS: &str = include_str!("data/facts.yaml");

/// The names of the problems' codes, errors and warnings, in order of files.
fn problems(files: &[String]) -> Vec<&'static str> {
    let texts = std::iter::once(FACTS).chain(files.iter().map(String::as_str));
    let named = texts
        .enumerate()
        .map(|(at, text)| (format!("{at}.yaml"), text));
    let found = match read_corpus_from(named) {
        Ok(loaded) => loaded.warnings,
        Err(failure) => failure.problems,
    };
    found
        .sorted()
        .iter()
        .map(|problem| problem.code().name())
        .collect()
}

/// An edition of `POLICY`, with more first-level keys and the condition of its rule.
fn edition(kind: &str, effective: &str, more: &str, when: &str, position: &str) -> String {
    format!(
        "source: {kind}\nid: {kind}-1\ntitle: Example\npublisher: payer\neffective: {effective}\n\
         recorded: 2024-01-01\n{more}\nservices:\n  treatment: {{otherwise: silent}}\nrules:\n  rule:\n    \
         when: {when}\n    position: {position}\n    cite: {{section: One}}\nprior-authorization: not-stated\n"
    )
}

fn policy(effective: &str, more: &str) -> String {
    edition(
        "coverage-policy",
        effective,
        more,
        "{service: treatment}",
        "supported",
    )
}

fn profile(name: &str, more: &str, steps: &[&str]) -> String {
    let steps: String = steps
        .iter()
        .map(|step| format!("  - {{cite: {{}}, id: {step}}}\n"))
        .collect();
    format!("profile: {name}\ntitle: Example\ncite: {{}}\n{more}\nsteps:\n{steps}")
}

const COMMERCIAL: &str = "lines-of-business: [commercial]";

#[test]
fn editions_on_one_day_are_a_chain_of_corrections() {
    let first = || policy("2024-01-01", "");
    let second = || policy("2024-01-01", "edition: b\nsupersedes: \"2024-01-01\"");
    let third = |supersedes: &str| {
        policy(
            "2024-01-01",
            &format!("edition: c\nsupersedes: {supersedes}"),
        )
    };
    assert!(problems(&[first(), second(), third("b")]).is_empty());
    let both = third("\"2024-01-01\"");
    assert_eq!(
        problems(&[first(), second(), both]),
        ["overlapping-editions"]
    );
}

#[test]
fn imprecise_starts_and_drafts_never_coincide() {
    for other in [
        policy("2024-01", ""),
        policy("2024-01-02", ""),
        policy("2024-01-01", "edition: b\nstatus: draft"),
    ] {
        assert!(problems(&[policy("2024-01-01", ""), other]).is_empty());
    }
    let withdrawn = policy("2024-01-01", "edition: b\nstatus: withdrawn");
    assert_eq!(
        problems(&[policy("2024-01-01", ""), withdrawn]),
        ["overlapping-editions"]
    );
}

#[test]
fn a_position_is_checked_in_every_profile_that_the_source_can_meet() {
    let step = |positions: &str| {
        let step = format!("policy, kinds: [coverage-policy], positions: [{positions}]");
        move |name: &str, more: &str| profile(name, more, &[&step])
    };
    let (strict, loose) = (step("left-to-discretion"), step("supported"));
    let commercial = |name: &str| strict(name, COMMERCIAL);
    let applies = |facets: &str| policy("2024-01-01", &format!("applies: {{{facets}}}"));
    let refused = ["position-not-allowed"];

    assert_eq!(problems(&[applies(""), commercial("p")]), refused);
    let medicare = "lines-of-business: {in: [medicare-advantage], provenance: stated}";
    assert!(problems(&[applies(medicare), commercial("p")]).is_empty());
    let open = "lines-of-business: {in: [medicare-advantage], open: rest, provenance: stated}";
    assert_eq!(problems(&[applies(open), commercial("p")]), refused);

    let insured = strict("p", "lines-of-business: [commercial]\nfunding: [insured]");
    assert_eq!(problems(&[applies(""), insured.clone()]), refused);
    let erisa = "funding: {in: [self-funded-erisa], provenance: stated}";
    assert!(problems(&[applies(erisa), insured]).is_empty());

    // A payer's own profile comes before the general one for its members, and for no others.
    let own = loose("own", "lines-of-business: [commercial]\npayer: payer");
    assert!(problems(&[applies(""), commercial("p"), own.clone()]).is_empty());
    let another = "payers: {in: [payer, another], provenance: stated}";
    assert_eq!(problems(&[applies(another), commercial("p"), own]), refused);
}

#[test]
fn a_question_goes_down_or_nowhere() {
    let plans = "applies: {plans: {in: [P], provenance: stated}}";
    let asks = |kind: &str, more: &str, asked: &str| {
        let when =
            format!("{{at-least: {{count: 1, of: [{{position-of: {{source: {asked}}}}}]}}}}");
        edition(kind, "2024-01-01", more, &when, "supported")
    };
    let plan = "plan, kinds: [plan-document]";
    let policy = "policy, kinds: [coverage-policy]";
    let down = asks("plan-document", plans, "coverage-policy");
    let both = profile("p", COMMERCIAL, &[plan, policy]);
    assert!(problems(&[down.clone(), both]).is_empty());
    let alone = profile("p", COMMERCIAL, &[plan]);
    assert!(problems(&[down.clone(), alone]).is_empty());
    let reversed = profile("p", COMMERCIAL, &[policy, plan]);
    assert_eq!(problems(&[down, reversed]), ["position-of-not-below"]);
    let same = profile(
        "p",
        COMMERCIAL,
        &["both, kinds: [plan-document, coverage-policy]"],
    );
    let itself = asks("plan-document", plans, "plan-document");
    assert_eq!(problems(&[itself, same]), ["position-of-cycle"]);
}

#[test]
fn profiles_share_no_member() {
    let steps = ["policy, kinds: [coverage-policy]"];
    let profile = |name: &str, more: &str| profile(name, more, &steps);
    let insured = "lines-of-business: [commercial]\nfunding: [insured]";
    let erisa = "lines-of-business: [commercial]\nfunding: [self-funded-erisa]";
    let own = "lines-of-business: [commercial]\npayer: payer";
    assert!(problems(&[profile("a", insured), profile("b", erisa)]).is_empty());
    assert!(problems(&[profile("a", COMMERCIAL), profile("b", own)]).is_empty());
    let overlap = ["profiles-overlap"];
    assert_eq!(
        problems(&[profile("a", COMMERCIAL), profile("b", erisa)]),
        overlap
    );
    assert_eq!(problems(&[profile("a", own), profile("b", own)]), overlap);
}

#[test]
fn a_file_that_cannot_be_read_is_no_reason_to_doubt_references_to_it() {
    let policy = policy("2024-01-01", "supersedes: \"2023\"");
    let uses = edition(
        "lcd",
        "2024-01-01",
        "applies: {states: {in: [CA], provenance: stated}}",
        "{any: [{fact: lost, is: true}, {fact: reason, any-in: {value-set: lost}}]}",
        "supported",
    );
    let broken = |text: &str| text.to_owned();
    let found = problems(&[
        policy,
        uses,
        broken("facts:\n  lost: {type: boolean\n"),
        broken("value-set: lost\ntitle: [\n"),
        broken("source: coverage-policy\nid: coverage-policy-1\n"),
    ]);
    let syntax = |name: &&str| *name == "unclosed" || *name == "missing-key";
    assert!(found.iter().all(syntax), "{found:?}");
}

#[test]
fn every_problem_of_every_file_is_told() {
    let wrong =
        policy("2024-13-01", "published: never\nstatus: gone").replace("title: Example\n", "");
    let found = problems(&[wrong.clone(), "title: [".to_owned(), wrong]);
    let one = [
        "malformed-value",
        "malformed-value",
        "missing-key",
        "unknown-choice",
    ];
    let mut sorted = found.clone();
    sorted.sort_unstable();
    let mut expected: Vec<_> = one.iter().chain(&one).copied().collect();
    expected.push("unclosed");
    expected.sort_unstable();
    assert_eq!(sorted, expected, "{found:?}");
}

#[test]
fn folders_are_searched_without_cases_hidden_files_and_loops() {
    let folder = std::env::temp_dir().join(format!("coverdict-corpus-{}", std::process::id()));
    let write = |path: &str, text: &str| {
        let path = folder.join(path);
        let written = path
            .parent()
            .map(std::fs::create_dir_all)
            .and_then(Result::ok);
        match written.map(|()| std::fs::write(&path, text)) {
            Some(Ok(())) => {}
            other => panic!("{}: {other:?}", path.display()),
        }
    };
    write("facts.yaml", FACTS);
    write("deep/er/policy.yml", &policy("2024-01-01", ""));
    write("cases/case.yaml", "case: x\n");
    write(".hidden.yaml", "nonsense: [");
    write(".git/x.yaml", "nonsense: [");
    write("readme.md", "# Not YAML: [");
    #[cfg(unix)]
    {
        let linked = std::os::unix::fs::symlink(&folder, folder.join("deep/loop"));
        assert!(linked.is_ok(), "{linked:?}");
    }
    let read = coverdict_corpus::read_corpus(&folder);
    let removed = std::fs::remove_dir_all(&folder);
    assert!(removed.is_ok(), "{removed:?}");
    match read {
        Ok(loaded) => assert_eq!(loaded.sources.files().count(), 2),
        Err(failure) => panic!("{failure}"),
    }
}

#[test]
fn a_catalogue_that_looks_like_an_edition_is_still_read_first() {
    // The line that looks like the key of an edition is part of a text.
    let misleading = "{facts: {late: {type: boolean, question: \"Is it\nsource: late?\"}}}";
    let uses = edition(
        "coverage-policy",
        "2024-01-01",
        "",
        "{fact: late, is: true}",
        "supported",
    );
    assert!(problems(&[uses, misleading.to_owned()]).is_empty());
}
