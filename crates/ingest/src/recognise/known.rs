//! The words by which documents say what they are: patterns, labels, kinds.

use std::sync::LazyLock;

use regex::Regex;

use super::proposal::{Confidence, Meaning};

/// The rule by which a title is told from the kind of policy before it.
pub(super) const TITLE_AFTER_KIND: &str = "title-after-kind";

/// The rule by which a number before a title is told, and the title.
pub(super) const NUMBER_BEFORE_TITLE: &str = "number-before-title";

/// A pattern whose group `it` is what is meant.
pub(super) struct Pattern {
    pub(super) meaning: Meaning,
    pub(super) confidence: Confidence,
    pub(super) rule: &'static str,
    /// Whether it counts in the head of the document only.
    pub(super) in_head: bool,
    pub(super) pattern: Option<Regex>,
}

/// A number of a document: letters and digits joined by hyphens or full stops, with a digit.
pub(super) const NUMBER: &str = r"[A-Z]{2,}[A-Z0-9]*(?:[-. ]?[A-Z]*\d[A-Z0-9]*)(?:[-.][A-Z0-9]+)*";

pub(super) static PATTERNS: LazyLock<Vec<Pattern>> = LazyLock::new(|| {
    use Confidence::{Likely, Possible, Stated};
    use Meaning::{Author, Number, Publisher, Title, Version};
    let word = r"(?:[A-Z][\w&'’-]*|[a-z]+[A-Z]\w*)(?:\.\w+)*";
    let name = format!(r"(?P<it>{word}(?:\s+(?:(?:of|and|the|for|&)\s+)*{word}){{0,6}})");
    let brief = format!(r"(?P<it>{word}(?:\s+(?:(?:of|and|the|for|&)\s+)*{word}){{0,6}}?)");
    let kinds = r"(?:Commercial|Corporate|Medicare|Medicaid|Individual|Exchange|Community\s+Plan)";
    let policies = POLICIES.join("|").replace(' ', r"\s+");
    let table: [(Meaning, Confidence, &'static str, bool, String); 16] = [
        (Publisher, Stated, "policy-of", false, format!(r"\b(?:is\s+the\s+policy\s+of|policy\s+of)\s+(?:the\s+)?{name}\s+that\b")),
        (Publisher, Stated, "plans-administered-by", false, format!(r"\bplans\s+(?:issued\s+or\s+)?(?:administered|underwritten|insured|offered)\s+by\s+{name}")),
        (Publisher, Likely, "plan-refers-to", false, format!(r"\b(?:Plan|Company)[”\x22]?\s+(?:refers\s+to|means)\s+(?:the\s+)?{name}")),
        (Publisher, Likely, "considers", false, format!(r"(?:^|:\s){name}\s+considers\b")),
        (Publisher, Likely, "policies-of", true, format!(r"^{brief}[®™]?\s+(?:{kinds}\s+)*(?:Medical\s+)?(?:Coverage|Clinical|Medical|Payment|Reimbursement)\s+(?:Coverage\s+)?(?:Polic(?:y|ies)|Guidelines?)\b")),
        (Publisher, Possible, "covered-by", false, format!(r"\bcovered\s+by\s+{name}")),
        (Author, Stated, "developed-by", false, format!(r"\b(?:developed|written|created|authored|prepared)\s+by\s+{name}")),
        (Number, Likely, NUMBER_BEFORE_TITLE, true, format!(r"^(?:[A-Z][A-Za-z]+\s+(?i:guidelines?|polic(?:y|ies))\s+)?(?P<it>{NUMBER})\s*:\s+\S")),
        (Title, Likely, NUMBER_BEFORE_TITLE, true, format!(r"^(?:[A-Z][A-Za-z]+\s+(?i:guidelines?|polic(?:y|ies))\s+)?{NUMBER}\s*:\s+(?P<it>\S.*?)(?:\s+Version\s+\S+)?$")),
        (Number, Likely, "number-and-title", true, r"^(?P<it>[A-Z]{1,4}[ .-]?\d+(?:\.\d+)+[a-z]?)\s+[A-Z][A-Za-z]".to_owned()),
        (Number, Likely, "number-after-kind", true, format!(r"(?i)^(?:{policies})\s*[-–—]\s*(?P<it>[\w.-]*\d[\w.-]*)$")),
        (Number, Likely, "label-and-number", true, r"(?i)^(?:(?:(?:medical|clinical|coverage)\s+)?(?:policy|guideline|bulletin)\s+(?:number\s|#)|number\s)\s*(?P<it>[\w./-]*\d[\w./-]*)$".to_owned()),
        (Title, Likely, "number-and-title", true, r"^[A-Z]{1,4}[ .-]?\d+(?:\.\d+)+[a-z]?\s+(?P<it>[A-Z][A-Za-z].{0,150})$".to_owned()),
        (Title, Stated, TITLE_AFTER_KIND, true, r"(?i)^(?:clinical|medical|coverage|payment)\s+(?:coverage\s+)?(?:policy|guideline|bulletin)\s*:\s+(?P<it>\S.*)$".to_owned()),
        (Version, Likely, "version-in-the-head", true, r"(?i:\bversion|\bv)\s*(?P<it>\d+(?:\.\d+)+)\b".to_owned()),
        (Publisher, Possible, "copyright", false, format!(r"(?:©|\bCopyright)\s*(?:©\s*)?(?:\d{{4}}(?:\s*[-–]\s*\d{{4}})?,?\s+)?{name}")),
    ];
    let table = table.into_iter().chain([(
        Author,
        Possible,
        "trademark",
        false,
        format!(r"owned\s+by\s+{name}"),
    )]);
    let compiled = table.map(|(meaning, confidence, rule, in_head, text)| Pattern {
        meaning,
        confidence,
        rule,
        in_head,
        pattern: Regex::new(&text).ok(),
    });
    compiled.collect()
});

/// Words that name no publisher, though they stand where one does; the owners of codes are none either.
pub(super) const NOBODY: &[&str] = &[
    "ama",
    "american dental association",
    "american hospital association",
    "american medical association",
    "clinical",
    "commercial",
    "company",
    "corporate",
    "coverage",
    "local",
    "medicaid",
    "medical",
    "medicare",
    "national",
    "our",
    "plan",
    "policy",
    "the",
    "the company",
    "the plan",
    "this",
    "we",
];

/// Labels of fields, in small letters, and what they give.
pub(super) const FIELDS: &[(Meaning, &[&str])] = &[
    (
        Meaning::Number,
        &[
            "reference number",
            "policy number",
            "policy #",
            "policy no",
            "policy no.",
            "document #",
            "document no",
            "number",
            "guideline number",
            "guideline #",
            "bulletin #",
            "reference #",
            "bulletin number",
            "manual section number",
            "document number",
            "lcd id",
            "policy id",
        ],
    ),
    (
        Meaning::Title,
        &[
            "manual section title",
            "title",
            "policy title",
            "subject",
            "topic",
            "service",
            "policy name",
            "lcd title",
            "name",
        ],
    ),
    (
        Meaning::Version,
        &["version number", "version", "revision number"],
    ),
    (
        Meaning::Publisher,
        &[
            "publisher",
            "health plan",
            "plan name",
            "issued by",
            "company",
        ],
    ),
    (Meaning::Author, &["author", "developed by", "prepared by"]),
];

/// What coverage policies call themselves, before their number or title.
pub(super) const POLICIES: &[&str] = &[
    "clinical policy",
    "medical policy",
    "coverage policy",
    "medical coverage policy",
    "clinical coverage policy",
    "clinical guideline",
    "medical guideline",
    "clinical policy bulletin",
    "medical policy bulletin",
];

/// Phrases that name a kind of source, and its publisher where there is only one.
pub(super) const KINDS: &[(&str, &str, Option<&str>)] = &[
    ("national coverage determination", "ncd", Some("CMS")),
    ("local coverage determination", "lcd", None),
    ("local coverage article", "article", None),
    ("billing and coding article", "article", None),
];
