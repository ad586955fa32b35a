//! axe-core, which nobody here wrote, on each main screen, in light and dark.

use crate::support::{answers, folder, pool, source};
use anyhow::{Context, Result};
use poolhouse_e2e::command_line::CommandLine;
use poolhouse_e2e::find::Role;
use poolhouse_e2e::keyboard::Key as Press;
use poolhouse_e2e::programs;
use poolhouse_e2e::window::Window;
use poolhouse_sample_pool::{Fault, FaultKind, Key};
use serde_json::{Value, json};
use std::fs;

const JUDGE: &str = "
    const done = arguments[arguments.length - 1];
    // A colour that is on its way to another has no contrast to judge yet.
    for (const animation of document.getAnimations()) animation.finish();
    axe.run(document).then(
      ({ violations, passes }) => done(passes.length < 10 ? ['axe looked at nothing'] : violations
        .filter(({ impact }) => impact === 'serious' || impact === 'critical')
        .map(({ id, help, nodes }) => `${id}: ${help}\\n` + nodes.slice(0, 4)
          .map(({ html, failureSummary }) => `    ${html.slice(0, 200)}\\n      ${failureSummary}`).join('\\n'))),
      (error) => done([String(error)]),
    );";

const SCROLLS: &str = "
    return Math.max(0, document.scrollingElement.scrollHeight - window.innerHeight);";

/// The size of the place's heading and the one it should have: which style sheet comes first is the build's doing,
/// and must not decide which one wins.
const HEADING: &str = "
    const heading = document.querySelector('header h1');
    if (!heading) return ['', ''];
    const token = getComputedStyle(document.documentElement).getPropertyValue('--ph-text-title');
    return [getComputedStyle(heading).fontSize, token.trim()];";

struct Judge {
    window: Window,
    source: String,
    found: Vec<String>,
}

impl Judge {
    async fn judge(&mut self, screen: &str, theme: &str) -> Result<()> {
        self.window.ask(&self.source, vec![]).await?;
        // Else a focus or a wheel could move the pane and the page out of the window.
        let scrolls = self.window.ask(SCROLLS, vec![]).await?;
        if scrolls != json!(0) {
            self.found.push(format!(
                "{screen}, {theme}: the window itself scrolls, by {scrolls} pixels"
            ));
        }
        let heading = self.window.ask(HEADING, vec![]).await?;
        if heading[0] != heading[1] {
            self.found
                .push(format!("{screen}, {theme}: the size of the heading is {heading}"));
        }
        let found = self.window.ask_and_wait(JUDGE, vec![]).await?;
        for violation in found.as_array().context("axe answers a list")? {
            let violation = violation
                .as_str()
                .map_or_else(|| violation.to_string(), String::from);
            self.found.push(format!("{screen}, {theme}: {violation}"));
        }
        Ok(())
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn axe_finds_nothing_serious_on_any_screen() -> Result<()> {
    let folder = folder()?;
    let sample = pool(60).await?;
    let (endpoint, key) = (sample.endpoint(), Key::full());
    let command_line = CommandLine::on(folder.path())?;
    let axe = fs::read_to_string(programs::file("ui/node_modules/axe-core/axe.min.js"))?;
    let window = Window::open(folder.path()).await?;
    window.find(Role::Heading, "No dataflows yet").await?;
    let mut judge = Judge {
        window,
        source: axe,
        found: Vec::new(),
    };
    judge.judge("first use", "light").await?;

    command_line.create("Members", &source(&sample, &endpoint, &key), &["users", "groups"])?;
    command_line.answer(&["run", "Members"])?;
    sample.control().set_attribute(3, "custom:tier", Some("changed"));
    command_line.answer(&["run", "Members"])?;
    sample
        .control()
        .set_faults(vec![Fault::always(FaultKind::Forbidden)]);
    // It is to fail; that it does is seen on its page.
    let _ = command_line.perform(&["run", "Members"], "")?;
    sample.control().set_faults(vec![]);

    for theme in ["Light", "Dark"] {
        let window = &judge.window;
        window.reload().await?;
        window.set_theme(theme).await?;
        for (address, heading) in [
            ("/settings", "Settings"),
            ("/guide", "Setup guide"),
            ("/databases", "Databases"),
            ("/history", "Run history"),
            ("/history/run/2", "Run 2 of Members"),
            ("/history/run/3", "Run 3 of Members"),
            ("/imports", "Imports"),
        ] {
            judge.window.go_to(address).await?;
            judge.window.find(Role::Heading, heading).await?;
            judge.window.unread("Loading").await?;
            judge.judge(heading, theme).await?;
        }
        grid(&mut judge, theme).await?;
        handed_over(&mut judge, theme).await?;
        personal(&mut judge, theme).await?;
        directory(&mut judge, theme).await?;
        for (action, dialog) in [
            ("Rollback", "Rollback of Members"),
            ("Duplicate", "Duplicate Members"),
            ("Remove", "Remove Members?"),
        ] {
            judge.window.act("Members", action).await?;
            judge.window.find(Role::Dialog, dialog).await?;
            judge.judge(dialog, theme).await?;
            judge.window.click(Role::Button, "Close").await?;
            judge.window.gone(Role::Dialog, dialog).await?;
        }
        wizard(&mut judge, theme, &answers("Others", &sample, &endpoint, &key)).await?;
    }
    let found = judge.found.join("\n");
    judge.window.close().await?;
    assert!(found.is_empty(), "axe found:\n{found}");
    Ok(())
}

async fn grid(judge: &mut Judge, theme: &str) -> Result<()> {
    judge.window.go_to("/databases").await?;
    judge.window.click_first(Role::Cell, ".").await?;
    judge.window.find(Role::Button, "Close the card").await?;
    judge.judge("a row's card", theme).await?;
    for (button, dialog) in [("Filter", "New filter"), ("Columns", "Columns"), ("Keys", "Keys")] {
        judge.window.click(Role::Button, button).await?;
        judge.window.find(Role::Dialog, dialog).await?;
        judge.judge(dialog, theme).await?;
        judge.window.press(Press::Escape).await?;
        judge.window.gone(Role::Dialog, dialog).await?;
    }
    closer(judge, theme).await
}

/// A row's history, the profiles, and two versions compared.
async fn closer(judge: &mut Judge, theme: &str) -> Result<()> {
    judge.window.click(Role::Tab, "History").await?;
    judge.window.read("first run brought it").await?;
    judge.judge("a row's history", theme).await?;
    judge.window.click(Role::Button, "Profile").await?;
    judge.window.gone(Role::Button, "Cancel").await?;
    judge.judge("a table's profile", theme).await?;
    judge.window.click(Role::Button, "created_at").await?;
    judge.window.find(Role::Heading, "Spread").await?;
    judge.judge("a column's profile", theme).await?;
    judge.window.click(Role::Button, "Questions").await?;
    judge.window.read("who").await?;
    judge.judge("ready questions", theme).await?;
    judge.window.press(Press::Escape).await?;
    judge.window.go_to("/databases/1/users/compare").await?;
    judge.window.read("Cells changed").await?;
    judge.judge("two versions compared", theme).await
}

/// What makes files, of what is now and of an older version.
async fn handed_over(judge: &mut Judge, theme: &str) -> Result<()> {
    judge.window.go_to("/databases/1/users").await?;
    judge.window.find(Role::Button, "Keys").await?;
    judge.window.click(Role::Button, "Export…").await?;
    judge.window.find(Role::Radio, "Parquet").await?;
    judge.judge("the export of rows", theme).await?;
    judge.window.press(Press::Escape).await?;
    judge.window.gone(Role::Dialog, "Export users").await?;
    judge.window.click(Role::Button, "Export database…").await?;
    judge.window.find(Role::Radio, "SQLite database").await?;
    judge.judge("the export of a database", theme).await?;
    judge.window.press(Press::Escape).await?;
    judge.window.gone(Role::Dialog, "Export Members").await?;
    open_in(judge, "Open in…", theme).await?;
    judge.window.go_to("/databases/1/users?version=1").await?;
    judge.window.read("Not now").await?;
    judge.judge("an older version", theme).await?;
    open_in(judge, "Open in… of an older version", theme).await
}

async fn open_in(judge: &mut Judge, screen: &str, theme: &str) -> Result<()> {
    judge.window.click(Role::Button, "Open in…").await?;
    judge.window.find(Role::Tab, "Python").await?;
    judge.judge(screen, theme).await?;
    judge.window.press(Press::Escape).await?;
    judge.window.gone(Role::Dialog, "Open users of Members in…").await
}

/// What a column holds, somebody about to be forgotten, and all that masked.
async fn personal(judge: &mut Judge, theme: &str) -> Result<()> {
    judge.window.go_to("/databases/1/users").await?;
    judge.window.unread("Not now").await?;
    judge
        .window
        .click(Role::Button, "Menu of column username")
        .await?;
    judge.window.click(Role::MenuItem, "What it holds…").await?;
    judge.window.read("As found").await?;
    judge.judge("what a column holds", theme).await?;
    judge.window.click(Role::Button, "Keep as it is").await?;
    judge
        .window
        .gone(Role::Dialog, "Say what this column holds")
        .await?;
    judge.window.click_first(Role::Cell, ".").await?;
    judge.window.click(Role::Button, "Forget this person…").await?;
    judge.window.read("Not touched").await?;
    judge.judge("forgetting a person", theme).await?;
    judge.window.click(Role::Button, "Keep as it is").await?;
    judge.window.gone(Role::Dialog, "Forget this person?").await?;
    judge.window.click(Role::Button, "Close the card").await?;
    judge.window.click(Role::Switch, "Mask personal data").await?;
    judge.window.click_first(Role::Cell, "•••").await?;
    judge.window.find(Role::Button, "Close the card").await?;
    judge.judge("masked rows and a masked card", theme).await?;
    judge.window.click(Role::Button, "Close the card").await?;
    judge.window.click(Role::Switch, "Mask personal data").await?;
    judge.window.unread("•••").await
}

async fn directory(judge: &mut Judge, theme: &str) -> Result<()> {
    judge.window.go_to("/directory").await?;
    judge.window.find(Role::Button, "Keys").await?;
    judge.judge("the directory", theme).await?;
    judge.window.click_first(Role::Cell, ".").await?;
    judge.window.find(Role::Link, "Show in Members").await?;
    judge.judge("a person's card", theme).await?;
    judge.window.go_to("/imports").await?;
    judge.window.find(Role::Heading, "Imports").await?;
    Ok(())
}

async fn wizard(judge: &mut Judge, theme: &str, answers: &poolhouse_e2e::wizard::Answers<'_>) -> Result<()> {
    judge.window.new_dataflow_anew().await?;
    judge.window.fill("Name", "9").await?;
    judge.window.find_error_beside("Name").await?;
    judge.judge("wizard, a wrong name", theme).await?;
    judge.window.to_credentials(answers.name).await?;
    judge.window.fill("User Pool ID", "wrong").await?;
    judge.window.find_error_beside("User Pool ID").await?;
    judge.judge("wizard, wrong credentials", theme).await?;
    judge.window.fill_credentials(answers).await?;
    judge.window.next("Tables").await?;
    judge.judge("wizard, tables", theme).await?;
    judge.window.click(Role::Button, "Close").await?;
    let nothing: Value = json!(null);
    assert_ne!(
        judge.window.ask("return document.title", vec![]).await?,
        nothing,
        "the window lives"
    );
    Ok(())
}
