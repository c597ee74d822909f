//! Lists that people look at again.

use catena_store::Tx;
use catena_store::keep::{self, SavedView};
use serde::Deserialize;
use utoipa::ToSchema;
use uuid::Uuid;

use super::requests::words;
use super::{Actor, Refusal};
use crate::desk::Desk;

/// A view as somebody saves it.
#[derive(Clone, Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct NewView {
    /// Its name.
    pub name: String,
    /// The filters, as they stand in the address of the list.
    pub query: String,
    /// Whether colleagues see it.
    #[serde(default)]
    pub shared: bool,
}

/// The views that they see, by name.
pub fn list(desk: &Desk, actor: &Actor) -> Result<Vec<SavedView>, Refusal> {
    actor.must_be_staff()?;
    Ok(desk.store.read(|sql| keep::views(sql, actor.person))?)
}

/// Saves a view.
pub fn save(desk: &Desk, tx: &mut Tx<'_>, actor: &Actor, new: &NewView) -> Result<SavedView, Refusal> {
    actor.must_be_staff()?;
    actor.must_write()?;
    let view = SavedView {
        id: desk.id(),
        owner: actor.person,
        name: words(&new.name, 120, "the name")?,
        query: words(&new.query, 2_000, "the filters")?,
        shared: new.shared,
    };
    keep::save_view(tx, &view)?;
    Ok(view)
}

/// Forgets a view.
pub fn remove(tx: &mut Tx<'_>, actor: &Actor, id: Uuid) -> Result<(), Refusal> {
    actor.must_write()?;
    if keep::remove_view(tx, actor.person, id)? {
        Ok(())
    } else {
        Err(Refusal::Missing("you have no such view".to_owned()))
    }
}
