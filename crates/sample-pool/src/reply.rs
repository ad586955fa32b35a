//! The body of an answer: whole, or cut off on purpose.

use bytes::Bytes;
use http_body::{Frame, SizeHint};
use std::pin::Pin;
use std::task::{Context, Poll};

/// The connection is to be broken here.
#[derive(Debug, thiserror::Error)]
#[error("broken off on purpose")]
pub(crate) struct BrokenOff;

/// A body. Its announced length is that of the whole, whatever is sent of it.
#[derive(Debug)]
pub(crate) struct Body {
    /// What is still to be sent.
    rest: Option<Bytes>,
    announced: u64,
    end: End,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum End {
    /// All is sent.
    Whole,
    /// The connection is closed once what was sent is on its way.
    Closed { flushed: bool },
    /// Nothing more is sent, and the connection stays open.
    Stalled,
}

impl Body {
    pub(crate) fn whole(bytes: impl Into<Bytes>) -> Self {
        let bytes = bytes.into();
        Self {
            announced: bytes.len() as u64,
            rest: Some(bytes),
            end: End::Whole,
        }
    }

    /// Half of it, then the end of the connection.
    pub(crate) fn closed_halfway(bytes: impl Into<Bytes>) -> Self {
        Self::halfway(bytes.into(), End::Closed { flushed: false })
    }

    /// Half of it, then nothing.
    pub(crate) fn stalled_halfway(bytes: impl Into<Bytes>) -> Self {
        Self::halfway(bytes.into(), End::Stalled)
    }

    fn halfway(mut bytes: Bytes, end: End) -> Self {
        let announced = bytes.len() as u64;
        bytes.truncate(bytes.len() / 2);
        Self {
            rest: Some(bytes),
            announced,
            end,
        }
    }
}

impl http_body::Body for Body {
    type Data = Bytes;
    type Error = BrokenOff;

    fn poll_frame(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
    ) -> Poll<Option<Result<Frame<Bytes>, BrokenOff>>> {
        if let Some(bytes) = self.rest.take() {
            return Poll::Ready(Some(Ok(Frame::data(bytes))));
        }
        match self.end {
            End::Whole => Poll::Ready(None),
            End::Stalled => Poll::Pending,
            // An error throws away what hyper still holds back: let it be sent first.
            End::Closed { flushed: false } => {
                self.end = End::Closed { flushed: true };
                context.waker().wake_by_ref();
                Poll::Pending
            }
            End::Closed { flushed: true } => Poll::Ready(Some(Err(BrokenOff))),
        }
    }

    fn is_end_stream(&self) -> bool {
        self.rest.is_none() && self.end == End::Whole
    }

    fn size_hint(&self) -> SizeHint {
        SizeHint::with_exact(self.announced)
    }
}
