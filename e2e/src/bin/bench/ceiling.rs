//! What the sample pool itself can serve on this machine: readers that sign, send, and throw away what
//! comes but for the token of the next page. No tool can be faster than these.

use crate::serve::Address;
use anyhow::{Context, Result, bail};
use aws_credential_types::Credentials;
use aws_sigv4::http_request::{SignableBody, SignableRequest, SigningSettings, sign};
use aws_sigv4::sign::v4;
use aws_smithy_runtime_api::client::identity::Identity;
use std::io::{BufRead, BufReader, Read, Write};
use std::net::TcpStream;
use std::thread;
use std::time::{Instant, SystemTime};

/// As many chains as Poolhouse reads at once.
const DIGITS: &str = "0123456789abcdef";

const TARGET: &str = "AWSCognitoIdentityProviderService.ListUsers";

/// What stands before the token of the next page, at the end of a reply.
const TOKEN: &[u8] = b",\"PaginationToken\":\"";

/// Seconds to read everybody in sixteen chains at once, and to drop what was read.
pub(crate) fn seconds(at: &Address) -> Result<f64> {
    let started = Instant::now();
    thread::scope(|scope| {
        let readers: Vec<_> = DIGITS
            .chars()
            .map(|digit| scope.spawn(move || Reader::open(at)?.read(digit)))
            .collect();
        readers
            .into_iter()
            .try_for_each(|reader| reader.join().expect("BUG: a reader does not panic"))
    })?;
    Ok(started.elapsed().as_secs_f64())
}

struct Reader<'a> {
    at: &'a Address,
    host: &'a str,
    identity: Identity,
    connection: BufReader<TcpStream>,
    reply: Vec<u8>,
}

impl<'a> Reader<'a> {
    fn open(at: &'a Address) -> Result<Self> {
        let host = at
            .endpoint
            .strip_prefix("http://")
            .context("the pool is on plain HTTP")?;
        let connection = TcpStream::connect(host)?;
        connection.set_nodelay(true)?;
        let keys = Credentials::new(&at.access_key_id, &at.secret_access_key, None, None, "bench");
        Ok(Self {
            at,
            host,
            identity: keys.into(),
            connection: BufReader::with_capacity(1 << 16, connection),
            reply: Vec::new(),
        })
    }

    /// Reads one chain to its end.
    fn read(mut self, digit: char) -> Result<()> {
        let mut token = String::new();
        loop {
            let asked = if token.is_empty() {
                String::new()
            } else {
                format!(",\"PaginationToken\":\"{token}\"")
            };
            let body = format!(
                "{{\"UserPoolId\":\"{}\",\"Limit\":60,\"Filter\":\"sub ^= \\\"{digit}\\\"\"{asked}}}",
                self.at.user_pool_id
            );
            self.call(&body)?;
            match self.next_token() {
                Some(next) => token = next,
                None => return Ok(()),
            }
        }
    }

    fn call(&mut self, body: &str) -> Result<()> {
        let request = format!(
            "POST / HTTP/1.1\r\nhost: {}\r\ncontent-type: application/x-amz-json-1.1\r\nx-amz-target: {TARGET}\r\n\
             content-length: {}\r\n{}\r\n{body}",
            self.host,
            body.len(),
            self.signature(body)?
        );
        self.connection.get_mut().write_all(request.as_bytes())?;
        let length = self.head()?;
        self.reply.resize(length, 0);
        self.connection.read_exact(&mut self.reply)?;
        Ok(())
    }

    /// The headers that sign a request.
    fn signature(&self, body: &str) -> Result<String> {
        let headers = [
            ("host", self.host),
            ("content-type", "application/x-amz-json-1.1"),
            ("x-amz-target", TARGET),
        ];
        let url = format!("{}/", self.at.endpoint);
        let request = SignableRequest::new(
            "POST",
            url,
            headers.into_iter(),
            SignableBody::Bytes(body.as_bytes()),
        )?;
        #[expect(
            clippy::disallowed_methods,
            reason = "a request is signed with the moment of its sending"
        )]
        let time = SystemTime::now();
        let parameters = v4::SigningParams::builder()
            .identity(&self.identity)
            .region(&self.at.region)
            .name("cognito-idp")
            .time(time)
            .settings(SigningSettings::default())
            .build()?
            .into();
        let (instructions, _) = sign(request, &parameters)?.into_parts();
        let mut lines = String::new();
        for (name, value) in instructions.headers() {
            lines.extend([name, ": ", value, "\r\n"]);
        }
        Ok(lines)
    }

    /// Reads the head of a reply; answers how long its body is.
    fn head(&mut self) -> Result<usize> {
        let (mut line, mut length, mut first) = (String::new(), None, true);
        loop {
            line.clear();
            self.connection.read_line(&mut line)?;
            if first && !line.starts_with("HTTP/1.1 200") {
                bail!("the sample pool answered {}", line.trim());
            }
            first = false;
            if line.trim().is_empty() {
                return length.context("a reply has a length");
            }
            if let Some((name, value)) = line.split_once(':')
                && name.eq_ignore_ascii_case("content-length")
            {
                length = Some(value.trim().parse()?);
            }
        }
    }

    fn next_token(&self) -> Option<String> {
        let from = self.reply.len().saturating_sub(128);
        let end = &self.reply[from..];
        let at = end.windows(TOKEN.len()).position(|bytes| bytes == TOKEN)?;
        let token = end[at + TOKEN.len()..].split(|byte| *byte == b'"').next()?;
        Some(String::from_utf8_lossy(token).into_owned())
    }
}
