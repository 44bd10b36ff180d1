//! From the parser's events to the tree, with every limit kept on the way.

use std::borrow::Cow;

use saphyr_parser::{Event, Marker, Parser, ScalarStyle, Span as Markers};

use super::limits::{MAX_DEPTH, MAX_NODES, MAX_SCALAR_BYTES};
use super::position::Cursor;
use super::screen::{screen, too_many};
use super::surrogates::Joined;
use super::{Node, Style, Value, keys, syntax};
use crate::diagnostic::{Code, Diagnostic, SourceFile, Span};

/// The tree of a YAML file, or the first thing in it that cannot be read.
///
/// An empty file is [`Value::Null`].
///
/// # Errors
/// The text is not YAML, or uses what this format leaves out or limits: see [`limits`](super::limits).
pub fn parse(file: &SourceFile) -> Result<Node, Diagnostic> {
    screen(file)?;
    let text = file.text().strip_prefix('\u{feff}').unwrap_or(file.text());
    let joined = Joined::new(text);
    let mut builder = Builder::new(file, text, &joined);
    // The events one by one: the parser's own loader recurses, and overflows the stack on nested lists.
    for event in Parser::new_from_str(joined.text()) {
        match event {
            Ok((event, markers)) => builder.event(event, markers)?,
            Err(error) => {
                let at = builder.byte(*error.marker());
                return Err(syntax::explain(file, at, error.info()));
            }
        }
    }
    let empty = Node {
        span: Span::default(),
        value: Value::Null,
    };
    Ok(builder.root.unwrap_or(empty))
}

struct Builder<'a> {
    file: &'a SourceFile,
    cursor: Cursor<'a>,
    joined: &'a Joined<'a>,
    /// The length of a byte order mark, which the parser does not get to see.
    base: usize,
    /// The lists and mappings whose end has not been read, the innermost last.
    open: Vec<Open>,
    nodes: usize,
    root: Option<Node>,
}

struct Open {
    start: usize,
    /// The end of the last value in it.
    end: usize,
    items: Items,
}

enum Items {
    Sequence(Vec<Node>),
    Mapping {
        entries: Vec<(Node, Node)>,
        key: Option<Node>,
    },
}

impl<'a> Builder<'a> {
    fn new(file: &'a SourceFile, text: &'a str, joined: &'a Joined<'a>) -> Self {
        let base = file.text().len() - text.len();
        Self {
            file,
            cursor: Cursor::new(text),
            joined,
            base,
            open: Vec::new(),
            nodes: 0,
            root: None,
        }
    }

    fn event(&mut self, event: Event<'_>, markers: Markers) -> Result<(), Diagnostic> {
        match event {
            Event::Nothing | Event::StreamStart | Event::StreamEnd | Event::DocumentEnd => Ok(()),
            Event::DocumentStart(_) if self.root.is_none() => Ok(()),
            Event::DocumentStart(_) => Err(self.second_document(markers)),
            Event::Alias(_) => Err(syntax::alias(self.file, self.byte(markers.start))),
            Event::Scalar(_, _, anchor, _)
            | Event::SequenceStart(anchor, _)
            | Event::MappingStart(anchor, _)
                if anchor != 0 =>
            {
                Err(syntax::alias(self.file, self.byte(markers.start)))
            }
            Event::Scalar(_, _, _, Some(_))
            | Event::SequenceStart(_, Some(_))
            | Event::MappingStart(_, Some(_)) => {
                Err(syntax::tag(self.file, self.byte(markers.start)))
            }
            Event::Scalar(text, style, _, None) => self.scalar(text, style, markers),
            Event::SequenceStart(_, None) => self.enter(markers, Items::Sequence(Vec::new())),
            Event::MappingStart(_, None) => self.enter(
                markers,
                Items::Mapping {
                    entries: Vec::new(),
                    key: None,
                },
            ),
            Event::SequenceEnd | Event::MappingEnd => self.leave(markers),
        }
    }

    fn second_document(&mut self, markers: Markers) -> Diagnostic {
        let at = self.byte(markers.start);
        Diagnostic::new(
            Code::SEVERAL_DOCUMENTS,
            self.file.id(),
            syntax::word(self.file.text(), at),
            "a second document starts here",
        )
        .with_help("put each document into a file of its own")
    }

    fn scalar(
        &mut self,
        text: Cow<'_, str>,
        style: ScalarStyle,
        markers: Markers,
    ) -> Result<(), Diagnostic> {
        let start = self.byte(markers.start);
        let (style, end) = match style {
            // Nothing is written: the parser points at what comes next.
            ScalarStyle::Plain if text.is_empty() => (Style::Plain, start),
            ScalarStyle::Plain => (Style::Plain, self.byte(markers.end)),
            ScalarStyle::SingleQuoted | ScalarStyle::DoubleQuoted => (
                Style::Quoted,
                syntax::quoted_end(self.file.text(), start).unwrap_or(start),
            ),
            ScalarStyle::Literal | ScalarStyle::Folded => {
                let end = self.byte(markers.end);
                let written = self.file.text().get(start..end).unwrap_or_default();
                (Style::Block, start + written.trim_end().len())
            }
        };
        let span = Span::of(start..end);
        if text.len() > MAX_SCALAR_BYTES {
            return Err(Diagnostic::new(
                Code::VALUE_TOO_LONG,
                self.file.id(),
                span,
                "the value is longer than 1 MiB",
            )
            .with_help(
                "keep the document itself beside the corpus and cite it by name and digest",
            ));
        }
        let value = match (style, text.as_ref()) {
            (Style::Plain, "" | "~" | "null") => Value::Null,
            _ => Value::Scalar {
                text: text.into_owned().into_boxed_str(),
                style,
            },
        };
        self.count(start)?;
        self.place(Node { span, value })
    }

    fn enter(&mut self, markers: Markers, items: Items) -> Result<(), Diagnostic> {
        let start = self.byte(markers.start);
        if self.open.len() == MAX_DEPTH {
            return Err(syntax::too_deep(self.file, start));
        }
        if let Some(Open {
            items: Items::Mapping { key: None, .. },
            ..
        }) = self.open.last()
        {
            return Err(keys::not_text(
                self.file,
                syntax::one_character(self.file.text(), start),
            ));
        }
        self.count(start)?;
        self.open.push(Open {
            start,
            end: start,
            items,
        });
        Ok(())
    }

    fn leave(&mut self, markers: Markers) -> Result<(), Diagnostic> {
        let at = self.byte(markers.start);
        // INVARIANT: the parser ends only what it started; should it not, there is nothing to place.
        let Some(Open { start, end, items }) = self.open.pop() else {
            return Ok(());
        };
        let byte = |at: usize| self.file.text().as_bytes().get(at).copied();
        let closed = matches!(
            (byte(start), byte(at)),
            (Some(b'['), Some(b']')) | (Some(b'{'), Some(b'}'))
        );
        let span = Span::of(start..if closed { at + 1 } else { end });
        let value = match items {
            Items::Sequence(items) => Value::Sequence(items),
            Items::Mapping { entries, .. } => {
                keys::unique(self.file, &entries)?;
                Value::Mapping(entries)
            }
        };
        self.place(Node { span, value })
    }

    fn place(&mut self, node: Node) -> Result<(), Diagnostic> {
        let Some(parent) = self.open.last_mut() else {
            self.root = Some(node);
            return Ok(());
        };
        parent.end = parent.end.max(node.span.end as usize);
        match &mut parent.items {
            Items::Sequence(items) => items.push(node),
            Items::Mapping { entries, key } => match key.take() {
                Some(key) => entries.push((key, node)),
                None => *key = Some(keys::checked(self.file, node)?),
            },
        }
        Ok(())
    }

    fn count(&mut self, at: usize) -> Result<(), Diagnostic> {
        self.nodes += 1;
        if self.nodes > MAX_NODES {
            Err(too_many(self.file, at))
        } else {
            Ok(())
        }
    }

    fn byte(&mut self, marker: Marker) -> usize {
        let written = self.joined.written(marker.index());
        self.base + self.cursor.byte_of(written)
    }
}
