//! What stands in the custom fields of requests. What somebody wrote is kept apart from what they chose or measured: the
//! one is rewritten when a person is erased, by the other lists are filtered.

use catena_domain::field::Value;
use catena_domain::id::RequestId;
use uuid::Uuid;

use crate::args;
use crate::error::Error;
use crate::sql::Sql;
use crate::writer::Tx;

/// Writes down what stands in a field of a request from now on; nothing, if there are no values.
pub fn set(tx: &mut Tx<'_>, request: RequestId, field: Uuid, values: &[Value]) -> Result<(), Error> {
    for table in ["field_text", "field_value"] {
        tx.sql().execute(&format!("delete from {table} where request = $1 and field = $2"), args![request, field])?;
    }
    for value in values {
        let (chosen, measure) = match value {
            Value::Text(words) => {
                let insert = "insert into field_text (request, field, words) values ($1, $2, $3)";
                tx.sql().execute(insert, args![request, field, words])?;
                continue;
            }
            Value::Chosen(option) => (option.as_str(), None),
            Value::Measure(measure) => ("", Some(*measure)),
        };
        tx.sql().execute(
            "insert into field_value (request, field, chosen, measure) values ($1, $2, $3, $4)",
            args![request, field, chosen, measure],
        )?;
    }
    Ok(())
}

/// What stands in the fields of a request: each value with its field, those of one field side by side.
pub fn of(sql: &mut dyn Sql, request: RequestId) -> Result<Vec<(Uuid, Value)>, Error> {
    let mut found = Vec::new();
    for row in sql.query("select field, words from field_text where request = $1 order by field", args![request])? {
        found.push((row.id(0)?, Value::Text(row.text(1)?)));
    }
    let values = "select field, chosen, measure from field_value where request = $1 order by field, chosen";
    for row in sql.query(values, args![request])? {
        let chosen = row.text(1)?;
        found.push((row.id(0)?, row.maybe_int(2)?.map_or(Value::Chosen(chosen), Value::Measure)));
    }
    Ok(found)
}
