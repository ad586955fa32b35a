//! A proxy that opens tunnels.

use std::net::SocketAddr;
use std::sync::{Arc, Mutex};
use tokio::io::{AsyncReadExt, AsyncWriteExt, copy_bidirectional};
use tokio::net::{TcpListener, TcpStream};

/// Where it listens, and to which hosts it was told to open tunnels. All of them lead to
/// `instead`, where that is given.
pub(crate) async fn proxy(instead: Option<SocketAddr>) -> (SocketAddr, Arc<Mutex<Vec<String>>>) {
    let listener = TcpListener::bind("127.0.0.1:0").await.expect("loopback is there");
    let address = listener.local_addr().expect("it is bound");
    let opened = Arc::new(Mutex::new(Vec::new()));
    let opens = opened.clone();
    tokio::spawn(async move {
        while let Ok((mut stream, _)) = listener.accept().await {
            let opens = opens.clone();
            tokio::spawn(async move {
                let mut asked = Vec::new();
                while !asked.ends_with(b"\r\n\r\n") {
                    asked.push(stream.read_u8().await?);
                }
                let asked = String::from_utf8_lossy(&asked).into_owned();
                let host = asked.split(' ').nth(1).unwrap_or_default().to_owned();
                let mut inner = match instead {
                    Some(address) => TcpStream::connect(address).await?,
                    None => TcpStream::connect(&host).await?,
                };
                opens.lock().expect("nobody panics").push(host);
                stream
                    .write_all(b"HTTP/1.1 200 Connection established\r\n\r\n")
                    .await?;
                copy_bidirectional(&mut stream, &mut inner).await
            });
        }
    });
    (address, opened)
}
