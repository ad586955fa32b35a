//! How AWS is reached where a person has said it: the proxy, the hosts beside it, certificate
//! authorities of their own. Called by the client and, before anything is stored, by the kinds.

use aws_smithy_http_client::proxy::ProxyConfig;
use aws_smithy_http_client::tls::{TlsContext, TrustStore};
use aws_smithy_runtime_api::client::http::{HttpConnector, HttpConnectorFuture, SharedHttpConnector};
use aws_smithy_runtime_api::client::orchestrator::HttpRequest;
use aws_smithy_runtime_api::client::result::ConnectorError;
use hyper_util::client::proxy::matcher::Matcher;
use poolhouse_connector::{FieldError, Network};
use rustls::RootCertStore;
use rustls::pki_types::CertificateDer;
use rustls::pki_types::pem::PemObject;

/// What is wrong with it, in words.
pub(crate) fn check(network: &Network) -> Vec<FieldError> {
    let mut faults = Vec::new();
    let mut fault = |field: &str, message: &str| {
        faults.push(FieldError {
            field: field.into(),
            message: message.into(),
        });
    };
    if let Some(proxy) = &network.proxy {
        match proxy.parse::<http::Uri>() {
            Ok(address)
                if address
                    .authority()
                    .is_some_and(|host| host.as_str().contains('@')) =>
            {
                fault(
                    "proxy",
                    "Leave the user name and password out: they would be stored in the clear. Set HTTPS_PROXY for this app instead.",
                );
            }
            Ok(address)
                if address.scheme_str() == Some("http")
                    && address.host().is_some_and(|host| !host.is_empty())
                    && address.path_and_query().is_none_or(|path| path.as_str() == "/") => {}
            _ => fault(
                "proxy",
                "Write the proxy as http://host:port, such as http://proxy.example.com:8080.",
            ),
        }
    }
    if let Some(pem) = &network.authorities
        && authorities(pem).is_none()
    {
        fault(
            "authorities",
            "There is no certificate authority in it, or a damaged one. Choose a PEM file, or paste its text: it has BEGIN CERTIFICATE in it.",
        );
    }
    faults
}

/// The proxy of HTTPS calls.
pub(crate) fn proxy(network: &Network) -> ProxyConfig {
    match network.proxy.as_deref().map(ProxyConfig::https) {
        Some(Ok(proxy)) => proxy.no_proxy(&network.direct),
        // One that is no address was refused when it was stored.
        Some(Err(_)) | None => ProxyConfig::from_env(),
    }
}

/// Tells which calls go by way of the proxy of [`proxy`]: it is the same rule.
pub(crate) fn by_proxy(network: &Network) -> Matcher {
    match network.proxy.as_deref() {
        Some(proxy) => Matcher::builder()
            .https(proxy)
            .no(network.direct.as_str())
            .build(),
        None => Matcher::from_env(),
    }
}

/// What went wrong with a call that was to go by way of a proxy. Where nobody answered, that is the proxy.
#[derive(Debug, thiserror::Error)]
#[error("by way of a proxy: {0}")]
pub(crate) struct ByProxy(#[source] ConnectorError);

/// Marks the errors of calls that go by way of a proxy.
#[derive(Debug)]
pub(crate) struct Marking {
    connector: SharedHttpConnector,
    by_proxy: Matcher,
}

impl Marking {
    pub(crate) fn new(connector: SharedHttpConnector, network: &Network) -> Self {
        Self {
            connector,
            by_proxy: by_proxy(network),
        }
    }
}

impl HttpConnector for Marking {
    fn call(&self, request: HttpRequest) -> HttpConnectorFuture {
        let address = request.uri().parse::<http::Uri>();
        let goes_by_proxy = address.is_ok_and(|address| self.by_proxy.intercept(&address).is_some());
        let answer = self.connector.call(request);
        if !goes_by_proxy {
            return answer;
        }
        HttpConnectorFuture::new(async move {
            answer.await.map_err(|error| {
                if error.is_timeout() {
                    return error;
                }
                ConnectorError::other(Box::new(ByProxy(error)), None)
            })
        })
    }
}

/// The system's certificate authorities, and those that a person added.
pub(crate) fn trust(network: &Network) -> TlsContext {
    let mut store = TrustStore::default();
    // The client takes what it is given for sound, and panics where it is not.
    if let Some(pem) = network
        .authorities
        .as_ref()
        .filter(|pem| authorities(pem).is_some())
    {
        store = store.with_pem_certificate(pem.clone());
    }
    TlsContext::builder()
        .with_trust_store(store)
        .build()
        .expect("BUG: a trust store is all that there is to a context")
}

/// How many certificates a PEM text has, all of them sound; `None` where that is none.
fn authorities(pem: &[u8]) -> Option<usize> {
    let certificates: Vec<_> = CertificateDer::pem_slice_iter(pem)
        .collect::<Result<_, _>>()
        .ok()?;
    let mut roots = RootCertStore::empty();
    let count = certificates.len();
    let all_sound = certificates.into_iter().all(|each| roots.add(each).is_ok());
    (all_sound && count > 0).then_some(count)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn faults(proxy: Option<&str>, authorities: Option<&[u8]>) -> Vec<String> {
        let network = Network {
            proxy: proxy.map(str::to_owned),
            direct: String::new(),
            authorities: authorities.map(<[u8]>::to_vec),
        };
        check(&network).into_iter().map(|fault| fault.field).collect()
    }

    #[test]
    fn a_proxy_is_an_address_without_a_password() {
        for sound in ["http://proxy.example.com:8080", "http://10.0.0.1:3128/"] {
            assert!(faults(Some(sound), None).is_empty(), "{sound}");
        }
        for wrong in [
            "",
            "proxy",
            "proxy:8080",
            "https://p:1",
            "http://me:secret@p:1",
            "http://p:1/x",
            "http://",
        ] {
            assert_eq!(faults(Some(wrong), None), ["proxy"], "{wrong}");
        }
    }

    #[test]
    fn an_authority_is_a_certificate() {
        let made = rcgen::generate_simple_self_signed(["ca.example.com".to_owned()]).expect("a certificate");
        let pem = made.cert.pem();
        assert!(faults(None, Some(pem.as_bytes())).is_empty());
        let cut = &pem[..pem.len() / 2];
        let key = made.signing_key.serialize_pem();
        for wrong in ["", "hello", cut, &key].map(str::as_bytes) {
            assert_eq!(faults(None, Some(wrong)), ["authorities"]);
        }
        let broken = b"-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n";
        assert_eq!(faults(None, Some(broken)), ["authorities"]);
    }
}
