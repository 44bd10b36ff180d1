//! The table of the stable codes of what an examination finds.
//!
//! `C` codes answer questions about what rules mean, and are decided over every permitted case; `L` codes are what
//! can be seen in the files.

use coverdict_corpus::diagnostic::{Code, Entry, Severity};

macro_rules! codes {
    ($($constant:ident = $id:literal $name:literal $severity:ident: $title:literal, $explanation:literal;)+) => {
        $(
            #[doc = $title]
            pub(crate) const $constant: Code = Code::of(&Entry {
                id: $id,
                name: $name,
                severity: Severity::$severity,
                title: $title,
                explanation: $explanation,
            });
        )+

        /// Every code, in the order of the ids.
        pub const CODES: &[Code] = &[$($constant),+];
    };
}

codes! {
    SOURCES_DISAGREE = "C0001" "sources-disagree" Warning:
        "Two sources of one step hold different positions on the same case.",
        "The engine answers such a case with a conflict and leaves it to a person. Compare the two rules; if one of them is to come first, say so in the precedence profile, and if one is out of date, give it its end.";
}
