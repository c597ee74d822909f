//! The pulse as this process holds it: answers wait here, in memory alone, until a crowd of them can be written at once.
//!
//! Always: what leaves is a batch that `catena_pulse::intake` made. Nothing is noted down of a single answer: no event, no
//! line in a log, no instant. The lock is taken before the writer and never inside of a write, so that answers come one
//! after the other and each batch is on its way before the next answer is taken. What cannot be written, because the disk is
//! full, waits and is written before anything else. After a crash the intake is opened again from the ledgers: the slips of
//! those whose answers were only held work again.

mod form;
mod kept;

use std::collections::VecDeque;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Mutex, PoisonError};

use catena_domain::event::{Event, Fact};
use catena_domain::id::{ActId, PartyId};
use catena_pulse::batch::Batch;
use catena_pulse::intake::{self, Intake};
use catena_pulse::plan::Wave;
use catena_pulse::publish::Ledgers;
use catena_pulse::sheet::Sheet;
use catena_pulse::token::Token;
use catena_store::pulse::{self as rows, ReleaseRow, WaveRow};
use catena_store::{Error, Sql, pulse};
use rand_chacha::ChaCha20Rng;
use rand_chacha::rand_core::SeedableRng;
use uuid::Uuid;

use super::Desk;
use crate::actions::Refusal;
pub use form::{PulseForm, PulseItem, offered};
pub use kept::{Past, damaged, form_of, issued_row, past, slip, wave_of, written};

/// The intake of the open wave, if this process takes its answers.
pub struct Pulse {
    intake: Mutex<Option<Kept>>,
    /// Whether ledgers were emptied whose bytes may still be in the files; at a start nobody knows.
    unclean: AtomicBool,
}

impl Default for Pulse {
    fn default() -> Self {
        Self { intake: Mutex::default(), unclean: AtomicBool::new(true) }
    }
}

/// The open wave in memory.
struct Kept {
    id: Uuid,
    wave: Wave,
    /// The number under which this process writes.
    keeper: Uuid,
    /// None once the wave is ending.
    intake: Option<Intake>,
    /// Batches that left the intake and are not known to be on disk.
    unwritten: VecDeque<Batch>,
    /// Whether the wave is over: nothing is held any more.
    ended: bool,
}

impl From<intake::Refusal> for Refusal {
    fn from(refusal: intake::Refusal) -> Self {
        match refusal {
            intake::Refusal::UnknownToken => Self::SlipUnknown,
            intake::Refusal::UsedToken => Self::SlipUsed,
            intake::Refusal::OtherItems(_) | intake::Refusal::NothingSaid => Self::Invalid(refusal.to_string()),
        }
    }
}

/// Chance in earnest, from wherever the desk has its own.
pub fn chance(desk: &Desk) -> ChaCha20Rng {
    let mut seed = [0; 32];
    seed[..16].copy_from_slice(&(desk.surroundings.random)());
    seed[16..].copy_from_slice(&(desk.surroundings.random)());
    ChaCha20Rng::from_seed(seed)
}

/// Takes an answer to a wave. Blocks: call it off the runtime.
pub fn receive(desk: &Desk, wave: Uuid, token: &Token, sheet: Sheet) -> Result<(), Refusal> {
    with(desk, wave, |kept| {
        write(desk, kept)?;
        let batch = kept.intake.as_mut().ok_or(Refusal::PulseClosed)?.receive(token, sheet, &mut chance(desk))?;
        kept.unwritten.extend(batch);
        match write(desk, kept) {
            // It is held as others are, and written before the next answer is taken.
            Err(Refusal::Store(error)) if !matches!(error, Error::Conflict(_)) => {
                tracing::error!(%error, "answers to the pulse wait to be written");
                Ok(())
            }
            done => done,
        }
    })
}

/// Whether somebody could answer a wave with a slip. Blocks.
pub fn is_open(desk: &Desk, wave: Uuid, token: &Token) -> Result<bool, Refusal> {
    with(desk, wave, |kept| Ok(kept.intake.as_ref().is_some_and(|intake| intake.is_open(token))))
}

/// Writes what can be written before the process ends. Blocks.
pub fn pause(desk: &Desk) {
    let mut slot = desk.pulse.intake.lock().unwrap_or_else(PoisonError::into_inner);
    let Some(kept) = slot.as_mut() else { return };
    if let Some(intake) = &mut kept.intake {
        let batches = intake.pause(&mut chance(desk));
        kept.unwritten.extend(batches);
    }
    if let Err(error) = write(desk, kept) {
        tracing::error!(%error, "answers to the pulse could not be written");
    }
}

/// Ends a wave: what is held is written, the release is made, and the ledgers go. Nothing is lost if it fails: it is to be
/// tried again. Blocks.
pub fn close(desk: &Desk, wave: Uuid, by: PartyId) -> Result<(), Refusal> {
    with(desk, wave, |kept| {
        if let Some(intake) = kept.intake.take() {
            kept.unwritten.extend(intake.close(&mut chance(desk)));
        }
        write(desk, kept)?;
        publish(desk, kept, by)?;
        kept.ended = true;
        Ok(())
    })?;
    desk.pulse.unclean.store(true, Ordering::Release);
    overwrite(desk);
    Ok(())
}

/// Makes the bytes of emptied ledgers disappear from the files, unless that was done; what fails is tried again the next
/// time. Blocks.
pub fn overwrite(desk: &Desk) {
    if !desk.pulse.unclean.load(Ordering::Acquire) {
        return;
    }
    match rows::overwrite(desk.store.place()) {
        Ok(()) => desk.pulse.unclean.store(false, Ordering::Release),
        Err(error) => tracing::warn!(%error, "the ledgers of the pulse are to be overwritten again"),
    }
}

/// Works on the open wave as this process holds it, which begins to if nobody else does.
fn with<T>(desk: &Desk, id: Uuid, work: impl FnOnce(&mut Kept) -> Result<T, Refusal>) -> Result<T, Refusal> {
    let mut slot = desk.pulse.intake.lock().unwrap_or_else(PoisonError::into_inner);
    // Anybody may ask, with whatever slip: as little as can be is read then.
    let is_held = slot.as_ref().is_some_and(|kept| kept.id == id);
    if !desk.store.read(|sql| rows::is_open(sql, id))? {
        let known = desk.store.read(|sql| rows::find(sql, id))?;
        return Err(known.map_or_else(|| Refusal::Missing(format!("there is no wave {id}")), |_| Refusal::PulseClosed));
    }
    if !is_held {
        let row = desk.store.read(|sql| rows::find(sql, id))?;
        *slot = Some(open(desk, &row.ok_or(Refusal::PulseClosed)?)?);
    }
    let Some(kept) = slot.as_mut() else { return Err(Refusal::PulseElsewhere) };
    let done = work(kept);
    let ended = kept.ended;
    match done {
        // Another process of the database took over: what is held here can no longer be written.
        Err(Refusal::Store(Error::Conflict(_))) => {
            *slot = None;
            Err(Refusal::PulseElsewhere)
        }
        done => {
            if ended {
                *slot = None;
            }
            done
        }
    }
}

/// Opens the intake from what is on disk.
fn open(desk: &Desk, row: &WaveRow) -> Result<Kept, Refusal> {
    let (id, keeper) = (row.id, uuid::Builder::from_random_bytes((desk.surroundings.random)()).into_uuid());
    if !desk.store.write_now(move |tx| rows::hold(tx, id, keeper))? {
        return Err(Refusal::PulseElsewhere);
    }
    let wave = wave_of(row)?;
    let ledgers = kept::ledgers(&desk.store.read(|sql| rows::ledgers(sql))?)?;
    let intake = Intake::open(&wave, &ledgers.issued, &ledgers.used).map_err(|error| kept::damaged(&error))?;
    Ok(Kept { id, wave, keeper, intake: Some(intake), unwritten: VecDeque::new(), ended: false })
}

/// Writes the batches that wait, each in a transaction of its own.
fn write(desk: &Desk, kept: &mut Kept) -> Result<(), Refusal> {
    let (id, keeper) = (kept.id, kept.keeper);
    while let Some(batch) = kept.unwritten.front() {
        let batch = kept::rows_of(batch);
        desk.store.write_now(move |tx| rows::write(tx, id, keeper, &batch))?;
        kept.unwritten.pop_front();
    }
    Ok(())
}

/// Makes the release from the ledgers, and lets it take their place.
fn publish(desk: &Desk, kept: &Kept, by: PartyId) -> Result<(), Refusal> {
    let (ledgers, past) =
        desk.store.read(|sql: &mut dyn Sql| Ok::<_, Refusal>((kept::ledgers(&pulse::ledgers(sql)?)?, past(sql)?)))?;
    let ledgers = Ledgers {
        issued: &ledgers.issued,
        used: &ledgers.used,
        answers: &ledgers.answers,
        comments: &ledgers.comments,
    };
    let earlier: Vec<_> = past.iter().map(|past| (&past.wave, &past.release)).collect();
    let release = kept.wave.publish(ledgers, &earlier, &mut chance(desk)).map_err(|error| kept::damaged(&error))?;
    let release = ReleaseRow { wave: kept.id, bytes: release.bytes(), digest: release.digest().words() };
    let (keeper, now, act) = (kept.keeper, desk.now(), ActId(desk.id()));
    desk.store.write_now(move |tx| {
        rows::end(tx, keeper, &release, now)?;
        let subject = release.wave;
        let event = Event { seq: 0, at: now, act, by, subject, chain: None, fact: Fact::PulseClosed };
        tx.append(vec![event])?;
        Ok::<_, Refusal>(())
    })
}
