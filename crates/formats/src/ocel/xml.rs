//! OCEL 2.0 as XML, element by element.
//!
//! Which object or event a relationship or an attribute belongs to follows from the innermost open `object` or
//! `event`; elements that the format does not know are passed over.

use super::model::Builder;
use crate::xml::{Broken, Bytes, Document, Element, Node};

/// Whose attributes and relationships follow.
enum Owner {
    Object { number: u32, id: String, depth: usize },
    Event { number: u32, depth: usize },
}

/// An attribute whose text is being read.
struct Attribute {
    name: String,
    time: String,
    value: String,
}

/// Reads the log in `source`.
pub(super) fn read(source: Bytes, builder: &mut Builder) -> Result<(), Broken> {
    let mut document = Document::new(source)?;
    let mut owner = None;
    let mut attribute: Option<Attribute> = None;
    loop {
        let depth = document.depth() + 1;
        match document.next()? {
            Node::Start(element) => match element.name() {
                "log" if depth == 1 => {}
                other if depth == 1 => {
                    let what = format!("the document is a <{other}>, not the <log> of OCEL 2.0");
                    return Err(Broken::at(element.line, what));
                }
                "relationship" | "object" if owner.is_some() => relate(builder, owner.as_ref(), &element)?,
                "object" => {
                    let id = needed(&element, "id")?;
                    let number = builder.object(&id, &needed(&element, "type")?, element.line);
                    owner = Some(Owner::Object { number, id, depth });
                }
                "event" => {
                    let time = element.attribute("time")?.unwrap_or_default();
                    let number =
                        builder.event(&needed(&element, "id")?, &needed(&element, "type")?, &time, element.line);
                    owner = Some(Owner::Event { number, depth });
                }
                "attribute" if owner.is_some() => {
                    let time = element.attribute("time")?.unwrap_or_default().into_owned();
                    attribute = Some(Attribute { name: needed(&element, "name")?, time, value: String::new() });
                }
                _ => {}
            },
            Node::Text(text) => {
                if let Some(attribute) = &mut attribute {
                    attribute.value.push_str(&text);
                }
            }
            Node::End => {
                if let Some(Attribute { name, time, value }) = attribute.take() {
                    match &owner {
                        Some(Owner::Object { number, .. }) => builder.object_value(*number, &name, &time, &value),
                        Some(Owner::Event { number, .. }) => builder.event_value(*number, &name, &value),
                        None => {}
                    }
                }
                let closed = document.depth();
                owner = owner.filter(|owner| match owner {
                    Owner::Object { depth, .. } | Owner::Event { depth, .. } => *depth <= closed,
                });
            }
            Node::Aside => {}
            Node::Over => return Ok(()),
        }
    }
}

/// A relationship of the innermost object or event. Some programs write `<object object-id=…>` for it.
fn relate(builder: &mut Builder, owner: Option<&Owner>, element: &Element) -> Result<(), Broken> {
    let object = needed(element, "object-id")?;
    let qualifier = element.attribute("qualifier")?.unwrap_or_default();
    match owner {
        Some(Owner::Object { id, .. }) => builder.link(id, &object, &qualifier),
        Some(Owner::Event { number, .. }) => builder.relate(*number, &object, &qualifier),
        None => {}
    }
    Ok(())
}

/// The attribute `name`, without which the element means nothing.
fn needed(element: &Element, name: &str) -> Result<String, Broken> {
    match element.attribute(name)? {
        Some(value) => Ok(value.into_owned()),
        None => Err(Broken::at(element.line, format!("<{}> has no {name:?}", element.name()))),
    }
}
