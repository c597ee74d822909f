//! A pulse: one wave that is over, and one that is open and was answered.

use catena_store::pulse::{self, BatchRows, GivenRow, IssuedRow, Look, ReleaseRow, WaveRow};
use catena_store::{Error, Tx};
use uuid::Uuid;

use super::samples::{at, id};
use super::shop::CAROL;

/// The process that takes the answers.
pub const KEEPER: Uuid = Uuid::from_u128(970);

pub fn wave(number: i64) -> WaveRow {
    WaveRow {
        id: id(950 + number as u128),
        number,
        name: format!("Pulse {number}"),
        closed: false,
        wave: "{\"cells\":[]}".to_owned(),
        form: "{\"items\":[]}".to_owned(),
        launched_at: at(100 * number),
        ends_at: at(100 * number + 50),
        reminded_at: None,
        closed_at: None,
    }
}

pub fn over(number: i64) -> WaveRow {
    WaveRow { closed: true, closed_at: Some(at(100 * number + 50)), ..wave(number) }
}

pub fn release(number: i64) -> ReleaseRow {
    ReleaseRow { wave: wave(number).id, bytes: format!("released {number}").into_bytes(), digest: format!("d{number}") }
}

pub fn hash(number: u8) -> Vec<u8> {
    vec![number; 32]
}

pub fn issued() -> Vec<IssuedRow> {
    (1..=20).map(|number| IssuedRow { hash: hash(number), cell: "{\"unit\":\"team\"}".to_owned() }).collect()
}

/// Six answers with the slips from this number on.
pub fn batch(first: u8) -> BatchRows {
    let given = |base: u128, number: u8, given: Option<String>| GivenRow {
        id: id(base + u128::from(number)),
        label: "{\"unit\":\"team\"}".to_owned(),
        given,
    };
    let numbers = || first..first + 6;
    BatchRows {
        used: numbers().map(hash).collect(),
        answers: numbers().map(|number| given(10_000, number, Some(format!("{{\"enps\":{number}}}")))).collect(),
        comments: numbers()
            .map(|number| given(20_000, number, (number % 2 == 0).then(|| format!("wordsofnumber{number}end"))))
            .collect(),
    }
}

pub fn fill(tx: &mut Tx<'_>) -> Result<(), Error> {
    pulse::record(tx, &over(1), &release(1))?;
    pulse::look(tx, wave(1).id, Look { viewer: CAROL, at: at(160) })?;
    let open = WaveRow { name: "As Ada Lovelace-Quux wished".to_owned(), ..wave(2) };
    pulse::launch(tx, &open, b"a secret of the wave", &issued())?;
    pulse::hold(tx, open.id, KEEPER)?;
    pulse::write(tx, open.id, KEEPER, &batch(1))
}
