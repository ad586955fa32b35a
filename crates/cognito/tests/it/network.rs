//! What stands between this computer and AWS: certificates, proxies, ports that speak otherwise.

use crate::authority::Authority;
use crate::proxy::proxy;
use crate::support::{first, table, unit};
use poolhouse_cognito::{Credentials, PoolSource, Speed, UserPool};
use poolhouse_connector::{Connector, ErrorKind, Network, ReadError};
use poolhouse_sample_pool::{Key, Options, SamplePool};
use std::net::SocketAddr;
use std::process::Command;
use std::time::Duration;
use tokio::io::{AsyncReadExt, AsyncWriteExt, copy_bidirectional};
use tokio::net::{TcpListener, TcpStream};
use tokio::time::Instant;

/// TLS in front of the sample pool, with a certificate of the authority.
async fn secured(server: &SamplePool, authority: &Authority) -> SocketAddr {
    let acceptor = authority.speaks_for(&["localhost"]);
    let plain = server.endpoint().replace("http://", "");
    let listener = TcpListener::bind("127.0.0.1:0").await.expect("loopback is there");
    let address = listener.local_addr().expect("it is bound");
    tokio::spawn(async move {
        while let Ok((stream, _)) = listener.accept().await {
            let (acceptor, plain) = (acceptor.clone(), plain.clone());
            tokio::spawn(async move {
                let mut outer = acceptor.accept(stream).await?;
                let mut inner = TcpStream::connect(plain).await?;
                copy_bidirectional(&mut outer, &mut inner).await
            });
        }
    });
    address
}

/// What the sample pool's description says when it is read so, at this TLS address.
async fn described(server: &SamplePool, address: SocketAddr, network: Network) -> Result<String, ReadError> {
    let key = Key::full();
    let pool = UserPool::open(PoolSource {
        pool_id: server.pool_id().into(),
        region: server.region().into(),
        endpoint: Some(format!("https://localhost:{}", address.port())),
        credentials: Credentials::Keys {
            access_key_id: key.id,
            secret_access_key: key.secret.into(),
            session_token: None,
        },
        speed: Speed::Gentle,
        network,
    });
    pool.describe().await.map(|described| described.name)
}

#[tokio::test]
async fn an_authority_of_ones_own_is_trusted_when_it_is_named() {
    let server = SamplePool::start(Options::default())
        .await
        .expect("the sample pool starts");
    let authority = Authority::new();
    let address = secured(&server, &authority).await;
    let distrusted = described(&server, address, Network::default()).await;
    assert_eq!(
        distrusted.expect_err("nobody vouches for it").kind(),
        &ErrorKind::Untrusted
    );
    let name = described(&server, address, authority.trusted()).await;
    assert_eq!(name.expect("the authority vouches for it"), "Sample pool");
}

#[tokio::test]
async fn the_proxy_of_the_settings_is_used_but_for_the_hosts_beside_it() {
    let server = SamplePool::start(Options::default())
        .await
        .expect("the sample pool starts");
    let authority = Authority::new();
    let address = secured(&server, &authority).await;
    let (proxy, opened) = proxy(None).await;
    let by_proxy = Network {
        proxy: Some(format!("http://{proxy}")),
        ..authority.trusted()
    };
    let name = described(&server, address, by_proxy.clone()).await;
    assert_eq!(name.expect("the proxy lets it through"), "Sample pool");
    let host = format!("localhost:{}", address.port());
    assert_eq!(
        *opened.lock().expect("nobody panics"),
        [host],
        "one tunnel, to the endpoint"
    );

    let direct = Network {
        direct: "example.com,localhost".into(),
        ..by_proxy
    };
    let name = described(&server, address, direct).await;
    assert_eq!(name.expect("it is reached without the proxy"), "Sample pool");
    assert_eq!(
        opened.lock().expect("nobody panics").len(),
        1,
        "no further tunnel"
    );
}

/// Who did not answer is the proxy, and AWS was not asked.
#[tokio::test]
async fn a_proxy_that_is_not_there() {
    let server = SamplePool::start(Options::default())
        .await
        .expect("the sample pool starts");
    let authority = Authority::new();
    let address = secured(&server, &authority).await;
    let closed = TcpListener::bind("127.0.0.1:0").await.expect("loopback is there");
    let nobody = closed.local_addr().expect("it is bound");
    drop(closed);
    for proxy in [format!("http://{nobody}"), "http://proxy.invalid:8080".into()] {
        let network = Network {
            proxy: Some(proxy.clone()),
            ..authority.trusted()
        };
        let error = described(&server, address, network.clone()).await;
        let error = error.expect_err("nobody is there");
        assert_eq!(*error.kind(), ErrorKind::ProxyAbsent, "{proxy}: {error:?}");
        // Beside the proxy it is reached.
        let direct = Network {
            direct: "localhost".into(),
            ..network
        };
        described(&server, address, direct)
            .await
            .expect("it is reached without the proxy");
    }
    let refused = authority.trusted();
    assert_eq!(
        described(&server, nobody, refused)
            .await
            .expect_err("nobody is there")
            .kind(),
        &ErrorKind::Refused,
        "without a proxy it is the service that does not answer"
    );
}

/// The settings' proxy may refuse as that of the environment does.
#[tokio::test]
async fn a_proxy_of_the_settings_that_refuses() {
    let server = SamplePool::start(Options::default())
        .await
        .expect("the sample pool starts");
    let authority = Authority::new();
    let address = secured(&server, &authority).await;
    for refusal in [
        "HTTP/1.1 407 Proxy Authentication Required\r\ncontent-length: 0\r\n\r\n",
        "HTTP/1.1 403 Forbidden\r\ncontent-length: 0\r\n\r\n",
        "HTTP/1.1 502 Bad Gateway\r\ncontent-length: 0\r\n\r\n",
    ] {
        let network = Network {
            proxy: Some(format!("http://{}", says(refusal).await)),
            ..authority.trusted()
        };
        let error = described(&server, address, network)
            .await
            .expect_err("it refuses");
        assert_eq!(*error.kind(), ErrorKind::Proxy, "{refusal}: {error:?}");
    }
}

/// A pool that nobody has, at this endpoint.
fn nowhere(endpoint: String, network: Network) -> UserPool {
    UserPool::open(PoolSource {
        pool_id: "eu-west-1_Nowhere".into(),
        region: "eu-west-1".into(),
        endpoint: Some(endpoint),
        credentials: Credentials::Keys {
            access_key_id: "AKIAIOSFODNN7EXAMPLE".into(),
            secret_access_key: "secret".to_owned().into(),
            session_token: None,
        },
        speed: Speed::Gentle,
        network,
    })
}

async fn kind(endpoint: String) -> ErrorKind {
    let pool = nowhere(endpoint, Network::default());
    let error = first(&pool, &unit("ListUsers", ""), &[table("users")])
        .await
        .expect_err("nobody answers");
    error.kind().clone()
}

/// Answers every connection with these bytes, whatever it says.
async fn says(words: &'static str) -> SocketAddr {
    let listener = TcpListener::bind("127.0.0.1:0").await.expect("loopback is there");
    let address = listener.local_addr().expect("it is bound");
    tokio::spawn(async move {
        while let Ok((mut stream, _)) = listener.accept().await {
            drop(stream.read(&mut [0; 4_096]).await);
            drop(stream.write_all(words.as_bytes()).await);
        }
    });
    address
}

#[tokio::test]
async fn a_certificate_that_nobody_vouches_for() {
    let acceptor = Authority::new().speaks_for(&["127.0.0.1"]);
    let listener = TcpListener::bind("127.0.0.1:0").await.expect("loopback is there");
    let port = listener.local_addr().expect("it is bound").port();
    tokio::spawn(async move {
        while let Ok((stream, _)) = listener.accept().await {
            drop(acceptor.accept(stream).await);
        }
    });
    assert_eq!(
        kind(format!("https://127.0.0.1:{port}")).await,
        ErrorKind::Untrusted
    );
}

#[tokio::test]
async fn a_port_that_does_not_speak_tls() {
    let address = says("HTTP/1.1 200 OK\r\ncontent-length: 0\r\n\r\n").await;
    assert_eq!(kind(format!("https://{address}")).await, ErrorKind::NotTheService);
}

/// Runs one test in a process of its own, as the proxy stands in the environment of a whole process.
async fn passes_with_proxy(test: &'static str, variable: &'static str, proxy: SocketAddr) {
    let child = tokio::task::spawn_blocking(move || {
        Command::new(std::env::current_exe().expect("this test runs from a file"))
            .args(["--exact", test, "--ignored"])
            .env(variable, format!("http://{proxy}"))
            .env(variable.to_lowercase(), format!("http://{proxy}"))
            .output()
    });
    let output = child.await.expect("it does not panic").expect("it starts");
    assert!(
        output.status.success(),
        "{}",
        String::from_utf8_lossy(&output.stdout)
    );
}

#[tokio::test]
async fn a_proxy_that_refuses() {
    for refusal in [
        "HTTP/1.1 407 Proxy Authentication Required\r\ncontent-length: 0\r\n\r\n",
        "HTTP/1.1 403 Forbidden\r\ncontent-length: 0\r\n\r\n",
    ] {
        let address = says(refusal).await;
        passes_with_proxy("network::behind_that_proxy", "HTTPS_PROXY", address).await;
    }
}

#[tokio::test]
#[ignore = "run by `a_proxy_that_refuses`, with the proxy in its environment"]
async fn behind_that_proxy() {
    assert_eq!(kind("https://cognito.invalid".into()).await, ErrorKind::Proxy);
}

#[tokio::test]
async fn plain_http_to_this_computer_never_goes_by_way_of_a_proxy() {
    let direct = says("HTTP/1.1 500 Oops\r\ncontent-length: 0\r\n\r\n").await;
    passes_with_proxy("network::beside_that_proxy", "HTTP_PROXY", direct).await;
}

#[tokio::test]
#[ignore = "run by `plain_http_to_this_computer_never_goes_by_way_of_a_proxy`"]
async fn beside_that_proxy() {
    let closed = TcpListener::bind("127.0.0.1:0").await.expect("loopback is there");
    let address = closed.local_addr().expect("it is bound");
    drop(closed);
    assert_eq!(
        kind(format!("http://{address}")).await,
        ErrorKind::Refused,
        "a proxy would have answered 500"
    );
}

/// Takes every connection and says nothing.
async fn silent() -> SocketAddr {
    let listener = TcpListener::bind("127.0.0.1:0").await.expect("loopback is there");
    let address = listener.local_addr().expect("it is bound");
    tokio::spawn(async move {
        let mut taken = Vec::new();
        while let Ok((stream, _)) = listener.accept().await {
            taken.push(stream);
        }
    });
    address
}

/// How a first call fails, and after how long by the runtime's clock, which is stopped and so goes on only
/// where everybody waits.
async fn told_after(endpoint: String, network: Network) -> (ErrorKind, Duration) {
    let pool = nowhere(endpoint, network);
    let begun = Instant::now();
    let error = pool.describe().await.expect_err("nobody answers");
    (error.kind().clone(), begun.elapsed())
}

#[tokio::test(start_paused = true)]
async fn what_is_wrong_with_the_network_is_told_apart_within_fifteen_seconds() {
    let direct = Network::default;
    let by = |address: SocketAddr| Network {
        proxy: Some(format!("http://{address}")),
        ..Network::default()
    };
    let html = "HTTP/1.1 200 OK\r\ncontent-type: text/html\r\ncontent-length: 6\r\n\r\n<html>";
    let refusal = "HTTP/1.1 407 Proxy Authentication Required\r\ncontent-length: 0\r\n\r\n";
    let portal = says(html).await;
    let cases = [
        (
            "a sign-in page",
            format!("http://{portal}"),
            direct(),
            ErrorKind::NotTheService,
        ),
        (
            "a sign-in page without TLS",
            format!("https://{portal}"),
            direct(),
            ErrorKind::NotTheService,
        ),
        (
            "a server that ends no handshake",
            format!("https://{}", silent().await),
            direct(),
            ErrorKind::Timeout,
        ),
        (
            "a proxy that refuses",
            "https://cognito.invalid".into(),
            by(says(refusal).await),
            ErrorKind::Proxy,
        ),
        (
            "a proxy that opens no tunnel",
            "https://cognito.invalid".into(),
            by(silent().await),
            ErrorKind::Timeout,
        ),
    ];
    for (what, endpoint, network, expected) in cases {
        let (kind, took) = told_after(endpoint, network).await;
        assert_eq!(kind, expected, "{what}");
        assert!(took <= Duration::from_secs(15), "{what} took {took:?}");
    }
}

#[tokio::test(start_paused = true)]
async fn a_reply_that_never_comes_is_waited_for_half_a_minute() {
    let (kind, took) = told_after(format!("http://{}", silent().await), Network::default()).await;
    assert_eq!(kind, ErrorKind::Timeout);
    assert!((25..=35).contains(&took.as_secs()), "{took:?}");
}
