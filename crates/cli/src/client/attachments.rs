//! Files that go with what is said: sent before it, and saved from it.

use std::fs::File;
use std::io::{Read, Write};
use std::path::{Path, PathBuf};

use anyhow::{Context, Result, bail};
use catena_server::FILE_LIMIT;
use uuid::Uuid;

use super::arguments::RequestName;
use super::names;
use super::server::{Ask, Server};
use super::views::{Attached, Detail, Named};
use crate::terminal;

/// Sends `files` for what is about to be said, to `place`: their ids. One that cannot be read, or is too large, is told
/// before anything is sent.
pub fn send(server: &Server, request: Uuid, place: &str, files: &[PathBuf]) -> Result<Vec<Uuid>> {
    let read = files.iter().map(|file| read(file)).collect::<Result<Vec<_>>>()?;
    let mut ids = Vec::new();
    for (file, bytes) in files.iter().zip(read) {
        let name = file.file_name().unwrap_or(file.as_os_str()).to_string_lossy();
        let ask = Ask::file(format!("/requests/{request}/{place}"), bytes).with("name", &name);
        let sent: Named = server.ask(&format!("{} was not attached", file.display()), &ask)?.read()?;
        ids.push(sent.id);
    }
    Ok(ids)
}

fn read(file: &Path) -> Result<Vec<u8>> {
    let name = file.display();
    let open = File::open(file).with_context(|| format!("{name}: cannot be read"))?;
    let mut bytes = Vec::new();
    open.take(FILE_LIMIT + 1).read_to_end(&mut bytes).with_context(|| format!("{name}: cannot be read"))?;
    if bytes.len() as u64 > FILE_LIMIT {
        bail!("{name}: is larger than the {} MiB that a file may have", FILE_LIMIT >> 20);
    }
    Ok(bytes)
}

/// `catena request save`: writes a file of a message or note to where there is none yet.
pub fn save(server: &Server, request: RequestName, wanted: &str, output: Option<&Path>) -> Result<()> {
    let failed = format!("\"{wanted}\" was not saved");
    let id = names::request(server, request)?;
    let detail: Detail = server.ask(&failed, &Ask::get(format!("/requests/{id}")))?.read()?;
    let told = detail.messages.iter().flat_map(|said| &said.files).map(|file| ("message-files", file));
    let noted = detail.notes.iter().flat_map(|said| &said.files).map(|file| ("note-files", file));
    let fits = |file: &Attached| file.id.to_string() == wanted || (file.name == wanted && !file.name.is_empty());
    let found: Vec<_> = told.chain(noted).filter(|(_, file)| fits(file)).collect();
    let [(place, file)] = found[..] else {
        let why = if found.is_empty() {
            "there is no such file"
        } else {
            "there are several of that name: say which by its id"
        };
        bail!("{failed}: {why}. `catena request show` lists them");
    };
    let ask = Ask::get(format!("/requests/{id}/{place}/{}", file.id));
    let bytes = server.bytes(&failed, &ask)?;
    // A name may say where it wants to go; it stays here.
    let here = Path::new(&file.name).file_name().map(PathBuf::from);
    let path = match (output, here) {
        (Some(output), _) => output.to_owned(),
        (None, Some(name)) => name,
        (None, None) => bail!("{failed}: say with --output what it is to be called"),
    };
    let shown = path.display();
    let mut out = File::create_new(&path).with_context(|| format!("{shown}: cannot be made"))?;
    out.write_all(&bytes).with_context(|| format!("{shown}: cannot be written"))?;
    terminal::print(&format!("{shown} was saved.\n"))
}
