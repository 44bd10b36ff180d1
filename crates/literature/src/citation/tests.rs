use super::{Citation, citation};

fn text(field: &Option<String>) -> &str {
    field.as_deref().unwrap_or_default()
}

/// Authors, title, journal, year, volume, issue, pages.
fn fields(citation: &Citation) -> (String, &str, &str, u32, &str, &str, &str) {
    (
        citation.authors.join("|"),
        text(&citation.title),
        text(&citation.journal),
        citation.year.unwrap_or_default(),
        text(&citation.volume),
        text(&citation.issue),
        text(&citation.pages),
    )
}

#[test]
fn the_journal_is_told_by_its_emphasis() {
    let read = citation(
        "3. Roe A, van der Poe BC, et al. Straw needles (stramen): a report of 3 cases. *Ann Invented Med.* 2008; 9(2):377- 385.",
    );
    let authors = "Roe A|van der Poe BC|et al.".to_owned();
    let title = "Straw needles (stramen): a report of 3 cases";
    assert_eq!(
        fields(&read),
        (
            authors,
            title,
            "Ann Invented Med",
            2008,
            "9",
            "2",
            "377-385"
        )
    );
    assert_eq!(read.number, Some(3));
}

#[test]
fn the_journal_is_told_by_the_year_after_it() {
    for journal in [
        "Ann Invented Med",
        "Ann. Inv. Med",
        "J Invented Med (Oxford)",
    ] {
        let line = format!(
            "Roe AB, Poe C. Do needles of straw help? A trial in 1999. {journal}. 2008 Feb 3;9(2):E376."
        );
        let read = citation(&line);
        let authors = "Roe AB|Poe C".to_owned();
        let title = "Do needles of straw help? A trial in 1999";
        assert_eq!(
            fields(&read),
            (authors, title, journal, 2008, "9", "2", "E376"),
            "{line}"
        );
    }
}

#[test]
fn a_title_can_end_with_a_question_mark() {
    let read = citation("Roe A. Do needles of straw help? Ann Invented Med. 2008;9:1-2.");
    assert_eq!(text(&read.title), "Do needles of straw help?");
    assert_eq!(text(&read.journal), "Ann Invented Med");
    assert_eq!(
        (text(&read.volume), &read.issue, text(&read.pages)),
        ("9", &None, "1-2")
    );
}

#[test]
fn slips_of_print_are_read_and_nothing_is_invented() {
    let read = citation("Roe, A Needles of Straw. *Ann Invented Med.*, 2008, Issue 2.");
    assert_eq!(
        fields(&read),
        (
            "Roe A".to_owned(),
            "Needles of Straw",
            "Ann Invented Med",
            2008,
            "",
            "2",
            ""
        )
    );
    let read = citation("Poe B. Straw. *Ann Invented Med.* 2000;4(5)337-344.");
    assert_eq!((text(&read.issue), text(&read.pages)), ("5", "337-344"));
    let read = citation("Institute of Straw. Official Straw Guidelines.");
    assert_eq!(
        fields(&read),
        (
            "Institute of Straw".to_owned(),
            "Official Straw Guidelines",
            "",
            0,
            "",
            "",
            ""
        )
    );
    assert_eq!(citation(""), Citation::default());
}

#[test]
fn a_book_has_an_edition_and_no_journal() {
    for line in [
        "College of Straw. *Straw in Practice*, 2nd Ed. 2008.",
        "College of Straw. Straw in Practice. 2nd Ed. 2008.",
    ] {
        let read = citation(line);
        assert_eq!(
            fields(&read),
            (
                "College of Straw".to_owned(),
                "Straw in Practice",
                "",
                2008,
                "",
                "",
                ""
            ),
            "{line}"
        );
        assert_eq!(read.edition.unwrap().trim_end_matches('.'), "2nd Ed");
    }
}

#[test]
fn identifiers_are_taken_as_they_stand() {
    let line = "[12] Roe A, Poe B. Straw: trial NCT0012345. *Straw J.* 2011;5(2):31-9. doi: 10.1234/Straw.5(2). \
                PMID: 99000001; PMCID: PMC9900001. ISSN 0378-5955. Accessed May 1, 2020.";
    let read = citation(line);
    assert_eq!(read.number, Some(12));
    assert_eq!(text(&read.pages), "31-9");
    assert_eq!(text(&read.doi), "10.1234/Straw.5(2");
    assert_eq!(
        (text(&read.pmid), text(&read.pmcid)),
        ("99000001", "PMC9900001")
    );
    assert_eq!(
        (text(&read.trial), text(&read.issn)),
        ("NCT0012345", "0378-5955")
    );
    let read = citation("Roe A. Straw. Straw J. 2011;5:1. https://doi.org/10.1234/abc");
    assert_eq!(
        (text(&read.doi), &read.url, text(&read.pages)),
        ("10.1234/abc", &None, "1")
    );
    let read = citation(
        "State of Straw. Rule. 2019. Available at: https://example.org/rule. Accessed 2020.",
    );
    assert_eq!(
        (read.url.as_deref(), read.year),
        (Some("https://example.org/rule"), Some(2019))
    );
    let read = citation("Roe A. Straw ISRCTN12345678. Straw J. 2011;5:1.");
    assert_eq!(text(&read.trial), "ISRCTN12345678");
}

#[test]
fn initials_with_full_stops_belong_to_their_author() {
    let read = citation("Roe, A. B., Poe, C. and Loe D. Straw. *Straw J.* 2011;5:1.");
    assert_eq!(text(&read.journal), "Straw J");
    assert_eq!(read.authors.first().map(String::as_str), Some("Roe AB"));
}

#[test]
fn no_text_is_too_strange() {
    for line in [
        "*",
        "**",
        "*.*",
        ". . .",
        "2008",
        "1.",
        "[1] ",
        "et al. et al",
        "é, É É*;(:)",
        "; : ( 1999;(",
        "doi:",
        "PMID",
    ] {
        let _ = citation(line);
    }
    let _ = citation(&"(*1999;é. ".repeat(10_000));
}
