//! The wizard, each step as it begins, with errors, and filled in.

use crate::camera::Camera;
use crate::world::World;
use anyhow::Result;
use poolhouse_e2e::find::Role;
use poolhouse_e2e::keyboard::Key;
use poolhouse_e2e::wizard::Answers;

pub(crate) async fn steps(camera: &Camera, world: &World) -> Result<()> {
    let window = &camera.window;
    window.new_dataflow_anew().await?;
    camera.take_alone("wizard-name").await?;
    window.fill("Name", "my pool").await?;
    window.find_error_beside("Name").await?;
    camera.take("wizard-name-error").await?;
    window.fill("Name", "Members").await?;
    window.next("Connector").await?;
    camera.take("wizard-connector").await?;
    window.click(Role::Button, "Next").await?;
    window.read("Choose a connector to go on.").await?;
    camera.take("wizard-connector-error").await?;
    window.click(Role::Tab, "Files").await?;
    camera.take("wizard-connector-files").await?;
    window.click(Role::Tab, "All categories").await?;
    window.click(Role::Radio, "AWS Cognito user pool").await?;
    camera.take("wizard-connector-chosen").await?;
    window.next("Details").await?;
    camera.take("wizard-details").await?;
    window
        .fill("Display name (optional)", "Members of the club")
        .await?;
    window.fill("Organization (optional)", "Acme Ltd").await?;
    window.next("Credentials").await?;
    window.find(Role::Heading, "Find the User Pool ID").await?;
    camera.take_all("wizard-credentials").await?;
    credentials(camera, world).await?;
    tables(camera, world).await?;
    window.click(Role::Button, "Close").await?;
    window.click(Role::Link, "New dataflow").await?;
    window.find(Role::Button, "Start anew").await?;
    camera.take_alone("wizard-draft-offered").await?;
    edit(camera).await
}

async fn credentials(camera: &Camera, world: &World) -> Result<()> {
    let window = &camera.window;
    window.click(Role::Button, "Next").await?;
    window.find_error_beside("User Pool ID").await?;
    camera.take_all("wizard-credentials-errors").await?;
    let right = world.answers();
    window
        .fill_credentials(&Answers {
            secret: "not/the/secret/of/that/key/0000000000000",
            ..right.clone()
        })
        .await?;
    window.connect().await?;
    window.read("does not belong to this access key ID").await?;
    camera.take_all("wizard-connect-failed").await?;
    window.fill_credentials(&right).await?;
    window.connect().await?;
    window.read("Connected to").await?;
    camera.take_all("wizard-connected").await?;
    window.open_group("Sign in another way").await?;
    window.tick(Role::Radio, "Temporary keys", true).await?;
    camera.take_all("wizard-sign-in-another-way").await?;
    window.tick(Role::Radio, "Access key", true).await?;
    window.click(Role::Button, "Choose from my account").await?;
    window.read("eu-west-1_").await?;
    window.find(Role::Dialog, "Choose a user pool").await?;
    camera.take("wizard-choose-from-my-account").await?;
    window.press(Key::Escape).await?;
    window.gone(Role::Dialog, "Choose a user pool").await
}

async fn tables(camera: &Camera, world: &World) -> Result<()> {
    let window = &camera.window;
    window.next("Tables").await?;
    camera.take_all("wizard-tables").await?;
    window.fill("Table name for users", "sqlite_users").await?;
    window.find_error_beside("Table name for users").await?;
    window.click(Role::Button, "Save").await?;
    window.read("Mend the table names").await?;
    camera.take_all("wizard-tables-error").await?;
    window.fill("Table name for users", "users").await?;
    window.click(Role::Button, "Back").await?;
    window.find(Role::Heading, "Credentials").await?;
    window.fill_credentials(&world.reader_answers()).await?;
    window.next("Tables").await?;
    window.read("cognito-idp:ListGroups").await?;
    camera.take_all("wizard-tables-forbidden").await
}

async fn edit(camera: &Camera) -> Result<()> {
    let window = &camera.window;
    window.click(Role::Link, "Imports").await?;
    window.act("Customers", "Edit").await?;
    window.find(Role::Heading, "Name").await?;
    camera.take("wizard-edit-name").await?;
    window.click_first(Role::Button, "Credentials").await?;
    window.read("Stored in your keychain").await?;
    camera.take_all("wizard-edit-credentials").await?;
    window.click_first(Role::Button, "Tables").await?;
    window.find(Role::Heading, "Tables").await?;
    camera.take_all("wizard-edit-tables").await?;
    window.click(Role::Button, "Close").await
}
