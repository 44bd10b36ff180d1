//! Problems as text for a person: the place, the text underlined, what to do.

use std::collections::BTreeMap;
use std::fmt::Write;
use std::ops::Range;

use annotate_snippets::{Annotation, AnnotationKind, Group, Level, Origin, Renderer, Snippet};

use super::{Diagnostic, FileId, Label, Severity, SourceFile, Sources};

/// More problems than this in one file are counted, not shown.
const MAX_SHOWN: usize = 100;

/// A narrower terminal is treated as this wide, so that a problem can be understood.
const MIN_WIDTH: usize = 40;

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
    };
    let mut group = Group::with_title(
        level
            .primary_title(problem.message.as_str())
            .id(problem.code.id()),
    );
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

/// The place of a label, and the lines that it is about.
///
/// The place is told apart from the lines, because these may be cut and then start at another column.
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
    let position = file.position(label.span.start);
    let origin = Origin::path(file.name())
        .line(position.line)
        .char_column(position.column);
    let excerpt = Excerpt::new(file, label, options.width);
    let annotation: Annotation<'a> = kind.span(excerpt.span.clone());
    let text = (!label.text.is_empty()).then_some(label.text.as_str());
    let snippet = Snippet::source(excerpt.text)
        .line_start(position.line)
        .annotation(annotation.label(text));
    group.element(origin).element(snippet)
}

/// The first line of a label, cut to what fits on a screen.
struct Excerpt {
    text: String,
    span: Range<usize>,
}

impl Excerpt {
    fn new(file: &SourceFile, label: &Label, width: usize) -> Self {
        let width = width.max(MIN_WIDTH);
        let line = file.line_range(file.line_of(label.span.start));
        let start = (label.span.start as usize).clamp(line.start, line.end);
        let end = (label.span.end as usize).clamp(start, line.end);
        let text = |range: Range<usize>| file.text().get(range).unwrap_or_default();
        let (lead, marked, tail) = (
            text(line.start..start),
            text(start..end),
            text(end..line.end),
        );
        if line.len() <= width {
            return Self {
                text: [lead, marked, tail].concat(),
                span: lead.len()..lead.len() + marked.len(),
            };
        }
        let (before, middle) = (clip_start(lead, width / 4), clip(marked, width / 2));
        let after = if middle.len() < marked.len() {
            ""
        } else {
            clip(tail, width / 4)
        };
        let head = if before.len() < lead.len() { "…" } else { "" };
        let end = if middle.len() + after.len() < marked.len() + tail.len() {
            "…"
        } else {
            ""
        };
        let start = head.len() + before.len();
        Self {
            text: [head, before, middle, after, end].concat(),
            span: start..start + middle.len(),
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
