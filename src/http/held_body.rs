//! The body of an answer that keeps something until it has been sent: a place
//! among the queries of a client, the line of the log, the state of the
//! connection.

use bytes::Bytes;
use hyper::body::{Body, Frame, SizeHint};
use std::pin::Pin;
use std::task::{Context, Poll, ready};

/// What is kept. It is dropped when the answer has been sent or given up.
pub(super) trait Held: Unpin {
    /// So many bytes go on their way.
    fn sending(&mut self, _bytes: usize) {}

    /// All of the answer has gone on its way.
    fn sent_whole(&mut self) {}
}

/// A body that keeps something.
pub(super) struct HeldBody<B, H> {
    body: B,
    held: Option<H>,
}

impl<B: Body + Unpin, H: Held> HeldBody<B, H> {
    pub(super) fn new(body: B, mut held: H) -> Self {
        if body.is_end_stream() {
            held.sent_whole();
        }
        Self { body, held: Some(held) }
    }
}

impl<B: Body<Data = Bytes> + Unpin, H: Held> Body for HeldBody<B, H> {
    type Data = Bytes;
    type Error = B::Error;

    fn poll_frame(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
    ) -> Poll<Option<Result<Frame<Bytes>, B::Error>>> {
        let frame = ready!(Pin::new(&mut self.body).poll_frame(context));
        let ended = frame.is_none() || self.body.is_end_stream();
        let failed = matches!(frame, Some(Err(_)));
        if let Some(held) = &mut self.held {
            if let Some(Ok(frame)) = &frame {
                held.sending(frame.data_ref().map_or(0, Bytes::len));
            }
            if ended && !failed {
                held.sent_whole();
            }
        }
        if frame.is_none() || failed {
            self.held = None;
        }
        Poll::Ready(frame)
    }

    fn is_end_stream(&self) -> bool {
        self.body.is_end_stream()
    }

    fn size_hint(&self) -> SizeHint {
        self.body.size_hint()
    }
}
