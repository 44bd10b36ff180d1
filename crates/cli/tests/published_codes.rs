//! With CMS's contractor file of 2019 at hand: it is read whole, and it ties to their determinations the
//! codes that the shipped corpus lists by that mapping.

#![expect(clippy::unwrap_used, reason = "a failed test panics")]

use std::{
    collections::{BTreeMap, BTreeSet},
    env, fs,
    io::{self, Write as _},
    path::{Path, PathBuf},
};

use coverdict_codes::{CodeLists, HcpcsList, Validity, hcpcs::Coverage, read_hcpcs};
use coverdict_corpus::read_corpus;
use coverdict_model::{
    code::Code,
    date::parse_day,
    source::{Provenance, SourceKind},
};

const FILE: &str = "HCPC2019_CONTR_ANWEB.txt";

/// The old numbers under which the file ties codes to the determinations. That a number was
/// renumbered so is our mapping; `60.4` is how the file writes 60-4 for a code added in 2019.
const RENUMBERED: [(&str, &[&str]); 2] =
    [("NCD-150.7", &["35-13"]), ("NCD-240.2", &["60-4", "60.4"])];

/// The list: from the folder that `COVERDICT_CODES` names, or one that lies beside the repository or
/// above.
fn list() -> Option<HcpcsList> {
    let beside = || {
        Path::new(env!("CARGO_MANIFEST_DIR"))
            .ancestors()
            .map(|folder| folder.join("shared/data/codes"))
            .find(|folder| folder.is_dir())
    };
    let Some(folder) = env::var_os("COVERDICT_CODES")
        .map(PathBuf::from)
        .or_else(beside)
    else {
        // Past the capture of tests that pass.
        let told = b"SKIPPED: no published list is read: name its folder with COVERDICT_CODES\n";
        io::stderr().write_all(told).unwrap();
        return None;
    };
    let file = fs::File::open(folder.join(FILE)).unwrap();
    Some(read_hcpcs(FILE, 2019, file).unwrap())
}

/// The codes that national determinations of the shipped corpus list by a mapping of ours, by source.
fn listed() -> BTreeMap<String, BTreeSet<String>> {
    let corpus = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../corpus");
    let editions = read_corpus(&corpus).unwrap().corpus.editions;
    let mut listed: BTreeMap<String, BTreeSet<String>> = BTreeMap::new();
    for edition in editions
        .values()
        .filter(|edition| edition.kind == SourceKind::Ncd)
    {
        let mapped = edition.services.values();
        for service in mapped.filter(|service| service.provenance == Provenance::Mapping) {
            let codes = service.codes.iter().map(ToString::to_string);
            listed
                .entry(edition.id.source.to_string())
                .or_default()
                .extend(codes);
        }
    }
    listed
}

/// The counts are those of `awk '{n[substr($0,11,1)]++} END {for (t in n) print t, n[t]}'` over the
/// lines from the ninth: 6440 first records of codes, 4656 further ones, 360 first records of
/// modifiers, 166 further ones; of `substr($0,230,1)` over the first records of codes; and of the
/// columns 285 to 292 of these that are not blank.
#[test]
fn the_file_is_read_whole() {
    let Some(list) = list() else { return };
    assert_eq!(list.records, 6440 + 4656 + 360 + 166);
    assert_eq!((list.codes.len(), list.modifiers.len()), (6440, 360));
    let flags = Coverage::ALL.map(|flag| {
        let of = list.codes.values().filter(|code| code.coverage == flag);
        (flag.letter(), of.count())
    });
    assert_eq!(
        flags,
        [('C', 3539), ('D', 1887), ('I', 785), ('M', 104), ('S', 125)]
    );
    let ended = list.codes.values().filter(|code| code.last_day().is_some());
    assert_eq!(ended.count(), 506);
    assert_eq!(
        list.id.sha256,
        "c8e38e89b9b4d47dd81bea6924b8e9005f3494a89234fe28b534a7c17c3c6f12"
    );
}

#[test]
fn codes_are_valid_as_the_file_dates_them() {
    let Some(list) = list() else { return };
    let mut lists = CodeLists::new();
    lists.add_hcpcs(list).unwrap();
    let validity =
        |code, day| lists.validity(&Code::detect(code).unwrap(), parse_day(day).unwrap());
    assert_eq!(validity("M0076", "2019-01-01"), Validity::Valid);
    assert_eq!(validity("E0447", "2019-01-01"), Validity::Valid);
    let ended = |on| Validity::Ended {
        on: parse_day(on).unwrap(),
    };
    assert_eq!(validity("J9310", "2019-01-01"), ended("2018-12-31"));
    assert_eq!(validity("G0154", "2019-06-01"), ended("2016-02-29"));
    assert_eq!(validity("M0077", "2019-01-01"), Validity::Unknown);
    assert_eq!(
        validity("M0076", "2020-01-01"),
        Validity::NoList { year: 2020 }
    );
}

#[test]
fn the_file_ties_to_a_determination_every_code_that_the_corpus_lists_by_mapping() {
    let Some(list) = list() else { return };
    let tied = |sections: &[&str]| -> BTreeSet<String> {
        let codes = sections.iter().flat_map(|section| list.tied_to(section));
        codes.map(|(code, _)| code.to_owned()).collect()
    };
    let tied = RENUMBERED.map(|(source, sections)| (source.to_owned(), tied(sections)));
    assert_eq!(listed(), BTreeMap::from(tied));
}
