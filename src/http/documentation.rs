//! `/docs/`: the interactive documentation, Swagger UI from the binary. The
//! page around it is ours; no request leaves the site.

use super::problem::{Problem, ProblemKind};
use axum::extract::Path;
use axum::http::header;
use axum::response::{Html, IntoResponse, Response};
use std::sync::{Arc, LazyLock};
use utoipa_swagger_ui::Config;

static CONFIG: LazyLock<Arc<Config<'static>>> = LazyLock::new(|| {
    let config = Config::from("/openapi.json").validator_url("none").use_base_layout();
    Arc::new(config.display_operation_id(false).default_models_expand_depth(0))
});

const PAGE: &str = r#"<!DOCTYPE html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>Passerelle: the API</title>
<link rel="stylesheet" href="swagger-ui.css">
<link rel="icon" href="favicon-32x32.png">
</head>
<body>
<main id="swagger-ui"></main>
<noscript><p>This page needs JavaScript. The same description is at <a href="/openapi.json">/openapi.json</a>.</p></noscript>
<script src="swagger-ui-bundle.js" charset="utf-8"></script>
<script src="swagger-ui-standalone-preset.js" charset="utf-8"></script>
<script src="swagger-initializer.js" charset="utf-8"></script>
</body>
</html>
"#;

/// The page.
pub(super) async fn page() -> Html<&'static str> {
    Html(PAGE)
}

/// A script, style or picture of Swagger UI.
pub(super) async fn asset(Path(name): Path<String>) -> Result<Response, Problem> {
    match utoipa_swagger_ui::serve(&name, Arc::clone(&CONFIG)) {
        Ok(Some(file)) => {
            let mut content_type = file.content_type;
            if content_type.starts_with("text/") {
                content_type.push_str("; charset=utf-8");
            }
            let content_type = [(header::CONTENT_TYPE, content_type)];
            let encoding = file.gzpipped.then_some([(header::CONTENT_ENCODING, "gzip")]);
            Ok(match encoding {
                Some(encoding) => (content_type, encoding, file.bytes.into_owned()).into_response(),
                None => (content_type, file.bytes.into_owned()).into_response(),
            })
        }
        Ok(None) => {
            Err(Problem::new(ProblemKind::NotFound, format!("nothing is served at /docs/{name}")))
        }
        Err(error) => Err(Problem::internal(&*error)),
    }
}
