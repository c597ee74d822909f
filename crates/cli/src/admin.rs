//! `catena admin`: what whoever sits at the machine may do without signing in.

use anyhow::{Context, Result};
use catena_server::{Desk, Surroundings, reset_here};
use catena_store::Store;

use crate::arguments::Admin;
use crate::terminal::{self, STRONG, paint};

pub fn run(command: &Admin) -> Result<()> {
    let Admin::Reset { name, keep } = command;
    let place = keep.place().context("say where the desk is: --data DIR or --database URL")?;
    tokio::runtime::Runtime::new().context("the threads cannot be started")?.block_on(async {
        let store = Store::open(&place)?;
        let desk = Desk::new(store.clone(), String::new(), Surroundings::default());
        let login = name.clone();
        let link = store.write(move |tx| reset_here(&desk, tx, &login)).await?;
        terminal::print(&format!("Hand over this link, which works once: {}\n", paint(STRONG, &link.path)))?;
        terminal::print("It is a page of the server: put the server's address in front of it.\n")?;
        Ok(())
    })
}
