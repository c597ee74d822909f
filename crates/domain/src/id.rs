//! Ids, each of a type of its own. They are made at the edges and passed in, such as UUIDs of version 7, which sort by
//! the time at which they were made.

use serde::{Deserialize, Serialize};
use uuid::Uuid;

macro_rules! ids {
    ($($(#[$doc:meta])* $name:ident)*) => {$(
        $(#[$doc])*
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
        #[serde(transparent)]
        pub struct $name(pub Uuid);
    )*};
}

ids! {
    /// A person, a team or an organisation.
    PartyId
    /// A piece of asked work, whoever asks.
    RequestId
    /// Something that can be asked for.
    ServiceId
    /// A step of a service's planned chain.
    StepId
    /// A calendar in one of its versions.
    CalendarId
    /// What colleagues wrote among themselves.
    NoteId
    /// What the customer wrote or was told.
    MessageId
    /// A file that is attached to a note.
    NoteFileId
    /// A file that is attached to a message.
    MessageFileId
    /// Everything that was decided at once.
    ActId
    /// Somebody who can sign in.
    AccountId
    /// Questions to customers, in all their versions.
    SurveyId
    /// That a customer was asked, with what they answered.
    AskId
}

impl PartyId {
    /// Nobody in particular: what follows by itself from what somebody did.
    pub const CATENA: Self = Self(Uuid::nil());
}
