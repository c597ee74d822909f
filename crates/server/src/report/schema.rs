//! The schema of the JSON that `catena analyze --json` prints, from the same components as the API's description.

use serde_json::{Map, Value, json};
use utoipa::{PartialSchema, ToSchema};

use super::Report;

/// The JSON Schema (2020-12) of a [`Report`]. `OpenAPI` 3.1 describes its components in that dialect, so only the
/// places of the definitions move.
pub fn json_schema() -> Value {
    let mut parts = Vec::new();
    Report::schemas(&mut parts);
    let mut definitions: Map<String, Value> = parts.into_iter().map(|(name, schema)| (name, json!(schema))).collect();
    definitions.insert(Report::name().into_owned(), json!(Report::schema()));
    let mut schema = json!({
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": "What `catena analyze --json` prints",
        "$ref": "#/components/schemas/Report",
        "$defs": definitions,
    });
    move_references(&mut schema);
    schema
}

fn move_references(value: &mut Value) {
    match value {
        Value::Object(members) => {
            for (name, member) in members {
                match member {
                    Value::String(place) if name == "$ref" => {
                        *place = place.replace("#/components/schemas/", "#/$defs/");
                    }
                    other => move_references(other),
                }
            }
        }
        Value::Array(items) => items.iter_mut().for_each(move_references),
        _ => {}
    }
}
