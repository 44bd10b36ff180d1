//! `coverdict sources`.

use snapbox::{assert_data_eq, str};

use crate::{compile, folder, support::coverdict, word};

#[test]
fn what_is_on_file_is_listed() {
    let listed = coverdict(["sources", "--corpus", "docs/examples"]).well();
    assert_data_eq!(
        listed,
        str![[r#"
coverage policy
  EX-101                          Example: home oxygen (example-health)
    from 2024-08                  published 2024-06-15; recorded 2024-07-15; applicability stated;
                                  ex-101.txt (5f70bf18)

1 sources, 1 editions · corpus [..] · one of them: coverdict show SOURCE

"#]]
    );
}

#[test]
fn a_compiled_corpus_lists_the_same_as_its_folder() {
    let file = compile(&folder("sources"));
    let shipped = coverdict(["sources"]).well();
    assert!(shipped.contains("\ncoverage policy\n"), "{shipped}");
    for corpus in ["corpus", word(&file)] {
        assert_eq!(coverdict(["sources", "--corpus", corpus]).well(), shipped);
    }
}

#[test]
fn the_list_as_json_fits_its_schema_and_is_in_order_of_precedence() {
    let schema = coverdict(["schema", "sources"]).well();
    let schema: serde_json::Value = serde_json::from_str(&schema).unwrap();
    let validator = jsonschema::validator_for(&schema).unwrap();
    let listing = coverdict(["sources", "--format", "json"]).well();
    let mut listing: serde_json::Value = serde_json::from_str(&listing).unwrap();
    let errors: Vec<_> = validator.iter_errors(&listing).collect();
    assert!(errors.is_empty(), "{errors:#?}");

    let kinds = listing["sources"].as_array().unwrap().iter();
    let mut kinds: Vec<&str> = kinds.map(|one| one["kind"].as_str().unwrap()).collect();
    kinds.dedup();
    assert_eq!(kinds.first(), Some(&"federal-mandate"), "{kinds:?}");
    assert_eq!(kinds.last(), Some(&"coverage-policy"), "{kinds:?}");

    listing.as_object_mut().unwrap().remove("corpus");
    assert!(!validator.is_valid(&listing), "corpus is required");
}
