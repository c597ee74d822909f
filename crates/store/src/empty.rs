//! Emptying a store that held a demonstration: everything goes but those who can sign in, and what they did to do so.

use crate::error::Error;
use crate::sql::Engine;
use crate::writer::Tx;

/// What is deleted, in an order in which nothing refers to what is gone.
const STEPS: &[&str] = &[
    "delete from search_entry",
    "delete from search",
    "delete from idempotency",
    "delete from outbox",
    "delete from delivery",
    "delete from webhook",
    "delete from tracking",
    "delete from thanks",
    "delete from rating_answer",
    "delete from rating",
    "delete from pulse_look",
    "delete from pulse_release",
    "delete from pulse_comment",
    "delete from pulse_answer",
    "delete from pulse_used",
    "delete from pulse_issued",
    "delete from pulse_secret",
    "delete from pulse_wave",
    "delete from saved_view",
    "delete from macro",
    "delete from signature",
    "delete from snooze",
    "delete from presence",
    "delete from follower",
    "delete from draft",
    "delete from note_file_bytes",
    "delete from note_file",
    "delete from message_file_bytes",
    "delete from message_file",
    "delete from mention",
    "delete from note",
    "delete from message",
    "delete from tag",
    "delete from field_text",
    "delete from field_value",
    "delete from request_text",
    "delete from request",
    "delete from feedback_words",
    "delete from outcome",
    "delete from heard",
    "delete from review",
    "delete from survey_answer",
    "delete from survey_link",
    "delete from survey_ask",
    "delete from survey_version",
    "delete from survey",
    "delete from customer_owner",
    "delete from policy",
    "delete from blueprint",
    "delete from service",
    "delete from member",
    "delete from handle where party not in (select party from account)",
    "update party set parent = null, calendar = null",
    "delete from party where id not in (select party from account)",
    "delete from calendar",
    "delete from event where kind <> 'demo_changed' and subject not in (select id from account)",
];

/// Deletes everything but accounts, their people, sessions, tokens and identities, and the record of those.
pub fn all_but_accounts(tx: &mut Tx<'_>) -> Result<(), Error> {
    tx.tell_index()?;
    for step in STEPS {
        tx.sql().execute(step, &[])?;
    }
    if tx.sql().engine() == Engine::Sqlite {
        tx.sql().execute("insert into search (search) values ('optimize')", &[])?;
    }
    Ok(())
}
