//! Each rule of the lint has a document in `cases/ingest/lint` that shows it and nothing else, and one that is near it
//! and shows nothing.
//!
//! `cases/ingest/lint/CODE-NAME/shows*` and `…/near*` are documents. What is told of one that shows is recorded beside it
//! as `….told`, which `UPDATE=1 cargo test -p coverdict-ingest --test documents` writes.

use std::{
    env, fs,
    path::{Path, PathBuf},
};

use coverdict_corpus::diagnostic::Code;
use coverdict_ingest::{
    ingest,
    lint::{Config, Problem, codes, lint},
    read::Limits,
};

/// The folder of all cases of the lint.
fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../../cases/ingest/lint")
}

/// The documents of a code whose names begin so, in order.
fn documents(code: Code, begins: &str) -> Vec<PathBuf> {
    let Ok(entries) = fs::read_dir(root().join(code.name())) else {
        return Vec::new();
    };
    let paths = entries.map(|entry| entry.unwrap().path());
    let mut paths: Vec<PathBuf> = paths
        .filter(|path| {
            path.extension().is_some_and(|end| end != "told") && name(path).starts_with(begins)
        })
        .collect();
    paths.sort();
    paths
}

fn name(path: &Path) -> &str {
    path.file_name().unwrap().to_str().unwrap()
}

fn problems(path: &Path) -> Vec<Problem> {
    let ingested = ingest(name(path), &fs::read(path).unwrap(), Limits::default()).unwrap();
    lint(&ingested, &Config::default())
}

#[test]
fn every_code_has_both() {
    for code in codes() {
        for begins in ["shows", "near"] {
            assert!(
                !documents(code, begins).is_empty(),
                "{code} lacks a document `{begins}`"
            );
        }
    }
}

#[test]
fn every_folder_is_that_of_a_code() {
    for entry in fs::read_dir(root()).unwrap() {
        let path = entry.unwrap().path();
        assert!(
            codes().any(|code| code.name() == name(&path)),
            "{}",
            path.display()
        );
    }
}

#[test]
fn every_code_is_shown_alone_and_as_recorded() {
    let mut wrong = Vec::new();
    for code in codes() {
        for path in documents(code, "shows") {
            let problems = problems(&path);
            let others = problems
                .iter()
                .filter(|problem| problem.code != code.id())
                .count();
            let told: String = problems.iter().map(crate::told::problem).collect();
            let beside = path.with_extension("told");
            if env::var_os("UPDATE").is_some() {
                fs::write(&beside, &told).unwrap();
            }
            let recorded = fs::read_to_string(&beside).unwrap_or_default();
            if others > 0 || problems.is_empty() || told != recorded {
                wrong.push(format!("{}\n{told}", path.display()));
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn what_is_near_is_clean() {
    let mut wrong = Vec::new();
    for path in codes().flat_map(|code| documents(code, "near")) {
        let told: String = problems(&path).iter().map(crate::told::problem).collect();
        if !told.is_empty() {
            wrong.push(format!("{}\n{told}", path.display()));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn ids_ascend_and_names_are_unique() {
    let all: Vec<Code> = codes().collect();
    assert!(
        all.windows(2).all(|pair| pair[0].id() < pair[1].id()),
        "{all:?}"
    );
    let mut names: Vec<&str> = all.iter().map(|code| code.name()).collect();
    names.sort_unstable();
    names.dedup();
    assert_eq!(names.len(), all.len());
}

#[test]
fn links_of_docx_lead_to_its_bookmarks() {
    let body = |bookmark: &str| {
        format!(
            r#"<w:document xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"><w:body>
            <w:p><w:hyperlink w:anchor="codes"><w:r><w:t>See the codes below</w:t></w:r></w:hyperlink></w:p>
            <w:p><w:bookmarkStart w:id="1" w:name="{bookmark}"/><w:r><w:t>No code is listed.</w:t></w:r></w:p>
            </w:body></w:document>"#
        )
    };
    let relations = br#"<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="r1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument" Target="word/document.xml"/></Relationships>"#;
    let found = |bookmark: &str| {
        let body = body(bookmark);
        let parts: [(&str, &[u8]); 2] = [
            ("_rels/.rels", relations),
            ("word/document.xml", body.as_bytes()),
        ];
        let bytes = crate::hostile::packed(&parts);
        let ingested = ingest("any.docx", &bytes, Limits::default()).unwrap();
        assert_eq!(ingested.document.links.len(), 1);
        let problems = lint(&ingested, &Config::default());
        problems
            .iter()
            .map(|problem| problem.name)
            .collect::<Vec<_>>()
    };
    assert_eq!(found("codes"), [""; 0]);
    assert_eq!(found("other"), ["link-dead"]);
}

#[test]
fn the_page_of_document_codes_is_current() {
    let path = root().join("../../../docs/src/document-codes.md");
    let page = page();
    if env::var_os("UPDATE").is_some() {
        fs::write(&path, &page).unwrap();
    }
    let written = fs::read_to_string(&path).unwrap_or_default();
    let hint = "run this test with UPDATE=1";
    assert!(written == page, "{}: {hint}", path.display());
}

fn page() -> String {
    let mut page = String::from(
        "# Document codes\n\nWhat `coverdict ingest` finds wrong or unclear in a document has a code that never changes; \
         [Reading a document](ingesting.md) tells how to weigh the codes. Each is told where it is sure, and nothing is \
         corrected. This page is generated from the table of codes and from `cases/ingest/lint`, whose documents are \
         invented.\n",
    );
    for code in codes() {
        let weight = format!("{:?}", code.severity()).to_lowercase();
        let (id, name) = (code.id(), code.name());
        page += &format!(
            "\n## {id} `{name}` ({weight})\n\n{} {}\n",
            code.title(),
            code.explanation()
        );
        for (begins, head) in [
            ("shows", "A document that shows it:"),
            ("near", "Near, and clean:"),
        ] {
            for path in documents(code, begins) {
                page += &shown(&path, head);
                let told = path.with_extension("told");
                if told.is_file() {
                    page += &shown(&told, "Told:");
                }
            }
        }
    }
    page
}

/// A file of a case as the page shows it.
fn shown(path: &Path, head: &str) -> String {
    let kind = match path.extension().and_then(|end| end.to_str()) {
        Some("md") => "markdown",
        Some("html") => "html",
        _ => "text",
    };
    let folder = name(path.parent().unwrap());
    let file = format!("../../cases/ingest/lint/{folder}/{}", name(path));
    format!("\n{head}\n\n```{kind}\n{{{{#include {file}}}}}\n```\n")
}
