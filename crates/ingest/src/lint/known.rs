//! Letters that everyone in the field knows, and words that are no abbreviations.

/// Abbreviations that a policy need not spell out: programs, agencies, code systems, law, professions, and what is known
/// outside medicine as well.
pub(super) const KNOWN: &[&str] = &[
    // Programs, agencies and organisations
    "CMS", "HHS", "FDA", "CDC", "NIH", "AHRQ", "AMA", "ADA", "WHO", "USA", "VHA", "DOD", "MAC",
    "QIO", "CHIP", "HMO", "PPO", "EPO", "POS", "ERISA", "HIPAA", "EPSDT", "NCCN", "NICE", "AHA",
    "ACA", "CLIA", "HCFA", "OBRA", "MCG", // Sources and code systems
    "NCD", "NCDS", "LCD", "LCDS", "LCA", "CPT", "HCPCS", "ICD", "CDT", "DRG", "APC", "NDC", "CFR",
    "USC", "CED", "EOC", "SPD", "IOM", "TN", "PLA", "PMID", "DOI", "ISBN", "ISSN", "NCT",
    // Care and its forms
    "DME", "DMEPOS", "IRB", "ICU", "EIU", "ABN", "PCP", "DNA", "RNA", "HIV", "AIDS", "MRI", "EKG",
    "ECG", "EEG", "COPD", "BMI", "DSM", "COVID", "ASA", "LLC", "INC", "LTD", "PDF", "HTML", "URL",
    "FAQ", "HTTP", "HTTPS", "WWW", "COM", "ORG", "GOV", "RCT", "GRADE", "PICO", "NHS",
];

/// Words that documents write in capitals to stress them.
pub(super) const ENGLISH: &[&str] = &[
    "ALL", "AND", "ANY", "ARE", "BOTH", "BUT", "CAN", "DATE", "DOES", "DRAFT", "EACH", "END",
    "FAX", "FINAL", "FIRST", "FOR", "FROM", "HAS", "HAVE", "ITEM", "LAST", "LESS", "MAY", "MORE",
    "MUST", "NAME", "NEVER", "NEW", "NEXT", "NON", "NONE", "NOT", "NOTE", "NOTES", "NOW", "NULL",
    "OLD", "ONE", "ONLY", "OTHER", "OUT", "OVER", "PAGE", "PART", "PLAN", "SEE", "SHALL", "STAT",
    "STEP", "SUCH", "TABLE", "TBD", "TEXT", "THAN", "THAT", "THE", "THEN", "THESE", "THIS",
    "TITLE", "TOP", "TWO", "TYPE", "UNDER", "UNTIL", "USE", "USED", "VOID", "WAS", "WHEN", "WILL",
    "WITH", "YES", "YOU", "YOUR",
];
