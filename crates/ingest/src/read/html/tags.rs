//! What the tags of HTML mean to a reader.

/// What a tag is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Tag {
    /// A paragraph.
    Paragraph,
    /// A block that parts paragraphs, by name.
    Block(&'static str),
    /// A block that is indented.
    Quote,
    /// Text whose lines are as they are written.
    Lines,
    /// A menu.
    Menu,
    /// A heading of a level.
    Heading(u8),
    /// A list.
    List {
        is_ordered: bool,
    },
    Item,
    /// A list of terms.
    Terms,
    Term,
    Definition,
    Table,
    /// A part of a table, and whether it is its head.
    Rows {
        is_head: bool,
    },
    Row,
    /// A cell, and whether it is a head.
    Cell {
        is_head: bool,
    },
    Link,
    Bold,
    /// Words with a style of their own.
    Span,
    Break,
    /// A line across, which ends a paragraph.
    Rule,
    /// What is not shown.
    Unseen,
    /// Anything else: words go on.
    Inline,
}

/// Blocks that only part paragraphs.
const BLOCKS: &[&str] = &[
    "address",
    "article",
    "aside",
    "body",
    "caption",
    "center",
    "details",
    "dialog",
    "div",
    "fieldset",
    "figcaption",
    "figure",
    "footer",
    "form",
    "header",
    "hgroup",
    "html",
    "legend",
    "main",
    "optgroup",
    "option",
    "search",
    "section",
    "select",
    "summary",
];

/// What a browser does not show, or not as text.
const UNSEEN: &[&str] = &[
    "applet", "audio", "datalist", "head", "iframe", "noembed", "noframes", "noscript", "object",
    "script", "style", "svg", "template", "title", "video",
];

impl Tag {
    /// What a tag is, by its name in small letters.
    pub(super) fn of(name: &[u8]) -> Self {
        match name {
            b"p" => Self::Paragraph,
            b"h1" => Self::Heading(1),
            b"h2" => Self::Heading(2),
            b"h3" => Self::Heading(3),
            b"h4" => Self::Heading(4),
            b"h5" => Self::Heading(5),
            b"h6" => Self::Heading(6),
            b"ul" | b"menu" | b"dir" => Self::List { is_ordered: false },
            b"ol" => Self::List { is_ordered: true },
            b"li" => Self::Item,
            b"dl" => Self::Terms,
            b"dt" => Self::Term,
            b"dd" => Self::Definition,
            b"table" => Self::Table,
            b"thead" => Self::Rows { is_head: true },
            b"tbody" | b"tfoot" => Self::Rows { is_head: false },
            b"tr" => Self::Row,
            b"td" => Self::Cell { is_head: false },
            b"th" => Self::Cell { is_head: true },
            b"blockquote" => Self::Quote,
            b"pre" | b"textarea" | b"listing" | b"xmp" => Self::Lines,
            b"nav" => Self::Menu,
            b"a" => Self::Link,
            b"b" | b"strong" => Self::Bold,
            b"span" | b"font" => Self::Span,
            b"br" => Self::Break,
            b"hr" => Self::Rule,
            _ => {
                let own = |names: &[&'static str]| {
                    names.iter().find(|own| own.as_bytes() == name).copied()
                };
                match (own(BLOCKS), own(UNSEEN)) {
                    (Some(block), _) => Self::Block(block),
                    (_, Some(_)) => Self::Unseen,
                    _ => Self::Inline,
                }
            }
        }
    }

    /// Whether it starts and ends paragraphs.
    pub(super) fn is_block(self) -> bool {
        !matches!(
            self,
            Self::Link | Self::Bold | Self::Span | Self::Break | Self::Unseen | Self::Inline
        )
    }

    /// Whether it is a part of a table.
    pub(super) fn is_of_table(self) -> bool {
        matches!(
            self,
            Self::Table | Self::Rows { .. } | Self::Row | Self::Cell { .. }
        )
    }

    /// Whether the end of one ends the other.
    pub(super) fn is_ended_by(self, end: Self) -> bool {
        match (self, end) {
            (Self::Heading(_), Self::Heading(_))
            | (Self::Cell { .. }, Self::Cell { .. })
            | (Self::Rows { .. }, Self::Rows { .. }) => true,
            _ => self == end,
        }
    }
}

/// Whether a name, in letters of any size, is that of a block.
pub(super) fn is_block(name: &str) -> bool {
    !name.is_empty() && Tag::of(name.to_ascii_lowercase().as_bytes()).is_block()
}

/// Whether an element has no content.
pub(super) fn is_void(name: &[u8]) -> bool {
    [
        "area", "base", "br", "col", "embed", "frame", "hr", "img", "input", "link", "meta",
        "param", "source", "track", "wbr",
    ]
    .iter()
    .any(|void| void.as_bytes() == name)
}
