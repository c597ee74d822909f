//! OCEL 2.0 as JSON, object by object and event by event.
//!
//! Only one object or event at a time is held besides the log itself. Numbers and booleans are accepted wherever the
//! format asks for a text; unknown members are passed over.

use std::fmt;
use std::io::Read;

use serde::Deserialize;
use serde::de::{DeserializeSeed, Deserializer, IgnoredAny, MapAccess, SeqAccess, Visitor};

use super::model::Builder;
use crate::xml::Broken;

/// Reads the log in `source`.
pub(super) fn read(source: impl Read, builder: &mut Builder) -> Result<(), Broken> {
    let mut json = serde_json::Deserializer::from_reader(source);
    Log { builder }.deserialize(&mut json).and_then(|()| json.end()).map_err(|error| {
        let (line, column) = (error.line() as u32, error.column() as u64);
        if error.is_io() {
            return Broken { source: Some(error.into()), ..Broken::at(line, "") };
        }
        let what = error.to_string();
        // The place is said by whoever reports it.
        let end = what.rfind(" at line ").unwrap_or(what.len());
        Broken { column: Some(column), ..Broken::at(line, &what[..end]) }
    })
}

/// A text, or a scalar as text.
#[derive(Default)]
struct Text(String);

impl<'de> Deserialize<'de> for Text {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Scalar;
        impl Visitor<'_> for Scalar {
            type Value = Text;

            fn expecting(&self, f: &mut fmt::Formatter) -> fmt::Result {
                f.write_str("a text, a number or a boolean")
            }
            fn visit_str<E>(self, text: &str) -> Result<Text, E> {
                Ok(Text(text.to_owned()))
            }
            fn visit_string<E>(self, text: String) -> Result<Text, E> {
                Ok(Text(text))
            }
            fn visit_bool<E>(self, value: bool) -> Result<Text, E> {
                Ok(Text(value.to_string()))
            }
            fn visit_i64<E>(self, value: i64) -> Result<Text, E> {
                Ok(Text(value.to_string()))
            }
            fn visit_u64<E>(self, value: u64) -> Result<Text, E> {
                Ok(Text(value.to_string()))
            }
            fn visit_f64<E>(self, value: f64) -> Result<Text, E> {
                Ok(Text(value.to_string()))
            }
            fn visit_unit<E>(self) -> Result<Text, E> {
                Ok(Text::default())
            }
        }
        deserializer.deserialize_any(Scalar)
    }
}

#[derive(Deserialize)]
struct Object {
    id: Text,
    #[serde(rename = "type")]
    kind: Text,
    #[serde(default)]
    attributes: Option<Vec<Attribute>>,
    #[serde(default)]
    relationships: Option<Vec<Relationship>>,
}

#[derive(Deserialize)]
struct Event {
    id: Text,
    #[serde(rename = "type")]
    kind: Text,
    #[serde(default)]
    time: Text,
    #[serde(default)]
    attributes: Option<Vec<Attribute>>,
    #[serde(default)]
    relationships: Option<Vec<Relationship>>,
}

#[derive(Deserialize)]
struct Attribute {
    name: Text,
    #[serde(default)]
    time: Text,
    #[serde(default)]
    value: Text,
}

#[derive(Deserialize)]
struct Relationship {
    #[serde(rename = "objectId")]
    object: Text,
    #[serde(default)]
    qualifier: Text,
}

/// The whole document.
struct Log<'a> {
    builder: &'a mut Builder,
}

impl<'de> DeserializeSeed<'de> for Log<'_> {
    type Value = ();

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<(), D::Error> {
        deserializer.deserialize_map(self)
    }
}

impl<'de> Visitor<'de> for Log<'_> {
    type Value = ();

    fn expecting(&self, f: &mut fmt::Formatter) -> fmt::Result {
        f.write_str("an OCEL 2.0 log: an object with \"events\" and \"objects\"")
    }

    fn visit_map<M: MapAccess<'de>>(self, mut members: M) -> Result<(), M::Error> {
        while let Some(name) = members.next_key::<String>()? {
            match name.as_str() {
                "objects" => members.next_value_seed(Each { builder: self.builder, take: object })?,
                "events" => members.next_value_seed(Each { builder: self.builder, take: event })?,
                _ => {
                    members.next_value::<IgnoredAny>()?;
                }
            }
        }
        Ok(())
    }
}

/// A list of which each item goes to the builder before the next one is read.
struct Each<'a, T> {
    builder: &'a mut Builder,
    take: fn(&mut Builder, T),
}

impl<'de, T: Deserialize<'de>> DeserializeSeed<'de> for Each<'_, T> {
    type Value = ();

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<(), D::Error> {
        deserializer.deserialize_seq(self)
    }
}

impl<'de, T: Deserialize<'de>> Visitor<'de> for Each<'_, T> {
    type Value = ();

    fn expecting(&self, f: &mut fmt::Formatter) -> fmt::Result {
        f.write_str("a list; OCEL 1.0, which has none here, is not read")
    }

    fn visit_seq<S: SeqAccess<'de>>(self, mut items: S) -> Result<(), S::Error> {
        while let Some(item) = items.next_element::<T>()? {
            (self.take)(self.builder, item);
        }
        Ok(())
    }
}

fn object(builder: &mut Builder, object: Object) {
    let number = builder.object(&object.id.0, &object.kind.0, 0);
    for attribute in object.attributes.into_iter().flatten() {
        builder.object_value(number, &attribute.name.0, &attribute.time.0, &attribute.value.0);
    }
    for relationship in object.relationships.into_iter().flatten() {
        builder.link(&object.id.0, &relationship.object.0, &relationship.qualifier.0);
    }
}

fn event(builder: &mut Builder, event: Event) {
    let number = builder.event(&event.id.0, &event.kind.0, &event.time.0, 0);
    for attribute in event.attributes.into_iter().flatten() {
        builder.event_value(number, &attribute.name.0, &attribute.value.0);
    }
    for relationship in event.relationships.into_iter().flatten() {
        builder.relate(number, &relationship.object.0, &relationship.qualifier.0);
    }
}
