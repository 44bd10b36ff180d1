//! Problems as text for a person: the place, the text underlined, what to do.

use std::borrow::Cow;
use std::collections::BTreeMap;
use std::fmt::Write;
use std::ops::Range;

use annotate_snippets::{AnnotationKind, Group, Level, Origin, Renderer, Snippet};

use super::{Diagnostic, FileId, Label, Severity, SourceFile, Sources};

/// More problems than this in one file are counted, not shown.
const MAX_SHOWN: usize = 100;

/// A longer line is cut before it is laid out, so that time is bounded.
const MAX_LINE_BYTES: usize = 4_096;

/// How problems are rendered.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct RenderOptions {
    /// Whether to write ANSI colours.
    pub color: bool,
    /// The width of the terminal in columns.
    pub width: usize,
}

impl Default for RenderOptions {
    fn default() -> Self {
        Self {
            color: false,
            width: 120,
        }
    }
}

/// The problems as text for a person, sorted, the first hundred of each file.
#[must_use]
pub fn render(problems: &[Diagnostic], sources: &Sources, options: RenderOptions) -> String {
    let mut sorted: Vec<_> = problems.iter().collect();
    sorted.sort_by_key(|problem| problem.order());
    render_counted(&sorted, &BTreeMap::new(), sources, options)
}

/// Renders sorted problems; `dropped` counts, by file, those that were found and not kept.
pub(super) fn render_counted(
    sorted: &[&Diagnostic],
    dropped: &BTreeMap<FileId, usize>,
    sources: &Sources,
    options: RenderOptions,
) -> String {
    let renderer = if options.color {
        Renderer::styled()
    } else {
        Renderer::plain()
    };
    let renderer = renderer.term_width(options.width);
    let mut out = String::new();
    for of_file in sorted.chunk_by(|a, b| a.primary.file == b.primary.file) {
        for problem in of_file.iter().take(MAX_SHOWN) {
            out.push_str(&renderer.render(&[group(problem, sources, options)]));
            out.push_str("\n\n");
        }
        let Some(first) = of_file.first() else {
            continue;
        };
        let file = first.primary.file;
        let rest = of_file.len().saturating_sub(MAX_SHOWN)
            + dropped.get(&file).copied().unwrap_or_default();
        if rest > 0 {
            let problems = if rest == 1 { "problem" } else { "problems" };
            // INVARIANT: writing to a String does not fail.
            let _ = writeln!(
                out,
                "… and {rest} more {problems} in {}\n",
                sources.file(file).name()
            );
        }
    }
    out
}

fn group<'a>(problem: &'a Diagnostic, sources: &'a Sources, options: RenderOptions) -> Group<'a> {
    let level = match problem.severity() {
        Severity::Error => Level::ERROR,
        Severity::Warning => Level::WARNING,
        Severity::Note => Level::NOTE,
    };
    let mut group = Group::with_title(level.primary_title(problem.message()).id(problem.code.id()));
    group = element(
        group,
        &problem.primary,
        AnnotationKind::Primary,
        sources,
        options,
    );
    for label in &problem.context {
        group = element(group, label, AnnotationKind::Context, sources, options);
    }
    match problem.help() {
        Some(help) => group.element(Level::HELP.message(help)),
        None => group,
    }
}

/// The place of a label, and the line that it begins on.
fn element<'a>(
    group: Group<'a>,
    label: &'a Label,
    kind: AnnotationKind,
    sources: &'a Sources,
    options: RenderOptions,
) -> Group<'a> {
    let file = sources.file(label.file);
    if file.text().is_empty() {
        return group.element(Origin::path(file.name()));
    }
    let line = file.line_of(label.span.start);
    let excerpt = Excerpt::new(file, label, line, options.width);
    let text = (!label.text.is_empty()).then_some(label.text.as_str());
    let annotation = kind.span(excerpt.span).label(text);
    let snippet = Snippet::source(excerpt.text)
        .line_start(line)
        .annotation(annotation);
    if excerpt.cut {
        // The column of what is left is not the column in the file.
        let position = file.position(label.span.start);
        group
            .element(
                Origin::path(file.name())
                    .line(position.line)
                    .char_column(position.column),
            )
            .element(snippet)
    } else {
        group.element(snippet.path(file.name()))
    }
}

/// The first line of a label; of a very long one, what is around the label.
struct Excerpt<'a> {
    text: Cow<'a, str>,
    span: Range<usize>,
    cut: bool,
}

impl<'a> Excerpt<'a> {
    fn new(file: &'a SourceFile, label: &Label, line: usize, width: usize) -> Self {
        let line = file.line_range(line);
        let start = (label.span.start as usize).clamp(line.start, line.end);
        let end = (label.span.end as usize).clamp(start, line.end);
        let text = |range: Range<usize>| file.text().get(range).unwrap_or_default();
        if line.len() <= MAX_LINE_BYTES {
            let span = start - line.start..end - line.start;
            return Self {
                text: Cow::Borrowed(text(line)),
                span,
                cut: false,
            };
        }
        let before = clip_start(text(line.start..start), width);
        let marked = clip(text(start..end), width);
        let after = clip(text(start + marked.len()..line.end), width);
        let span = before.len()..before.len() + marked.len();
        Self {
            text: Cow::Owned([before, marked, after].concat()),
            span,
            cut: true,
        }
    }
}

/// The first characters of a text.
fn clip(text: &str, characters: usize) -> &str {
    let end = text
        .char_indices()
        .nth(characters)
        .map_or(text.len(), |(at, _)| at);
    text.get(..end).unwrap_or_default()
}

/// The last characters of a text.
fn clip_start(text: &str, characters: usize) -> &str {
    let start = text
        .char_indices()
        .nth_back(characters)
        .map_or(0, |(at, c)| at + c.len_utf8());
    text.get(start..).unwrap_or_default()
}
