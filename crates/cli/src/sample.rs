//! `catena sample`: a simulated log.

use std::io;

use anyhow::Result;
use catena_simulator::{Plan, simulate};

use crate::arguments::{Sample, SampleName};
use crate::convert::Format;

pub fn run(arguments: &Sample) -> Result<()> {
    let format = arguments.output.as_deref().map(|path| Format::of(path).map(|format| (format, path))).transpose()?;
    let SampleName::FlowerShop = arguments.name;
    let simulation = simulate(&Plan {
        years: arguments.years,
        seed: arguments.seed,
        shops: usize::from(arguments.shops),
        orders_a_day: arguments.orders,
        mess: arguments.mess,
        ..Plan::default()
    });
    match format {
        Some((format, path)) => format.save(&simulation.handoffs, path),
        None => Ok(catena_formats::write::native_csv(&simulation.handoffs, io::stdout().lock())?),
    }
}
