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
pub(crate) use codes;

codes! {
    SOURCES_DISAGREE = "C0001" "sources-disagree" Warning:
        "Two sources of one step hold different positions on the same case.",
        "The engine answers such a case with a conflict and leaves it to a person. Compare the two rules; if one of them is to come first, say so in the precedence profile, and if one is out of date, give it its end.";
    RULES_DISAGREE = "C0002" "rules-disagree" Warning:
        "Two rules of one edition hold different positions on the same case, and neither overrides the other.",
        "The engine answers such a case with a conflict. If the document puts one of them first, write it down with `overrides`; if not, the document contradicts itself, and a note should say so.";
    RULE_NEVER_APPLIES = "C0003" "rule-never-applies" Warning:
        "A rule stands in no permitted case.",
        "Its criteria contradict each other or a constraint of the fact catalogue, its clause has no day, or another rule overrides it wherever it applies. Compare it with the document.";
    CRITERION_NEVER_MATTERS = "C0004" "criterion-never-matters" Note:
        "A criterion can be left out of its rule, and the rule applies to the same cases.",
        "It is implied by what stands beside it, or can never be met or missed. Where the document says the same twice this is as it should be; otherwise a threshold or a group may be wrong.";
    ASKED_FOR_NOTHING = "C0005" "asked-for-nothing" Warning:
        "An edition compares a fact on which nothing that it holds depends.",
        "Nobody would ever be asked for it. A rule that is overridden everywhere, or a group of the wrong kind, can be the reason.";
    ONLY_OTHERWISE = "C0006" "only-otherwise" Note:
        "An edition claims a service of which only `otherwise` ever speaks.",
        "This is right for a source that holds one position on a service without criteria. If the document has criteria, they are missing, or they never apply.";
    HOLE_BETWEEN_VALUES = "C0007" "hole-between-values" Warning:
        "The same position holds below and above some values of a fact, and not for those values.",
        "Branches that are meant to meet leave a hole, as `at most 88` and `at least 89` do for a measurement of 88.5. Compare the thresholds with the document, and note the hole if it is the document's own.";
    CLAIMED_AND_SILENT = "C0008" "claimed-and-silent" Note:
        "An edition claims a service and says nothing of some case.",
        "The walk then goes on to the next step, or ends without an answer. Check that the document really says nothing of that case.";
    NEVER_REACHED = "C0009" "never-reached" Warning:
        "No walk down any precedence profile ever hears an edition.",
        "It applies to members whom no profile serves, or a step above always decides first. Check whom it applies to, and its kind.";
    NO_ANSWER = "C0010" "no-answer" Note:
        "Every source on file is silent on a case of a service that one of them claims.",
        "The engine answers that no source addresses it. Add the source that does, or check the scope of those on file.";
}
