//! PostgreSQL, for more than one machine or more than one node.

use std::collections::HashMap;
use std::error::Error as StdError;

use postgres::fallible_iterator::FallibleIterator;
use postgres::types::private::BytesMut;
use postgres::types::{IsNull, ToSql, Type, to_sql_checked};
use postgres::{Client, Config, SimpleQueryMessage, Statement};
use uuid::Uuid;

use crate::error::Error;
use crate::sql::{Engine, Sql};
use crate::tls::reach;
use crate::value::{Row, Value};

/// How many statements are kept prepared.
const PREPARED: usize = 256;

/// A connection to the server.
pub struct Pg {
    client: Client,
    statements: HashMap<String, Statement>,
}

impl Pg {
    /// Connects to `postgres://user@host/database`, as secretly as the address says.
    pub fn connect(url: &str) -> Result<Self, Error> {
        let (config, tls) = reach(url)?;
        let mut client = Config::from(config).connect(tls)?;
        client.batch_execute("set synchronous_commit = on; set client_min_messages = warning")?;
        Ok(Self { client, statements: HashMap::new() })
    }

    /// Runs several statements without arguments and returns the first value of each row.
    pub(crate) fn said(&mut self, sql: &str) -> Result<Vec<String>, Error> {
        let messages = self.client.simple_query(sql)?;
        let value = |message: &SimpleQueryMessage| match message {
            SimpleQueryMessage::Row(row) => row.get(0).map(str::to_owned),
            _ => None,
        };
        Ok(messages.iter().filter_map(value).collect())
    }

    fn prepare(&mut self, sql: &str) -> Result<Statement, Error> {
        if let Some(known) = self.statements.get(sql) {
            return Ok(known.clone());
        }
        if self.statements.len() >= PREPARED {
            self.statements.clear();
        }
        let statement = self.client.prepare(sql)?;
        self.statements.insert(sql.to_owned(), statement.clone());
        Ok(statement)
    }
}

impl ToSql for Value {
    fn to_sql(&self, kind: &Type, out: &mut BytesMut) -> Result<IsNull, Box<dyn StdError + Sync + Send>> {
        match self {
            Self::Null => return Ok(IsNull::Yes),
            Self::Int(number) if *kind == Type::INT4 => (*number as i32).to_sql(kind, out)?,
            Self::Int(number) => number.to_sql(kind, out)?,
            Self::Text(text) => text.to_sql(kind, out)?,
            Self::Bytes(bytes) => bytes.to_sql(kind, out)?,
            Self::Id(id) => {
                out.extend_from_slice(id.as_bytes());
                IsNull::No
            }
        };
        Ok(IsNull::No)
    }

    fn accepts(_: &Type) -> bool {
        true
    }

    to_sql_checked!();
}

/// An id as PostgreSQL sends it.
struct Id(Uuid);

impl<'a> postgres::types::FromSql<'a> for Id {
    fn from_sql(_: &Type, raw: &'a [u8]) -> Result<Self, Box<dyn StdError + Sync + Send>> {
        Ok(Self(Uuid::from_slice(raw)?))
    }

    fn accepts(kind: &Type) -> bool {
        *kind == Type::UUID
    }
}

fn value(row: &postgres::Row, column: usize) -> Result<Value, Error> {
    let kind = row.columns()[column].type_();
    Ok(match *kind {
        Type::INT8 => row.try_get::<_, Option<i64>>(column)?.into(),
        Type::INT4 => row.try_get::<_, Option<i32>>(column)?.map(i64::from).into(),
        Type::BOOL => row.try_get::<_, Option<bool>>(column)?.into(),
        Type::BYTEA => row.try_get::<_, Option<Vec<u8>>>(column)?.into(),
        Type::UUID => row.try_get::<_, Option<Id>>(column)?.map(|id| id.0).into(),
        _ => row.try_get::<_, Option<String>>(column)?.into(),
    })
}

impl Sql for Pg {
    fn engine(&self) -> Engine {
        Engine::Postgres
    }

    fn each(&mut self, sql: &str, args: &[Value], take: &mut dyn FnMut(Row) -> Result<(), Error>) -> Result<(), Error> {
        let statement = self.prepare(sql)?;
        let mut rows = self.client.query_raw(&statement, args)?;
        while let Some(row) = rows.next()? {
            take(Row((0..row.len()).map(|column| value(&row, column)).collect::<Result<_, Error>>()?))?;
        }
        Ok(())
    }

    fn execute(&mut self, sql: &str, args: &[Value]) -> Result<u64, Error> {
        let statement = self.prepare(sql)?;
        let args: Vec<&(dyn ToSql + Sync)> = args.iter().map(|value| value as &(dyn ToSql + Sync)).collect();
        Ok(self.client.execute(&statement, &args)?)
    }

    fn batch(&mut self, sql: &str) -> Result<(), Error> {
        Ok(self.client.batch_execute(sql)?)
    }
}
