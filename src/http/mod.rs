//! tmp
use crate::operations::Passerelle;
pub struct HttpSettings {
    pub public_url: Option<String>,
    pub query_limits: crate::graph::QueryLimits,
    pub query_concurrency_max: usize,
    pub answer_cache_bytes: u64,
}
pub fn openapi_json() -> anyhow::Result<String> {
    Ok(String::new())
}
pub fn app(_s: Passerelle, _h: HttpSettings) -> anyhow::Result<axum::Router> {
    Ok(axum::Router::new())
}
pub async fn serve(
    l: tokio::net::TcpListener,
    app: axum::Router,
    stop: impl Future<Output = ()> + Send + 'static,
) -> std::io::Result<()> {
    axum::serve(l, app).with_graceful_shutdown(stop).await
}
