//! The real window: a driver of its own, a session, a data folder. Ended by process id.

use crate::background::{Background, name, with_descendants};
use crate::find::Role;
use crate::programs;
use crate::wait::{SOON, until};
use anyhow::{Context, Result};
use fantoccini::{Client, ClientBuilder, Locator};
use hyper_util::client::legacy::connect::HttpConnector;
use serde_json::{Value, json};
use std::ffi::OsString;
use std::net::{Ipv4Addr, TcpListener, TcpStream};
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

const DRIVER: &str = "WebKitWebDriver";

/// An open window.
#[derive(Debug)]
pub struct Window {
    client: Client,
    driver: Background,
    folder: PathBuf,
}

/// What a window is opened with.
#[derive(Debug, Clone)]
pub struct Opening {
    /// The window's program.
    pub app: PathBuf,
    /// The folder in which it keeps its data.
    pub folder: PathBuf,
    /// What starts the driver, such as a session bus; may be empty.
    pub within: Vec<OsString>,
    /// Variables of its environment beside those that a session has.
    pub environment: Vec<(OsString, OsString)>,
}

impl Opening {
    /// The program under test on this data folder.
    pub fn on(folder: &Path) -> Result<Self> {
        Ok(Self {
            app: programs::app()?,
            folder: folder.to_owned(),
            within: Vec::new(),
            environment: Vec::new(),
        })
    }

    /// The same, with all that programs keep of a person, the web view's too, in a home of its own.
    pub fn at_home(folder: &Path, home: &Path) -> Result<Self> {
        let kept = [
            ("HOME", home.to_owned()),
            ("XDG_CACHE_HOME", home.join("cache")),
            ("XDG_CONFIG_HOME", home.join("config")),
            ("XDG_DATA_HOME", home.join("data")),
            ("XDG_STATE_HOME", home.join("state")),
        ];
        let environment = kept.map(|(name, path)| (name.into(), path.into()));
        Ok(Self {
            environment: environment.into(),
            ..Self::on(folder)?
        })
    }
}

impl Window {
    /// Opens the window on a data folder.
    pub async fn open(folder: &Path) -> Result<Self> {
        Self::open_with(&Opening::on(folder)?).await
    }

    /// Opens the window.
    pub async fn open_with(opening: &Opening) -> Result<Self> {
        let port = free_port()?;
        let driver = Background::start(DRIVER, &mut driver_command(opening, port))?;
        until("the window's driver to listen", SOON, async || {
            Ok(TcpStream::connect((Ipv4Addr::LOCALHOST, port)).ok())
        })
        .await?;
        let capabilities = json!({
            "webkitgtk:browserOptions": { "binary": opening.app, "args": [] },
        });
        let capabilities = capabilities
            .as_object()
            .cloned()
            .context("BUG: written as an object above")?;
        let client = ClientBuilder::new(HttpConnector::new())
            .capabilities(capabilities)
            .connect(&format!("http://127.0.0.1:{port}"))
            .await
            .context("the window did not open")?;
        Ok(Self {
            client,
            driver,
            folder: opening.folder.clone(),
        })
    }

    /// The folder in which it keeps its data.
    pub fn folder(&self) -> &Path {
        &self.folder
    }

    /// The driver's session.
    pub(crate) fn client(&self) -> &Client {
        &self.client
    }

    /// Asks the page.
    pub async fn ask(&self, script: &str, words: Vec<Value>) -> Result<Value> {
        let beginning: String = script.trim_start().chars().take(80).collect();
        let answer = self.client.execute(script, words).await;
        answer.with_context(|| format!("the page does not answer {beginning:?}"))
    }

    /// Asks the page what it answers only after a while, by calling its last argument.
    pub async fn ask_and_wait(&self, script: &str, words: Vec<Value>) -> Result<Value> {
        let answer = self.client.execute_async(script, words).await;
        answer.context("the page does not answer")
    }

    /// What is on screen, as a PNG: from the screen itself, as the driver's own pictures wait for
    /// a frame that a web view without a GPU never tells of. Taken again until two are the same,
    /// or what moves has moved on a few times.
    pub fn picture(&self) -> Result<Vec<u8>> {
        const MOST: usize = 6;
        let id = xdotool(&["search", "--onlyvisible", "--name", "^Poolhouse"])?;
        let id = id
            .lines()
            .next()
            .context("the window is not on screen")?
            .to_owned();
        let mut last = Vec::new();
        for _ in 0..MOST {
            let picture = photograph(&id)?;
            if picture == last {
                break;
            }
            last = picture;
        }
        Ok(last)
    }

    /// Makes the window so large, as a window manager does: the driver's own way waits for one.
    pub async fn resize(&self, width: u32, height: u32) -> Result<()> {
        let (wide, high) = (width.to_string(), height.to_string());
        xdotool(&[
            "search",
            "--sync",
            "--onlyvisible",
            "--name",
            "^Poolhouse",
            "windowsize",
            &wide,
            &high,
        ])?;
        let what = format!("the window to be {width} wide");
        self.wait(&what, SOON, async || {
            let now = self.ask("return window.innerWidth", vec![]).await?;
            Ok((now == json!(width)).then_some(()))
        })
        .await
    }

    /// Sets the theme, as a person does; ends on the settings' page.
    pub async fn set_theme(&self, theme: &str) -> Result<()> {
        self.click(Role::Link, "Settings").await?;
        self.find(Role::Heading, "Appearance").await?;
        let label = format!("//label[normalize-space()='{theme}']");
        self.wait("the theme to be set", SOON, async || {
            self.client.find(Locator::XPath(&label)).await?.click().await?;
            let now = self
                .ask(
                    "return document.documentElement.dataset.mantineColorScheme",
                    vec![],
                )
                .await?;
            Ok((now == json!(theme.to_lowercase())).then_some(()))
        })
        .await
    }

    /// Goes to an address within the app, as a notification does.
    pub async fn go_to(&self, address: &str) -> Result<()> {
        self.ask("window.location.hash = arguments[0]", vec![json!(address)])
            .await?;
        Ok(())
    }

    /// The window's title.
    pub async fn title(&self) -> Result<String> {
        Ok(self.client.title().await.context("the window has no title")?)
    }

    /// Loads the page anew, as a web view does that was ended.
    pub async fn reload(&self) -> Result<()> {
        Ok(self
            .client
            .refresh()
            .await
            .context("the page is not loaded anew")?)
    }

    /// The processes of the app: the program, and what it started for its web view.
    pub fn processes(&self) -> Vec<u32> {
        let all = with_descendants(self.driver.id());
        all.into_iter()
            .filter(|&id| id != self.driver.id())
            .filter(|&id| is_of_the_app(id))
            .collect()
    }

    /// The app's own process.
    pub fn app(&self) -> Result<u32> {
        let all = self.processes();
        all.into_iter()
            .find(|&id| name(id) == "poolhouse")
            .context("the app is not running")
    }

    /// Closes the window and waits until its processes are gone.
    pub async fn close(self) -> Result<()> {
        let processes = self.processes();
        self.client.close().await.context("the window did not close")?;
        drop(self.driver);
        until("the window's processes to end", SOON, async || {
            Ok(processes.iter().all(|&id| !is_of_the_app(id)).then_some(()))
        })
        .await
    }
}

pub(crate) fn xdotool(words: &[&str]) -> Result<String> {
    let output = Command::new("xdotool")
        .args(words)
        .output()
        .context("xdotool could not be started")?;
    anyhow::ensure!(output.status.success(), "xdotool found no window of Poolhouse");
    Ok(String::from_utf8(output.stdout)?)
}

/// By `ImageMagick`; the time is left out, so that two pictures of the same are the same.
fn photograph(window: &str) -> Result<Vec<u8>> {
    let mut import = Command::new("import");
    import.args([
        "-window",
        window,
        "-define",
        "png:exclude-chunks=date,time",
        "png:-",
    ]);
    let output = import
        .output()
        .context("ImageMagick's import could not be started")?;
    anyhow::ensure!(
        output.status.success(),
        "import failed: {}",
        String::from_utf8_lossy(&output.stderr)
    );
    Ok(output.stdout)
}

fn is_of_the_app(id: u32) -> bool {
    let name = name(id);
    name == "poolhouse" || (name.starts_with("WebKit") && name != DRIVER)
}

fn driver_command(opening: &Opening, port: u16) -> Command {
    let driver = OsString::from(DRIVER);
    let mut words = opening.within.iter().chain([&driver]);
    let mut command = Command::new(words.next().unwrap_or(&driver));
    command.args(words).arg(format!("--port={port}"));
    command
        .env("POOLHOUSE_DATA_DIR", &opening.folder)
        .env("RUST_LOG", "warn")
        .env("WEBKIT_DISABLE_DMABUF_RENDERER", "1")
        .env("TAURI_WEBVIEW_AUTOMATION", "true")
        .envs(opening.environment.iter().map(|(name, value)| (name, value)))
        .stdin(Stdio::null())
        .stdout(Stdio::null());
    for name in [
        "AWS_PROFILE",
        "AWS_ACCESS_KEY_ID",
        "AWS_SECRET_ACCESS_KEY",
        "AWS_SESSION_TOKEN",
        "AWS_REGION",
    ] {
        command.env_remove(name);
    }
    command
}

/// A port that nobody listens on now.
pub fn free_port() -> Result<u16> {
    let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).context("no port is free")?;
    Ok(listener.local_addr()?.port())
}
