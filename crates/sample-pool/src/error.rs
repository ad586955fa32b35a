//! Why a sample pool does not start.

use std::io;

/// The reasons. Once started it fails no more, but for the faults that it was asked for.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// The port is taken or may not be used.
    #[error("listen on 127.0.0.1:{port}")]
    Listen {
        /// The port that was asked for; 0 is any.
        port: u16,
        /// What the system said.
        source: io::Error,
    },
    /// The pool's ID is not of the form `region_letters`.
    #[error("`{pool_id}` is not a pool ID, such as eu-west-1_SamplePool")]
    PoolId {
        /// What was given.
        pool_id: String,
    },
    /// More users than the order of the listing can be worked out for.
    #[error("{users} users are more than {most}")]
    TooManyUsers {
        /// What was asked for.
        users: u64,
        /// The most there can be.
        most: u64,
    },
    /// More identities than the order of the listing can be worked out for.
    #[error("{identities} identities are more than {most}")]
    TooManyIdentities {
        /// What was asked for.
        identities: u64,
        /// The most there can be.
        most: u64,
    },
}
