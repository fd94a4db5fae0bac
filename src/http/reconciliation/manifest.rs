//! What the service can do, and where: the manifest of the specification.

use super::schema;
use crate::domain::Language;
use crate::operations::RECONCILED;
use crate::vocabulary::{ID, PES};
use serde_json::{Value, json};

/// How large a preview is, in pixels.
const PREVIEW: (u16, u16) = (420, 300);

/// The manifest, with addresses that begin with `base`.
pub(super) fn document(base: &str, language: Language) -> Value {
    let types = RECONCILED.map(|kind| super::type_reference(kind, language));
    let suggested = |what: &str| json!({ "service_url": base, "service_path": format!("/reconcile/{language}/suggest/{what}") });
    json!({
        "versions": ["0.2"],
        "name": format!("Passerelle ({language})"),
        "identifierSpace": ID,
        "schemaSpace": PES,
        "documentation": format!("{base}/docs/"),
        "serviceVersion": env!("CARGO_PKG_VERSION"),
        "defaultTypes": types,
        "view": { "url": format!("{base}/id/{{{{id}}}}") },
        "preview": {
            "url": format!("{base}/reconcile/{language}/preview?id={{{{id}}}}"),
            "width": PREVIEW.0,
            "height": PREVIEW.1,
        },
        "suggest": {
            "entity": suggested("entity"),
            "type": suggested("type"),
            "property": suggested("property"),
        },
        "extend": {
            "propose_properties": {
                "service_url": base,
                "service_path": format!("/reconcile/{language}/properties"),
            },
            "property_settings": [],
        },
    })
}

/// A property as it is suggested and proposed.
pub(super) fn property(property: &schema::Property, language: Language) -> Value {
    json!({ "id": property.id, "name": property.name(language) })
}
