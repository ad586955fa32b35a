//! The settings of the app.

use clap::Args;

#[derive(Debug, Args)]
pub(crate) struct Settings {
    /// How many versions of each database to keep, from 1 to 100.
    #[arg(long, value_name = "COUNT")]
    pub(crate) versions_kept: Option<u32>,
    /// The proxy, such as `http://proxy.example.com:3128`; an empty one for what the environment names.
    #[arg(long, value_name = "ADDRESS")]
    pub(crate) proxy: Option<String>,
    /// Hosts to reach without the proxy, separated by commas.
    #[arg(long, value_name = "HOSTS")]
    pub(crate) no_proxy: Option<String>,
    /// A PEM file with certificate authorities to trust beside the system's; an empty one for none.
    #[arg(long, value_name = "FILE")]
    pub(crate) authorities: Option<String>,
}
