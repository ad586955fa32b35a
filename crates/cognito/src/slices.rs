//! Slices of up to sixty people that a call each follows up, as the partitions of the readings
//! that need a call for every user or identity. Called by those readings.
//!
//! A slice's name is compact JSON, about 45 bytes a user (2.7 kB a slice), held once in memory for
//! all readings that follow it and once in the staging. A million users are 45 MB while such a
//! table is read; that is why these tables are off by default.

use crate::errors::Call;
use crate::operation::Operation;
use poolhouse_connector::{Cursor, ErrorKind, Partition, ReadError};
use serde::{Deserialize, Serialize};

/// The reading that names slices of users.
pub(crate) const USERS: &str = "ListUsersInSlices";
/// The reading that names slices of identities.
pub(crate) const IDENTITIES: &str = "ListIdentitiesInSlices";
/// The readings that name slices.
pub(crate) const NAMING: [&str; 2] = [USERS, IDENTITIES];

/// One member of a slice: an ID, and the name by which AWS wants it called where that is another.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Member {
    pub(crate) id: String,
    name: Option<String>,
}

impl Member {
    pub(crate) fn new(id: &str, name: &str) -> Self {
        Self {
            id: id.to_owned(),
            name: (name != id).then(|| name.to_owned()),
        }
    }

    /// The name that a call takes.
    pub(crate) fn name(&self) -> &str {
        self.name.as_deref().unwrap_or(&self.id)
    }
}

/// `["a1b2"]` or `["a1b2","alice"]`.
#[derive(Serialize, Deserialize)]
#[serde(untagged)]
enum Written {
    Same([String; 1]),
    Named([String; 2]),
}

/// The partition that these members are.
pub(crate) fn partition(members: Vec<Member>) -> Partition {
    let written: Vec<Written> = members
        .into_iter()
        .map(|Member { id, name }| match name {
            None => Written::Same([id]),
            Some(name) => Written::Named([id, name]),
        })
        .collect();
    let text = serde_json::to_string(&written).expect("BUG: texts are JSON");
    Partition(text.into())
}

/// Where a chain stands in a slice: at which member, and at which page of it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Place {
    pub(crate) index: usize,
    pub(crate) token: Option<String>,
}

impl Place {
    /// Where `cursor` points to. The cursor is the index, and the inner token where there is one.
    pub(crate) fn of(cursor: Option<&Cursor>, operation: Operation) -> Result<Self, ReadError> {
        let Some(cursor) = cursor else {
            return Ok(Self {
                index: 0,
                token: None,
            });
        };
        let (index, token) = match cursor.0.split_once(':') {
            Some((index, token)) => (index, Some(token.to_owned())),
            None => (cursor.0.as_str(), None),
        };
        let index = index
            .parse()
            .map_err(|_| Call::first(operation).error(ErrorKind::StaleCursor, "no such place in a slice"))?;
        Ok(Self { index, token })
    }

    /// The cursor after a page of the member here: its next page, or the next member, if any.
    pub(crate) fn after(&self, token: Option<String>, members: usize) -> Option<Cursor> {
        match token.filter(|token| !token.is_empty()) {
            Some(token) => Some(Cursor(format!("{}:{token}", self.index))),
            None => (self.index + 1 < members).then(|| Cursor((self.index + 1).to_string())),
        }
    }
}

/// The members of a slice.
pub(crate) fn members(partition: &Partition, operation: Operation) -> Result<Vec<Member>, ReadError> {
    let written: Vec<Written> = serde_json::from_str(&partition.0)
        .map_err(|_| Call::first(operation).error(ErrorKind::BadParameter, "no such slice"))?;
    Ok(written
        .into_iter()
        .map(|written| match written {
            Written::Same([id]) => Member { id, name: None },
            Written::Named([id, name]) => Member { id, name: Some(name) },
        })
        .collect())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::operation::user_pools;

    const CALL: Operation = user_pools("Slice");

    #[test]
    fn a_slice_is_read_as_it_was_written() {
        let slice = vec![
            Member::new("a1", "a1"),
            Member::new("b2", "ünï \"quoted\"\n"),
            Member::new("c3", ""),
        ];
        let partition = partition(slice.clone());
        assert_eq!(&*partition.0, r#"[["a1"],["b2","ünï \"quoted\"\n"],["c3",""]]"#);
        assert_eq!(members(&partition, CALL).expect("a slice"), slice);
    }

    #[test]
    fn a_place_goes_page_by_page_and_member_by_member() {
        let place = Place::of(None, CALL).expect("the start");
        let next = place.after(Some("a:b".into()), 2).expect("another page");
        let place = Place::of(Some(&next), CALL).expect("a place");
        assert_eq!((place.index, place.token.as_deref()), (0, Some("a:b")));
        let next = place.after(Some(String::new()), 2).expect("another member");
        assert_eq!(next.0, "1");
        let last = Place::of(Some(&next), CALL).expect("a place");
        assert_eq!(last.after(None, 2), None, "the slice is at its end");
        let broken = Place::of(Some(&Cursor("x".into())), CALL).expect_err("no place");
        assert_eq!(*broken.kind(), ErrorKind::StaleCursor);
    }
}
