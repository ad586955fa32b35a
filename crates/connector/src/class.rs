//! What a column's name says of the personal data in it.
//!
//! Called by connectors for what an organization has named itself, such as `custom:mobile`.
//! Deliberately absent: what its values look like, which the store finds out.

use crate::PersonalData;

/// Words that make a name one of a setting about the thing, and not of the thing.
const ABOUT: &[&str] = &[
    "verified",
    "confirmed",
    "valid",
    "enabled",
    "allowed",
    "count",
    "type",
    "status",
    "at",
    "language",
    "consent",
    "optin",
    "optout",
    "opt",
    "subscribed",
    "preference",
    "template",
    "hash",
    "domain",
];
const EMAIL: &[&str] = &["email", "emails", "mail", "emailaddress", "mailaddress"];
const PHONE: &[&str] = &[
    "phone",
    "phones",
    "phonenumber",
    "mobile",
    "mobilenumber",
    "cell",
    "cellphone",
    "telephone",
    "tel",
    "landline",
    "fax",
    "msisdn",
    "whatsapp",
    "handy",
];
const IP: &[&str] = &["ip", "ipaddress", "ipv4", "ipv6"];
const BIRTH: &[&str] = &[
    "birthdate",
    "birthday",
    "birth",
    "dob",
    "dateofbirth",
    "geburtsdatum",
];
const ADDRESS: &[&str] = &[
    "address",
    "addr",
    "street",
    "city",
    "town",
    "postcode",
    "postal",
    "postalcode",
    "zip",
    "zipcode",
    "residence",
];
/// What the letters of a name may end with, where it is a person's.
const NAME_ENDS: &[&str] = &[
    "firstname",
    "lastname",
    "givenname",
    "familyname",
    "middlename",
    "nickname",
    "fullname",
    "displayname",
    "maidenname",
    "legalname",
    "preferredname",
    "contactname",
    "birthname",
    "surname",
    "forename",
    "vorname",
    "nachname",
];
const WHO: &[&str] = &[
    "user",
    "person",
    "customer",
    "client",
    "member",
    "employee",
    "patient",
    "student",
    "contact",
    "subscriber",
    "guest",
    "national",
    "passport",
    "tax",
    "social",
    "insurance",
    "external",
    "personal",
    "crm",
    "loyalty",
];
const NUMBER: &[&str] = &[
    "id", "ids", "number", "no", "nr", "key", "code", "guid", "uuid", "ref",
];
const IDENTIFIER: &[&str] = &[
    "sub",
    "username",
    "userid",
    "login",
    "ssn",
    "iban",
    "passport",
    "customerid",
    "employeeid",
    "memberid",
    "personid",
    "uuid",
    "guid",
];

impl PersonalData {
    /// The class that a name of somebody's own making suggests; `None` where it suggests nothing.
    pub fn by_name(name: &str) -> Option<Self> {
        let words = words(name);
        let has = |list: &[&str]| words.iter().any(|word| list.contains(&word.as_str()));
        if has(ABOUT) {
            return None;
        }
        let joined = words.concat();
        if has(EMAIL) || joined.ends_with("email") {
            Some(Self::Email)
        } else if has(PHONE) {
            Some(Self::Phone)
        } else if has(IP) {
            Some(Self::IpAddress)
        } else if has(BIRTH) || joined.ends_with("dateofbirth") {
            Some(Self::BirthDate)
        } else if joined == "name" || NAME_ENDS.iter().any(|end| joined.ends_with(end)) {
            Some(Self::Name)
        } else if has(ADDRESS) {
            Some(Self::Address)
        } else if has(IDENTIFIER) || (has(WHO) && has(NUMBER)) {
            Some(Self::Identifier)
        } else {
            None
        }
    }
}

/// The words of a name, in lower case: `custom:firstName` is `first` and `name`. What stands before
/// the last colon is Cognito's.
fn words(name: &str) -> Vec<String> {
    let own = name.rsplit(':').next().unwrap_or(name);
    let mut words = vec![String::new()];
    let mut after_small = false;
    for c in own.chars() {
        let starts = c.is_uppercase() && after_small;
        if starts || !c.is_alphanumeric() {
            words.push(String::new());
        }
        if c.is_alphanumeric() {
            words
                .last_mut()
                .expect("BUG: there is one word at least")
                .extend(c.to_lowercase());
        }
        after_small = c.is_lowercase() || c.is_ascii_digit();
    }
    for word in &mut words {
        // `email2` is the second of its sort; `ipv4` is not.
        if !IP.contains(&word.as_str()) {
            word.truncate(word.trim_end_matches(|c: char| c.is_ascii_digit()).len());
        }
    }
    words.retain(|word| !word.is_empty());
    // "e-mail" is one word.
    if let Some(place) = words
        .windows(2)
        .position(|pair| pair[0] == "e" && pair[1] == "mail")
    {
        words.remove(place);
        "email".clone_into(&mut words[place]);
    }
    words
}

#[cfg(test)]
mod tests {
    use super::PersonalData::{self, Address, BirthDate, Email, Identifier, IpAddress, Name, Phone};

    #[test]
    fn a_name_of_ones_own_says_what_it_holds() {
        let cases = [
            ("custom:mobile", Some(Phone)),
            ("custom:first_name", Some(Name)),
            ("custom:firstName", Some(Name)),
            ("custom:customer-last-name", Some(Name)),
            ("custom:name", Some(Name)),
            ("custom:second_email", Some(Email)),
            ("custom:E-Mail", Some(Email)),
            ("custom:workEmail2", Some(Email)),
            ("custom:last_ip", Some(IpAddress)),
            ("custom:dob", Some(BirthDate)),
            ("custom:date_of_birth", Some(BirthDate)),
            ("custom:zip", Some(Address)),
            ("custom:billing_address", Some(Address)),
            ("custom:customer_id", Some(Identifier)),
            ("custom:employeeNumber", Some(Identifier)),
            ("dev:custom:passport", Some(Identifier)),
            ("custom:tenant_id", None),
            ("custom:company_name", None),
            ("custom:tier", None),
            ("custom:email_opt_in", None),
            ("custom:phone_verified", None),
            ("custom:description", None),
            ("custom:ship", None),
            ("", None),
            ("::", None),
            ("\u{202e}👩‍💻", None),
        ];
        for (name, class) in cases {
            assert_eq!(PersonalData::by_name(name), class, "{name}");
        }
    }
}
