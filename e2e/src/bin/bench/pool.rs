//! The pool's process, from outside.

use crate::machine;
use crate::serve::{Address, Order};
use anyhow::{Context, Result, bail};
use poolhouse_e2e::background::Background;
use std::io::{BufRead, BufReader, Write};
use std::process::{ChildStdin, ChildStdout, Command, Stdio};

/// A server, which ends with this handle.
pub(crate) struct Pool {
    pub(crate) at: Address,
    pub(crate) users: u64,
    orders: ChildStdin,
    answers: BufReader<ChildStdout>,
    server: Background,
}

impl Pool {
    /// Starts one with so many users, which answers at once and without a limit.
    pub(crate) fn start(users: u64) -> Result<Self> {
        let own = std::env::current_exe().context("could not find this very program")?;
        let mut command = Command::new(own);
        command.args(["serve", "--users", &users.to_string()]);
        command.stdin(Stdio::piped()).stdout(Stdio::piped());
        let mut server = Background::start("the sample pool", &mut command)?;
        let orders = server.child().stdin.take().context("BUG: piped above")?;
        let mut answers = BufReader::new(server.child().stdout.take().context("BUG: piped above")?);
        let mut line = String::new();
        answers.read_line(&mut line)?;
        let at = serde_json::from_str(&line).context("the sample pool did not say where it is")?;
        Ok(Self {
            at,
            users,
            orders,
            answers,
            server,
        })
    }

    /// Seconds that a core has worked for it so far, where the system tells.
    pub(crate) fn worked(&self) -> Option<f64> {
        machine::worked(self.server.id()).map(machine::seconds)
    }

    /// Tells it something, and waits until that holds.
    pub(crate) fn order(&mut self, order: Order) -> Result<()> {
        writeln!(self.orders, "{}", serde_json::to_string(&order)?)?;
        let mut line = String::new();
        self.answers.read_line(&mut line)?;
        if line.trim() != "done" {
            bail!("the sample pool did not carry out {order:?}");
        }
        Ok(())
    }

    /// How it answers from now on.
    pub(crate) fn answer(&mut self, latency_ms: u64, quota: bool) -> Result<()> {
        self.order(Order::Answer { latency_ms, quota })
    }
}
