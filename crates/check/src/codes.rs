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

    // What can be seen in the files: citations and documents
    CITATION_MISSING = "L0001" "citation-missing" Error:
        "A rule, a position or a note does not say where its source says so.",
        "Write the section, or the bytes of the document. What nobody can look up nobody can check, and a notice to a member has to name the provision.";
    BYTES_WITHOUT_DOCUMENT = "L0002" "bytes-without-document" Warning:
        "A citation counts the bytes of a document, and the edition names none.",
        "Name the document with its SHA-256: bytes mean something in one text only.";
    DOCUMENT_MISSING = "L0003" "document-missing" Note:
        "An edition in use names no document.",
        "Name the document that it was taken from, with its SHA-256: without it no sentence can be shown, and nobody can tell whether the text has changed since.";
    EXCERPT_IN_USE = "L0004" "excerpt-in-use" Note:
        "An edition that is known from an excerpt is in use.",
        "Record the whole document as an edition that supersedes this one. Until then every finding that rests on it says so, and no request is approved by it automatically.";
    DRAFT_DUE = "L0005" "draft-due" Warning:
        "The day on which a draft was to take effect has passed.",
        "Publish it, give it another day, or remove it: a draft says nothing, and the edition before it stays in force.";
    LABEL_MISSING = "L0006" "label-missing" Note:
        "A policy does not support a service, and its publisher's own words for that are not recorded.",
        "Write the publisher's own words as `label`: the basis beside them is our mapping, and a reader has to be able to tell the two apart.";

    // Reviews
    REVIEW_OVERDUE = "L0101" "review-overdue" Warning:
        "A value set or mapping was reviewed longer ago than the span that is set.",
        "Review it against the present codes and write the day into `reviewed`. The span is `review-months`, 24 unless set.";
    ATTESTATION_OLD = "L0102" "attestation-old" Warning:
        "An attestation was recorded longer ago than the span that is set.",
        "Look again whether anything has been added since, and record the attestation anew. The span is `review-months`, 24 unless set.";
    SOURCE_REVIEW_OVERDUE = "L0103" "source-review-overdue" Warning:
        "The newest edition of a policy on file is older than the span in which policies are reviewed.",
        "Ask its publisher for the present edition, or record that this one has ended. Coverage policies, LCDs and articles are looked at; the span is `source-review-months`, 24 unless set.";

    // Dates
    NOTICE_TOO_SHORT = "L0201" "notice-too-short" Warning:
        "A policy that refuses something took effect sooner after its publication than the period of notice.",
        "Check both dates; if they are right, find out whether the contract or the law asks for notice. Coverage policies have `notice-days`, 30 unless set, and LCDs `lcd-notice-days`, 45 unless set.";
    GAP_IN_SUCCESSION = "L0202" "gap-in-succession" Warning:
        "An edition ends before the next one on file begins.",
        "Put the edition between them on file, correct a date, or attest that the succession is complete. Until then no finding on a day in the gap is decided by this source.";
    ENDED_AFTER_SUCCESSOR = "L0203" "ended-after-successor" Warning:
        "An edition says that it ends after the next one on file has begun.",
        "Correct one of the dates. An edition gives way when the next one begins, whatever end it states.";
    RECORDED_BEFORE_PUBLISHED = "L0204" "recorded-before-published" Warning:
        "An edition was recorded before it was published.",
        "Correct one of the two dates, or record the draft that was known then as a draft.";

    // Law
    AGE_OR_SEX_UNJUSTIFIED = "L0301" "age-or-sex-unjustified" Warning:
        "A criterion turns on age or sex, and nothing says why.",
        "Write the ground into `note` of the criterion's own `cite`, or of a group that it stands in. Whoever uses age or sex to decide about care has to know why and to guard against discrimination (45 CFR 92.210). A statute that names the age needs no further ground.";
    MEDICARE_IN_COMMERCIAL = "L0302" "medicare-in-commercial" Warning:
        "What belongs to Medicare stands in a source for other members.",
        "Limit the source to its lines of business, or cite the plan's own ground. National and local determinations bind Medicare's members and no others.";
    POLICY_BESIDE_DETERMINATION = "L0303" "policy-beside-determination" Warning:
        "A coverage policy applies to Medicare Advantage, and a national or local determination on file decides the same code.",
        "Exclude Medicare Advantage under `applies`, or make sure that the policy counts only where Medicare's criteria are not fully established, and on a recorded ground (42 CFR 422.101(b)(6)).";

    // Labels and codes
    LABEL_MAPPED_DIFFERENTLY = "L0401" "label-mapped-differently" Warning:
        "The same words of one publisher are mapped to different positions in two sources.",
        "Compare the two and map them alike, or say in the `cite` of the rule why they differ: notices and appeals differ by kind and basis. Words that name no ground, such as `not covered`, are held to their position alone.";
    UNLISTED_CODE = "L0402" "unlisted-code" Warning:
        "A service is claimed by an unlisted code.",
        "Remove the code and let the service be stated: an unlisted code stands for whatever has no code of its own, and every line with it would be answered.";

    // What nothing uses
    VALUE_SET_UNUSED = "L0501" "value-set-unused" Warning:
        "No criterion uses the value set.",
        "Remove it, or use it where its members are listed one by one.";
    MAPPING_UNUSED = "L0502" "mapping-unused" Warning:
        "No fact is derived by the mapping.",
        "Remove it, or derive a fact by it.";
    FACT_UNUSED = "L0503" "fact-unused" Note:
        "No source, profile or other fact looks at the fact.",
        "Remove it, or write the criterion that was meant to ask for it. A fact that is only to be shown to a reviewer may stay.";
    REFERENCE_UNUSED = "L0504" "reference-unused" Note:
        "No edition cites the publication.",
        "List it under the `references` of the edition that cites it, or remove it.";
    PROFILE_UNUSED = "L0505" "profile-unused" Note:
        "No source on file stands on any step of the profile.",
        "Put sources on file that apply to its members; until then every case that it serves ends without a source.";
    QUESTION_BLANK = "L0506" "question-blank" Error:
        "A fact has no question by which a person can be asked for it.",
        "Write the question in a person's words.";
    READING_UNUSED = "L0507" "reading-unused" Warning:
        "An edition declares a phrase with several readings, and no rule asks for it.",
        "Ask for the reading in the rule that hangs on it, or remove the phrase.";

    // Lists
    LISTED_TWICE = "L0601" "listed-twice" Warning:
        "A list has the same member twice.",
        "Remove one of the two; if another was meant, write that one.";
    MEMBER_UNDER_PREFIX = "L0602" "member-under-prefix" Note:
        "A member stands beside a prefix that covers it already.",
        "Remove the member, or narrow the prefix if the codes under it were not all meant.";
}
