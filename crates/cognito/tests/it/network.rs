//! What stands between this computer and AWS: certificates, proxies, ports that speak otherwise.

use crate::support::{first, table, unit};
use poolhouse_cognito::{Credentials, Speed, UserPool, UserPoolSource};
use poolhouse_connector::ErrorKind;
use rustls::ServerConfig;
use rustls::pki_types::pem::PemObject;
use rustls::pki_types::{CertificateDer, PrivateKeyDer};
use std::net::SocketAddr;
use std::process::Command;
use std::sync::Arc;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpListener;
use tokio_rustls::TlsAcceptor;

async fn kind(endpoint: String) -> ErrorKind {
    let pool = UserPool::open(UserPoolSource {
        pool_id: "eu-west-1_Nowhere".into(),
        region: "eu-west-1".into(),
        endpoint: Some(endpoint),
        credentials: Credentials::Keys {
            access_key_id: "AKIAIOSFODNN7EXAMPLE".into(),
            secret_access_key: "secret".to_owned().into(),
            session_token: None,
        },
        speed: Speed::Gentle,
    });
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
    let certificate =
        CertificateDer::from_pem_slice(include_bytes!("untrusted.cert.pem")).expect("a certificate");
    let key = PrivateKeyDer::from_pem_slice(include_bytes!("untrusted.key.pem")).expect("its key");
    let provider = Arc::new(rustls::crypto::aws_lc_rs::default_provider());
    let config = ServerConfig::builder_with_provider(provider)
        .with_safe_default_protocol_versions()
        .expect("the provider has them")
        .with_no_client_auth()
        .with_single_cert(vec![certificate], key)
        .expect("the key is the certificate's");
    let acceptor = TlsAcceptor::from(Arc::new(config));
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

#[tokio::test]
async fn a_proxy_that_refuses() {
    for refusal in [
        "HTTP/1.1 407 Proxy Authentication Required\r\ncontent-length: 0\r\n\r\n",
        "HTTP/1.1 403 Forbidden\r\ncontent-length: 0\r\n\r\n",
    ] {
        let address = says(refusal).await;
        // A test of its own, as the proxy stands in the environment of a whole process.
        let child = tokio::task::spawn_blocking(move || {
            Command::new(std::env::current_exe().expect("this test runs from a file"))
                .args(["--exact", "network::behind_that_proxy", "--ignored"])
                .env("HTTPS_PROXY", format!("http://{address}"))
                .env("https_proxy", format!("http://{address}"))
                .output()
        });
        let output = child.await.expect("it does not panic").expect("it starts");
        assert!(
            output.status.success(),
            "{}",
            String::from_utf8_lossy(&output.stdout)
        );
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
    let output = tokio::task::spawn_blocking(move || {
        Command::new(std::env::current_exe().expect("this test runs from a file"))
            .args(["--exact", "network::beside_that_proxy", "--ignored"])
            .env("HTTP_PROXY", format!("http://{direct}"))
            .env("http_proxy", format!("http://{direct}"))
            .output()
    });
    let output = output.await.expect("it does not panic").expect("it starts");
    assert!(
        output.status.success(),
        "{}",
        String::from_utf8_lossy(&output.stdout)
    );
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
