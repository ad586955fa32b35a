//! What a user's `sub` is, and which users have a `sub` that begins with given digits.
//!
//! A `sub` looks like a UUID. As in AWS's newer pools, its 2nd, 4th, 6th and 8th digits are
//! the same for the whole pool. The 1st, 3rd, 5th and 7th follow from the user's number
//! modulo 16, 256, 4096 and 65536, so that the users of a prefix are an arithmetic series
//! and a listing of them needs no search, however large the pool.

/// A mixing function: the output stage of `SplitMix64`.
pub(crate) fn mix(value: u64) -> u64 {
    let value = value.wrapping_add(0x9e37_79b9_7f4a_7c15);
    let value = (value ^ (value >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    let value = (value ^ (value >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
    value ^ (value >> 31)
}

/// The users whose number is `residue` modulo `modulus`; none where `modulus` is 0.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Class {
    pub(crate) modulus: u64,
    pub(crate) residue: u64,
}

impl Class {
    pub(crate) const ALL: Self = Self {
        modulus: 1,
        residue: 0,
    };
    pub(crate) const NONE: Self = Self {
        modulus: 0,
        residue: 0,
    };

    /// How many of the users below `users` are in it.
    pub(crate) fn count(self, users: u64) -> u64 {
        match users.checked_sub(self.residue + 1) {
            Some(last) if self.modulus > 0 => last / self.modulus + 1,
            _ => 0,
        }
    }

    /// The user at a place of the listing. The first `base` users come in an order that is
    /// not that of their numbers; those that were added later follow, so that a chain of
    /// pages that is under way loses none.
    pub(crate) fn user_at(self, position: u64, base: u64) -> u64 {
        let count = self.count(base);
        let rank = if position < count {
            (position * stride(count) + count / 3) % count
        } else {
            position
        };
        self.residue + rank * self.modulus
    }
}

/// A step that goes through all of `count` places before it comes back to the first.
fn stride(count: u64) -> u64 {
    let mut stride = (count * 618 / 1000).max(1);
    while greatest_common_divisor(stride, count) != 1 {
        stride += 1;
    }
    stride
}

fn greatest_common_divisor(a: u64, b: u64) -> u64 {
    if b == 0 {
        a
    } else {
        greatest_common_divisor(b, a % b)
    }
}

/// The `sub`s of a pool.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Subs {
    seed: u64,
}

impl Subs {
    pub(crate) fn new(seed: u64) -> Self {
        Self {
            seed: mix(seed ^ 0x5b5),
        }
    }

    /// The `sub` of a user.
    pub(crate) fn sub(self, user: u64) -> String {
        let mut text = String::with_capacity(36);
        let noise = mix(self.seed ^ user);
        // Each step permutes the 48-bit numbers: no two users share their last part.
        let node = (user.wrapping_mul(0x5dee_ce66_d1b5) ^ self.seed) & 0xffff_ffff_ffff;
        let node = (node ^ (node >> 23)).wrapping_mul(0xb8fe_6c39_23a5) & 0xffff_ffff_ffff;
        let node = node ^ (node >> 29);
        for place in 0..8 {
            let digit = if place % 2 == 0 {
                self.free_digit(place / 2, user >> (2 * place))
            } else {
                self.fixed_digit(place)
            };
            text.push(hex(digit));
        }
        for (group, digits) in [
            (noise >> 48, 4),
            (0x7000 | (noise >> 32 & 0xff), 4),
            (noise >> 16 & 0xffff, 4),
            (node, 12),
        ] {
            text.push('-');
            for place in (0..digits).rev() {
                text.push(hex(group >> (4 * place)));
            }
        }
        text
    }

    /// The users whose `sub` begins with `prefix`, as far as its first eight digits say.
    pub(crate) fn class(self, prefix: &str) -> Class {
        let mut class = Class::ALL;
        for (place, byte) in prefix.bytes().take(8).enumerate() {
            let digit = match byte {
                b'0'..=b'9' => u64::from(byte - b'0'),
                b'a'..=b'f' => u64::from(byte - b'a') + 10,
                _ => return Class::NONE,
            };
            if place % 2 == 1 {
                if digit != self.fixed_digit(place) {
                    return Class::NONE;
                }
                continue;
            }
            let part = (0..16)
                .find(|&part| self.free_digit(place / 2, part) == digit)
                .expect("BUG: the free digits are a permutation of all sixteen");
            class = Class {
                modulus: class.modulus * 16,
                residue: class.residue + part * class.modulus,
            };
        }
        class
    }

    /// A permutation of the sixteen digits for each free place.
    fn free_digit(self, place: usize, part: u64) -> u64 {
        let key = mix(self.seed.wrapping_add(place as u64));
        (part.wrapping_mul(key | 1).wrapping_add(key >> 8)) & 15
    }

    fn fixed_digit(self, place: usize) -> u64 {
        mix(self.seed ^ 0xf1).wrapping_shr(4 * place as u32) & 15
    }
}

fn hex(digit: u64) -> char {
    char::from(b"0123456789abcdef"[(digit & 15) as usize])
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::BTreeSet;

    #[test]
    fn the_users_of_a_prefix_are_those_whose_sub_begins_so() {
        let subs = Subs::new(7);
        let all: Vec<String> = (0..5000).map(|user| subs.sub(user)).collect();
        assert_eq!(
            all.iter().collect::<BTreeSet<_>>().len(),
            all.len(),
            "no two are alike"
        );
        for length in [1, 2, 3, 4, 5, 8] {
            let prefix = &all[1234][..length];
            let class = subs.class(prefix);
            let listed: BTreeSet<u64> = (0..class.count(5000)).map(|at| class.user_at(at, 5000)).collect();
            let meant: BTreeSet<u64> = (0..5000)
                .filter(|&user| all[user as usize].starts_with(prefix))
                .collect();
            assert_eq!(listed, meant, "prefix {prefix}");
        }
        assert_eq!(subs.class("x"), Class::NONE);
    }

    #[test]
    fn the_order_of_a_listing_is_a_shuffled_whole_and_later_users_follow() {
        for users in [1, 2, 3, 16, 250, 1009] {
            let order: Vec<u64> = (0..users).map(|at| Class::ALL.user_at(at, users)).collect();
            assert_eq!(order.iter().collect::<BTreeSet<_>>().len(), order.len());
            assert!(users < 16 || !order.is_sorted());
        }
        let class = Class {
            modulus: 16,
            residue: 3,
        };
        assert_eq!(class.count(250), 16);
        assert_eq!(
            class.user_at(16, 250),
            259,
            "the first that was added to the class"
        );
    }
}
