//! The texts of the files that were read, and positions in them.

use std::fs::File;
use std::io::{ErrorKind, Read};
use std::ops::Range;
use std::path::Path;

use super::{Code, Diagnostic};

/// No file of more bytes than this is read: 16 MiB.
pub const MAX_FILE_BYTES: u64 = 16 << 20;

/// The number of a file within its [`Sources`].
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct FileId(u32);

/// A range of bytes of a file.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Span {
    /// The first byte.
    pub start: u32,
    /// The byte after the last one.
    pub end: u32,
}

impl Span {
    /// The span from the first byte to before the second.
    #[must_use]
    pub fn new(start: u32, end: u32) -> Self {
        Self { start, end }
    }

    /// The span of offsets into a file that is within [`MAX_FILE_BYTES`].
    pub(crate) fn of(range: Range<usize>) -> Self {
        let offset = |at: usize| u32::try_from(at).unwrap_or(u32::MAX);
        Self {
            start: offset(range.start),
            end: offset(range.end),
        }
    }

    /// The span as a range to index text with.
    #[must_use]
    pub fn range(self) -> Range<usize> {
        self.start as usize..self.end as usize
    }
}

/// A place in a file as people count it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Position {
    /// The line, from 1.
    pub line: usize,
    /// The column in characters, from 1.
    pub column: usize,
}

/// A file that was read: its name for people, and its text.
#[derive(Clone, Debug)]
pub struct SourceFile {
    id: FileId,
    name: String,
    text: String,
    line_starts: Vec<u32>,
}

/// Every file that was read, so that a problem can show the text that it is about.
#[derive(Clone, Debug, Default)]
pub struct Sources {
    files: Vec<SourceFile>,
}

impl Sources {
    /// Reads a file from disk, at most [`MAX_FILE_BYTES`] of it.
    ///
    /// # Errors
    /// The file cannot be read, is too large, or is not UTF-8 text.
    pub fn load(&mut self, path: &Path, name: impl Into<String>) -> Result<FileId, Diagnostic> {
        let name = name.into();
        match open(path) {
            Ok(Opened::File(file)) => self.read(file, name),
            Ok(Opened::TooLarge) => Err(self.too_large(name)),
            Err(error) => Err(self.unreadable(name, &error)),
        }
    }

    /// Reads a stream, such as standard input, at most [`MAX_FILE_BYTES`] of it.
    ///
    /// # Errors
    /// The stream cannot be read, is too large, or is not UTF-8 text.
    pub fn read(
        &mut self,
        stream: impl Read,
        name: impl Into<String>,
    ) -> Result<FileId, Diagnostic> {
        let mut bytes = Vec::new();
        let name = name.into();
        // A file may grow after its size was asked for, and a pipe has none.
        match stream.take(MAX_FILE_BYTES + 1).read_to_end(&mut bytes) {
            Ok(_) => self.add(name, bytes),
            Err(error) => Err(self.unreadable(name, &error)),
        }
    }

    /// Adds a file whose bytes are at hand.
    ///
    /// # Errors
    /// There are too many bytes, or they are not UTF-8 text.
    pub fn add(
        &mut self,
        name: impl Into<String>,
        bytes: impl Into<Vec<u8>>,
    ) -> Result<FileId, Diagnostic> {
        let bytes = bytes.into();
        if bytes.len() as u64 > MAX_FILE_BYTES {
            return Err(self.too_large(name.into()));
        }
        match String::from_utf8(bytes) {
            Ok(text) => Ok(self.push(name.into(), text)),
            Err(error) => {
                let valid = error.utf8_error().valid_up_to();
                Err(self.not_utf8(name.into(), error.into_bytes(), valid))
            }
        }
    }

    /// The file with this id.
    ///
    /// # Panics
    /// Never for an id that this collection gave out.
    #[must_use]
    #[expect(
        clippy::expect_used,
        reason = "an id from another collection is a mistake of the caller"
    )]
    pub fn file(&self, id: FileId) -> &SourceFile {
        // INVARIANT: ids are given out by `push` alone, and files are never removed.
        self.files
            .get(id.0 as usize)
            .expect("the file is of this collection")
    }

    /// Every file, in the order of reading.
    pub fn files(&self) -> impl Iterator<Item = &SourceFile> {
        self.files.iter()
    }

    fn push(&mut self, name: String, text: String) -> FileId {
        let id = FileId(u32::try_from(self.files.len()).unwrap_or(u32::MAX));
        let line_starts = line_starts(&text);
        self.files.push(SourceFile {
            id,
            name,
            text,
            line_starts,
        });
        id
    }

    /// Adds a file or folder that could not be opened, and tells why.
    pub(crate) fn unreadable(&mut self, name: String, error: &std::io::Error) -> Diagnostic {
        let reason = match error.kind() {
            ErrorKind::NotFound => "there is no such file".to_owned(),
            ErrorKind::PermissionDenied => "you may not read it".to_owned(),
            ErrorKind::IsADirectory => "it is a folder".to_owned(),
            _ => error.to_string(),
        };
        let id = self.push(name, String::new());
        Diagnostic::new(
            Code::FILE_UNREADABLE,
            id,
            Span::default(),
            format!("the file cannot be read: {reason}"),
        )
        .with_help("check the path and its permissions")
    }

    fn too_large(&mut self, name: String) -> Diagnostic {
        let id = self.push(name, String::new());
        Diagnostic::new(
            Code::FILE_TOO_LARGE,
            id,
            Span::default(),
            "the file is larger than 16 MiB",
        )
        .with_help("split it: one edition, value set or catalogue a file")
    }

    /// The text up to the first bad byte is kept, so that the place can be shown.
    fn not_utf8(&mut self, name: String, mut bytes: Vec<u8>, valid: usize) -> Diagnostic {
        let bad = bytes.get(valid).copied().unwrap_or_default();
        bytes.truncate(valid);
        let mut text = String::from_utf8(bytes).unwrap_or_default();
        text.push(char::REPLACEMENT_CHARACTER);
        let span = Span::of(valid..text.len());
        let id = self.push(name, text);
        Diagnostic::new(
            Code::NOT_UTF8,
            id,
            span,
            format!("byte {valid} (0x{bad:02X}) is not valid UTF-8"),
        )
        .with_help("save the file as UTF-8")
    }
}

impl SourceFile {
    /// The number of the file.
    #[must_use]
    pub fn id(&self) -> FileId {
        self.id
    }

    /// The name to show to people.
    #[must_use]
    pub fn name(&self) -> &str {
        &self.name
    }

    /// The whole text.
    #[must_use]
    pub fn text(&self) -> &str {
        &self.text
    }

    /// The text of a span, empty where the span does not lie on character boundaries of the file.
    #[must_use]
    pub fn slice(&self, span: Span) -> &str {
        self.text.get(span.range()).unwrap_or_default()
    }

    /// Line and column of a byte.
    #[must_use]
    pub fn position(&self, offset: u32) -> Position {
        let line = self.line_of(offset);
        let start = self.line_range(line).start;
        let before = self.text.get(start..offset as usize).unwrap_or_default();
        let column = before.chars().count() + 1;
        Position { line, column }
    }

    /// The line of a byte, from 1.
    pub(crate) fn line_of(&self, offset: u32) -> usize {
        self.line_starts.partition_point(|&start| start <= offset)
    }

    /// The bytes of a line, from 1, without its line break and without a byte order mark.
    pub(crate) fn line_range(&self, line: usize) -> Range<usize> {
        let start_of = |line: usize| {
            let start = self.line_starts.get(line.wrapping_sub(1));
            start.map(|&start| start as usize)
        };
        let start = start_of(line).unwrap_or(self.text.len());
        let end = start_of(line + 1).map_or(self.text.len(), |next| next - 1);
        let text = self.text.get(start..end).unwrap_or_default();
        let mark = if text.starts_with('\u{feff}') {
            '\u{feff}'.len_utf8()
        } else {
            0
        };
        start + mark..start + text.trim_end_matches('\r').len()
    }
}

enum Opened {
    File(File),
    TooLarge,
}

fn open(path: &Path) -> std::io::Result<Opened> {
    let metadata = path.metadata()?;
    if metadata.is_dir() {
        return Err(ErrorKind::IsADirectory.into());
    }
    // A pipe or device may never end, or never begin.
    if !metadata.is_file() {
        return Err(std::io::Error::other("it is no ordinary file"));
    }
    if metadata.len() > MAX_FILE_BYTES {
        return Ok(Opened::TooLarge);
    }
    File::open(path).map(Opened::File)
}

fn line_starts(text: &str) -> Vec<u32> {
    let breaks = text.bytes().zip(1u32..).filter(|&(byte, _)| byte == b'\n');
    std::iter::once(0)
        .chain(breaks.map(|(_, next)| next))
        .collect()
}

#[cfg(test)]
mod tests {
    use super::{Position, Sources};

    #[test]
    fn positions_count_characters_and_lines() {
        let mut sources = Sources::default();
        let id = sources.add("a", "\u{feff}é: 1\r\nÄÖ: x\n").unwrap();
        let file = sources.file(id);
        for (needle, line, column) in [
            ("é", 1, 1),
            ("1", 1, 4),
            ("ÄÖ", 2, 1),
            ("Ö", 2, 2),
            ("x", 2, 5),
        ] {
            let offset = u32::try_from(file.text().find(needle).unwrap()).unwrap();
            assert_eq!(file.position(offset), Position { line, column }, "{needle}");
        }
        let end = u32::try_from(file.text().len()).unwrap();
        assert_eq!(file.position(end), Position { line: 3, column: 1 });
        assert_eq!(&file.text()[file.line_range(1)], "é: 1");
    }
}
