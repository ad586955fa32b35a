//! What is known of a column without any of its values: how many are filled, how many differ,
//! how long the longest is.
//!
//! For a table of *Privacy-Metadata* these are gathered page by page, a set for each unit, and
//! stored at each checkpoint; nothing from which a value could be read reaches the disk. How many
//! differ is counted by a `HyperLogLog` sketch and so is *about*, within 2 %.

use super::looks::Looks;
use crate::Error;
use crate::words::{from_json, json};
use hyperloglockless::HyperLogLog;
use poolhouse_connector::{TableId, Value};
use rusqlite::types::ValueRef;
use rusqlite::{Connection, params};
use std::collections::{BTreeMap, HashMap};

/// 4,096 registers of a byte.
const PRECISION: u8 = 12;
const REGISTERS: usize = 1 << PRECISION;
/// The same for all: units are merged, and equal columns must give equal counts.
const SEED: u128 = 0x0050_6f6f_6c68_6f75_7365_0000_0000_0001;
/// A 64-bit hash has no more leading places than this.
const LARGEST_REGISTER: u8 = 65;

/// What is known of one column.
#[derive(Debug, Clone)]
pub(super) struct Profile {
    pub(super) filled: u64,
    /// Characters of the longest value as text.
    pub(super) longest: u64,
    /// What the first of its values look like.
    pub(super) looks: Looks,
    sketch: HyperLogLog,
}

impl Default for Profile {
    fn default() -> Self {
        Self {
            filled: 0,
            longest: 0,
            looks: Looks::default(),
            sketch: HyperLogLog::seeded(PRECISION, SEED),
        }
    }
}

impl Profile {
    /// Takes one cell into account.
    pub(super) fn see(&mut self, value: ValueRef<'_>) {
        let length = match value {
            ValueRef::Null => return,
            ValueRef::Integer(number) => {
                self.sketch.insert(&number);
                number.to_string().len()
            }
            ValueRef::Real(number) => {
                self.sketch.insert(&number.to_bits());
                number.to_string().len()
            }
            ValueRef::Text(bytes) | ValueRef::Blob(bytes) => {
                self.sketch.insert(bytes);
                std::str::from_utf8(bytes).map_or(bytes.len(), |text| {
                    self.looks.see(text);
                    text.chars().count()
                })
            }
        };
        self.filled += 1;
        self.longest = self.longest.max(length as u64);
    }

    /// Takes in what another unit saw.
    pub(super) fn merge(&mut self, other: &Self) {
        self.filled += other.filled;
        self.longest = self.longest.max(other.longest);
        self.looks.merge(&other.looks);
        self.sketch
            .union(&other.sketch)
            .expect("BUG: all sketches are of one size");
    }

    /// About how many values differ: exact when they are few, to three figures when many.
    pub(super) fn distinct(&self) -> u64 {
        let about = (self.sketch.raw_count().round() as u64).min(self.filled);
        let mut step = 1;
        while about / step >= 1_000 {
            step *= 10;
        }
        (about + step / 2) / step * step
    }

    /// The sketch as stored: all registers, or the number and content of those that are used.
    fn stored_sketch(&self) -> Vec<u8> {
        let registers = self.sketch.parts().0;
        let used = registers.iter().filter(|&&register| register > 0).count();
        if used * 3 >= REGISTERS {
            return registers.to_vec();
        }
        let mut bytes = Vec::with_capacity(used * 3);
        for (index, &register) in registers
            .iter()
            .enumerate()
            .filter(|(_, register)| **register > 0)
        {
            bytes.extend((index as u16).to_be_bytes());
            bytes.push(register);
        }
        bytes
    }

    fn from_stored(filled: u64, longest: u64, looks: Looks, bytes: &[u8]) -> Result<Self, Error> {
        let damaged = || Error::damaged("a column's sketch");
        let mut registers = vec![0_u8; REGISTERS];
        if bytes.len() == REGISTERS {
            registers.copy_from_slice(bytes);
        } else {
            for used in bytes.chunks(3) {
                let &[high, low, register] = used else {
                    return Err(damaged());
                };
                *registers
                    .get_mut(usize::from(u16::from_be_bytes([high, low])))
                    .ok_or_else(damaged)? = register;
            }
        }
        if registers.iter().any(|&register| register > LARGEST_REGISTER) {
            return Err(damaged());
        }
        let zeros = registers.iter().map(|&register| usize::from(register == 0)).sum();
        let sum = registers
            .iter()
            .map(|&register| (-f64::from(register)).exp2())
            .sum();
        let hasher = HyperLogLog::seeded(PRECISION, SEED).parts().1.clone();
        Ok(Self {
            filled,
            longest,
            looks,
            sketch: HyperLogLog::from_parts(registers.into(), hasher, zeros, sum),
        })
    }
}

/// A value as SQLite takes it, without a copy.
pub(super) fn borrowed(value: &Value) -> ValueRef<'_> {
    match value {
        Value::Null => ValueRef::Null,
        Value::Text(text) => ValueRef::Text(text.as_bytes()),
        Value::Integer(number) => ValueRef::Integer(*number),
        Value::Real(number) => ValueRef::Real(*number),
    }
}

/// The columns of one table, as one unit brought them: by stored name.
type Columns = HashMap<String, Profile>;

/// The profiles of the units that are being read; those of finished units are in the file alone.
#[derive(Debug, Default)]
pub(super) struct Profiles {
    open: BTreeMap<(i64, TableId), Columns>,
    dirty: std::collections::BTreeSet<(i64, TableId)>,
}

impl Profiles {
    /// Takes a batch of `unit` into account.
    pub(super) fn see(
        &mut self,
        connection: &Connection,
        unit: i64,
        table: &TableId,
        stored: &[(usize, String)],
        rows: &[Vec<Value>],
    ) -> Result<(), Error> {
        let of_unit = (unit, table.clone());
        if !self.open.contains_key(&of_unit) {
            self.open.insert(of_unit.clone(), load(connection, unit, table)?);
        }
        let columns = self.open.get_mut(&of_unit).expect("BUG: it was just put there");
        for (place, name) in stored {
            let profile = columns.entry(name.clone()).or_default();
            for row in rows {
                profile.see(borrowed(&row[*place]));
            }
        }
        self.dirty.insert(of_unit);
        Ok(())
    }

    /// Writes what has changed since the last time; `done` tells which units need no memory more.
    pub(super) fn flush(&mut self, connection: &Connection, done: impl Fn(i64) -> bool) -> Result<(), Error> {
        let mut statement = connection.prepare_cached(
            "INSERT INTO _poolhouse_profiles(unit, source, name, filled, longest, sketch, looks)
             VALUES(?1, ?2, ?3, ?4, ?5, ?6, ?7)
             ON CONFLICT(unit, source, name) DO UPDATE
               SET filled = excluded.filled, longest = excluded.longest, sketch = excluded.sketch,
                   looks = excluded.looks",
        )?;
        while let Some(place) = self.dirty.pop_first() {
            let (unit, table) = &place;
            for (name, profile) in self.open.get(&place).into_iter().flatten() {
                let (filled, longest) = (profile.filled as i64, profile.longest as i64);
                statement.execute(params![
                    unit,
                    table.as_str(),
                    name,
                    filled,
                    longest,
                    profile.stored_sketch(),
                    json(&profile.looks)
                ])?;
            }
        }
        self.open.retain(|(unit, _), _| !done(*unit));
        Ok(())
    }

    /// Forgets what a unit brought.
    pub(super) fn remove(&mut self, connection: &Connection, unit: i64) -> Result<(), Error> {
        self.open.retain(|(other, _), _| *other != unit);
        self.dirty.retain(|(other, _)| *other != unit);
        connection.execute("DELETE FROM _poolhouse_profiles WHERE unit = ?1", [unit])?;
        Ok(())
    }
}

/// The stored profiles of a table, as one unit brought them.
pub(super) fn load(connection: &Connection, unit: i64, table: &TableId) -> Result<Columns, Error> {
    let mut statement = connection.prepare_cached(
        "SELECT name, filled, longest, sketch, looks FROM _poolhouse_profiles WHERE unit = ?1 AND source = ?2",
    )?;
    let mut rows = statement.query(params![unit, table.as_str()])?;
    let mut columns = Columns::new();
    while let Some(row) = rows.next()? {
        let sketch = row
            .get_ref(3)?
            .as_blob()
            .map_err(|_| Error::damaged("a column's sketch"))?;
        let (filled, longest) = (row.get::<_, i64>(1)? as u64, row.get::<_, i64>(2)? as u64);
        let looks = from_json(&row.get::<_, String>(4)?)?;
        columns.insert(row.get(0)?, Profile::from_stored(filled, longest, looks, sketch)?);
    }
    Ok(columns)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn seen(values: impl Iterator<Item = String>) -> Profile {
        let mut profile = Profile::default();
        for value in values {
            profile.see(ValueRef::Text(value.as_bytes()));
        }
        profile
    }

    #[test]
    fn few_are_counted_well_and_many_about() {
        for count in [0_u64, 1, 2, 5, 10] {
            assert_eq!(
                seen((0..count).map(|n| format!("value {n}"))).distinct(),
                count,
                "few are exact"
            );
        }
        let many = seen((0..200_000).map(|n| format!("value {n}"))).distinct();
        assert!(
            (190_000..210_000).contains(&many),
            "{many} is too far from 200,000"
        );
        assert_eq!(many % 1_000, 0, "three figures are all that is claimed");
    }

    #[test]
    fn a_stored_sketch_counts_on_and_units_merge() {
        for size in [0_u32, 3, 900, 50_000] {
            let half = seen((0..size).map(|n| n.to_string()));
            let stored = half.stored_sketch();
            let mut back =
                Profile::from_stored(half.filled, half.longest, half.looks.clone(), &stored).expect("stored");
            back.merge(&seen((size / 2..size * 2).map(|n| n.to_string())));
            let whole = seen((0..size * 2).map(|n| n.to_string()));
            assert_eq!(
                back.sketch.parts().0,
                whole.sketch.parts().0,
                "the registers of {size}"
            );
            assert_eq!(
                back.sketch.raw_count().to_bits(),
                whole.sketch.raw_count().to_bits(),
                "no float drift"
            );
        }
    }

    #[test]
    fn a_damaged_sketch_is_an_error() {
        for bytes in [&[1_u8, 2][..], &[255, 255, 1], &[0, 1, 200], &[66; REGISTERS]] {
            assert!(
                Profile::from_stored(1, 1, Looks::default(), bytes).is_err(),
                "{} bytes",
                bytes.len()
            );
        }
    }
}
