//! What a process of its own does: this test binary starts itself again, and this one test does what it is told.

use std::fs::File;
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::thread;

use catena_domain::event::Fact;
use catena_store::{Engine, Error, Place, Store, backup, examine, keep};

use crate::harness::samples::{at, event, write};

/// Lets a command start this binary as a child that uses the store at `place`. The name of the binary is in `CHILD`.
pub fn of<'a>(command: &'a mut Command, place: &Place) -> &'a mut Command {
    let (kind, place) = match place {
        Place::Folder(folder) => ("FOLDER", folder.display().to_string()),
        Place::Postgres(url) => ("URL", url.clone()),
    };
    command.env("CHILD", std::env::current_exe().unwrap()).env(kind, place).stdin(Stdio::null()).stdout(Stdio::piped())
}

/// Starts a child that writes without end and says so of each write, once it is acknowledged.
pub fn start(place: &Place, settings: &[(&str, &str)]) -> Child {
    let mut command = Command::new(std::env::current_exe().unwrap());
    command.args(["faults::child::runs", "--exact", "--nocapture"]).env("ROLE", "write").envs(settings.iter().copied());
    of(&mut command, place).stderr(Stdio::null()).spawn().unwrap()
}

/// How many kilobytes a child takes at most that backs a store up to a file, or fills it from there.
pub fn peak(place: &Place, role: &str, archive: &Path) -> u64 {
    let mut command = Command::new(std::env::current_exe().unwrap());
    command.args(["faults::child::runs", "--exact", "--nocapture"]).env("ROLE", role).env("ARCHIVE", archive);
    let output = of(&mut command, place).output().unwrap();
    let said = String::from_utf8(output.stdout).unwrap();
    let peak = said.lines().find_map(|line| line.strip_prefix("peak ")).unwrap_or_else(|| panic!("{said}"));
    peak.parse().unwrap()
}

/// What a line of a child acknowledges.
pub fn acknowledgement(line: &str) -> Option<String> {
    line.strip_prefix("acknowledged ").filter(|name| name.ends_with('.')).map(str::to_owned)
}

/// Says a line at once, in one piece.
fn say(line: &str) {
    use std::io::Write;
    let _ = std::io::stdout().lock().write_all(format!("{line}\n").as_bytes());
}

#[test]
fn runs() {
    let Ok(role) = std::env::var("ROLE") else { return };
    let setting = |name: &str| std::env::var(name).ok();
    let place =
        setting("URL").map(Place::Postgres).or_else(|| setting("FOLDER").map(|folder| Place::Folder(folder.into())));
    let place = place.unwrap();
    say("");
    match role.as_str() {
        "write" => write_without_end(&place, &setting),
        "fill" => fill(&place, &setting("BALLAST").unwrap()),
        "write-one" => {
            write(&Store::open(&place).unwrap(), |tx| keep::set_fact(tx, "one", "a"));
            say("wrote one");
        }
        "open" => say(&format!("opened: {:?}", Store::open(&place).err())),
        "look" => say(&format!("looked: {}", examine(&place).unwrap().is_sound())),
        "backup" => {
            let file = File::create(setting("ARCHIVE").unwrap()).unwrap();
            backup::backup(&place, file, at(0)).unwrap();
            say_peak();
        }
        "restore" => {
            backup::restore(&place, File::open(setting("ARCHIVE").unwrap()).unwrap()).unwrap();
            say_peak();
        }
        other => panic!("{other} is no role"),
    }
}

fn say_peak() {
    let status = std::fs::read_to_string("/proc/self/status").unwrap();
    let peak = status.lines().find_map(|line| line.strip_prefix("VmHWM:")?.trim().strip_suffix(" kB")).unwrap();
    say(&format!("peak {peak}"));
}

fn write_without_end(place: &Place, setting: &dyn Fn(&str) -> Option<String>) {
    let store = Store::open(place).unwrap();
    if let Some(level) = setting("SYNCHRONOUS") {
        lower(&store, level);
    }
    if let Place::Postgres(_) = place {
        let shown = write(&store, |tx| tx.sql().query("show synchronous_commit", &[])?[0].text(0));
        say(&format!("synchronous_commit is {shown}"));
    }
    let threads: usize = setting("THREADS").and_then(|count| count.parse().ok()).unwrap_or(1);
    let writes: Option<usize> = setting("WRITES").and_then(|count| count.parse().ok());
    let round = setting("ROUND").unwrap_or_default();
    thread::scope(|scope| {
        for thread in 0..threads {
            let (store, round) = (&store, &round);
            scope.spawn(move || {
                for number in 0..writes.unwrap_or(usize::MAX) {
                    let name = format!("child {round}-{thread}-{number}.");
                    let fact = name.clone();
                    write(store, move |tx| {
                        keep::set_fact(tx, &fact, "written")?;
                        tx.append(vec![event(7, Fact::PartyChanged)])
                    });
                    say(&format!("acknowledged {name}"));
                }
            });
        }
    });
}

/// Lets commits be answered before they are durable: what must not be, and has to be noticed.
fn lower(store: &Store, level: String) {
    write(store, move |tx| {
        let text = match tx.sql().engine() {
            // SQLite changes it between transactions only.
            Engine::Sqlite => format!("commit; pragma synchronous = {level}; begin immediate; savepoint job"),
            Engine::Postgres => format!("set synchronous_commit = {level}"),
        };
        tx.sql().batch(&text)
    });
}

fn fill(place: &Place, ballast: &str) {
    let store = Store::open(place).unwrap();
    let large = |number: usize| {
        move |tx: &mut catena_store::Tx<'_>| keep::set_fact(tx, &format!("fact {number}"), &"x".repeat(2_000))
    };
    let mut kept = 0;
    let refused = loop {
        match store.write_now(large(kept)) {
            Ok(()) => kept += 1,
            Err(error) => break error,
        }
    };
    say(&format!("refused: {refused:?}"));
    let again = store.write_now(large(kept + 1));
    assert_eq!(again, Err(Error::Full));
    let count = |store: &Store| {
        let rows = store.read(|sql| sql.query("select count(*) from meta where name like 'fact %'", &[])).unwrap();
        rows[0].int(0).unwrap() as usize
    };
    assert_eq!(count(&store), kept);
    say("all there");
    std::fs::remove_file(ballast).unwrap();
    for number in 0..50 {
        write(&store, large(kept + number));
    }
    say("went on");
    drop(store);
    assert_eq!(count(&Store::open(place).unwrap()), kept + 50);
    assert!(examine(place).unwrap().is_sound());
    say("sound");
}
