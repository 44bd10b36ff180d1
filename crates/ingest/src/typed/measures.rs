//! What criteria compare in well-known words: age, body mass index, how long a treatment was tried, measurements.

use std::sync::LazyLock;

use regex::Regex;

use super::bound::{Compares, pattern};

/// What a quantity is counted or measured in.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Scale {
    /// A whole number.
    Count,
    /// A decimal in this unit of UCUM.
    Measured(&'static str),
    /// The same, where it may be below zero.
    Score(&'static str),
}

/// A quantity that criteria compare.
#[derive(Debug)]
pub(super) struct Measure {
    /// The fact.
    pub(super) fact: &'static str,
    pub(super) scale: Scale,
    pub(super) question: &'static str,
    /// What a number alone means of it; none: nothing sure.
    pub(super) default: Option<Compares>,
    /// All of a criterion's words; the group `bound` has the number and what compares, `unit` the unit.
    pub(super) pattern: Option<Regex>,
}

/// Who is spoken of, before what is said of them.
pub(super) const WHOM: &str = r"(?:(?:the |an? )?(?:patient|member|individual|beneficiary|person|enrollee|recipient|adult|member/enrollee|members/enrollees)(?:s)?(?: (?:is|are|has|have|must be|must have|who is|with))? )?(?:with )?(?:an? |the )?";

static UNITS: &[(&str, &str)] = &[
    ("kg/m2", "kg/m2"),
    ("kg/m^2", "kg/m2"),
    ("%", "%"),
    ("percent", "%"),
    ("mm hg", "mm[Hg]"),
    ("mmhg", "mm[Hg]"),
    ("mg/dl", "mg/dL"),
    ("g/dl", "g/dL"),
    ("ng/ml", "ng/mL"),
    ("events per hour", "/h"),
    ("events/hour", "/h"),
    ("per hour", "/h"),
    ("ml/min/1.73 m2", "mL/min/{1.73_m2}"),
    ("ml/min/1.73m2", "mL/min/{1.73_m2}"),
    ("ml/min", "mL/min"),
];

/// Whether words of a document name a unit of UCUM.
pub(super) fn is_unit(words: &str, unit: &str) -> bool {
    UNITS
        .iter()
        .any(|(known, of)| *known == words && *of == unit)
}

/// A measure in a table: its fact, unit, question, what it is called, and the words of its unit.
type Row = (
    &'static str,
    Scale,
    &'static str,
    Option<Compares>,
    &'static str,
    &'static str,
);

const MEASURED: &[Row] = &[
    (
        "body-mass-index",
        Scale::Measured("kg/m2"),
        "What is the body mass index?",
        None,
        r"(?:body[ -]mass index(?: \(bmi\))?|bmi)",
        r"kg/m2|kg/m\^2",
    ),
    (
        "oxygen-saturation-at-rest",
        Scale::Measured("%"),
        "What is the arterial oxygen saturation at rest, breathing room air?",
        None,
        r"(?:arterial )?oxygen saturation(?: \((?:spo2|sao2)\))? at rest(?: (?:on|breathing) room air)?",
        r"%|percent",
    ),
    (
        "hemoglobin-a1c",
        Scale::Measured("%"),
        "What is the hemoglobin A1c?",
        None,
        r"(?:hemoglobin a1c(?: \(hba1c\))?|hba1c|a1c)(?: level)?",
        r"%|percent",
    ),
    (
        "ldl-cholesterol",
        Scale::Measured("mg/dL"),
        "What is the LDL cholesterol?",
        None,
        r"(?:ldl(?:-c)?(?: cholesterol)?)(?: level)?",
        r"mg/dl",
    ),
    (
        "hemoglobin",
        Scale::Measured("g/dL"),
        "What is the hemoglobin?",
        None,
        r"hemoglobin(?: level)?",
        r"g/dl",
    ),
    (
        "ferritin",
        Scale::Measured("ng/mL"),
        "What is the serum ferritin?",
        None,
        r"(?:serum )?ferritin(?: level)?",
        r"ng/ml",
    ),
    (
        "apnea-hypopnea-index",
        Scale::Measured("/h"),
        "What is the apnea-hypopnea index?",
        None,
        r"(?:apnea-hypopnea index(?: \(ahi\))?|ahi)",
        r"events per hour|events/hour|per hour",
    ),
    (
        "left-ventricular-ejection-fraction",
        Scale::Measured("%"),
        "What is the left ventricular ejection fraction?",
        None,
        r"(?:left ventricular ejection fraction(?: \(lvef\))?|lvef)",
        r"%|percent",
    ),
    (
        "arterial-oxygen-pressure-at-rest",
        Scale::Measured("mm[Hg]"),
        "What is the arterial partial pressure of oxygen at rest, breathing room air?",
        None,
        r"(?:arterial )?(?:po2|pao2|partial pressure of oxygen(?: \(pao?2\))?) at rest(?: (?:on|breathing) room air)?",
        r"mm ?hg",
    ),
    (
        "hematocrit",
        Scale::Measured("%"),
        "What is the hematocrit?",
        None,
        r"hematocrit(?: level)?",
        r"%|percent",
    ),
    (
        "estimated-glomerular-filtration-rate",
        Scale::Measured("mL/min/{1.73_m2}"),
        "What is the estimated glomerular filtration rate?",
        None,
        r"(?:estimated glomerular filtration rate(?: \(egfr\))?|egfr)",
        r"ml/min/1\.73 ?m2",
    ),
    (
        "creatinine-clearance",
        Scale::Measured("mL/min"),
        "What is the creatinine clearance?",
        None,
        r"creatinine clearance(?: \(crcl\))?",
        r"ml/min",
    ),
    (
        "systolic-blood-pressure",
        Scale::Measured("mm[Hg]"),
        "What is the systolic blood pressure?",
        None,
        r"systolic(?: blood pressure)?",
        r"mm ?hg",
    ),
    (
        "bone-density-t-score",
        Scale::Score("1"),
        "What is the T-score of the bone mineral density?",
        None,
        r"(?:bone mineral density |bmd )?t-score",
        r"sd",
    ),
];

/// How long a treatment was tried, by what it is called; a number alone means at least so many.
const TRIED: &[(&str, &str, &str, &str)] = &[
    (
        "weeks-of-conservative-treatment",
        "For how many weeks was conservative treatment tried?",
        r"conservative",
        "weeks?",
    ),
    (
        "months-of-conservative-treatment",
        "For how many months was conservative treatment tried?",
        r"conservative",
        "months?",
    ),
    (
        "weeks-of-physical-therapy",
        "For how many weeks was physical therapy tried?",
        r"physical",
        "weeks?",
    ),
    (
        "months-of-physical-therapy",
        "For how many months was physical therapy tried?",
        r"physical",
        "months?",
    ),
];

/// Every measure, the first that fits counting.
pub(super) static MEASURES: LazyLock<Vec<Measure>> = LazyLock::new(|| {
    let age = {
        let bound = pattern(r"(?:years?(?: of age| old)?)");
        Measure {
            fact: "age",
            scale: Scale::Count,
            question: "How old is the member on the day of service, in years?",
            default: None,
            pattern: Regex::new(&format!(
                r"^{WHOM}(?:(?:age|aged)(?: (?:is|of))? )?{bound}(?: years?)?(?: of age| old| in age)?$"
            ))
            .ok(),
        }
    };
    let measured = MEASURED.iter().map(|row| {
        let (fact, scale, question, default, name, unit) = *row;
        let bound = pattern(&format!("(?:{unit})"));
        Measure {
            fact,
            scale,
            question,
            default,
            pattern: Regex::new(&format!(
                r"^{WHOM}{name}(?: (?:is|of))? ?{bound}(?: ?(?P<unit>{unit}))?$"
            ))
            .ok(),
        }
    });
    let tried = TRIED.iter().map(|(fact, question, name, unit)| {
        let bound = pattern("");
        Measure {
            fact,
            scale: Scale::Count,
            question,
            default: Some(Compares::AtLeast),
            pattern: Regex::new(&format!(
                r"^(?:failure of |failed |has failed |completion of |completed |documented )?(?:a |an )?(?:trial of )?{bound}[ -]?{unit}(?: trial)? of {name} (?:therapy|treatment|management|care)$"
            ))
            .ok(),
        }
    });
    [age].into_iter().chain(measured).chain(tried).collect()
});
