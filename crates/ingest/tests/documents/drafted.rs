//! The draft of each document: recorded beside it as `NAME.draft`, and read as a corpus.

use std::{env, fs, path::Path};

use coverdict_corpus::read_corpus_from;
use coverdict_ingest::{draft, ingest, read::Limits};
use coverdict_model::{date::parse_day, source::Status};

/// To record the drafts anew: `UPDATE=1 cargo test -p coverdict-ingest --test documents`.
#[test]
fn each_draft_is_as_recorded_and_reads_as_a_corpus() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../cases/ingest");
    let (mut runs, mut stops) = (0, 0);
    for entry in fs::read_dir(&folder).unwrap() {
        let path = entry.unwrap().path();
        let name = path.file_name().unwrap().to_str().unwrap().to_owned();
        if !crate::is_document(&path) {
            continue;
        }
        let bytes = fs::read(&path).unwrap();
        let ingested = ingest(&name, &bytes, Limits::default()).unwrap();
        let drafted = draft::draft(
            &ingested,
            parse_day("2026-01-02").unwrap(),
            &draft::measures(),
        );
        let files = draft::files(&drafted);
        let recorded: String = files
            .iter()
            .filter(|file| file.name.ends_with(".yaml"))
            .map(|file| format!("# ---- {}\n{}", file.name, file.text))
            .collect();
        let beside = folder.join(format!("{name}.draft"));
        if env::var_os("UPDATE").is_some() {
            fs::write(&beside, &recorded).unwrap();
        }
        assert_eq!(recorded, fs::read_to_string(&beside).unwrap(), "{name}");

        let base = draft::base(drafted.edition.recorded);
        let base = base.into_iter().map(|file| (file.name, file.text));
        let account = files
            .iter()
            .find(|file| file.name.ends_with("provenance.json"));
        let account: serde_json::Value = serde_json::from_str(&account.unwrap().text).unwrap();
        for part in account["parts"].as_array().unwrap() {
            assert!(part["place"].is_object(), "{name}: {part}");
        }
        let files = files.into_iter().map(|file| (file.name, file.text));
        let files = files.filter(|(name, _)| name.ends_with(".yaml"));
        let loaded = read_corpus_from(base.chain(files));
        match (drafted.runs(), loaded) {
            (true, Ok(loaded)) => {
                // What is read is the draft; whose members it is for follows from its publisher.
                let read = loaded.corpus.editions.values().next().unwrap();
                let mut expected = drafted.edition.clone();
                expected.applies = read.applies.clone();
                assert_eq!(*read, expected, "{name}");
                assert_eq!(read.status, Status::Draft, "{name}");
                runs += 1;
            }
            (true, Err(failure)) => panic!("{name}: {failure}"),
            (false, Ok(_)) => panic!("{name} is read, though something has to be settled first"),
            (false, Err(failure)) => {
                assert!(
                    failure.to_string().contains("effective"),
                    "{name}: {failure}"
                );
                stops += 1;
            }
        }
    }
    assert!(runs >= 4 && stops >= 1, "{runs} run, {stops} do not");
}
