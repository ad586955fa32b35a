//! Masking: what a screen that others see, and an export that others get, tell of a person.
//!
//! Done here and not in the window: a value that is masked never leaves the engine, so that no grid, card,
//! copy or tooltip can forget to hide it. Whatever hands cells to a face asks [`Inner::screen`] first.
//! Which columns are personal is the catalog's to say; filters, sorting and searches work on the values
//! themselves.

use crate::engine::Inner;
use crate::error::Error;
use poolhouse_catalog::model::{Change, ColumnProfile, RunId, StoredColumn};
use poolhouse_catalog::{DatabaseReader, Lines, RowChange, RowKey, TableReader};
use poolhouse_connector::PersonalData;
use std::collections::BTreeMap;
use std::collections::btree_map::Entry;

/// What stands for what is hidden.
pub(crate) const MASK: &str = "•••";

/// A value must have more characters than this to keep its first: what is left of a short one would
/// tell it.
const SHORT: usize = 3;

/// Whether a column says something about a person.
pub(crate) fn is_personal(column: &StoredColumn) -> bool {
    column.personal != PersonalData::None
}

/// A value as others see it: its first character at most.
pub(crate) fn masked(value: &str) -> String {
    let first = value.chars().next().filter(|first| first.is_alphanumeric());
    let shown = first.filter(|_| value.chars().nth(SHORT).is_some());
    shown.into_iter().chain(MASK.chars()).collect()
}

/// What the screen shows.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Screen {
    masks: bool,
}

impl Inner {
    /// What the screen shows now.
    pub(crate) fn screen(&self) -> Result<Screen, Error> {
        Ok(Screen {
            masks: self.preferences()?.mask_personal_data,
        })
    }
}

impl Screen {
    /// Hides what is personal in rows of a reader. A numeral says as little as a text. In a comparison each
    /// line says of which column its cells are: as in the change log, that is what counts.
    pub(crate) fn hide(self, reader: &TableReader, rows: &mut [Vec<Option<String>>]) {
        if !self.masks {
            return;
        }
        let columns = reader.columns();
        let by_line = reader.lines();
        let is_by_line = |place: &usize| by_line.is_some_and(|lines| lines.cells().contains(place));
        let personal: Vec<usize> = (0..columns.len())
            .filter(|place| is_personal(&columns[*place]) && !is_by_line(place))
            .collect();
        for row in rows {
            let of_line = by_line.filter(|lines| lines.is_personal(row[lines.column()].as_deref()));
            let of_line = of_line.map(Lines::cells).into_iter().flatten();
            for place in personal.iter().copied().chain(of_line) {
                if let Some(Some(cell)) = row.get_mut(place) {
                    *cell = masked(cell);
                }
            }
        }
    }

    /// Whether anything is hidden.
    pub(crate) fn masks(self) -> bool {
        self.masks
    }

    /// One value, by whether its column is personal.
    pub(crate) fn value(self, is_personal: bool, value: &str) -> String {
        if self.masks && is_personal {
            masked(value)
        } else {
            value.to_owned()
        }
    }

    /// Hides the values of a personal column's profile; how many there are is told.
    pub(crate) fn hide_profile(self, profile: &mut ColumnProfile) {
        if !self.masks {
            return;
        }
        let ends = [
            &mut profile.shortest,
            &mut profile.longest,
            &mut profile.least,
            &mut profile.greatest,
        ];
        let frequent = profile.frequent.iter_mut().map(|frequent| &mut frequent.value);
        for value in ends.into_iter().flatten().chain(frequent) {
            *value = masked(value);
        }
        profile.spread.clear();
    }

    /// Hides what is personal in what became of a row: each line as in the change log of its run.
    pub(crate) fn hide_history(
        self,
        database: &DatabaseReader,
        row: &RowKey,
        changes: &mut [RowChange],
    ) -> Result<(), Error> {
        if !self.masks {
            return Ok(());
        }
        let mut published = BTreeMap::new();
        for change in changes {
            let of_run = match published.entry(change.run) {
                Entry::Occupied(known) => known.into_mut(),
                Entry::Vacant(unknown) => unknown.insert(database.columns_of(change.run)?),
            };
            let of_table = of_run.iter().find(|table| table.source == row.source);
            let columns = of_table.map_or(&[][..], |table| &table.columns);
            hide_cells(
                columns,
                change.column.as_ref(),
                [&mut change.old, &mut change.new],
            );
        }
        Ok(())
    }

    /// Hides what is personal in lines of the change log of a run: by the columns that it published, and
    /// what is said of them now.
    pub(crate) fn hide_changes(
        self,
        database: &DatabaseReader,
        run: RunId,
        changes: &mut [Change],
    ) -> Result<(), Error> {
        if !self.masks {
            return Ok(());
        }
        let published = database.columns_of(run)?;
        for change in changes {
            let of_table = published.iter().find(|table| table.name == change.table);
            let columns = of_table.map_or(&[][..], |table| &table.columns);
            let key = of_table.map_or(&[][..], |table| &table.key);
            for (place, part) in change.key.iter_mut().enumerate() {
                if let Some(part) = part.as_mut().filter(|_| hides(columns, key.get(place))) {
                    *part = masked(part);
                }
            }
            for name in &mut change.names {
                name.value = self.value(name.personal != PersonalData::None, &name.value);
            }
            hide_cells(
                columns,
                change.column.as_ref(),
                [&mut change.old, &mut change.new],
            );
        }
        Ok(())
    }
}

fn hide_cells(columns: &[StoredColumn], name: Option<&String>, cells: [&mut Option<String>; 2]) {
    if hides(columns, name) {
        for value in cells.into_iter().flatten() {
            *value = masked(value);
        }
    }
}

/// Whether the values of a column are hidden. What nothing is known of is.
pub(crate) fn hides(columns: &[StoredColumn], name: Option<&String>) -> bool {
    let column = columns.iter().find(|column| Some(&column.name) == name);
    column.is_none_or(is_personal)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_first_character_stays_where_more_than_a_few_follow() {
        for (value, seen) in [
            ("", MASK),
            ("M", MASK),
            ("Bob", MASK),
            ("Anna", "A•••"),
            ("+44 7700 900123", MASK),
            ("Zoë 💧", "Z•••"),
            ("\u{202e}abcd", MASK),
        ] {
            assert_eq!(masked(value), seen, "{value:?}");
        }
    }
}
