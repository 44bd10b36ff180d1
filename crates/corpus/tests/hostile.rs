//! Files made to exhaust a reader end in a clear problem.

#![expect(clippy::panic, reason = "a failed test panics")]

use std::io::Read;
use std::path::Path;

use coverdict_corpus::diagnostic::{
    Code, Diagnostic, MAX_FILE_BYTES, Problems, RenderOptions, Sources,
};
use coverdict_corpus::read::Item;
use coverdict_corpus::yaml::{self, limits};

fn refused(text: impl Into<Vec<u8>>) -> Diagnostic {
    let mut sources = Sources::default();
    let result = sources
        .add("hostile.yaml", text)
        .and_then(|file| yaml::parse(sources.file(file)));
    match result {
        Ok(_) => panic!("the file is not refused"),
        Err(problem) => problem,
    }
}

#[test]
fn nesting() {
    const MANY: usize = 200_000;
    let steps = |line: &str| {
        (0..3_000).fold(String::new(), |text, depth| {
            text + &" ".repeat(depth) + line + "\n"
        })
    };
    for (name, text, start) in [
        ("lists", "[".repeat(MANY), 64),
        ("closed lists", "[".repeat(MANY) + &"]".repeat(MANY), 64),
        ("mappings", "{a: ".repeat(MANY), 64 * 4),
        ("JSON", "[{\"a\":".repeat(MANY), 32 * 6),
        ("spread over lines", "[\n".repeat(MANY), 64 * 2),
        (
            "after a quote that looks open",
            format!("a: it's\nb: {}", "[".repeat(MANY)),
            8 + 3 + 64,
        ),
        ("block lists", "- ".repeat(MANY), 64 * 2),
        (
            "block mappings",
            steps("a:"),
            (0..64).map(|depth| depth + 3).sum::<u32>() + 64,
        ),
        (
            "block lists over lines",
            steps("-"),
            (0..64).map(|depth| depth + 2).sum::<u32>() + 64,
        ),
    ] {
        let problem = refused(text);
        assert_eq!(
            (problem.code(), problem.primary().span.start),
            (Code::NESTED_TOO_DEEP, start),
            "{name}"
        );
    }
    assert_eq!(refused("? ".repeat(MANY)).code(), Code::KEY_NOT_TEXT);
}

#[test]
fn the_deepest_permitted_nesting_is_read() {
    let deep = |depth: usize| "[".repeat(depth) + &"]".repeat(depth);
    let mut sources = Sources::default();
    let file = sources.add("deep.yaml", deep(limits::MAX_DEPTH)).unwrap();
    yaml::parse(sources.file(file)).unwrap();
    assert_eq!(
        refused(deep(limits::MAX_DEPTH + 1)).code(),
        Code::NESTED_TOO_DEEP
    );
}

#[test]
fn exploding_aliases() {
    let mut text = String::from("a0: &a0 [x, x]\n");
    for level in 1..60 {
        text += &format!("a{level}: &a{level} [*a{0}, *a{0}]\n", level - 1);
    }
    assert_eq!(refused(text).code(), Code::ALIAS);
}

#[test]
fn sizes() {
    let limit = usize::try_from(MAX_FILE_BYTES).unwrap();
    let long = limits::MAX_SCALAR_BYTES + 1;
    for (name, text, code) in [
        ("file", "#".repeat(limit + 1), Code::FILE_TOO_LARGE),
        (
            "plain",
            format!("a: {}", "x".repeat(long)),
            Code::VALUE_TOO_LONG,
        ),
        (
            "quoted",
            format!("a: \"{}\"", "x".repeat(long)),
            Code::VALUE_TOO_LONG,
        ),
        (
            "block",
            format!("a: |\n  {}", "x".repeat(long)),
            Code::VALUE_TOO_LONG,
        ),
        (
            "key",
            format!("? {}\n: a", "x".repeat(long)),
            Code::VALUE_TOO_LONG,
        ),
        (
            "values in brackets",
            format!("[{}", "a,".repeat(limits::MAX_INDICATORS + 1)),
            Code::TOO_MANY_VALUES,
        ),
        (
            "pairs in brackets",
            format!("[{}", "a: b,".repeat(limits::MAX_INDICATORS)),
            Code::TOO_MANY_VALUES,
        ),
        (
            "colons in brackets",
            format!("[{}", ": ".repeat(limits::MAX_INDICATORS + 1)),
            Code::TOO_MANY_VALUES,
        ),
        (
            "tags in brackets",
            format!("[{}", "! ".repeat(limits::MAX_INDICATORS + 1)),
            Code::TOO_MANY_VALUES,
        ),
        (
            "values in lines",
            "- a\n".repeat(limits::MAX_NODES),
            Code::TOO_MANY_VALUES,
        ),
        (
            "unclosed quote",
            format!("a: \"{}", "x ".repeat(limit / 2 - 8)),
            Code::UNCLOSED,
        ),
    ] {
        assert_eq!(refused(text).code(), code, "{name}");
    }
}

#[test]
fn as_many_values_as_permitted_are_read() {
    let mut sources = Sources::default();
    let file = sources
        .add("many.yaml", "- a\n".repeat(limits::MAX_NODES - 1))
        .unwrap();
    yaml::parse(sources.file(file)).unwrap();
}

#[test]
fn bytes_that_are_not_text() {
    for (name, bytes, code, start) in [
        ("invalid byte", b"a: \xff".to_vec(), Code::NOT_UTF8, 3),
        (
            "cut character",
            "a: é".as_bytes()[..4].to_vec(),
            Code::NOT_UTF8,
            3,
        ),
        ("UTF-16", b"\xff\xfea\0".to_vec(), Code::NOT_UTF8, 0),
        ("NUL", b"a: b\0c".to_vec(), Code::CONTROL_CHARACTER, 4),
        (
            "escape sequence",
            b"a: \x1b[31m".to_vec(),
            Code::CONTROL_CHARACTER,
            3,
        ),
        ("C1", "é: \u{9b}".into(), Code::CONTROL_CHARACTER, 4),
        (
            "second byte order mark",
            "\u{feff}a: \u{feff}".into(),
            Code::CONTROL_CHARACTER,
            6,
        ),
    ] {
        let problem = refused(bytes);
        assert_eq!(
            (problem.code(), problem.primary().span.start),
            (code, start),
            "{name}"
        );
    }
}

#[test]
fn no_more_is_read_than_the_limit() {
    struct Endless(u64);
    impl Read for Endless {
        fn read(&mut self, buffer: &mut [u8]) -> std::io::Result<usize> {
            buffer.fill(b'#');
            self.0 += buffer.len() as u64;
            Ok(buffer.len())
        }
    }
    let mut stream = Endless(0);
    let problem = Sources::default().read(&mut stream, "endless").unwrap_err();
    assert_eq!(problem.code(), Code::FILE_TOO_LARGE);
    assert_eq!(stream.0, MAX_FILE_BYTES + 1);
}

#[test]
fn files_that_cannot_be_read() {
    let large = Path::new(env!("CARGO_TARGET_TMPDIR")).join("a-gigabyte.yaml");
    std::fs::File::create(&large)
        .unwrap()
        .set_len(1 << 30)
        .unwrap();
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR"));
    for (path, code) in [
        (large.as_path(), Code::FILE_TOO_LARGE),
        (folder, Code::FILE_UNREADABLE),
        (Path::new("/no/such/file.yaml"), Code::FILE_UNREADABLE),
    ] {
        let mut sources = Sources::default();
        let problem = sources.load(path, "corpus/file.yaml").unwrap_err();
        assert_eq!(problem.code(), code, "{}", path.display());
        let mut problems = Problems::default();
        problems.push(problem);
        let text = problems.render(&sources, RenderOptions::default());
        assert!(text.contains("corpus/file.yaml"), "{text}");
    }
    std::fs::remove_file(large).unwrap();
}

#[test]
fn ten_thousand_problems_are_told_briefly() {
    for separator in ["\n", ", "] {
        let keys: Vec<_> = (0..10_000).map(|number| format!("k{number}: 1")).collect();
        let text = if separator == "\n" {
            keys.join("\n")
        } else {
            format!("{{{}}}", keys.join(separator))
        };
        let mut sources = Sources::default();
        let file = sources.add("bad.yaml", text).unwrap();
        let tree = yaml::parse(sources.file(file)).unwrap();
        let mut problems = Problems::default();
        Item::new(file, &tree)
            .mapping("a source", &mut problems)
            .unwrap()
            .finish(&mut problems);
        assert_eq!(
            (problems.len(), problems.errors(), problems.dropped(file)),
            (10_000, 10_000, 9_000)
        );
        let text = problems.render(&sources, RenderOptions::default());
        assert_eq!(text.matches("error[E0103]").count(), 100);
        assert!(
            text.ends_with("… and 9900 more problems in bad.yaml\n\n"),
            "{}",
            &text[text.len() - 100..]
        );
        assert!(text.len() < 100_000, "{} bytes", text.len());
    }
}
