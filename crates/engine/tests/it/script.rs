//! A source whose every page is written by the test.

use async_trait::async_trait;
use poolhouse_connector::{
    Access, Batch, Category, Check, CheckOutcome, Checked, Choice, Column, ColumnType, Condition, Connector,
    ConnectorKind, Cursor, Described, Directory, ErrorKind, Expected, Field, FieldError, FieldGroup,
    FieldKind, Name, Naming, Page, Partition, PersonalData, Question, Quota, ReadError, Reading,
    ReadingCalls, Secrets, Settings, Shelf, Speed, Split, Table, TableAccess, TableId, TableSize, Unit,
    Value, Words,
};
use std::collections::BTreeMap;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Mutex, MutexGuard};
use tokio::sync::Notify;

pub(crate) const PEOPLE: &str = "people";
pub(crate) const TEAMS: &str = "teams";
const CATEGORY: Category = Category::new("Scripted");

/// What the source does, and what was asked of it.
#[derive(Default)]
pub(crate) struct Script {
    state: Mutex<State>,
    /// Calls of `read_page` so far.
    pub(crate) calls: AtomicU64,
    /// Told at each call; a test waits on it to act in mid-run.
    pub(crate) called: Notify,
}

pub(crate) struct State {
    /// Number and name of each person.
    pub(crate) people: BTreeMap<u64, String>,
    pub(crate) page_size: usize,
    /// The error of the nth call, counted from one.
    pub(crate) faults: BTreeMap<u64, Fault>,
    /// Every call from this one on waits for ever.
    pub(crate) hangs_from: Option<u64>,
    pub(crate) worth_splitting: bool,
    /// A person whom no part brings.
    pub(crate) lost_in_parts: Option<u64>,
    /// A part that answers with everybody's rows.
    pub(crate) leaks: bool,
    pub(crate) estimate: Option<u64>,
    /// An attribute that some people have beside their name.
    pub(crate) extra: BTreeMap<u64, String>,
    /// Further columns `attribute_1` and so on, so many of them; each cell tells its person and column.
    pub(crate) wide: usize,
    /// A person whose further cells are others.
    pub(crate) changed: Option<u64>,
    pub(crate) quota: Option<u32>,
    /// What there is to choose from, and how large each is where it says.
    pub(crate) choices: Vec<(&'static str, Result<u64, ErrorKind>)>,
    /// The source is out of reach before a run has read anything.
    pub(crate) cannot_describe: bool,
}

#[derive(Clone)]
pub(crate) enum Fault {
    Error(ErrorKind),
    Panic,
    /// With these words, put together just then.
    PanicSaying(String),
    RepeatCursor,
}

impl Default for State {
    fn default() -> Self {
        Self {
            people: (1..=10)
                .map(|number| (number, format!("Person {number}")))
                .collect(),
            page_size: 3,
            faults: BTreeMap::new(),
            hangs_from: None,
            worth_splitting: false,
            lost_in_parts: None,
            leaks: false,
            estimate: None,
            extra: BTreeMap::new(),
            wide: 0,
            changed: None,
            quota: None,
            choices: Vec::new(),
            cannot_describe: false,
        }
    }
}

impl Script {
    pub(crate) fn state(&self) -> MutexGuard<'_, State> {
        self.state.lock().expect("a test panicked")
    }

    pub(crate) fn fail_call(&self, call: u64, kind: ErrorKind) {
        self.state().faults.insert(call, Fault::Error(kind));
    }

    /// Waits until so many pages were asked for.
    pub(crate) async fn reached(&self, calls: u64) {
        loop {
            let called = self.called.notified();
            if self.calls.load(Ordering::SeqCst) >= calls {
                return;
            }
            called.await;
        }
    }
}

/// The kind of the scripted source.
pub(crate) struct ScriptedKind(pub(crate) Arc<Script>);

struct Scripted(Arc<Script>);

fn column(original: &str) -> Column {
    Column {
        original: original.into(),
        kind: ColumnType::Text,
        personal: PersonalData::Name,
    }
}

fn tables() -> Vec<Table> {
    let table = |id: &'static str, reading: &'static str, key: &[&str], columns: &[&str]| Table {
        id: TableId::new(id),
        summary: format!("The {id}"),
        reading: Reading::new(reading),
        columns: columns.iter().map(|name| column(name)).collect(),
        key: key.iter().map(|&name| name.to_owned()).collect(),
        discovered_by: Vec::new(),
        person: Some("number".into()),
        names_people: Vec::new(),
        default: true,
    };
    vec![
        table(PEOPLE, "ListPeople", &["number"], &["number", "name"]),
        Table {
            discovered_by: vec![Reading::new("ListTeams")],
            ..table(TEAMS, "ListMembers", &["team", "number"], &["team", "number"])
        },
    ]
}

#[async_trait]
impl ConnectorKind for ScriptedKind {
    fn id(&self) -> &'static str {
        "scripted"
    }
    fn name(&self) -> &'static str {
        "Scripted"
    }
    fn summary(&self) -> &'static str {
        "A source for tests"
    }
    fn shelf(&self) -> Shelf {
        Shelf::Samples
    }
    fn fields(&self) -> Vec<Field> {
        vec![Field {
            key: "password".into(),
            label: "Password".into(),
            help: String::new(),
            kind: FieldKind::Secret,
            group: FieldGroup::Main,
            shown_when: Some(poolhouse_connector::FieldCondition {
                key: "locked".into(),
                any_of: vec!["yes".into()],
            }),
            default: None,
            required: true,
        }]
    }
    fn tables(&self) -> Vec<Table> {
        tables()
    }
    fn directory(&self) -> Option<Directory> {
        Some(Directory {
            people: TableId::new(PEOPLE),
            identity: "number",
            address: "name",
            leading: &[("name", "name")],
            order: &["family_name", "name"],
            groups: (TableId::new("nowhere"), "team"),
            members: (TableId::new(TEAMS), "team", "number"),
        })
    }
    fn namings(&self) -> Vec<Naming> {
        vec![Naming {
            table: TableId::new(PEOPLE),
            names: &[Name {
                shown: "name",
                of: &[&["name"]],
            }],
        }]
    }
    fn questions(&self) -> Vec<Question> {
        let of_people = |title, condition| Question {
            title,
            about: "",
            table: TableId::new(PEOPLE),
            conditions: vec![condition],
            order: &[],
        };
        let in_a_team = Expected::AlsoIn {
            table: TableId::new(TEAMS),
            column: "number",
            conditions: vec![Condition::is("team", Expected::Is("red"))],
        };
        vec![
            of_people("Not in red", Condition::is_not("number", in_a_team)),
            Question {
                order: &["name", "born"],
                ..of_people("Namesakes", Condition::is("name", Expected::Repeated))
            },
            of_people("Of old", Condition::is("extra", Expected::OlderThan { days: 9 })),
        ]
    }
    fn validate(&self, settings: &Settings, secrets: &[String]) -> Result<Settings, Vec<FieldError>> {
        let locked = settings.get("locked").is_some_and(|locked| locked == "yes");
        if locked && !secrets.contains(&"password".to_owned()) {
            return Err(vec![FieldError {
                field: "password".into(),
                message: "Enter the password.".into(),
            }]);
        }
        Ok(settings.clone())
    }
    fn policy(&self, _: &Settings, _: &[TableId]) -> Option<String> {
        None
    }
    fn bill(&self) -> &'static str {
        "Reading costs nothing."
    }
    fn words(&self, _: &Settings, error: &ReadError) -> Words {
        Words {
            message: format!("It failed: {:?}.", error.kind()),
            hint: "Try something.".into(),
        }
    }
    fn check_network(&self, network: &poolhouse_connector::Network) -> Vec<FieldError> {
        let is_sound = network
            .proxy
            .as_deref()
            .is_none_or(|proxy| proxy.starts_with("http://"));
        let fault = FieldError {
            field: "proxy".into(),
            message: "That is no address.".into(),
        };
        if is_sound { Vec::new() } else { vec![fault] }
    }
    async fn open(
        &self,
        _: &Settings,
        _: &Secrets,
        _: &poolhouse_connector::Network,
    ) -> Result<Arc<dyn Connector>, ReadError> {
        Ok(Arc::new(Scripted(self.0.clone())))
    }
}

#[async_trait]
impl Connector for Scripted {
    fn source(&self) -> String {
        "scripted".into()
    }
    fn limits(&self) -> Vec<Quota> {
        let calls_per_second = self.0.state().quota;
        vec![Quota {
            category: CATEGORY,
            scope: "scripted".into(),
            calls_per_second,
            speed: Speed::Full,
            concurrency: 4,
        }]
    }
    fn payer(&self, _: &Reading) -> Category {
        CATEGORY
    }
    async fn check(&self, told: &(dyn Fn(Checked) + Send + Sync)) -> Result<Vec<TableAccess>, ReadError> {
        told(Checked {
            check: Check::Reach,
            outcome: CheckOutcome::Passed(String::new()),
        });
        Ok(tables()
            .into_iter()
            .map(|table| TableAccess {
                table: table.id,
                access: Access::Allowed,
            })
            .collect())
    }
    async fn describe(&self) -> Result<Described, ReadError> {
        let state = self.0.state();
        if state.cannot_describe {
            return Err(ReadError::new(ErrorKind::Offline, "Describe", "as scripted"));
        }
        let rows = state.estimate.unwrap_or(state.people.len() as u64);
        Ok(Described {
            name: "A scripted source".into(),
            tables: tables(),
            calls: [
                ("ListPeople", rows.div_ceil(3).max(1), false),
                ("ListTeams", 1, false),
                ("ListMembers", 0, true),
            ]
            .map(|(reading, calls, at_least)| ReadingCalls {
                reading: Reading::new(reading),
                calls,
                at_least,
            })
            .to_vec(),
            sizes: vec![TableSize {
                table: TableId::new(PEOPLE),
                rows,
            }],
            worth_splitting: state.worth_splitting,
        })
    }
    async fn choices(&self, _: Option<&Cursor>) -> Result<(Vec<Choice>, Option<Cursor>), ReadError> {
        let choice = |(name, _): &(&str, _)| Choice {
            settings: Settings::new(),
            name: (*name).to_owned(),
            rows: None,
        };
        Ok((self.0.state().choices.iter().map(choice).collect(), None))
    }
    fn size_payer(&self) -> Option<Category> {
        Some(CATEGORY)
    }
    async fn size_of(&self, choice: &Choice) -> Result<Option<u64>, ReadError> {
        self.0.calls.fetch_add(1, Ordering::SeqCst);
        let state = self.0.state();
        let known = state.choices.iter().find(|(name, _)| *name == choice.name);
        let (_, size) = known.expect("what was offered");
        size.clone()
            .map(Some)
            .map_err(|kind| ReadError::new(kind, "Describe", "as scripted"))
    }
    fn units(&self, wanted: &[TableId], split: Split) -> Vec<Unit> {
        let whole = Unit::whole(Reading::new("ListPeople"));
        let parts = (0..4).map(|rest| Unit {
            reading: Reading::new("ListPeople"),
            partition: Partition(format!("rest={rest}").into()),
        });
        let mut units = Vec::new();
        if wanted.iter().any(|table| table.as_str() == PEOPLE) {
            match split {
                Split::Whole => units.push(whole),
                Split::Parts => units.extend(parts),
                Split::Both => units.extend(parts.chain([whole])),
            }
        }
        if wanted.iter().any(|table| table.as_str() == TEAMS) {
            units.push(Unit::whole(Reading::new("ListTeams")));
        }
        units
    }
    async fn read_page(
        &self,
        unit: &Unit,
        cursor: Option<&Cursor>,
        _: &[TableId],
    ) -> Result<Page, ReadError> {
        let call = self.0.calls.fetch_add(1, Ordering::SeqCst) + 1;
        self.0.called.notify_waiters();
        let (fault, hangs) = {
            let state = self.0.state();
            (
                state.faults.get(&call).cloned(),
                state.hangs_from.is_some_and(|from| call >= from),
            )
        };
        if hangs {
            std::future::pending::<()>().await;
        }
        match fault {
            Some(Fault::Error(kind)) => {
                return Err(ReadError::new(kind, unit.reading.as_str(), "as scripted")
                    .with_reply(Some("ScriptedException".into()), Some("request-7".into())));
            }
            Some(Fault::Panic) => panic!("as scripted"),
            Some(Fault::PanicSaying(words)) => panic!("as scripted: {words}"),
            Some(Fault::RepeatCursor) if cursor.is_some() => {
                let mut page = self.people(unit, cursor)?;
                page.next = cursor.cloned();
                return Ok(page);
            }
            Some(Fault::RepeatCursor) | None => {}
        }
        match (unit.reading.as_str(), unit.partition.is_whole()) {
            ("ListTeams", _) => Ok(Page {
                discovered: ["red", "blue", "red"]
                    .map(|team| Unit {
                        reading: Reading::new("ListMembers"),
                        partition: Partition(team.into()),
                    })
                    .to_vec(),
                ..Page::end()
            }),
            ("ListMembers", _) => Ok(self.members(unit)),
            _ => self.people(unit, cursor),
        }
    }
}

impl Scripted {
    fn members(&self, unit: &Unit) -> Page {
        let member = |number: &u64| {
            vec![
                Value::Text(unit.partition.0.to_string()),
                Value::Text(number.to_string()),
            ]
        };
        let rows = self.0.state().people.keys().map(member).collect();
        Page {
            batches: vec![Batch {
                table: TableId::new(TEAMS),
                columns: [column("team"), column("number")].into(),
                rows,
                misfits: 0,
            }],
            ..Page::end()
        }
    }

    fn people(&self, unit: &Unit, cursor: Option<&Cursor>) -> Result<Page, ReadError> {
        let state = self.0.state();
        let rest = unit
            .partition
            .0
            .strip_prefix("rest=")
            .map(|rest| rest.parse::<u64>().expect("a number"));
        if rest == Some(1) && state.leaks {
            return Err(ReadError::new(
                ErrorKind::SplitBroken,
                "ListPeople",
                "a row of another part came",
            ));
        }
        let after: u64 = cursor.map_or(0, |cursor| cursor.0.parse().expect("a number"));
        let chosen: Vec<(&u64, &String)> = state
            .people
            .range(after + 1..)
            .filter(|(number, _)| {
                rest.is_none_or(|rest| **number % 4 == rest && state.lost_in_parts != Some(**number))
            })
            .take(state.page_size)
            .collect();
        let next = (chosen.len() == state.page_size).then(|| Cursor(chosen[chosen.len() - 1].0.to_string()));
        let extra = !state.extra.is_empty();
        let mut columns = vec![column("number"), column("name")];
        columns.extend(extra.then(|| column("extra")));
        columns.extend((1..=state.wide).map(|place| column(&format!("attribute_{place}"))));
        let rows = chosen
            .into_iter()
            .map(|(number, name)| {
                let mut row = vec![Value::Text(number.to_string()), Value::Text(name.clone())];
                if extra {
                    row.push(
                        state
                            .extra
                            .get(number)
                            .map_or(Value::Null, |value| Value::Text(value.clone())),
                    );
                }
                let sign = if state.changed == Some(*number) { '/' } else { '.' };
                row.extend((1..=state.wide).map(|place| Value::Text(format!("{number}{sign}{place}"))));
                row
            })
            .collect();
        Ok(Page {
            batches: vec![Batch {
                table: TableId::new(PEOPLE),
                columns: columns.into(),
                rows,
                misfits: 0,
            }],
            next,
            ..Page::end()
        })
    }
}
