//! What the rest of the computer sees of the window while it works, and what its page may do.

use crate::support::{answers, folder, pool};
use anyhow::{Context, Result};
use poolhouse_e2e::background::{Background, name, signal, with_descendants};
use poolhouse_e2e::files::files_with;
use poolhouse_e2e::find::Role;
use poolhouse_e2e::programs;
use poolhouse_e2e::wait::{LONG, SOON, until};
use poolhouse_e2e::window::{Opening, Window};
use poolhouse_sample_pool::Key;
use serde_json::json;
use std::collections::BTreeSet;
use std::fs;
use std::io::Read;
use std::net::TcpListener;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Duration;

fn of(process: u32, what: &str) -> Vec<u8> {
    fs::read(Path::new("/proc").join(process.to_string()).join(what)).unwrap_or_default()
}

/// The lines of the kernel's tables about this process' sockets that listen.
fn listening(process: u32) -> Vec<String> {
    let folder = Path::new("/proc").join(process.to_string());
    let links = fs::read_dir(folder.join("fd")).into_iter().flatten().flatten();
    let own: BTreeSet<String> = links
        .filter_map(|link| {
            let target = fs::read_link(link.path()).ok()?;
            let target = target.to_string_lossy();
            Some(target.strip_prefix("socket:[")?.strip_suffix(']')?.to_owned())
        })
        .collect();
    let is_listening = |line: &&str| {
        let fields: Vec<&str> = line.split_whitespace().collect();
        fields.get(3) == Some(&"0A") && fields.get(9).is_some_and(|inode| own.contains(*inode))
    };
    let tables = ["tcp", "tcp6"]
        .map(|table| String::from_utf8_lossy(&of(process, &format!("net/{table}"))).into_owned());
    tables
        .iter()
        .flat_map(|table| table.lines().filter(is_listening))
        .map(str::to_owned)
        .collect()
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn neither_the_window_nor_what_it_starts_shows_a_secret_or_listens() -> Result<()> {
    // What the web view keeps on its page, so that it is seen where that lies.
    const MARK: &str = "what-the-page-keeps";
    let folder = folder()?;
    let (data, home) = (folder.path().join("data"), folder.path().join("home"));
    fs::create_dir(&home)?;
    let sample = pool(60).await?;
    sample.control().add_users(6_000);
    let (endpoint, key) = (sample.endpoint(), Key::full());
    let window = Window::open_with(&Opening::at_home(&data, &home)?).await?;
    window
        .to_tables(&answers("Watched", &sample, &endpoint, &key))
        .await?;
    sample.control().set_latency(Duration::from_millis(100));
    window.click(Role::Button, "Save and run").await?;
    window.find(Role::Button, "Cancel the run of Watched").await?;
    let processes = window.processes();
    assert!(
        processes.len() >= 3,
        "the program and its web view's: {processes:?}"
    );
    for process in processes {
        let who = name(process);
        for what in ["cmdline", "environ"] {
            let seen = of(process, what);
            assert!(!seen.is_empty(), "{who}: its {what} can be read");
            let secret = key.secret.as_bytes();
            assert!(
                !seen.windows(secret.len()).any(|part| part == secret),
                "{who} shows it in its {what}"
            );
        }
        let limits = String::from_utf8(of(process, "limits"))?;
        let core = limits
            .lines()
            .find(|line| line.starts_with("Max core file size"))
            .context("the limit")?;
        assert_eq!(
            core.split_whitespace().nth(4),
            Some("1"),
            "{who} may be written to the disk: {core}"
        );
        // The driver of these tests has the web view listen for it, and says where.
        let environment = String::from_utf8_lossy(&of(process, "environ")).into_owned();
        let for_the_driver = environment
            .split('\0')
            .find_map(|each| {
                each.strip_prefix("WEBKIT_INSPECTOR_SERVER=127.0.0.1:")?
                    .parse::<u16>()
                    .ok()
            })
            .map(|port| format!("0100007F:{port:04X} "));
        let listens = listening(process);
        let others = listens
            .iter()
            .filter(|line| !for_the_driver.as_ref().is_some_and(|own| line.contains(own)));
        assert_eq!(others.collect::<Vec<_>>(), Vec::<&String>::new(), "{who} listens");
    }
    window.click(Role::Button, "Cancel the run of Watched").await?;
    window.find(Role::Link, "Cancelled").await?;
    let page = window
        .ask("return document.documentElement.outerHTML", vec![])
        .await?;
    assert!(!page.to_string().contains(&key.secret), "the page keeps it");
    window
        .ask("localStorage.setItem('mark', arguments[0])", vec![json!(MARK)])
        .await?;
    let kept = window
        .ask(
            "return JSON.stringify([{...localStorage}, {...sessionStorage}, document.cookie])",
            vec![],
        )
        .await?;
    assert!(!kept.to_string().contains(&key.secret), "the web view keeps it");
    window.close().await?;
    for (below, known) in [(&data, key.id.as_str()), (&home, MARK)] {
        assert_ne!(
            files_with(below, known)?,
            Vec::<PathBuf>::new(),
            "{known} is no secret, and is found"
        );
    }
    assert_eq!(files_with(folder.path(), &key.secret)?, Vec::<PathBuf>::new());
    Ok(())
}

/// What a page may try that is not ours, or that was talked into it by a value of a row.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn the_page_can_neither_load_nor_send_anything_elsewhere() -> Result<()> {
    const TRY: &str = r"
        const [address, done] = arguments;
        window.broken = [];
        document.addEventListener('securitypolicyviolation', (e) => window.broken.push(e.effectiveDirective));
        const add = (tag, fields) => document.body.appendChild(Object.assign(document.createElement(tag), fields));
        add('script', { textContent: 'window.inlineScriptRan = true' });
        add('script', { src: address + '/script.js' });
        add('img', { src: address + '/image.png' });
        add('iframe', { src: address + '/frame.html' });
        add('object', { data: address + '/object' });
        add('link', { rel: 'stylesheet', href: address + '/style.css' });
        add('base', { href: address });
        const form = add('form', { action: address + '/form', method: 'post' });
        form.submit();
        const link = add('div', { innerHTML: '<img src=x onerror=window.handlerRan=true>' });
        let sent = 'not tried';
        let evaluated = 'not tried';
        try { new Function('window.evaluated = true')(); } catch (e) { evaluated = e.name; }
        try { navigator.sendBeacon(address + '/beacon', 'x'); } catch (e) {}
        try { new WebSocket(address.replace('http', 'ws')); } catch (e) {}
        try { new EventSource(address + '/events'); } catch (e) {}
        try { Object.prototype.polluted = true; } catch (e) {}
        fetch(address + '/fetch').then(() => 'sent', () => 'refused').then((fetched) => {
            setTimeout(() => done({
                fetched, evaluated,
                inline: window.inlineScriptRan === true,
                handler: window.handlerRan === true,
                polluted: ({}).polluted === true,
                global: typeof window.__TAURI__,
                base: document.baseURI,
                broken: [...new Set(window.broken)].sort(),
            }), 500);
        });
    ";
    let listener = TcpListener::bind("127.0.0.1:0")?;
    let address = format!("http://{}", listener.local_addr()?);
    let calls = Arc::new(AtomicUsize::new(0));
    let counted = calls.clone();
    std::thread::spawn(move || {
        for stream in listener.incoming() {
            let Ok(mut stream) = stream else { return };
            drop(stream.read(&mut [0; 1_024]));
            counted.fetch_add(1, Ordering::SeqCst);
        }
    });
    let folder = folder()?;
    let window = Window::open(folder.path()).await?;
    window.find(Role::Heading, "No dataflows yet").await?;
    let found = window.ask_and_wait(TRY, vec![json!(address)]).await?;
    assert_eq!(found["fetched"], "refused", "{found}");
    assert_eq!(found["inline"], json!(false), "a script in the page ran: {found}");
    assert_eq!(
        found["handler"],
        json!(false),
        "a handler in the markup ran: {found}"
    );
    assert_eq!(
        found["polluted"],
        json!(false),
        "a prototype was changed: {found}"
    );
    assert_eq!(found["global"], "undefined", "{found}");
    let base = found["base"].as_str().context("an address")?;
    assert!(base.starts_with("tauri://localhost"), "{found}");
    let broken: Vec<&str> = found["broken"]
        .as_array()
        .context("a list")?
        .iter()
        .filter_map(|each| each.as_str())
        .collect();
    for directive in [
        "connect-src",
        "form-action",
        "frame-src",
        "img-src",
        "object-src",
        "script-src-elem",
        "style-src-elem",
    ] {
        assert!(broken.contains(&directive), "{directive} was not held: {found}");
    }
    assert_eq!(calls.load(Ordering::SeqCst), 0, "something was called");
    window.find(Role::Heading, "No dataflows yet").await?;
    window.close().await
}

/// Not under the driver, which sets the variable itself.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn started_by_a_person_it_listens_nowhere_and_has_the_renderer_that_never_stays_blank() -> Result<()> {
    for (said, wanted) in [(None, "1"), (Some("0"), "0")] {
        let folder = folder()?;
        let mut command = Command::new(programs::app()?);
        command
            .env("POOLHOUSE_DATA_DIR", folder.path())
            .env_remove("WEBKIT_DISABLE_DMABUF_RENDERER")
            .envs(said.map(|said| ("WEBKIT_DISABLE_DMABUF_RENDERER", said)))
            .stdin(Stdio::null())
            .stdout(Stdio::null())
            .stderr(Stdio::null());
        let app = Background::start("the window", &mut command)?;
        let wanted = format!("WEBKIT_DISABLE_DMABUF_RENDERER={wanted}");
        let environment = until("the web view to start", SOON, async || {
            let all = with_descendants(app.id());
            let view = all.into_iter().find(|&id| name(id).starts_with("WebKitWebProc"));
            Ok(view.map(|view| String::from_utf8_lossy(&of(view, "environ")).into_owned()))
        })
        .await?;
        assert!(
            environment.split('\0').any(|each| each == wanted),
            "{wanted}: {environment}"
        );
        for process in with_descendants(app.id()) {
            assert_eq!(
                listening(process),
                Vec::<String>::new(),
                "{} listens",
                name(process)
            );
        }
        drop(app);
    }
    Ok(())
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_web_view_whose_process_ends_is_shown_anew() -> Result<()> {
    let folder = folder()?;
    let window = Window::open(folder.path()).await?;
    window.find(Role::Heading, "No dataflows yet").await?;
    let view = || {
        let all = window.processes().into_iter();
        all.filter(|&id| name(id).starts_with("WebKitWebProc"))
            .collect::<Vec<_>>()
    };
    for _ in 0..2 {
        let before = view();
        assert_eq!(before.len(), 1, "one page");
        signal(before[0], "KILL");
        until("a page of another process", LONG, async || {
            Ok(view().into_iter().find(|id| !before.contains(id)))
        })
        .await?;
        let shown = window.picture()?;
        until("the page to be drawn", LONG, async || {
            // A blank window is of one colour, and its picture is small.
            let now = window.picture()?;
            Ok((now.len() > 10_000).then_some(()))
        })
        .await
        .with_context(|| format!("the picture has {} bytes", shown.len()))?;
    }
    assert!(window.app().is_ok(), "the app lives on");
    drop(window);
    Ok(())
}
