//! Files as they are shown: what they are called, how large they are, whether a page may draw them. Those of messages
//! and those of notes are of different types here too.

use serde::Serialize;
use utoipa::ToSchema;
use uuid::Uuid;

/// A file that goes with a message.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, ToSchema)]
pub struct MessageFileView {
    /// Its id.
    pub id: Uuid,
    /// How it is called; empty once it was erased.
    pub name: String,
    /// How many bytes it has, or had before it was erased.
    pub size: i64,
    /// Whether it is an image that a page may show.
    pub shown: bool,
}

/// A file that goes with a note: no customer ever sees it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, ToSchema)]
pub struct NoteFileView {
    /// Its id.
    pub id: Uuid,
    /// How it is called; empty once it was erased.
    pub name: String,
    /// How many bytes it has, or had before it was erased.
    pub size: i64,
    /// Whether it is an image that a page may show.
    pub shown: bool,
}
