//! The directory: organizations, their groups, and everybody in them, over all dataflows. It is made
//! of what readers of each database see now, and kept nowhere.

use crate::engine::{Engine, Inner};
use crate::error::{Error, catalog};
use crate::review::Opened;
use crate::view::{DataflowPeople, Directory, GroupPeople, Organization, Subject};
use poolhouse_catalog::model::{Dataflow, DataflowId, Sort};
use poolhouse_catalog::{Error as CatalogError, MembersOf, NamesOf, PeopleOf, TableReader, groups_of};
use poolhouse_connector::{Table, TableId};
use std::collections::BTreeMap;

impl Engine {
    /// The organizations with their dataflows and groups, and how many people each has.
    pub async fn directory(&self) -> Result<Directory, Error> {
        let inner = self.inner.clone();
        crate::blocking(move || inner.directory()).await
    }

    /// The order of a list of these people: by their names, of which some may not be there. Nobody is listed in
    /// it before all are found, so that it is asked for by who waits for all of them anyway.
    pub async fn people_order(&self, subject: Subject) -> Result<Vec<Sort>, Error> {
        let inner = self.inner.clone();
        crate::blocking(move || inner.people_order(&subject)).await
    }
}

impl Inner {
    fn directory(&self) -> Result<Directory, Error> {
        let mut directory = Directory::default();
        let mut organizations: BTreeMap<(bool, String), Organization> = BTreeMap::new();
        for dataflow in self.reader().dataflows()? {
            let Some((of, groups)) = self.people_of(&dataflow, None) else {
                continue;
            };
            let found = match groups_of(&self.folder, &of, &groups) {
                Ok(Some(found)) => found,
                Ok(None) => continue,
                Err(error) => {
                    directory.left_out.push(left_out(&of.name, &error));
                    continue;
                }
            };
            let name = of.organization;
            // Alike but for case, they are one; it is written as the first dataflow writes it.
            let organization = organizations
                .entry((name.is_empty(), name.to_lowercase()))
                .or_insert_with(|| Organization {
                    name,
                    people: 0,
                    dataflows: Vec::new(),
                });
            organization.people += found.people;
            organization.dataflows.push(DataflowPeople {
                dataflow: dataflow.id,
                name: of.name,
                display_name: dataflow.draft.display_name,
                published: found.published,
                table: found.table,
                identity: found.identity,
                address: found.address,
                people: found.people,
                groups: found
                    .groups
                    .into_iter()
                    .map(|(name, people)| GroupPeople { name, people })
                    .collect(),
            });
        }
        directory.organizations = organizations.into_values().collect();
        Ok(directory)
    }

    fn people_order(&self, subject: &Subject) -> Result<Vec<Sort>, Error> {
        let opened = self.reader_of(subject)?;
        let mut sort: Vec<Sort> = Vec::new();
        let directories = self.kinds.iter().filter_map(|kind| kind.directory());
        for original in directories.flat_map(|directory| directory.order) {
            let mut columns = opened.reader.columns().iter();
            if let Some(column) = columns.find(|column| column.original == *original)
                && sort.iter().all(|each| each.column != column.name)
            {
                sort.push(Sort {
                    column: column.name.clone(),
                    descending: false,
                });
            }
        }
        Ok(sort)
    }

    /// A reader of everybody, or of some.
    pub(crate) fn people(
        &self,
        organization: Option<&str>,
        dataflow: Option<DataflowId>,
        group: Option<&str>,
    ) -> Result<Opened, Error> {
        let is_wanted = |each: &Dataflow| {
            dataflow.is_none_or(|wanted| each.id == wanted)
                && organization.is_none_or(|wanted| {
                    wanted.trim().to_lowercase() == each.draft.organization.trim().to_lowercase()
                })
        };
        let dataflows = self.reader().dataflows()?;
        let everywhere: Vec<PeopleOf> = dataflows
            .iter()
            .filter_map(|each| self.people_of(each, None))
            .map(|(of, _)| of)
            .collect();
        let of: Vec<PeopleOf> = dataflows
            .iter()
            .filter(|each| is_wanted(each))
            .filter_map(|each| self.people_of(each, group))
            .map(|(of, _)| of)
            .collect();
        let people = TableReader::people(&self.folder, &of, &everywhere, &self.known_people);
        let unread = people.unread.iter();
        Ok(Opened {
            reader: people.reader,
            left_out: unread.map(|(name, error)| left_out(name, error)).collect(),
            columns_left_out: people.columns_left_out,
        })
    }

    /// Where the rows of a dataflow's tables find what they are called: each in its own table, and what
    /// is about a person among the people.
    pub(crate) fn names_of(&self, dataflow: &Dataflow) -> Vec<NamesOf> {
        // Of a connector that is no longer there nothing is known.
        let Ok(kind) = self.kind(&dataflow.draft.connector) else {
            return Vec::new();
        };
        let (namings, directory) = (kind.namings(), kind.directory());
        let tables = kind.tables();
        let named = |table: &TableId| namings.iter().find(|naming| naming.table == *table);
        let names_of = |table: Table| {
            if let Some(naming) = named(&table.id) {
                let key = table.key.first()?;
                return Some(NamesOf {
                    from: table.id.clone(),
                    column: key.clone(),
                    key: key.clone(),
                    names: naming.names,
                    table: table.id,
                });
            }
            let directory = directory.as_ref()?;
            Some(NamesOf {
                from: directory.people.clone(),
                column: table.person?,
                key: directory.identity.to_owned(),
                names: named(&directory.people)?.names,
                table: table.id,
            })
        };
        tables.into_iter().filter_map(names_of).collect()
    }

    /// Where the people and the groups of a dataflow are; `None` where its connector has none.
    fn people_of(&self, dataflow: &Dataflow, group: Option<&str>) -> Option<(PeopleOf, (TableId, String))> {
        let directory = self.kind(&dataflow.draft.connector).ok()?.directory()?;
        let (members, of_group, person) = directory.members;
        let leading = directory.leading.iter();
        let of = PeopleOf {
            name: dataflow.draft.name.clone(),
            organization: dataflow.draft.organization.trim().to_owned(),
            people: directory.people,
            identity: directory.identity.to_owned(),
            address: directory.address.to_owned(),
            leading: leading
                .map(|(original, name)| ((*original).to_owned(), (*name).to_owned()))
                .collect(),
            members: Some(MembersOf {
                table: members,
                group: of_group.to_owned(),
                person: person.to_owned(),
            }),
            group: group.map(str::to_owned),
        };
        let (groups, name) = directory.groups;
        Some((of, (groups, name.to_owned())))
    }
}

fn left_out(name: &str, error: &CatalogError) -> String {
    let words = catalog(error);
    format!("{name}: {} {}", words.message, words.hint)
}
