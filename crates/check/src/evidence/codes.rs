//! The table of the stable codes of what is found in a bibliography: `R` codes.

use coverdict_corpus::diagnostic::{Code, Entry, Severity};

use crate::codes::codes;

codes! {
    // What was published about a publication
    RETRACTED = "R0001" "reference-retracted" Error:
        "A source rests on a publication that was retracted.",
        "Read the notice, and ask whoever answers for each source named whether its position stands without the publication. The reference stays as the source prints it.";
    PERHAPS_RETRACTED = "R0002" "perhaps-retracted" Warning:
        "A publication of the same title was retracted, and no identifier tells whether it is the one cited.",
        "Compare the record with the citation. If it is the same publication, add its PubMed number or DOI to the reference, and it is told as retracted.";
    WITHDRAWN = "R0003" "reference-withdrawn" Warning:
        "A source rests on a publication that was withdrawn.",
        "Reviews are withdrawn when they are out of date. Read why, and look for the publication that has taken its place.";
    CONCERN = "R0004" "expression-of-concern" Warning:
        "The editors of a publication that a source rests on have told of a concern.",
        "Read the notice: a retraction can follow it.";
    CORRECTED = "R0005" "reference-corrected" Note:
        "A publication that a source rests on was corrected.",
        "Read whether the correction concerns what the source takes from it.";
    REINSTATED = "R0006" "reference-reinstated" Note:
        "The retraction of a publication was taken back.",
        "It is not told as retracted. Read the notice.";

    // Identifiers
    MALFORMED_PMID = "R0101" "malformed-pmid" Warning:
        "A PubMed number is malformed.",
        "Compare it with the document. If the document has it so, say so under `differs`; it is never corrected.";
    MALFORMED_DOI = "R0102" "malformed-doi" Warning:
        "A DOI is malformed.",
        "Compare it with the document. If the document has it so, say so under `differs`; it is never corrected. An address such as https://doi.org/ is no part of a DOI.";
    MALFORMED_TRIAL = "R0103" "malformed-trial" Warning:
        "A trial number is malformed.",
        "Compare it with the document. If the document has it so, say so under `differs`; it is never corrected. Numbers of ClinicalTrials.gov and ISRCTN have eight digits.";
    MALFORMED_ISSN = "R0104" "malformed-issn" Warning:
        "An ISSN is malformed, or its check digit is wrong.",
        "Compare it with the document. If the document has it so, say so under `differs`; it is never corrected.";
    MALFORMED_ISBN = "R0105" "malformed-isbn" Warning:
        "An ISBN is malformed, or its check digit is wrong.",
        "Compare it with the document. If the document has it so, say so under `differs`; it is never corrected.";

    // Publications
    SAME_PUBLICATION = "R0201" "same-publication" Warning:
        "Two references are the same publication.",
        "It is counted once here. If the entries are of two documents, keep one, let both cite it, and say under `differs` in what the documents' prints differ.";
    IDENTIFIERS_CLASH = "R0202" "identifiers-clash" Warning:
        "Two references have an identifier in common and contradict each other.",
        "One of the two has the identifier of another publication. Compare both with their documents and with a record.";
    NEVER_CITED = "R0203" "never-cited" Note:
        "No edition in use cites a reference.",
        "It stays while an earlier edition, a draft or a withdrawn one cites it; otherwise remove it, or name it in the edition that cites it.";

    // Age and subject
    STALE = "R0301" "evidence-stale" Warning:
        "The newest publication that a source cites is older than is asked for.",
        "Look for newer publications. How old the newest may be is chosen by `--stale-after`.";
    UNDATED = "R0302" "reference-undated" Note:
        "A reference has no year, so that its age is not known.",
        "If the document gives none, leave it so; the year of a record can be said under `differs`.";
    OFF_SUBJECT = "R0303" "off-subject" Note:
        "The title of a reference has no word in common with what the editions that cite it are about.",
        "Titles are compared with each edition's title, services, agents, rules and value sets. The publication may concern it all the same; it may also have been carried over from another policy.";

    // Records
    DIFFERS_FROM_RECORD = "R0401" "differs-from-record" Warning:
        "A citation differs from the record of the publication.",
        "Compare both with the document. What the document has stays as it is; say under `differs` in what the record is another.";
    IDENTIFIER_FOUND = "R0402" "identifier-found" Note:
        "A record has an identifier that the reference lacks.",
        "If it is the same publication, add the identifier: notices of retraction are then found by it.";
}
