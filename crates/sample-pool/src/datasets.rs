//! The datasets of Cognito Sync: what an app keeps for an identity, on all of its devices.
//!
//! Each write counts the dataset's sync count up, and the record carries the count of its last
//! write. A reader that comes back with the count it saw gets the later records alone. A record
//! that is deleted stays, without a value, so that such a reader hears of it.

use crate::corpus;
use crate::draw::Draw;
use crate::identity_pool::Identity;
use crate::json::seconds;
use crate::subs::mix;
use serde_json::{Value, json};

/// A dataset.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Dataset {
    pub(crate) name: String,
    pub(crate) exists: bool,
    pub(crate) sync_count: u64,
    /// The sync count at which it was last deleted.
    deleted_at: Option<u64>,
    /// Datasets of identities that were merged into this one.
    pub(crate) merged: Vec<String>,
    created_ms: i64,
    modified_ms: i64,
    /// In the order of their sync counts.
    pub(crate) records: Vec<Record>,
}

/// A record.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Record {
    key: String,
    /// `None` once it is deleted.
    value: Option<String>,
    pub(crate) sync_count: u64,
    modified_ms: i64,
}

/// The names that datasets have at the start.
pub(crate) const NAMES: [&str; 3] = ["game.progress:v2", "notes_2024-05", "settings"];

/// Keys that break what is careless; all others are numbered.
const KEYS: [&str; 6] = [
    "theme",
    "ключ с пробелом",
    "\"quoted\" 'key'",
    "line\nbreak\t\\u0041",
    "🦊",
    "=1+1",
];

/// The identity whose settings are more than two pages of sixty.
const MANY_OF: u64 = 1;
const MANY: u64 = 150;

/// A dataset as it is before anybody writes to it; `None` where the identity has none of that
/// name.
pub(crate) fn at_the_start(seed: u64, identity: &Identity, name: &str) -> Option<Dataset> {
    let number = identity.number;
    let place = NAMES.iter().position(|known| *known == name)? as u64;
    // Every third identity has no dataset; the others have settings and perhaps more.
    let has = !number.is_multiple_of(3) && (name == "settings" || mix(number) >> place & 1 == 1);
    if !has {
        return None;
    }
    let mut draw = Draw::new(seed ^ mix(number) ^ mix(place + 7));
    let count = if name == "settings" && number == MANY_OF {
        MANY
    } else {
        draw.below(12)
    };
    let hostile = corpus::values();
    let records: Vec<Record> = (0..count)
        .map(|rank| Record {
            key: KEYS
                .get(rank as usize)
                .map_or_else(|| format!("level.{rank}"), |key| (*key).to_owned()),
            value: (rank % 7 != 5).then(|| {
                hostile[((number + rank) % hostile.len() as u64) as usize]
                    .value
                    .clone()
            }),
            sync_count: rank + 1,
            modified_ms: identity.created_ms + (rank as i64 + 1) * 60_000,
        })
        .collect();
    let merged = (name == "settings" && number % 5 == 1).then(|| format!("settings.{}", draw.uuid()));
    Some(Dataset {
        name: name.to_owned(),
        exists: true,
        sync_count: count,
        deleted_at: None,
        merged: merged.into_iter().collect(),
        created_ms: identity.created_ms,
        modified_ms: identity.created_ms + count as i64 * 60_000,
        records,
    })
}

impl Dataset {
    /// One that is not there and never was.
    pub(crate) fn missing(name: &str) -> Self {
        Self {
            name: name.to_owned(),
            exists: false,
            sync_count: 0,
            deleted_at: None,
            merged: Vec::new(),
            created_ms: 0,
            modified_ms: 0,
            records: Vec::new(),
        }
    }

    /// Writes a record, or deletes it, and answers the sync count.
    pub(crate) fn write(&mut self, key: &str, value: Option<&str>, now_ms: i64) -> u64 {
        if !self.exists {
            self.exists = true;
            self.created_ms = now_ms;
        }
        self.sync_count += 1;
        self.modified_ms = now_ms;
        self.records.retain(|record| record.key != key);
        self.records.push(Record {
            key: key.to_owned(),
            value: value.map(String::from),
            sync_count: self.sync_count,
            modified_ms: now_ms,
        });
        self.sync_count
    }

    /// Deletes it; its sync count goes on where it is made again.
    pub(crate) fn delete(&mut self, now_ms: i64) {
        self.exists = false;
        self.sync_count += 1;
        self.deleted_at = Some(self.sync_count);
        self.modified_ms = now_ms;
        self.records.clear();
        self.merged.clear();
    }

    /// Whether it was deleted after a reader saw this sync count.
    pub(crate) fn deleted_after(&self, sync_count: u64) -> bool {
        self.deleted_at.is_some_and(|at| at > sync_count)
    }

    /// Bytes of the records that are not deleted.
    pub(crate) fn bytes(&self) -> usize {
        let kept = self
            .records
            .iter()
            .filter_map(|record| Some((&record.key, record.value.as_ref()?)));
        kept.map(|(key, value)| key.len() + value.len()).sum()
    }

    /// As the list of datasets has it.
    pub(crate) fn json(&self, identity_id: &str) -> Value {
        let kept = self.records.iter().filter(|record| record.value.is_some());
        json!({
            "IdentityId": identity_id,
            "DatasetName": self.name,
            "CreationDate": seconds(self.created_ms),
            "LastModifiedDate": seconds(self.modified_ms),
            "LastModifiedBy": identity_id,
            "DataStorage": self.bytes(),
            "NumRecords": kept.count(),
        })
    }
}

impl Record {
    pub(crate) fn json(&self, identity_id: &str) -> Value {
        let mut record = json!({
            "Key": self.key,
            "SyncCount": self.sync_count,
            "LastModifiedDate": seconds(self.modified_ms),
            "LastModifiedBy": identity_id,
            "DeviceLastModifiedDate": seconds(self.modified_ms - 1_500),
        });
        if let Some(value) = &self.value {
            record["Value"] = json!(value);
        }
        record
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_write_counts_up_and_moves_its_record_to_the_end() {
        let mut dataset = Dataset::missing("d");
        assert_eq!(dataset.write("a", Some("1"), 10), 1);
        assert_eq!(dataset.write("b", Some("2"), 20), 2);
        assert_eq!(dataset.write("a", None, 30), 3);
        let kept: Vec<_> = dataset
            .records
            .iter()
            .map(|record| (record.key.as_str(), record.value.as_deref(), record.sync_count))
            .collect();
        assert_eq!(kept, [("b", Some("2"), 2), ("a", None, 3)]);
        dataset.delete(40);
        assert!(dataset.deleted_after(3) && !dataset.deleted_after(4));
        assert_eq!(dataset.write("c", Some("3"), 50), 5, "the count goes on");
    }
}
