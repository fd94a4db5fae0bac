//! The accept loop: connections come in, are watched, and end in order.
//!
//! `axum::serve` sets no bound on time or number, so hyper is driven here.
//! HTTP/1.1 alone is spoken: a proxy that ends TLS speaks HTTP/2 to the world.

mod client_address;
mod connections;
mod front;
mod stream;

pub(crate) use client_address::ClientAddress;
pub use client_address::{TrustedProxies, TrustedProxiesError};
pub use connections::ConnectionLimits;

use super::access_log;
use super::metrics::{Limit, Metrics};
use super::pages::ProblemPage;
use axum::Router;
use connections::{Connection, Connections};
use front::Front;
use hyper::server::conn::http1;
use hyper::service::service_fn;
use hyper_util::rt::TokioIo;
use std::io;
use std::net::{IpAddr, SocketAddr};
use std::pin::pin;
use std::sync::Arc;
use std::time::Duration;
use stream::WatchedStream;
use tokio::net::{TcpListener, TcpStream};
use tokio::time::{MissedTickBehavior, interval, sleep, timeout};
use tokio_util::sync::CancellationToken;
use tokio_util::task::TaskTracker;

/// The longest head of a request: the longest address that hyper reads, 64 KiB,
/// with room for the headers.
const HEAD_BYTES_MAX: usize = 128 * 1024;
/// The most headers of a request.
const HEADERS_MAX: usize = 100;
/// How often connections are looked at.
const SWEEP: Duration = Duration::from_millis(250);
/// How long to wait after an accept that failed for want of something.
const ACCEPT_PAUSE: Duration = Duration::from_millis(50);

/// Settings of the server.
#[derive(Clone, Debug, Default)]
pub struct ServerSettings {
    /// Bounds on connections.
    pub connections: ConnectionLimits,
    /// Who may say whom it speaks for.
    pub trusted_proxies: TrustedProxies,
    /// How long what is open may take to finish after the stop.
    pub shutdown_grace: Duration,
    /// Where connections are counted.
    pub metrics: Metrics,
}

/// A server that listens. Until it has something to answer with, it says that
/// it is not ready. Clones are the same server.
#[derive(Clone)]
pub struct Server(Arc<Shared>);

struct Shared {
    address: SocketAddr,
    settings: ServerSettings,
    connections: Connections,
    front: Front,
    stop: CancellationToken,
    tasks: TaskTracker,
}

impl Server {
    /// A server at `listener`'s address; a browser is told by `problem_page`
    /// why there is nothing to answer with.
    ///
    /// # Errors
    /// When the listener does not know its address.
    pub fn new(
        listener: &TcpListener,
        settings: ServerSettings,
        problem_page: ProblemPage,
    ) -> io::Result<Self> {
        let stop = CancellationToken::new();
        Ok(Self(Arc::new(Shared {
            address: listener.local_addr()?,
            connections: Connections::new(settings.connections.clone(), settings.metrics.clone()),
            front: Front::new(&settings.metrics, problem_page, stop.clone()),
            stop,
            tasks: TaskTracker::new(),
            settings,
        })))
    }

    /// Where it listens.
    #[must_use]
    pub fn address(&self) -> SocketAddr {
        self.0.address
    }

    /// Whether it has been told to stop.
    #[must_use]
    pub fn is_stopping(&self) -> bool {
        self.0.stop.is_cancelled()
    }

    /// From now on, requests are answered by `app`.
    pub fn answer_with(&self, app: Router) {
        self.0.front.open(app);
    }

    /// Accepts connections until `stop`; then what is open may finish within
    /// the grace, and is cut after it.
    pub async fn run(self, listener: TcpListener, stop: impl Future<Output = ()> + Send) {
        let shared = &self.0;
        let mut stop = pin!(stop);
        let mut sweep = interval(SWEEP);
        sweep.set_missed_tick_behavior(MissedTickBehavior::Delay);
        loop {
            tokio::select! {
                () = &mut stop => break,
                _ = sweep.tick() => shared.connections.sweep(false),
                accepted = listener.accept() => match accepted {
                    Ok((stream, peer)) => self.receive(stream, peer),
                    Err(error) => self.accept_failed(&error).await,
                },
            }
        }
        drop(listener);
        shared.stop.cancel();
        shared.tasks.close();
        let finished = async {
            let mut finished = pin!(shared.tasks.wait());
            loop {
                tokio::select! {
                    () = &mut finished => break,
                    _ = sweep.tick() => shared.connections.sweep(true),
                }
            }
        };
        if timeout(shared.settings.shutdown_grace, finished).await.is_err() {
            let connections = shared.connections.cut();
            tracing::warn!(connections, "cut what was still open after the grace");
            shared.tasks.wait().await;
        }
    }

    fn receive(&self, stream: TcpStream, peer: SocketAddr) {
        let peer = peer.ip().to_canonical();
        let exempt = self.0.settings.trusted_proxies.contain(peer);
        let Some(connection) = self.0.connections.admit(peer, exempt) else {
            self.0.settings.metrics.connection_refused();
            return;
        };
        let server = self.clone();
        self.0.tasks.spawn(async move {
            server.serve(stream, peer, &connection).await;
            server.0.connections.leave(&connection);
        });
    }

    /// Serves one connection to its end.
    async fn serve(&self, stream: TcpStream, peer: IpAddr, connection: &Arc<Connection>) {
        // Answers go out at once; without it they do too, only later.
        let _ = stream.set_nodelay(true);
        let io = TokioIo::new(WatchedStream::new(stream, Arc::clone(connection)));
        let service = service_fn(|mut request: hyper::Request<hyper::body::Incoming>| {
            let client = self.0.settings.trusted_proxies.client(peer, request.headers());
            request.extensions_mut().insert(client);
            access_log::check_request_id(request.headers_mut());
            self.0.front.answer(request, connection)
        });
        let mut http = http1::Builder::new();
        // The sweep bounds times: hyper would count the time between requests
        // as that of a head.
        http.header_read_timeout(None).max_headers(HEADERS_MAX).max_buf_size(HEAD_BYTES_MAX);
        let mut served = pin!(http.serve_connection(io, service));
        let mut stop = pin!(self.0.stop.cancelled());
        let mut stopping = false;
        let ended = loop {
            tokio::select! {
                ended = served.as_mut() => break ended,
                () = connection.close.cancelled() => return,
                () = stop.as_mut(), if !stopping => {
                    stopping = true;
                    served.as_mut().graceful_shutdown();
                }
            }
        };
        if let Err(error) = ended {
            if error.is_parse_too_large() {
                self.0.settings.metrics.hit(Limit::HeadSize);
            }
            tracing::debug!(%peer, %error, "connection failed");
        }
    }

    /// A client that left before it was accepted is none of our concern. When
    /// descriptors or memory are short, somebody gives way, and we go on.
    async fn accept_failed(&self, error: &io::Error) {
        use io::ErrorKind::{ConnectionAborted, ConnectionRefused, ConnectionReset, Interrupted};
        if [ConnectionAborted, ConnectionRefused, ConnectionReset, Interrupted]
            .contains(&error.kind())
        {
            return;
        }
        tracing::error!(%error, "cannot accept a connection");
        self.0.connections.shed();
        sleep(ACCEPT_PAUSE).await;
    }
}
