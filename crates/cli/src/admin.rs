//! `catena admin`: what whoever sits at the machine may do without signing in, whether or not a server runs.

use std::path::Path;

use anyhow::{Context, Result, anyhow};
use catena_server::{Desk, Surroundings, reset_here};
use catena_store::{Error, Place, Store};

use crate::arguments::Admin;
use crate::terminal::{self, STRONG, paint};

pub fn run(command: &Admin) -> Result<()> {
    let Admin::Reset { name, keep } = command;
    let place = keep.place().context("say where the desk is: --data DIR or --database URL")?;
    let store = match (Store::open(&place), &place) {
        (Err(held @ Error::Held(_)), Place::Folder(folder)) => {
            let link = ask_server(folder, name).with_context(|| held.to_string())?;
            return print(&link);
        }
        (opened, _) => opened?,
    };
    tokio::runtime::Runtime::new().context("the threads cannot be started")?.block_on(async {
        let desk = Desk::new(store.clone(), String::new(), Surroundings::default());
        let login = name.clone();
        let link = store.write(move |tx| reset_here(&desk, tx, &login)).await?;
        print(&link.path)?;
        terminal::print("It is a page of the server: put the server's address in front of it.\n")
    })
}

fn print(link: &str) -> Result<()> {
    terminal::print(&format!("Hand over this link, which works once: {}\n", paint(STRONG, link)))
}

/// The link that the server hands out which holds the folder.
#[cfg(unix)]
fn ask_server(folder: &Path, name: &str) -> Result<String> {
    let asked = catena_server::ask_to_reset(folder, name);
    asked
        .context("the server that holds the desk was asked and does not answer; stop it and try again")?
        .map_err(|why| anyhow!(why))
}

#[cfg(not(unix))]
fn ask_server(_: &Path, _: &str) -> Result<String> {
    Err(anyhow!("stop the server that holds the desk and try again"))
}
