//! Whether an endpoint address may be used. Called by `validation`.

/// An endpoint address that may be used.
pub(crate) struct Endpoint {
    /// Whether it is this computer.
    pub(crate) local: bool,
}

impl Endpoint {
    /// Reads an address, or says in one sentence what is wrong with it.
    pub(crate) fn read(address: &str) -> Result<Self, &'static str> {
        const FORM: &str = "An endpoint address is written like https://cognito-idp.eu-west-1.amazonaws.com.";
        let (scheme, rest) = address.split_once("://").ok_or(FORM)?;
        let (authority, path) = rest.split_once('/').unwrap_or((rest, ""));
        if rest.contains('@') {
            return Err("Leave the user name and password out of the endpoint address.");
        }
        let (host, port) = match authority.rsplit_once(':') {
            Some((host, port)) if !port.contains(']') => (host, Some(port)),
            _ => (authority, None),
        };
        let bracketed = host.strip_prefix('[').and_then(|host| host.strip_suffix(']'));
        let has_form = match bracketed {
            Some(inner) => inner.parse::<std::net::Ipv6Addr>().is_ok(),
            None => {
                !host.is_empty()
                    && host
                        .bytes()
                        .all(|b| b.is_ascii_alphanumeric() || b == b'-' || b == b'.')
            }
        };
        let port_fits = port.is_none_or(|port| port.parse::<u16>().is_ok_and(|port| port != 0));
        if !has_form || !port_fits || path.contains(['?', '#']) || path.contains(char::is_whitespace) {
            return Err(FORM);
        }
        let local = host.eq_ignore_ascii_case("localhost")
            || bracketed
                .unwrap_or(host)
                .parse::<std::net::IpAddr>()
                .is_ok_and(|ip| ip.is_loopback());
        match scheme.to_ascii_lowercase().as_str() {
            "https" => Ok(Self { local }),
            "http" if local => Ok(Self { local }),
            "http" => Err(
                "An endpoint address must begin with https, as the keys' signatures travel there; http is for this computer only.",
            ),
            _ => Err(FORM),
        }
    }
}
