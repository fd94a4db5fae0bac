//! A body that is written while it is sent, by a thread that waits for the
//! client. What is short has a length; what fails half way is cut off, and
//! nobody takes a part for the whole.

use super::super::problem::Problem;
use crate::graph::GraphError;
use axum::body::Body;
use bytes::Bytes;
use futures_util::{StreamExt, stream};
use std::io::{self, BufWriter, Write};
use std::time::Duration;
use tokio::runtime::Handle;
use tokio::sync::mpsc;

/// How much is written before it goes on its way.
const CHUNK_BYTES: usize = 64 * 1024;
/// Chunks that wait for a slow client before the writer waits too.
const CHUNKS_WAITING: usize = 4;
/// How long a client may take nothing.
const IDLE_MAX: Duration = Duration::from_secs(30);

enum Piece {
    Chunk(Bytes),
    /// All has been written; an end without it is a failure.
    End,
}

type Pieces = mpsc::Receiver<Result<Piece, GraphError>>;

/// The body that `write` writes. What fails early is a problem yet.
pub(super) async fn body(
    write: impl FnOnce(&mut dyn Write) -> Result<(), GraphError> + Send + 'static,
) -> Result<Body, Problem> {
    let (send, mut pieces) = mpsc::channel(CHUNKS_WAITING);
    let runtime = Handle::current();
    tokio::task::spawn_blocking(move || {
        let sender = Sender { pieces: send.clone(), runtime };
        let mut out = BufWriter::with_capacity(CHUNK_BYTES, sender);
        let written = write(&mut out).and_then(|()| out.flush().map_err(GraphError::Output));
        // What the buffer still holds after a failure is no answer.
        let (mut sender, _) = out.into_parts();
        let _ = sender.send(written.map(|()| Piece::End));
    });
    match next(&mut pieces).await? {
        Piece::End => Ok(Body::empty()),
        Piece::Chunk(first) => match next(&mut pieces).await? {
            Piece::End => Ok(Body::from(first)),
            Piece::Chunk(second) => Ok(rest([first, second], pieces)),
        },
    }
}

async fn next(pieces: &mut Pieces) -> Result<Piece, GraphError> {
    let cut = || GraphError::Output(io::ErrorKind::UnexpectedEof.into());
    pieces.recv().await.unwrap_or_else(|| Err(cut()))
}

fn rest(begun: [Bytes; 2], pieces: Pieces) -> Body {
    let following = stream::unfold(pieces, |mut pieces| async {
        match next(&mut pieces).await {
            Ok(Piece::Chunk(chunk)) => Some((Ok(chunk), pieces)),
            Ok(Piece::End) => None,
            // An error here resets the connection.
            Err(error) => Some((Err(io::Error::other(error)), pieces)),
        }
    });
    // The compression asks again after the end, which only a fused stream allows.
    Body::from_stream(stream::iter(begun.map(Ok)).chain(following).fuse())
}

/// Hands on what is written; fails when nobody listens, or not fast enough.
struct Sender {
    pieces: mpsc::Sender<Result<Piece, GraphError>>,
    runtime: Handle,
}

impl Sender {
    fn send(&mut self, piece: Result<Piece, GraphError>) -> io::Result<()> {
        let sending = self.pieces.send(piece);
        // The timer registers where it is made: inside the runtime.
        let sent = async { tokio::time::timeout(IDLE_MAX, sending).await };
        match self.runtime.block_on(sent) {
            Ok(Ok(())) => Ok(()),
            Ok(Err(_)) => Err(io::ErrorKind::BrokenPipe.into()),
            Err(_) => Err(io::ErrorKind::TimedOut.into()),
        }
    }
}

impl Write for Sender {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.send(Ok(Piece::Chunk(Bytes::copy_from_slice(bytes))))?;
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}
