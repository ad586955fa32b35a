//! What asks before it does.

use crate::camera::Camera;
use anyhow::Result;
use poolhouse_e2e::find::Role;

pub(crate) async fn all(camera: &Camera) -> Result<()> {
    let window = &camera.window;
    window.click(Role::Link, "Imports").await?;
    window.act("Customers", "Rollback").await?;
    window.find(Role::Dialog, "Rollback of Customers").await?;
    window.click_first(Role::Radio, "(run 3)").await?;
    window.read("nothing is deleted").await?;
    window.read("Rows then").await?;
    camera.take("dialog-rollback").await?;
    window.pick("Tables", "user_attributes alone").await?;
    window.read("The table user_attributes will show").await?;
    window.unread("Comparing").await?;
    camera.take("dialog-rollback-one-table").await?;
    window.pick("Tables", "app_clients alone").await?;
    window.read("There is nothing to roll back").await?;
    camera.take("dialog-rollback-nothing").await?;
    window.click(Role::Button, "Close").await?;
    window.gone(Role::Dialog, "Rollback of Customers").await?;

    window.act("Customers", "Remove").await?;
    window.read("This deletes the dataflow").await?;
    camera.take("dialog-remove").await?;
    window.click(Role::Button, "Close").await?;
    window.gone(Role::Dialog, "Remove Customers?").await?;

    window.act("Customers", "Duplicate").await?;
    window.find(Role::Dialog, "Duplicate Customers").await?;
    camera.take("dialog-duplicate").await?;
    window.fill("Name of the copy", "two words").await?;
    window.find_error_beside("Name of the copy").await?;
    camera.take("dialog-duplicate-error").await?;
    window.click(Role::Button, "Close").await?;
    window.gone(Role::Dialog, "Duplicate Customers").await
}
