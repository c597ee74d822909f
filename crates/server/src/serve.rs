//! Answering on a socket until told to stop.

use std::io;
use std::net::SocketAddr;

use tokio::net::TcpListener;

use crate::http::router;
use crate::state::{AppState, Reach};

/// Answers on `listener` until `shutdown` is done, then finishes what was begun.
pub async fn serve(
    listener: TcpListener,
    state: AppState,
    shutdown: impl Future<Output = ()> + Send + 'static,
) -> io::Result<()> {
    let reach = if listener.local_addr()?.ip().is_loopback() { Reach::Loopback } else { Reach::Network };
    let service = router(state, reach).into_make_service_with_connect_info::<SocketAddr>();
    axum::serve(listener, service).with_graceful_shutdown(shutdown).await
}
