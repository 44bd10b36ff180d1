//! What the end of a column or of a page parted.

use crate::{
    document::{Block, Item, Table},
    read::{
        furniture::{is_parted, mend as add},
        hyphen::Compounds,
        text::blocks::join,
    },
};

/// Adds the block after a seam to the one before it where the two are one, and tells whether they are.
pub(super) fn mend(blocks: &mut Vec<Block>, seam: usize, compounds: &Compounds) -> bool {
    let before = seam.checked_sub(1).and_then(|at| blocks.get(at));
    let (Some(before), Some(after)) = (before, blocks.get(seam)) else {
        return false;
    };
    let are_rows = match (before, after) {
        (Block::Table(one), Block::Table(next)) => width(one) == width(next),
        _ => false,
    };
    if !are_rows && !is_parted(before, after) {
        return false;
    }
    let after = blocks.remove(seam);
    match (blocks.get_mut(seam - 1), after) {
        (Some(Block::Table(one)), Block::Table(next)) => add_rows(one, next),
        (
            Some(Block::Paragraph { text } | Block::Item(Item { text, .. })),
            Block::Paragraph { text: rest },
        ) if text.as_str().ends_with('-') => join(text, &rest, compounds),
        (Some(before), after) => add(before, after),
        (None, _) => {}
    }
    true
}

fn width(table: &Table) -> Option<usize> {
    table.rows.first().map(Vec::len)
}

/// Adds the rows of a table that goes on, which may say its head again.
fn add_rows(table: &mut Table, more: Table) {
    let said = |row: &[crate::document::Cell]| -> Vec<String> {
        row.iter()
            .map(|cell| cell.text.as_str().to_owned())
            .collect()
    };
    let head = table.rows.first().map(|row| said(row));
    for mut row in more.rows {
        let is_head = head.as_ref() == Some(&said(&row));
        for cell in &mut row {
            cell.is_head = is_head;
        }
        table.rows.push(row);
    }
}
