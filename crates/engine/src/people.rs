//! The directory: organizations, their groups, and everybody in them, over all dataflows. It is made
//! of what readers of each database see now, and kept nowhere.

use crate::engine::{Engine, Inner};
use crate::error::{Error, catalog};
use crate::review::Opened;
use crate::view::{DataflowPeople, Directory, GroupPeople, Organization};
use poolhouse_catalog::model::{Dataflow, DataflowId};
use poolhouse_catalog::{Error as CatalogError, MembersOf, PeopleOf, TableReader, groups_of};
use poolhouse_connector::TableId;
use std::collections::BTreeMap;

impl Engine {
    /// The organizations with their dataflows and groups, and how many people each has.
    pub async fn directory(&self) -> Result<Directory, Error> {
        let inner = self.inner.clone();
        crate::blocking(move || inner.directory()).await
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
