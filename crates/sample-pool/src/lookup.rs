//! Finding a user by name. Users are made from their number and kept nowhere, so the number is
//! worked out from the name, and what it makes is compared.

use crate::User;
use crate::corpus;
use crate::federation;
use crate::pool::{Changes, Pool};

impl Changes {
    /// The user of this user name or `sub`, as it is now.
    pub(crate) fn find(&self, pool: &Pool, name: &str) -> Option<User> {
        let is_meant = |user: &User| user.username == name || user.sub == name;
        let user = |number| self.user(pool, number).filter(is_meant);
        let renamed = self
            .edits
            .iter()
            .filter(|(_, edit)| edit.username.as_deref() == Some(name))
            .find_map(|(&number, _)| user(number));
        renamed
            .or_else(|| user(number_at_the_end(name)?))
            .or_else(|| {
                let hostile = corpus::usernames().iter().position(|hostile| *hostile == name)?;
                user(hostile as u64)
            })
            .or_else(|| user(federation::number(name, self.end(pool))?))
            .or_else(|| {
                // A `sub`, whose first digits leave one user in 65,536.
                let class = pool.population.subs.class(name.get(..8)?);
                (0..class.count(self.end(pool))).find_map(|rank| user(class.residue + rank * class.modulus))
            })
    }
}

/// `ada.lovelace42` is user 42.
fn number_at_the_end(name: &str) -> Option<u64> {
    let digits = name.len() - name.trim_end_matches(|c: char| c.is_ascii_digit()).len();
    name[name.len() - digits..].parse().ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_user_is_found_by_name_and_by_sub() {
        let pool = Pool::sample("eu-west-1_P", 1, 2000, 0, 0);
        let changes = pool.read();
        for number in 0..2000 {
            let user = changes.user(&pool, number).expect("a user");
            for name in [&user.username, &user.sub] {
                let found = changes.find(&pool, name).map(|user| user.number);
                assert_eq!(found, Some(number), "{name}");
            }
        }
    }

    #[test]
    fn nobody_is_found_by_another_name() {
        let pool = Pool::sample("eu-west-1_P", 1, 100, 0, 0);
        {
            let mut changes = pool.write();
            changes.deleted.insert(3);
            changes.edits.entry(60).or_default().username = Some("new name 7".into());
        }
        let before = pool.population.user(60);
        let changes = pool.read();
        let found = |name: &str| changes.find(&pool, name).map(|user| user.number);
        assert_eq!(found("new name 7"), Some(60), "the new name");
        assert_eq!(found(&before.sub), Some(60));
        assert!(
            before.username == before.sub || found(&before.username).is_none(),
            "the old name"
        );
        assert_eq!(found(&pool.population.user(3).sub), None, "deleted");
        for name in [
            "",
            "nobody",
            "12",
            "Google_1012",
            "99999999999999999999",
            "é",
            "aéééééé",
        ] {
            assert_eq!(found(name), None, "{name}");
        }
    }
}
