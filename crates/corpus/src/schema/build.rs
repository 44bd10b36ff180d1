//! Pieces of schemas.

use serde_json::{Map, Value, json};

/// A mapping with known keys, and no others.
pub(super) struct Object {
    properties: Map<String, Value>,
    required: Vec<&'static str>,
}

impl Object {
    pub(super) fn new() -> Self {
        Self {
            properties: Map::new(),
            required: Vec::new(),
        }
    }

    /// The same with a key that must be there.
    pub(super) fn must(mut self, key: &'static str, value: Value) -> Self {
        self.required.push(key);
        self.may(key, value)
    }

    /// The same with a key that may be there.
    pub(super) fn may(mut self, key: &'static str, value: Value) -> Self {
        self.properties.insert(key.to_owned(), value);
        self
    }

    pub(super) fn schema(self) -> Value {
        json!({
            "type": "object",
            "properties": self.properties,
            "required": self.required,
            "additionalProperties": false,
        })
    }

    /// The same as a whole file, with the definitions that it refers to.
    pub(super) fn file(self, title: &str, description: &str) -> Value {
        let schema = self.schema();
        let definitions = definitions(&schema);
        let mut file = json!({
            "$schema": "https://json-schema.org/draft/2020-12/schema",
            "title": title,
            "description": description,
        });
        if let (Value::Object(file), Value::Object(schema)) = (&mut file, schema) {
            file.extend(schema);
            file.insert("$defs".to_owned(), Value::Object(definitions));
        }
        file
    }
}

/// A mapping whose keys are names that the file chooses.
pub(super) fn by_name(value: Value) -> Value {
    json!({"type": "object", "additionalProperties": value})
}

pub(super) fn list(items: Value) -> Value {
    json!({"type": "array", "items": items})
}

/// A list that has at least one item.
pub(super) fn some(items: Value) -> Value {
    json!({"type": "array", "items": items, "minItems": 1})
}

pub(super) fn either(schemas: impl IntoIterator<Item = Value>) -> Value {
    json!({"anyOf": schemas.into_iter().collect::<Vec<_>>()})
}

/// One of the words of a closed list.
pub(super) fn words<T: Copy>(all: &[T], name: fn(T) -> &'static str) -> Value {
    let names: Vec<_> = all.iter().map(|&value| name(value)).collect();
    json!({"enum": names})
}

/// A definition that schemas share.
pub(super) fn shared(name: &str) -> Value {
    json!({"$ref": format!("#/$defs/{name}")})
}

pub(super) fn text() -> Value {
    json!({"type": "string"})
}

pub(super) fn boolean() -> Value {
    json!({"type": "boolean"})
}

pub(super) fn count() -> Value {
    json!({"type": "integer", "minimum": 0, "maximum": u32::MAX})
}

/// The definitions that a schema refers to, directly and through others.
fn definitions(schema: &Value) -> Map<String, Value> {
    let mut found = Map::new();
    let mut open = references(schema);
    while let Some(name) = open.pop() {
        if let (false, Some(definition)) =
            (found.contains_key(&name), super::common::definition(&name))
        {
            open.extend(references(&definition));
            found.insert(name, definition);
        }
    }
    found
}

fn references(schema: &Value) -> Vec<String> {
    match schema {
        Value::Object(entries) => entries
            .iter()
            .flat_map(|(key, value)| match value.as_str() {
                Some(path) if key == "$ref" => path
                    .strip_prefix("#/$defs/")
                    .map(str::to_owned)
                    .into_iter()
                    .collect(),
                _ => references(value),
            })
            .collect(),
        Value::Array(items) => items.iter().flat_map(references).collect(),
        _ => Vec::new(),
    }
}
