//! What goes into a statement and comes out of a row, the same for every engine.

use jiff::Timestamp;
use uuid::Uuid;

use crate::error::Error;

/// A value of a column.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub enum Value {
    /// Nothing.
    Null,
    /// A whole number, a flag (0 or 1) or an instant in microseconds.
    Int(i64),
    /// Words.
    Text(String),
    /// Bytes.
    Bytes(Vec<u8>),
    /// An id.
    Id(Uuid),
}

impl From<i64> for Value {
    fn from(number: i64) -> Self {
        Self::Int(number)
    }
}

impl From<bool> for Value {
    fn from(flag: bool) -> Self {
        Self::Int(i64::from(flag))
    }
}

impl From<&str> for Value {
    fn from(text: &str) -> Self {
        Self::Text(text.to_owned())
    }
}

impl From<String> for Value {
    fn from(text: String) -> Self {
        Self::Text(text)
    }
}

impl From<&String> for Value {
    fn from(text: &String) -> Self {
        Self::Text(text.clone())
    }
}

impl From<Vec<u8>> for Value {
    fn from(bytes: Vec<u8>) -> Self {
        Self::Bytes(bytes)
    }
}

impl From<&[u8]> for Value {
    fn from(bytes: &[u8]) -> Self {
        Self::Bytes(bytes.to_vec())
    }
}

impl From<Uuid> for Value {
    fn from(id: Uuid) -> Self {
        Self::Id(id)
    }
}

impl From<Timestamp> for Value {
    fn from(at: Timestamp) -> Self {
        Self::Int(at.as_microsecond())
    }
}

impl<T: Into<Value>> From<Option<T>> for Value {
    fn from(value: Option<T>) -> Self {
        value.map_or(Self::Null, Into::into)
    }
}

macro_rules! ids {
    ($($name:ident)*) => {$(
        impl From<catena_domain::id::$name> for Value {
            fn from(id: catena_domain::id::$name) -> Self {
                Self::Id(id.0)
            }
        }
    )*};
}

ids! { PartyId RequestId ServiceId StepId CalendarId NoteId MessageId NoteFileId MessageFileId ActId AccountId SurveyId AskId }

/// Adds arguments to a statement, and says where it has them: `$3, $4`; `null`, which nothing equals, if there are none.
pub(crate) fn places<T: Clone + Into<Value>>(args: &mut Vec<Value>, values: &[T]) -> String {
    let place = |value: &T| {
        args.push(value.clone().into());
        format!("${}", args.len())
    };
    let places: Vec<String> = values.iter().map(place).collect();
    if places.is_empty() { "null".to_owned() } else { places.join(", ") }
}

/// One row of an answer. Columns are read in their order, each by the type that the statement gives it.
#[derive(Clone, Debug, PartialEq)]
pub struct Row(pub Vec<Value>);

impl Row {
    fn at(&self, column: usize) -> Result<&Value, Error> {
        self.0.get(column).ok_or_else(|| Error::Database(format!("the row has no column {column}")))
    }

    fn wrong<T>(&self, column: usize, wanted: &str) -> Result<T, Error> {
        Err(Error::Database(format!("column {column} is no {wanted}: {:?}", self.0.get(column))))
    }

    /// A whole number.
    pub fn int(&self, column: usize) -> Result<i64, Error> {
        match self.at(column)? {
            Value::Int(number) => Ok(*number),
            _ => self.wrong(column, "number"),
        }
    }

    /// A whole number, if there is one.
    pub fn maybe_int(&self, column: usize) -> Result<Option<i64>, Error> {
        match self.at(column)? {
            Value::Null => Ok(None),
            _ => self.int(column).map(Some),
        }
    }

    /// A flag.
    pub fn flag(&self, column: usize) -> Result<bool, Error> {
        self.int(column).map(|number| number != 0)
    }

    /// An instant.
    pub fn instant(&self, column: usize) -> Result<Timestamp, Error> {
        let micros = self.int(column)?;
        Timestamp::from_microsecond(micros).or_else(|_| self.wrong(column, "instant"))
    }

    /// An instant, if there is one.
    pub fn maybe_instant(&self, column: usize) -> Result<Option<Timestamp>, Error> {
        match self.at(column)? {
            Value::Null => Ok(None),
            _ => self.instant(column).map(Some),
        }
    }

    /// Words.
    pub fn text(&self, column: usize) -> Result<String, Error> {
        match self.at(column)? {
            Value::Text(text) => Ok(text.clone()),
            _ => self.wrong(column, "text"),
        }
    }

    /// Words, if there are any.
    pub fn maybe_text(&self, column: usize) -> Result<Option<String>, Error> {
        match self.at(column)? {
            Value::Null => Ok(None),
            _ => self.text(column).map(Some),
        }
    }

    /// Bytes.
    pub fn bytes(&self, column: usize) -> Result<Vec<u8>, Error> {
        match self.at(column)? {
            Value::Bytes(bytes) => Ok(bytes.clone()),
            _ => self.wrong(column, "bytes"),
        }
    }

    /// Bytes, if there are any.
    pub fn maybe_bytes(&self, column: usize) -> Result<Option<Vec<u8>>, Error> {
        match self.at(column)? {
            Value::Null => Ok(None),
            _ => self.bytes(column).map(Some),
        }
    }

    /// An id.
    pub fn id(&self, column: usize) -> Result<Uuid, Error> {
        match self.at(column)? {
            Value::Id(id) => Ok(*id),
            Value::Bytes(bytes) => Uuid::from_slice(bytes).or_else(|_| self.wrong(column, "id")),
            _ => self.wrong(column, "id"),
        }
    }

    /// An id, if there is one.
    pub fn maybe_id(&self, column: usize) -> Result<Option<Uuid>, Error> {
        match self.at(column)? {
            Value::Null => Ok(None),
            _ => self.id(column).map(Some),
        }
    }
}
