//! What people ask of a user pool's tables, where its people and groups are, and what rows are called
//! whose key is but an ID. To add a question: an entry in [`questions`], after those of its table.

use super::tables::{app_clients, group_members, groups, import_jobs, terms, users};
use poolhouse_connector::{Condition, Directory, Expected, Name, Naming, Question, TableId};

/// The status of somebody who signs in elsewhere.
const FEDERATED: Expected = Expected::Is("EXTERNAL_PROVIDER");

pub(crate) fn directory() -> Directory {
    Directory {
        people: users::ID,
        identity: "sub",
        address: "email",
        leading: &[
            ("given_name", "given_name"),
            ("family_name", "family_name"),
            ("name", "name"),
            ("email", "email"),
            ("phone_number", "phone_number"),
            ("enabled", "active"),
            ("username", "username"),
            ("sub", "sub"),
        ],
        order: &["family_name", "given_name", "name", "email"],
        groups: (groups::ID, "group_name"),
        members: (group_members::ID, "group_name", "sub"),
    }
}

pub(crate) fn namings() -> Vec<Naming> {
    let of = |table: TableId, names| Naming { table, names };
    vec![
        of(
            users::ID,
            &[
                Name {
                    shown: "name",
                    of: &[
                        &["given_name", "family_name"],
                        &["name"],
                        &["preferred_username"],
                        &["username"],
                        &["phone_number"],
                    ],
                },
                Name {
                    shown: "email",
                    of: &[&["email"]],
                },
            ],
        ),
        of(
            app_clients::ID,
            &[Name {
                shown: "client_name",
                of: &[&["client_name"]],
            }],
        ),
        of(
            import_jobs::ID,
            &[Name {
                shown: "job_name",
                of: &[&["job_name"]],
            }],
        ),
        of(
            terms::ID,
            &[Name {
                shown: "name",
                of: &[&["name"]],
            }],
        ),
    ]
}

pub(crate) fn questions() -> Vec<Question> {
    let of = |table: TableId, title, about, conditions| Question {
        title,
        about,
        table,
        conditions,
        order: &[],
    };
    let users = |title, about, conditions| of(users::ID, title, about, conditions);
    let among = |table: TableId, column, conditions| Expected::AlsoIn {
        table,
        column,
        conditions,
    };
    // Those of one address or number stand together, the oldest account first.
    let together = |order, question| Question { order, ..question };
    let is = Condition::is;
    let is_not = Condition::is_not;
    vec![
        users(
            "Not confirmed",
            "People who signed up and never confirmed their account.",
            vec![is("status", Expected::Is("UNCONFIRMED"))],
        ),
        users(
            "Must change their password",
            "People whose password was set or reset by somebody else, and who have not signed in since.",
            vec![is(
                "status",
                Expected::OneOf(&["FORCE_CHANGE_PASSWORD", "RESET_REQUIRED"]),
            )],
        ),
        users(
            "E-mail not verified",
            "People with an e-mail address that nobody has proved to be theirs.",
            vec![
                is_not("email", Expected::Null),
                is_not("email_verified", Expected::Is("1")),
            ],
        ),
        users(
            "Phone not verified",
            "People with a phone number that nobody has proved to be theirs.",
            vec![
                is_not("phone_number", Expected::Null),
                is_not("phone_number_verified", Expected::Is("1")),
            ],
        ),
        users(
            "Disabled",
            "People who cannot sign in because an administrator disabled them.",
            vec![is("enabled", Expected::Is("0"))],
        ),
        together(
            &["email", "created_at"],
            users(
                "Federated and native pairs",
                "People with two accounts of the same e-mail address: one that signs in elsewhere, one with a \
                 password here.",
                vec![
                    is("email", among(users::ID, "email", vec![is("status", FEDERATED)])),
                    is(
                        "email",
                        among(users::ID, "email", vec![is_not("status", FEDERATED)]),
                    ),
                ],
            ),
        ),
        together(
            &["email", "created_at"],
            users(
                "Duplicates by e-mail",
                "People whose e-mail address somebody else has as well.",
                vec![is("email", Expected::Repeated)],
            ),
        ),
        together(
            &["phone_number", "created_at"],
            users(
                "Duplicates by phone",
                "People whose phone number somebody else has as well.",
                vec![is("phone_number", Expected::Repeated)],
            ),
        ),
        users(
            "In no group",
            "People who are in none of the groups.",
            vec![is_not("sub", among(group_members::ID, "sub", Vec::new()))],
        ),
        users(
            "Not changed for a year",
            "People whose account nothing has changed for 365 days. AWS does not tell when somebody last \
             signed in.",
            vec![is("updated_at", Expected::OlderThan { days: 365 })],
        ),
        of(
            groups::ID,
            "Without members",
            "Groups that nobody is in.",
            vec![is_not(
                "group_name",
                among(group_members::ID, "group_name", Vec::new()),
            )],
        ),
        of(
            app_clients::ID,
            "Weak sign-in flow",
            "Apps that may send the password itself to AWS, where they could prove that they know it.",
            vec![is(
                "explicit_auth_flows",
                Expected::Matches("USER_PASSWORD_AUTH|ADMIN_NO_SRP_AUTH"),
            )],
        ),
        of(
            app_clients::ID,
            "Tokens in the address bar",
            "Apps with the implicit flow, which puts the tokens into the browser's address, where others may \
             read them.",
            vec![is("oauth_flows", Expected::Matches("implicit"))],
        ),
        of(
            app_clients::ID,
            "Reveals who has an account",
            "Apps that answer a wrong name and a wrong password differently, so that anybody can find out \
             who has an account.",
            vec![is_not("prevent_user_existence_errors", Expected::Is("ENABLED"))],
        ),
    ]
}
