//! Numbers in words, as both faces and the history tell them.

/// A number with its thousands apart.
pub fn grouped(number: u64) -> String {
    let digits = number.to_string();
    let mut text = String::new();
    for (index, digit) in digits.chars().enumerate() {
        if index > 0 && (digits.len() - index).is_multiple_of(3) {
            text.push(',');
        }
        text.push(digit);
    }
    text
}

/// So many of something.
pub(crate) fn counted(number: u64, one: &str, many: &str) -> String {
    format!("{} {}", grouped(number), if number == 1 { one } else { many })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_grouped() {
        let told: Vec<String> = [0, 999, 1_000, 1_204_331].map(grouped).to_vec();
        assert_eq!(told, ["0", "999", "1,000", "1,204,331"]);
        assert_eq!(counted(1, "row", "rows"), "1 row");
        assert_eq!(counted(6_009, "row", "rows"), "6,009 rows");
    }
}
