//! What stands in the custom fields of a service: given when somebody asks for it, changed by those who work on it, and
//! what lists are filtered by. A request has the fields of the version of its service that it began with. Internal ones
//! are for colleagues: customers neither fill them in, nor see them, nor find anything by them.

use catena_domain::chain::Stamp;
use catena_domain::event::Fact;
use catena_domain::field::{Kind, Value, measure};
use catena_domain::id::RequestId;
use catena_store::requests::FieldIs;
use catena_store::{Sql, Tx, fields as rows, services};
use serde::Deserialize;
use utoipa::ToSchema;
use uuid::Uuid;

use super::Refusal;
use super::requests::words;
use super::work::Bench;
use crate::desk::{Desk, Field, PlanText};
use crate::views::fields::FieldView;

/// The largest number of fields, and of options of one.
const MANY: usize = 100;

/// What stands in a field.
#[derive(Clone, Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct FilledField {
    /// Which.
    pub field: Uuid,
    /// The values as words: one, or several where some options are chosen; none empties it.
    pub values: Vec<String>,
}

/// The fields of a service as they are kept: each with an id of its own. One without gets that of the field of the same
/// name before it; one of another kind than before is another field.
pub fn settle(desk: &Desk, fields: &[Field], before: &[Field]) -> Result<Vec<Field>, Refusal> {
    if fields.len() > MANY {
        return Err(Refusal::Invalid(format!("a service has at most {MANY} fields")));
    }
    let mut settled: Vec<Field> = Vec::new();
    for field in fields {
        let label = words(&field.label, 200, "the name of a field")?;
        if settled.iter().any(|other| other.label == label) {
            return Err(Refusal::Invalid(format!("there are two fields called \"{label}\"")));
        }
        let options = if Kind::from(field.kind).has_options() { options(&label, &field.options)? } else { Vec::new() };
        let same =
            before.iter().find(|known| if field.id.is_nil() { known.label == label } else { known.id == field.id });
        let id = match same {
            Some(known) if known.kind == field.kind => known.id,
            None if !field.id.is_nil() => field.id,
            _ => desk.id(),
        };
        if settled.iter().any(|other| other.id == id) {
            return Err(Refusal::Invalid(format!("two fields have the id {id}")));
        }
        settled.push(Field { id, label, options, ..field.clone() });
    }
    Ok(settled)
}

fn options(label: &str, given: &[String]) -> Result<Vec<String>, Refusal> {
    let mut options: Vec<String> = Vec::new();
    for option in given {
        let option = words(option, 200, "an option")?;
        if options.contains(&option) {
            return Err(Refusal::Invalid(format!("\"{label}\" has the option \"{option}\" twice")));
        }
        options.push(option);
    }
    if options.is_empty() || options.len() > MANY {
        return Err(Refusal::Invalid(format!("\"{label}\" needs between one and {MANY} options")));
    }
    Ok(options)
}

/// Those of a service's fields that whoever looks may know of.
pub fn known(fields: &[Field], staff: bool) -> impl Iterator<Item = &Field> {
    fields.iter().filter(move |field| staff || !field.internal)
}

/// What stands in the fields of a new request: all that has to be answered is.
pub fn fill(plan: &PlanText, given: &[FilledField], staff: bool) -> Result<Vec<(Uuid, Vec<Value>)>, Refusal> {
    let filled = given.iter().map(|one| read(plan, one, staff)).collect::<Result<Vec<_>, _>>()?;
    if let Some(twice) = given.iter().enumerate().find(|(i, one)| given[..*i].iter().any(|o| o.field == one.field)) {
        return Err(Refusal::Invalid(format!("the field {} is given twice", twice.1.field)));
    }
    for field in known(&plan.fields, staff).filter(|field| field.required) {
        if !filled.iter().any(|(id, values)| *id == field.id && !values.is_empty()) {
            return Err(Refusal::Invalid(format!("\"{}\" has to be answered", field.label)));
        }
    }
    Ok(filled)
}

/// Keeps what stands in the fields of a new request.
pub fn keep(tx: &mut Tx<'_>, request: RequestId, filled: &[(Uuid, Vec<Value>)]) -> Result<(), Refusal> {
    for (field, values) in filled {
        rows::set(tx, request, *field, values)?;
    }
    Ok(())
}

/// Changes what stands in fields of a request, and records of which ones.
pub fn change(
    tx: &mut Tx<'_>,
    bench: &mut Bench,
    id: RequestId,
    given: &[FilledField],
    stamp: Stamp,
) -> Result<(), Refusal> {
    let plan = plan_of(tx.sql(), bench, id)?;
    let before = rows::of(tx.sql(), id)?;
    let mut events = Vec::new();
    for one in given {
        let (field, values) = read(&plan, one, true)?;
        let asked = plan.fields.iter().find(|known| known.id == field);
        if let Some(asked) = asked.filter(|asked| asked.required && values.is_empty()) {
            return Err(Refusal::Invalid(format!("\"{}\" has to be answered", asked.label)));
        }
        let stood: Vec<&Value> = before.iter().filter(|(known, _)| *known == field).map(|(_, value)| value).collect();
        if stood.len() != values.len() || !values.iter().all(|value| stood.contains(&value)) {
            rows::set(tx, id, field, &values)?;
            events.extend(bench.chain.note(id, Fact::FieldChanged(field), stamp)?);
        }
    }
    bench.save(tx, events)
}

fn read(plan: &PlanText, given: &FilledField, staff: bool) -> Result<(Uuid, Vec<Value>), Refusal> {
    let field = known(&plan.fields, staff).find(|field| field.id == given.field);
    let field = field.ok_or_else(|| Refusal::Invalid(format!("nothing asks for a field {}", given.field)))?;
    let values = Kind::from(field.kind).read(&given.values, &field.options);
    let values = values.map_err(|why| Refusal::Invalid(format!("\"{}\" {why}", field.label)))?;
    Ok((field.id, values))
}

/// The plan that a root began with; an empty one for whatever else.
fn plan_of(sql: &mut dyn Sql, bench: &Bench, id: RequestId) -> Result<PlanText, Refusal> {
    let asked = &bench.work(id)?.asked;
    let (None, Some(service), Some(version)) = (asked.parent, asked.service, asked.version) else {
        return Ok(PlanText::default());
    };
    let text = services::plan(sql, service, version)?.unwrap_or_default();
    Ok(serde_json::from_str(&text).unwrap_or_default())
}

/// What a request is found by beside its subject and its details: the words in fields that customers know of, too.
pub fn findable(sql: &mut dyn Sql, bench: &Bench, id: RequestId) -> Result<String, Refusal> {
    let plan = plan_of(sql, bench, id)?;
    let open = |id: &Uuid| known(&plan.fields, false).any(|field| field.id == *id);
    let texts = rows::of(sql, id)?.into_iter().filter_map(|(field, value)| match value {
        Value::Text(words) if open(&field) => Some(words),
        _ => None,
    });
    Ok(texts.collect::<Vec<_>>().join("\n"))
}

/// The fields of a chain's root with what stands in them, as far as whoever looks may know.
pub fn show(sql: &mut dyn Sql, bench: &Bench, staff: bool) -> Result<Vec<FieldView>, Refusal> {
    let root = bench.chain.root().id();
    let plan = plan_of(sql, bench, root)?;
    let stored = rows::of(sql, root)?;
    let view = |field: &Field| {
        let kind = Kind::from(field.kind);
        let of_it = stored.iter().filter(|(id, _)| *id == field.id);
        let mut values: Vec<String> = of_it.map(|(_, value)| kind.show(value)).collect();
        values.sort_by_key(|value| field.options.iter().position(|option| option == value));
        FieldView {
            id: field.id,
            label: field.label.clone(),
            kind: field.kind,
            options: field.options.clone(),
            required: field.required,
            internal: field.internal,
            values,
        }
    };
    Ok(known(&plan.fields, staff).map(view).collect())
}

/// A filter in words: a field's id, then `=` and an option, or `>=` or `<=` and a number or a day.
pub fn read_filter(text: &str) -> Result<FieldIs, Refusal> {
    let wrong = || Refusal::BadParameter(format!("\"{text}\" is no filter such as ID=red, ID>=10 or ID<=2026-11-24"));
    let (id, is) = text.split_at_checked(36).ok_or_else(wrong)?;
    let id = Uuid::parse_str(id).map_err(|_| wrong())?;
    let at_least = is.strip_prefix(">=").map(|words| measure(words).map(|measure| FieldIs::AtLeast(id, measure)));
    let at_most = is.strip_prefix("<=").map(|words| measure(words).map(|measure| FieldIs::AtMost(id, measure)));
    let chosen = is.strip_prefix('=').filter(|option| !option.is_empty());
    let chosen = chosen.map(|option| Some(FieldIs::Chosen(id, option.to_owned())));
    at_least.or(at_most).or(chosen).flatten().ok_or_else(wrong)
}

#[cfg(test)]
mod tests {
    use super::*;

    const ID: &str = "00000000-0000-4000-8000-000000000001";

    #[test]
    fn filters_are_read_and_nonsense_is_not() {
        let id = Uuid::parse_str(ID).unwrap();
        for (is, filter) in [
            ("=a>=b: c", FieldIs::Chosen(id, "a>=b: c".to_owned())),
            (">=-1.5", FieldIs::AtLeast(id, -1_500_000)),
            ("<=1970-01-02", FieldIs::AtMost(id, 86_400_000_000)),
        ] {
            assert_eq!(read_filter(&format!("{ID}{is}")).unwrap(), filter);
        }
        for is in ["", "=", ">=", "<=red", "red", ">5"] {
            assert!(read_filter(&format!("{ID}{is}")).is_err(), "{is}");
        }
        assert!(read_filter("ä".repeat(20).as_str()).is_err(), "within a letter");
        assert!(read_filter("x=1").is_err());
    }
}
