//! The server: accepts connections on loopback and ends them all when it stops.

use crate::exchange::Exchange;
use crate::socket::Socket;
use crate::world::World;
use crate::{CallCounts, Control, Error, Key, Options};
use hyper::server::conn::http1;
use hyper_util::rt::TokioIo;
use std::net::{Ipv4Addr, SocketAddr};
use std::sync::Arc;
use std::time::Duration;
use tokio::net::TcpListener;
use tokio::task::{JoinHandle, JoinSet};
use tokio_util::sync::CancellationToken;

/// How long to wait where the system has no room for another connection.
const PAUSE: Duration = Duration::from_millis(20);

/// A running sample pool. It ends when it is stopped or dropped.
#[derive(Debug)]
pub struct SamplePool {
    world: Arc<World>,
    control: Control,
    address: SocketAddr,
    stopping: CancellationToken,
    /// `None` once it was awaited.
    accepting: Option<JoinHandle<()>>,
}

impl SamplePool {
    /// Starts a server on 127.0.0.1, on the current runtime.
    pub async fn start(options: Options) -> Result<Self, Error> {
        let port = options.port;
        let world = Arc::new(World::new(options)?);
        let listen = |source| Error::Listen { port, source };
        let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, port))
            .await
            .map_err(listen)?;
        let address = listener.local_addr().map_err(listen)?;
        let stopping = CancellationToken::new();
        let accepting = tokio::spawn(accept(listener, Arc::clone(&world), stopping.clone()));
        Ok(Self {
            control: Control::new(Arc::clone(&world)),
            world,
            address,
            stopping,
            accepting: Some(accepting),
        })
    }

    /// Where it listens, such as `http://127.0.0.1:40123`.
    pub fn endpoint(&self) -> String {
        format!("http://{}", self.address)
    }

    /// The ID of the pool with people in it.
    pub fn pool_id(&self) -> &str {
        &self.world.sample().id
    }

    /// The ID of the pool with nobody in it.
    pub fn empty_pool_id(&self) -> &str {
        &self.world.pools[1].id
    }

    /// The ID of the identity pool with identities in it.
    pub fn identity_pool_id(&self) -> &str {
        &self.world.sample_identities().id
    }

    /// The ID of the identity pool with no identity in it, which never used Cognito Sync.
    pub fn empty_identity_pool_id(&self) -> &str {
        &self.world.identity_pools[1].id
    }

    /// The Region that requests must be signed for.
    pub fn region(&self) -> &str {
        &self.world.region
    }

    /// The access keys that are known.
    pub fn keys(&self) -> impl Iterator<Item = &Key> {
        self.world.keyring.keys()
    }

    /// The calls so far.
    pub fn calls(&self) -> CallCounts {
        self.world.tally.counts()
    }

    /// What can be changed while it runs.
    pub fn control(&self) -> &Control {
        &self.control
    }

    /// Ends all connections, those in the middle of an answer too, and waits for their end.
    pub async fn stop(mut self) {
        self.stopping.cancel();
        if let Some(accepting) = self.accepting.take()
            && let Err(error) = accepting.await
        {
            tracing::error!(%error, "the sample pool did not end well");
        }
    }
}

impl Drop for SamplePool {
    fn drop(&mut self) {
        self.stopping.cancel();
    }
}

async fn accept(listener: TcpListener, world: Arc<World>, stopping: CancellationToken) {
    let mut connections = JoinSet::new();
    loop {
        let accepted = tokio::select! {
            accepted = listener.accept() => accepted,
            Some(_) = connections.join_next(), if !connections.is_empty() => continue,
            () = stopping.cancelled() => break,
        };
        match accepted {
            Ok((stream, _)) => {
                if let Err(error) = stream.set_nodelay(true) {
                    tracing::debug!(%error, "a connection is slower than it could be");
                }
                let (socket, reset) = Socket::new(stream);
                let exchange = Exchange::new(Arc::clone(&world), reset);
                connections.spawn(async move {
                    let connection = http1::Builder::new()
                        .header_read_timeout(None)
                        .serve_connection(TokioIo::new(socket), exchange);
                    if let Err(error) = connection.await {
                        tracing::debug!(%error, "a connection ended");
                    }
                });
            }
            // Such as too many open files: those that are served go on, and free some.
            Err(error) => {
                tracing::warn!(%error, "a connection could not be accepted");
                tokio::time::sleep(PAUSE).await;
            }
        }
    }
    connections.shutdown().await;
}
