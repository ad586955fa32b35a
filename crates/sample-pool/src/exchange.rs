//! One request and its answer: counted, struck by faults, slowed, checked, answered.

use crate::Control;
use crate::api::Api;
use crate::fault::FaultKind;
use crate::operations::{self, Call, Operation};
use crate::refusal::Refusal;
use crate::reply::{Body, BrokenOff};
use crate::route::Asked;
use crate::tally::Calls;
use crate::world::World;
use bytes::Bytes;
use http::request::Parts;
use http::{HeaderValue, Request, Response, StatusCode, header};
use http_body_util::{BodyExt, Limited};
use hyper::body::Incoming;
use jiff::Timestamp;
use std::future::Future;
use std::pin::Pin;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Instant;

/// The longest request that is read: AWS's own limit is about as large.
const LONGEST_REQUEST: usize = 1 << 20;
const SIGN_IN_PAGE: &str = "<!DOCTYPE html><html><head><title>Guest Wi-Fi</title></head>\
    <body><h1>Welcome</h1><form action=\"/login\"><input name=\"room\"><button>Sign in</button></form></body></html>";

/// What serves the requests of one connection.
#[derive(Debug, Clone)]
pub(crate) struct Exchange {
    world: Arc<World>,
    reset: Arc<AtomicBool>,
}

impl Exchange {
    pub(crate) fn new(world: Arc<World>, reset: Arc<AtomicBool>) -> Self {
        Self { world, reset }
    }

    async fn answer(self, request: Request<Incoming>) -> Result<Response<Body>, BrokenOff> {
        let world = &*self.world;
        let (parts, body) = request.into_parts();
        let body = Limited::new(body, LONGEST_REQUEST)
            .collect()
            .await
            .map_err(|_| BrokenOff)?
            .to_bytes();
        let asked = Asked::read(&parts, body.clone());
        let name = asked.operation.map_or("?", |operation| operation.name);
        let struck = world.faults.strike(name, asked.head.has_token());
        let request_id = world.request_id();
        let count = |add: fn(&mut Calls)| world.tally.count(name, add);
        count(|calls| calls.received += 1);

        let latency = world.latency();
        if !latency.is_zero() {
            tokio::time::sleep(latency).await;
        }
        for fault in &struck {
            match fault {
                FaultKind::SlowHeaders(pause) => tokio::time::sleep(*pause).await,
                FaultKind::Silence => {
                    count(|calls| calls.broken += 1);
                    std::future::pending::<()>().await;
                }
                FaultKind::ResetConnection => {
                    count(|calls| calls.broken += 1);
                    self.reset.store(true, Ordering::Relaxed);
                    return Err(BrokenOff);
                }
                FaultKind::Html => {
                    count(|calls| calls.broken += 1);
                    return Ok(respond(
                        StatusCode::OK,
                        "text/html; charset=utf-8",
                        &request_id,
                        SIGN_IN_PAGE.into(),
                    ));
                }
                _ => {}
            }
        }
        let outcome = match asked.operation {
            Some(operation) => self.perform(operation, &asked, &parts, &body, &struck, &request_id),
            None => Err(Refusal::unknown_operation()),
        };
        let mut response = match outcome {
            Ok(json) => {
                if cut_off(&struck).is_some() {
                    count(|calls| calls.broken += 1);
                } else {
                    count(|calls| calls.answered += 1);
                }
                respond(StatusCode::OK, asked.api.content_type(), &request_id, json.into())
            }
            Err(refusal) => {
                if refusal.code == "TooManyRequestsException" {
                    count(|calls| calls.throttled += 1);
                } else {
                    count(|calls| calls.refused += 1);
                }
                refuse(&refusal, asked.api, &request_id)
            }
        };
        if world.clock.ahead_ms() != 0 {
            response
                .headers_mut()
                .insert(header::DATE, http_date(world.clock.now_ms()));
        }
        Ok(match cut_off(&struck) {
            Some(fault) => cut(response, fault).await,
            None => response,
        })
    }

    /// Checks who asks and whether they may, then does what they ask.
    fn perform(
        &self,
        operation: &'static Operation,
        asked: &Asked,
        parts: &Parts,
        body: &Bytes,
        struck: &[FaultKind],
        request_id: &str,
    ) -> Result<Vec<u8>, Refusal> {
        let world = &*self.world;
        let now_ms = world.clock.now_ms();
        for fault in struck {
            match fault {
                FaultKind::Status500 => return Err(Refusal::internal()),
                FaultKind::Status503 => return Err(Refusal::unavailable()),
                FaultKind::Throttle => return Err(Refusal::throttled()),
                _ => {}
            }
        }
        let service = asked.api.signing_name();
        let key = world.keyring.verify(parts, body, service, now_ms)?;
        let action = format!("{service}:{}", operation.name);
        if !key.allowed.allows(&action) || struck.contains(&FaultKind::Forbidden) {
            let resource = world.resource(service, &asked.head.resource(asked.api));
            return Err(Refusal::forbidden(&key.arn(), &action, &resource));
        }
        let pool = asked.head.pool();
        if !world
            .quotas
            .take(operation.category, operation.name, pool, Instant::now())
        {
            return Err(Refusal::throttled());
        }
        let call = Call {
            world,
            operation: operation.name,
            input: &asked.input,
            request_id,
            struck,
            now_ms,
        };
        let answer = (operation.answer)(&call)?;
        if operation.name == operations::LIST_USERS {
            Control::new(Arc::clone(&self.world)).churn(world.next_page());
        }
        Ok(answer)
    }
}

impl hyper::service::Service<Request<Incoming>> for Exchange {
    type Response = Response<Body>;
    type Error = BrokenOff;
    type Future = Pin<Box<dyn Future<Output = Result<Response<Body>, BrokenOff>> + Send>>;

    fn call(&self, request: Request<Incoming>) -> Self::Future {
        Box::pin(self.clone().answer(request))
    }
}

fn respond(status: StatusCode, content_type: &'static str, request_id: &str, body: Bytes) -> Response<Body> {
    let mut response = Response::new(Body::whole(body));
    *response.status_mut() = status;
    let headers = response.headers_mut();
    headers.insert(header::CONTENT_TYPE, HeaderValue::from_static(content_type));
    let request_id = HeaderValue::from_str(request_id).expect("BUG: request ids are hexadecimal");
    headers.insert("x-amzn-requestid", request_id);
    response
}

fn refuse(refusal: &Refusal, api: Api, request_id: &str) -> Response<Body> {
    let status = StatusCode::from_u16(refusal.status_on(api)).expect("BUG: refusals have a known status");
    let body = refusal.body_on(api);
    let mut response = respond(status, api.content_type(), request_id, body.into());
    let kind = HeaderValue::from_str(&refusal.kind_on(api)).expect("BUG: exceptions have plain names");
    response.headers_mut().insert("x-amzn-errortype", kind);
    response
}

fn cut_off(struck: &[FaultKind]) -> Option<&FaultKind> {
    struck.iter().find(|fault| {
        matches!(
            fault,
            FaultKind::HalfReply | FaultKind::WrongLength | FaultKind::Stall
        )
    })
}

/// Answers less than was to be said.
async fn cut(response: Response<Body>, fault: &FaultKind) -> Response<Body> {
    let (mut parts, body) = response.into_parts();
    let mut bytes = body
        .collect()
        .await
        .map(http_body_util::Collected::to_bytes)
        .unwrap_or_default();
    let body = match fault {
        FaultKind::HalfReply => Body::closed_halfway(bytes),
        FaultKind::Stall => Body::stalled_halfway(bytes),
        _ => {
            bytes.truncate(bytes.len() / 2);
            parts
                .headers
                .insert(header::CONNECTION, HeaderValue::from_static("close"));
            Body::whole(bytes)
        }
    };
    Response::from_parts(parts, body)
}

fn http_date(ms: i64) -> HeaderValue {
    let date = Timestamp::from_millisecond(ms)
        .unwrap_or_default()
        .strftime("%a, %d %b %Y %H:%M:%S GMT")
        .to_string();
    HeaderValue::from_str(&date).expect("BUG: dates are plain text")
}
