//! An outline: parts with titles, entries and nested items, and its renderings.

mod html;
mod markdown;
mod text;

pub(crate) use html::escaped;

/// A page of nested parts.
#[derive(Debug)]
pub(crate) struct Outline {
    /// What the page is.
    pub(crate) title: String,
    /// Its parts.
    pub(crate) parts: Vec<Part>,
}

/// A part with a title of its own.
#[derive(Debug)]
pub(crate) struct Part {
    /// The title.
    pub(crate) title: String,
    /// What stands under it.
    pub(crate) blocks: Vec<Block>,
    /// The parts of the part.
    pub(crate) parts: Vec<Part>,
}

/// A piece of a part.
#[derive(Debug)]
pub(crate) enum Block {
    /// Texts, each beside what it tells of.
    Entries(Vec<(&'static str, String)>),
    /// A list.
    Items(Vec<Item>),
    /// A table.
    Table(Table),
}

/// A table, whose first column names its rows.
#[derive(Debug)]
pub(crate) struct Table {
    /// The headings of the columns.
    pub(crate) head: Vec<String>,
    /// The rows, each as long as the headings.
    pub(crate) rows: Vec<Vec<String>>,
}

/// An item of a list.
#[derive(Debug)]
pub(crate) struct Item {
    /// The name by which it is cited.
    pub(crate) name: Option<String>,
    /// What it says.
    pub(crate) text: String,
    /// Where it is said, and the like.
    pub(crate) aside: Option<String>,
    /// The items under it.
    pub(crate) of: Vec<Item>,
}

/// How an outline is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq, clap::ValueEnum)]
pub(crate) enum Form {
    /// For a terminal.
    Text,
    /// Markdown.
    Markdown,
    /// A whole page of HTML.
    Html,
}

impl Outline {
    /// The outline as text of this form.
    pub(crate) fn render(&self, form: Form) -> String {
        match form {
            Form::Text => text::render(self),
            Form::Markdown => markdown::render(self),
            Form::Html => html::render(self),
        }
    }
}

impl Part {
    /// A part with what stands under it.
    pub(crate) fn new(title: impl Into<String>, blocks: Vec<Block>) -> Self {
        Self {
            title: title.into(),
            blocks,
            parts: Vec::new(),
        }
    }
}

impl Item {
    /// An item that is cited by its name.
    pub(crate) fn named(name: impl Into<String>, text: impl Into<String>) -> Self {
        Self {
            name: Some(name.into()),
            ..Self::plain(text)
        }
    }

    /// An item without a name.
    pub(crate) fn plain(text: impl Into<String>) -> Self {
        Self {
            name: None,
            text: text.into(),
            aside: None,
            of: Vec::new(),
        }
    }

    /// The same with words of less weight.
    pub(crate) fn aside(self, aside: Option<String>) -> Self {
        Self { aside, ..self }
    }

    /// The same with items under it.
    pub(crate) fn of(self, of: Vec<Self>) -> Self {
        Self { of, ..self }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const HOSTILE: &str = "</li><script>a & \"b\"</script> *c* `d` [e](f)\n# g";

    fn hostile() -> Outline {
        let item = Item::named(HOSTILE, HOSTILE).aside(Some(HOSTILE.to_owned()));
        let outer = Item::plain("1. outer").of(vec![item]);
        let blocks = vec![
            Block::Entries(vec![("entry", HOSTILE.to_owned())]),
            Block::Items(vec![outer]),
            Block::Table(Table {
                head: vec![HOSTILE.to_owned(), "b".to_owned()],
                rows: vec![vec!["wider than b".to_owned(), HOSTILE.to_owned()]],
            }),
        ];
        let part = Part {
            parts: vec![Part::new(HOSTILE, Vec::new())],
            ..Part::new("part", blocks)
        };
        Outline {
            title: HOSTILE.to_owned(),
            parts: vec![part],
        }
    }

    #[test]
    fn html_is_balanced_and_nothing_in_it_is_a_tag_of_its_own() {
        let page = hostile().render(Form::Html);
        assert!(!page.contains("<script"), "{page}");
        let mut open = Vec::new();
        for tag in page.split('<').skip(1) {
            let (tag, _) = tag.split_once('>').expect("a tag that ends");
            let name = tag.split_whitespace().next().unwrap_or_default();
            match name.strip_prefix('/') {
                Some(closed) => assert_eq!(open.pop(), Some(closed), "{page}"),
                None if ["!doctype", "meta"].contains(&name) => {}
                None => open.push(name),
            }
        }
        assert!(open.is_empty(), "{open:?}");
    }

    #[test]
    fn markdown_keeps_marks_within_texts_as_they_are() {
        let page = hostile().render(Form::Markdown);
        assert!(page.contains("\\<script\\>a \\& \"b\""), "{page}");
        assert!(page.contains("\\*c\\* \\`d\\` \\[e\\](f) # g"), "{page}");
        assert!(page.contains("- 1\\. outer\n"), "{page}");
        let headings = page.lines().filter(|line| line.starts_with('#'));
        assert_eq!(headings.count(), 3, "{page}");
    }

    #[test]
    fn the_columns_of_a_table_stand_under_each_other() {
        let row = |one: &str, other: &str| vec![one.to_owned(), other.to_owned()];
        let table = Table {
            head: row("source", "n"),
            rows: vec![row("a", "10"), row("long name", "")],
        };
        let outline = Outline {
            title: "title".to_owned(),
            parts: vec![Part::new("part", vec![Block::Table(table)])],
        };
        let markdown = outline.render(Form::Markdown);
        assert!(
            markdown.ends_with("| source | n |\n|---|---|\n| a | 10 |\n| long name |  |\n"),
            "{markdown}"
        );
        let text = outline.render(Form::Text);
        let column = |line: &str, cell: &str| {
            let line = text.lines().find(|found| found.contains(line))?;
            line.find(cell)
        };
        assert!(column("source", "n").is_some(), "{text}");
        assert_eq!(column(" a ", "10"), column("source", "n"), "{text}");
    }
}
