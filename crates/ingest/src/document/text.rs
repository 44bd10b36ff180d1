//! Text that knows where each of its characters came from.

use std::{borrow::Cow, ops::Range};

use serde::Serialize;

/// Where something stands in a document.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, schemars::JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum Place {
    /// Bytes of the file, from the first to the one after the last; of a DOCX, of its part `word/document.xml` as it is
    /// when it is unpacked.
    Bytes {
        /// The first.
        from: u64,
        /// The one after the last.
        to: u64,
    },
    /// A box on a page, in points of 1/72 inch from the page's upper left corner.
    Page {
        /// The page, from 1.
        page: u32,
        /// The left edge.
        left: f32,
        /// The upper edge.
        top: f32,
        /// The right edge.
        right: f32,
        /// The lower edge.
        bottom: f32,
    },
}

impl Place {
    /// The smallest place that holds both; where they are not on one page, the first of them.
    #[must_use]
    pub fn with(self, other: Self) -> Self {
        match (self, other) {
            (
                Self::Bytes { from, to },
                Self::Bytes {
                    from: first,
                    to: last,
                },
            ) => Self::Bytes {
                from: from.min(first),
                to: to.max(last),
            },
            (
                Self::Page {
                    page,
                    left,
                    top,
                    right,
                    bottom,
                },
                Self::Page {
                    page: with,
                    left: l,
                    top: t,
                    right: r,
                    bottom: b,
                },
            ) if page == with => Self::Page {
                page,
                left: left.min(l),
                top: top.min(t),
                right: right.max(r),
                bottom: bottom.max(b),
            },
            _ => self,
        }
    }
}

/// A stretch of a text and its place.
#[derive(Debug, Clone, Copy, PartialEq)]
struct Run {
    /// Where it starts in the text.
    at: usize,
    place: Place,
    /// Whether each byte of the text is one of the file, so that a part of the run has a place of its own.
    is_verbatim: bool,
}

/// A text, each part of it with the place it came from.
///
/// Marks of the format (emphasis, links, entities) are not in it, and white space within is one space.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Text {
    text: String,
    runs: Vec<Run>,
}

impl Text {
    /// What it says.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.text
    }

    /// Whether it says nothing.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.text.is_empty()
    }

    /// The place of all of it; none where it is empty.
    #[must_use]
    pub fn place(&self) -> Option<Place> {
        self.place_of(0..self.text.len())
    }

    /// The place of a part of it, by bytes of the text; none where the part is empty.
    #[must_use]
    pub fn place_of(&self, part: Range<usize>) -> Option<Place> {
        if part.is_empty() {
            return None;
        }
        let after = self.runs.partition_point(|run| run.at < part.end);
        let from = self.runs.partition_point(|run| run.at <= part.start);
        let first = from.saturating_sub(1);
        let within = self.runs.get(first..after)?;
        let ends = self.runs.get(first + 1..).unwrap_or_default().iter();
        let ends = ends.map(|run| run.at).chain([self.text.len()]);
        let places = within.iter().zip(ends).map(|(run, end)| {
            let (start, end) = (run.at.max(part.start), end.min(part.end));
            run.part(start, end)
        });
        places.reduce(Place::with)
    }

    /// A part of it, by bytes of the text.
    #[must_use]
    pub fn part(&self, part: Range<usize>) -> Self {
        let Some(text) = self.text.get(part.clone()) else {
            return Self::default();
        };
        let mut runs = Vec::new();
        for (at, run) in self.runs.iter().enumerate() {
            let end = self
                .runs
                .get(at + 1)
                .map_or(self.text.len(), |next| next.at);
            let (start, end) = (run.at.max(part.start), end.min(part.end));
            if start < end {
                runs.push(Run {
                    at: start - part.start,
                    place: run.part(start, end),
                    is_verbatim: run.is_verbatim,
                });
            }
        }
        Self {
            text: text.to_owned(),
            runs,
        }
    }

    /// It without white space at its ends.
    #[must_use]
    pub fn trimmed(&self) -> Self {
        let start = self.text.len() - self.text.trim_start().len();
        self.part(start..start + self.text.trim().len())
    }

    /// Adds text that stands so in the file, from a byte of it on.
    pub fn push_verbatim(&mut self, text: &str, from: u64) {
        let place = Place::Bytes {
            from,
            to: from + text.len() as u64,
        };
        self.add(text, place, true);
    }

    /// Adds text that stands for what is at a place.
    pub fn push(&mut self, text: &str, place: Place) {
        self.add(text, place, false);
    }

    /// Adds a space between words, unless there is one; it belongs to the place before it.
    pub fn push_space(&mut self) {
        if !self.text.is_empty() && !self.text.ends_with(char::is_whitespace) {
            self.push_between(" ");
        }
    }

    /// Adds what stands between two parts and nowhere in the file, such as the end of a line.
    pub fn push_between(&mut self, text: &str) {
        if let Some(end) = self.runs.last().map(|run| run.end(self.text.len())) {
            self.add(text, end, false);
        } else {
            self.text.push_str(text);
        }
    }

    /// Adds another text.
    pub fn append(&mut self, other: &Self) {
        let at = self.text.len();
        self.text.push_str(&other.text);
        let runs = other.runs.iter();
        self.runs.extend(runs.map(|run| Run {
            at: run.at + at,
            ..*run
        }));
    }

    fn add(&mut self, text: &str, place: Place, is_verbatim: bool) {
        if text.is_empty() {
            return;
        }
        let at = self.text.len();
        let follows = self.runs.last().is_some_and(|last| {
            is_verbatim && last.is_verbatim && last.end(at).start() == place.start()
        });
        self.text.push_str(text);
        if !follows {
            self.runs.push(Run {
                at,
                place,
                is_verbatim,
            });
        }
    }
}

impl Run {
    /// The place of a part of the run, by bytes of the text.
    fn part(&self, start: usize, end: usize) -> Place {
        match self.place {
            Place::Bytes { from, .. } if self.is_verbatim => Place::Bytes {
                from: from + (start - self.at) as u64,
                to: from + (end.max(start) - self.at) as u64,
            },
            place => place,
        }
    }

    /// The place right behind the run, which ends at a byte of the text.
    fn end(&self, end: usize) -> Place {
        match self.part(self.at, end) {
            Place::Bytes { to, .. } => Place::Bytes { from: to, to },
            page => page,
        }
    }
}

impl Place {
    fn start(self) -> Option<u64> {
        match self {
            Self::Bytes { from, .. } => Some(from),
            Self::Page { .. } => None,
        }
    }
}

/// A text as it is told.
#[derive(Serialize, schemars::JsonSchema)]
#[schemars(rename = "Text")]
struct Told<'t> {
    /// What it says.
    text: &'t str,
    /// Where it stands; none where it says nothing.
    place: Option<Place>,
}

impl Serialize for Text {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let told = Told {
            text: &self.text,
            place: self.place(),
        };
        told.serialize(serializer)
    }
}

impl schemars::JsonSchema for Text {
    fn schema_name() -> Cow<'static, str> {
        Told::schema_name()
    }

    fn json_schema(generator: &mut schemars::SchemaGenerator) -> schemars::Schema {
        Told::json_schema(generator)
    }
}
