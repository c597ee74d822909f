//! Custom fields as people type them: by their names, `Ribbon=red`; a name that is given several times has several values.

use std::str::FromStr;

use anyhow::{Context, Result, bail};
use serde_json::{Value, json};
use uuid::Uuid;

use super::server::{Ask, Server};
use super::views::{Field, Services};

/// What stands in a field, or is to: its name, what is between, and the value.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FieldIs {
    pub name: String,
    pub sign: &'static str,
    pub value: String,
}

impl FromStr for FieldIs {
    type Err = &'static str;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let (place, sign) = [">=", "<=", "="]
            .into_iter()
            .filter_map(|sign| Some((text.find(sign)?, sign)))
            .min_by_key(|(place, _)| *place)
            .ok_or("expected a field and its value, such as Ribbon=red")?;
        let (name, value) = (text[..place].trim(), text[place + sign.len()..].trim());
        Ok(Self { name: name.to_owned(), sign, value: value.to_owned() })
    }
}

/// The fields of a service.
pub fn of_service(server: &Server, service: Option<Uuid>) -> Result<Vec<Field>> {
    let Some(id) = service else { bail!("say for which service the fields are, with --service") };
    let all: Services = server.ask("the services were not listed", &Ask::get("/services"))?.read()?;
    let found = all.services.into_iter().find(|service| service.id == id);
    Ok(found.with_context(|| format!("there is no service {id}"))?.plan.fields)
}

/// What is sent of what was typed; `Ribbon=` empties a field.
pub fn filled(known: &[Field], typed: &[FieldIs]) -> Result<Vec<Value>> {
    let mut filled: Vec<(Uuid, Vec<&str>)> = Vec::new();
    for one in typed {
        if one.sign != "=" {
            bail!("\"{}{}{}\" is a filter and no value", one.name, one.sign, one.value);
        }
        let id = find(known, &one.name)?;
        match filled.iter_mut().find(|(field, _)| *field == id) {
            Some((_, values)) => values.push(&one.value),
            None => filled.push((id, vec![&one.value])),
        }
    }
    Ok(filled.into_iter().map(|(field, values)| json!({ "field": field, "values": values })).collect())
}

/// A filter as the API reads it.
pub fn filter(known: &[Field], typed: &FieldIs) -> Result<String> {
    Ok(format!("{}{}{}", find(known, &typed.name)?, typed.sign, typed.value))
}

fn find(known: &[Field], name: &str) -> Result<Uuid> {
    let lower = name.to_lowercase();
    let found = known.iter().find(|field| field.label == name);
    let found = found.or_else(|| known.iter().find(|field| field.label.to_lowercase() == lower));
    found.map(|field| field.id).with_context(|| {
        let names: Vec<&str> = known.iter().map(|field| field.label.as_str()).collect();
        let there = if names.is_empty() { "it has none".to_owned() } else { format!("there is {}", names.join(", ")) };
        format!("the service has no field \"{name}\"; {there}")
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn known() -> Vec<Field> {
        let field = |number: u128, label: &str| Field { id: Uuid::from_u128(number), label: label.to_owned() };
        vec![field(1, "Ribbon"), field(2, "ribbon"), field(3, "Width")]
    }

    #[test]
    fn a_field_is_typed_with_what_stands_in_it() {
        let read = |text: &str| text.parse::<FieldIs>().map(|is| (is.name, is.sign, is.value));
        let is = |name: &str, sign, value: &str| Ok((name.to_owned(), sign, value.to_owned()));
        assert_eq!(read("Ribbon = a=b"), is("Ribbon", "=", "a=b"));
        assert_eq!(read("Width>=10"), is("Width", ">=", "10"));
        assert_eq!(read("Width<="), is("Width", "<=", ""));
        assert!(read("Ribbon").is_err());
    }

    #[test]
    fn values_of_one_field_go_together_and_unknown_names_are_told() {
        let typed = ["Ribbon=red", "WIDTH=3", "Ribbon=white"].map(|text| text.parse().unwrap());
        let one = json!({ "field": Uuid::from_u128(1), "values": ["red", "white"] });
        assert_eq!(filled(&known(), &typed).unwrap(), [one, json!({ "field": Uuid::from_u128(3), "values": ["3"] })]);
        let error = filled(&known(), &["Colour=red".parse().unwrap()]).unwrap_err().to_string();
        assert_eq!(error, "the service has no field \"Colour\"; there is Ribbon, ribbon, Width");
        assert!(filled(&known(), &["Width>=3".parse().unwrap()]).is_err());
    }
}
