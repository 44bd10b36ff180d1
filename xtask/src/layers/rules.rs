//! The table of the layers: one entry a crate of the workspace, from the bottom up.

/// What a crate may use, by normal and build dependencies.
pub(super) struct Rule {
    /// The crate.
    pub(super) name: &'static str,
    /// The workspace's crates that it may name.
    pub(super) may_use: &'static [&'static str],
    /// What may not reach it, directly or through others.
    pub(super) must_not_know: &'static [Topic],
}

/// A group of crates from outside the workspace.
#[derive(Clone, Copy)]
pub(super) struct Topic {
    /// The group's name in messages.
    pub(super) name: &'static str,
    /// Crate names; a final `*` stands for any ending.
    crates: &'static [&'static str],
}

impl Topic {
    /// Whether a crate belongs to the group.
    pub(super) fn covers(self, name: &str) -> bool {
        self.crates
            .iter()
            .any(|pattern| match pattern.strip_suffix('*') {
                Some(start) => name.starts_with(start),
                None => name == *pattern,
            })
    }
}

const COLUMNS: Topic = Topic {
    name: "columns",
    crates: &["arrow", "arrow-*", "parquet", "parquet-*"],
};
const QUERIES: Topic = Topic {
    name: "query engines",
    crates: &["datafusion", "datafusion-*", "ballista", "ballista-*"],
};
const HTTP: Topic = Topic {
    name: "HTTP",
    crates: &[
        "actix-web",
        "axum",
        "axum-*",
        "h2",
        "http",
        "http-*",
        "hyper",
        "hyper-*",
        "reqwest",
        "tonic",
        "tonic-*",
        "tower-http",
        "ureq",
    ],
};
const STORAGE: Topic = Topic {
    name: "storage",
    crates: &[
        "diesel",
        "libsqlite3-sys",
        "postgres",
        "rusqlite",
        "sqlx",
        "sqlx-*",
        "tokio-postgres",
    ],
};
const RUNTIMES: Topic = Topic {
    name: "asynchronous runtimes",
    crates: &["async-std", "smol", "tokio"],
};

/// For what only computes: neither columns nor anything that waits for a disk or a network.
const PURE: &[Topic] = &[COLUMNS, QUERIES, HTTP, STORAGE, RUNTIMES];

const MODEL: &str = "coverdict-model";
const CODES: &str = "coverdict-codes";
const LITERATURE: &str = "coverdict-literature";
const LOGIC: &str = "coverdict-logic";
const CORPUS: &str = "coverdict-corpus";
const PROGRAM: &str = "coverdict-program";
const ENGINE: &str = "coverdict-engine";
const X12: &str = "coverdict-x12";
const SCREEN: &str = "coverdict-screen";
const CHECK: &str = "coverdict-check";
const INGEST: &str = "coverdict-ingest";
const REVIEW: &str = "coverdict-review";
const EXCHANGE: &str = "coverdict-exchange";
const QUERY: &str = "coverdict-query";
const SERVER: &str = "coverdict-server";

/// Every crate that the architecture names; a new one is added here with its first line.
pub(super) const RULES: &[Rule] = &[
    Rule {
        name: MODEL,
        may_use: &[],
        must_not_know: PURE,
    },
    Rule {
        name: CODES,
        may_use: &[MODEL],
        must_not_know: PURE,
    },
    Rule {
        name: LOGIC,
        may_use: &[],
        must_not_know: PURE,
    },
    Rule {
        name: LITERATURE,
        may_use: &[MODEL],
        must_not_know: PURE,
    },
    Rule {
        name: CORPUS,
        may_use: &[MODEL],
        must_not_know: PURE,
    },
    Rule {
        name: PROGRAM,
        may_use: &[MODEL, LOGIC, CORPUS],
        must_not_know: PURE,
    },
    Rule {
        name: ENGINE,
        may_use: &[MODEL, CODES, LOGIC, CORPUS, PROGRAM],
        must_not_know: PURE,
    },
    Rule {
        name: X12,
        may_use: &[],
        must_not_know: PURE,
    },
    Rule {
        name: SCREEN,
        // Over the engine, which answers the lines that columns cannot.
        may_use: &[MODEL, LOGIC, CORPUS, PROGRAM, ENGINE, X12],
        must_not_know: &[QUERIES, HTTP, STORAGE],
    },
    Rule {
        name: CHECK,
        // Over the engine, because a witness is replayed through it before it is shown, and over
        // columns, because the impact of a change is measured on claims.
        may_use: &[
            MODEL, LITERATURE, LOGIC, CORPUS, PROGRAM, ENGINE, X12, SCREEN,
        ],
        must_not_know: &[QUERIES, HTTP, STORAGE],
    },
    Rule {
        name: INGEST,
        may_use: &[MODEL, LITERATURE, CORPUS],
        must_not_know: PURE,
    },
    Rule {
        name: REVIEW,
        may_use: &[MODEL],
        must_not_know: PURE,
    },
    Rule {
        name: EXCHANGE,
        may_use: &[MODEL, CORPUS, PROGRAM, X12, REVIEW],
        must_not_know: &[QUERIES, HTTP, STORAGE],
    },
    Rule {
        name: QUERY,
        may_use: &[MODEL, LOGIC, CORPUS, PROGRAM, ENGINE, X12, SCREEN],
        // Ballista brings a transport of its own, so HTTP cannot be forbidden here by name.
        must_not_know: &[STORAGE],
    },
    Rule {
        name: SERVER,
        may_use: &[
            MODEL, LOGIC, CORPUS, PROGRAM, ENGINE, X12, SCREEN, CHECK, INGEST, REVIEW, EXCHANGE,
        ],
        must_not_know: &[QUERIES],
    },
    Rule {
        name: "coverdict-cli",
        may_use: &[
            MODEL, CODES, LOGIC, CORPUS, PROGRAM, ENGINE, X12, SCREEN, CHECK, INGEST, REVIEW,
            EXCHANGE, QUERY, SERVER,
        ],
        must_not_know: &[],
    },
    Rule {
        // For tests only; it shares no evaluation code with what it is held against.
        name: "coverdict-oracle",
        may_use: &[MODEL],
        must_not_know: PURE,
    },
    Rule {
        name: "coverdict-benches",
        may_use: &[
            MODEL, LOGIC, CORPUS, PROGRAM, ENGINE, X12, SCREEN, CHECK, INGEST,
        ],
        must_not_know: &[QUERIES, HTTP, STORAGE],
    },
    Rule {
        name: "xtask",
        may_use: &[],
        must_not_know: PURE,
    },
];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_crate_may_use_only_crates_that_stand_before_it() {
        for (position, rule) in RULES.iter().enumerate() {
            for used in rule.may_use {
                let found = RULES.iter().position(|other| other.name == *used);
                assert!(
                    found.is_some_and(|found| found < position),
                    "{} uses {used}",
                    rule.name
                );
            }
        }
    }

    #[test]
    fn what_a_crate_must_not_know_the_crates_it_uses_must_not_know_either() {
        for rule in RULES {
            for used in RULES.iter().filter(|r| rule.may_use.contains(&r.name)) {
                for topic in rule.must_not_know {
                    assert!(
                        used.must_not_know.iter().any(|t| t.name == topic.name),
                        "{} reaches {} through {}",
                        rule.name,
                        topic.name,
                        used.name
                    );
                }
            }
        }
    }

    #[test]
    fn a_pattern_with_a_star_covers_endings_and_one_without_covers_itself() {
        assert!(COLUMNS.covers("arrow"));
        assert!(COLUMNS.covers("arrow-array"));
        assert!(!COLUMNS.covers("arrowhead"));
        assert!(!HTTP.covers("httparse"));
    }
}
