//! What can be typed: the commands and their options. Clap prints the help from the comments here, and ends with code 2
//! where something typed cannot be understood.

use std::net::SocketAddr;
use std::path::PathBuf;

use catena_store::Place;
use clap::{Args, Parser, Subcommand, ValueEnum, ValueHint};
use clap_complete::Shell;

use crate::client::arguments::Client;
use crate::sign_on::Provider;

/// Which link broke our promises to customers, and what would its repair have saved?
///
/// Catena reads a log of hand-offs (who asked whom for what, when it was promised and when it was done), follows every
/// promise to a customer down the chain of colleagues behind it, and finds the weakest link.
#[derive(Debug, Parser)]
#[command(name = "catena", version, arg_required_else_help = true, after_help = CODES)]
pub struct Arguments {
    /// What to do.
    #[command(subcommand)]
    pub command: Command,
}

const CODES: &str = "Exit codes: 0 done; 1 failed, for example because a file cannot be read; 2 not understood.";

/// What to do.
#[derive(Debug, Subcommand)]
pub enum Command {
    /// Find the weakest link in a log
    Analyze(Analyze),
    /// Show one chain: who held it when, and why each hand-off is charged
    Explain(Explain),
    /// Show what was left out or repaired while a log was read, with file and line
    Quality(Quality),
    /// Propose a recipe for a CSV file of unknown columns
    Recipe(Recipe),
    /// Write a log in another format
    Convert(Convert),
    /// Write a simulated log
    Sample(Sample),
    /// Serve the web pages and the API
    Serve(Serve),
    /// Copy a desk into a file, while a server may be running: one consistent instant
    Backup {
        /// Where to write the copy
        #[arg(value_hint = ValueHint::FilePath)]
        file: PathBuf,
        #[command(flatten)]
        keep: Keep,
    },
    /// Bring a copy back into an empty folder or database, of either kind, while no server runs on it
    Restore {
        /// The copy
        #[arg(value_hint = ValueHint::FilePath)]
        file: PathBuf,
        #[command(flatten)]
        keep: Keep,
    },
    /// Check whether a desk is sound; changes nothing
    Doctor {
        #[command(flatten)]
        keep: Keep,
    },
    /// Look after the accounts of a desk on the machine that keeps it, while a server may be running
    #[command(subcommand)]
    Admin(Admin),
    #[command(flatten)]
    Client(Client),
    /// Print the completions of a shell
    Completions {
        /// Which shell
        shell: Shell,
    },
    /// Print what the repository keeps of generated pages
    #[command(hide = true)]
    Reference {
        /// Which one
        page: Reference,
    },
}

/// A log and how to read it.
#[derive(Debug, Args)]
pub struct Input {
    #[arg(
        help = "The log: CSV, XES or OCEL 2.0 (JSON, XML, SQLite), also compressed; several files of one kind are one log"
    )]
    #[arg(required = true, value_name = "FILE", value_hint = ValueHint::FilePath)]
    pub files: Vec<PathBuf>,
    #[command(flatten)]
    pub reading: Reading,
}

/// How to read a log.
#[derive(Debug, Args)]
pub struct Reading {
    /// The recipe that says how to read it; `catena recipe FILE` proposes one. Where it is not given, `tickets.toml` is
    /// the recipe of `tickets.csv` if it lies beside it
    #[arg(long, value_name = "R.toml", value_hint = ValueHint::FilePath)]
    pub recipe: Option<PathBuf>,
    /// How many cores to use; all of them where it is not given
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u16).range(1..))]
    pub threads: Option<u16>,
}

/// `catena analyze`.
#[derive(Debug, Args)]
pub struct Analyze {
    #[command(flatten)]
    pub input: Input,
    #[command(flatten)]
    pub budget: Budget,
    /// Only chains of which this holds: an attribute of the root, `provider` (who took part) or `customer`; several
    /// values of one name are alternatives
    #[arg(long = "where", value_name = "NAME=VALUE", value_parser = condition)]
    pub conditions: Vec<String>,
    /// Only chains opened at or after this instant or date
    #[arg(long, value_name = "WHEN", value_parser = instant)]
    pub from: Option<String>,
    /// Only chains opened before this instant or date
    #[arg(long, value_name = "WHEN", value_parser = instant)]
    pub to: Option<String>,
    /// The chains of internal customers instead of those of external ones
    #[arg(long)]
    pub internal: bool,
    #[command(flatten)]
    pub output: Output,
    /// Leave out the intervals and the probability to be the weakest
    #[arg(long, conflicts_with_all = ["resamples", "seed"])]
    pub no_bootstrap: bool,
    /// How often the bootstrap resamples the chains
    #[arg(long, value_name = "N", default_value_t = 1000, value_parser = clap::value_parser!(u32).range(1..=1_000_000))]
    pub resamples: u32,
    /// Where the bootstrap's chance begins
    #[arg(long, value_name = "S", allow_negative_numbers = true, default_value_t = 1)]
    pub seed: u64,
}

/// How the findings are given; text where nothing is said.
#[derive(Debug, Args)]
#[group(multiple = false)]
pub struct Output {
    /// Print everything as JSON
    #[arg(long)]
    pub json: bool,
    /// Print the table of links as CSV
    #[arg(long)]
    pub csv: bool,
    /// Write one page that can be sent and printed
    #[arg(long, value_name = "OUT", value_hint = ValueHint::FilePath)]
    pub html: Option<PathBuf>,
}

/// What is typical.
#[derive(Debug, Args)]
pub struct Budget {
    /// The quantile of a team's own durations that a hand-off without a due instant is held to
    #[arg(long, value_name = "Q", allow_negative_numbers = true, default_value_t = 0.75, value_parser = quantile)]
    pub typical: f64,
}

/// `catena explain`.
#[derive(Debug, Args)]
pub struct Explain {
    /// The log
    #[arg(value_hint = ValueHint::FilePath)]
    pub file: PathBuf,
    /// The id of the chain's root, or of one of its hand-offs
    pub chain: String,
    #[command(flatten)]
    pub reading: Reading,
    #[command(flatten)]
    pub budget: Budget,
    /// Print the chain as JSON
    #[arg(long)]
    pub json: bool,
}

/// `catena quality`.
#[derive(Debug, Args)]
pub struct Quality {
    #[command(flatten)]
    pub input: Input,
    /// Print the report as JSON
    #[arg(long)]
    pub json: bool,
}

/// `catena recipe`.
#[derive(Debug, Args)]
pub struct Recipe {
    /// The CSV file
    #[arg(value_hint = ValueHint::FilePath)]
    pub file: PathBuf,
}

/// `catena convert`.
#[derive(Debug, Args)]
pub struct Convert {
    /// The log
    #[arg(value_name = "IN", value_hint = ValueHint::FilePath)]
    pub from: PathBuf,
    /// Where to write it; the ending says how: .csv, .csv.gz, .csv.zst, .json (OCEL 2.0), .xes, .xes.gz
    #[arg(value_name = "OUT", value_hint = ValueHint::FilePath)]
    pub into: PathBuf,
    #[command(flatten)]
    pub reading: Reading,
}

/// `catena sample`.
#[derive(Debug, Args)]
pub struct Sample {
    /// Which one
    pub name: SampleName,
    /// How many years, from 2024 on
    #[arg(long, value_name = "N", default_value_t = 2, value_parser = clap::value_parser!(u32).range(1..=200))]
    pub years: u32,
    /// Where chance begins
    #[arg(long, value_name = "S", allow_negative_numbers = true, default_value_t = 1)]
    pub seed: u64,
    /// How many shops
    #[arg(long, value_name = "N", default_value_t = 9, value_parser = clap::value_parser!(u16).range(3..=9))]
    pub shops: u16,
    /// Orders of one shop on an ordinary day
    #[arg(long, value_name = "N", default_value_t = 2.6, value_parser = orders)]
    pub orders: f64,
    /// The share of chains that get an invalid row, as real exports have them
    #[arg(long, value_name = "SHARE", default_value_t = 0.0, value_parser = share)]
    pub mess: f64,
    /// Where to write it, in the format that the ending says (see `catena convert --help`); standard output as CSV where
    /// it is not given
    #[arg(short, long, value_name = "OUT", value_hint = ValueHint::FilePath)]
    pub output: Option<PathBuf>,
}

/// The logs that can be simulated.
#[derive(Clone, Copy, Debug, ValueEnum)]
pub enum SampleName {
    /// A group of flower shops, with one truly weak link and one team that makes up for the lateness of others
    FlowerShop,
}

/// `catena serve`.
#[derive(Debug, Args)]
pub struct Serve {
    /// Logs to open beside the samples
    #[arg(value_name = "FILE", value_hint = ValueHint::FilePath)]
    pub files: Vec<PathBuf>,
    #[command(flatten)]
    pub reading: Reading,
    /// Keep a desk in this folder: requests, hand-offs and promises, with accounts. It is made if need be
    #[arg(long, value_name = "DIR", value_hint = ValueHint::DirPath)]
    pub data: Option<PathBuf>,
    /// Keep the desk in a PostgreSQL database instead
    #[arg(long, value_name = "URL", conflicts_with = "data")]
    pub database: Option<String>,
    /// Fill the desk with a demonstration if nothing is on it yet: a group of flower shops with a year of history
    #[arg(long)]
    pub demo: bool,
    /// Let the demonstration's shops work while one watches, so many times as fast as real ones
    #[arg(long, value_name = "SPEED", num_args = 0..=1, require_equals = true, default_missing_value = "240", value_parser = clap::value_parser!(u32).range(1..=3600))]
    pub simulate: Option<u32>,
    /// Where to listen; only this machine can reach a loopback address
    #[arg(long, value_name = "ADDRESS", default_value = "127.0.0.1:7070")]
    pub listen: SocketAddr,
    /// Where browsers reach the server, for links, if that is not where it listens: behind a proxy, for example
    #[arg(long, value_name = "URL", env = "CATENA_ADDRESS", hide_env_values = true)]
    pub address: Option<String>,
    #[command(flatten)]
    pub provider: Provider,
    /// The size of the largest file that can be uploaded, in MiB
    #[arg(long, value_name = "MIB", default_value_t = 512, value_parser = clap::value_parser!(u32).range(1..))]
    pub upload_limit: u32,
    /// Let webhooks lead into this network, such as 10.1.0.0/16; repeatable. Without it they reach the public internet alone
    #[arg(long, value_name = "CIDR")]
    pub webhook_allow: Vec<catena_server::Net>,
}

impl Serve {
    /// Where the desk is kept; none if there is none.
    pub fn place(&self) -> Option<Place> {
        place_of(self.data.as_ref(), self.database.as_ref())
    }
}

/// Where a desk is kept.
#[derive(Debug, Args)]
#[group(required = true, multiple = false)]
pub struct Keep {
    /// The folder of the desk
    #[arg(long, value_name = "DIR", value_hint = ValueHint::DirPath)]
    pub data: Option<PathBuf>,
    /// The PostgreSQL database of the desk
    #[arg(long, value_name = "URL")]
    pub database: Option<String>,
}

impl Keep {
    /// Where the desk is kept.
    pub fn place(&self) -> Option<Place> {
        place_of(self.data.as_ref(), self.database.as_ref())
    }
}

fn place_of(folder: Option<&PathBuf>, url: Option<&String>) -> Option<Place> {
    let folder = folder.map(|folder| Place::Folder(folder.clone()));
    folder.or_else(|| url.map(|url| Place::Postgres(url.clone())))
}

/// `catena admin`.
#[derive(Debug, Subcommand)]
pub enum Admin {
    /// Hand out a new one-time link for an account; its password and second factor are chosen anew with it
    Reset {
        /// The name the account signs in with
        name: String,
        #[command(flatten)]
        keep: Keep,
    },
}

/// What is generated from the sources and kept beside them.
#[derive(Clone, Copy, Debug, ValueEnum)]
pub enum Reference {
    /// The description of the API
    Openapi,
    /// The schema of what `analyze --json` prints
    Schema,
    /// The help of all commands, in Markdown
    Commands,
    /// The problems that the API answers with, in Markdown
    Problems,
}

fn condition(text: &str) -> Result<String, String> {
    catena_server::report::read_selection(&[text.to_owned()], None, None, false).map(|_| text.to_owned())
}

fn instant(text: &str) -> Result<String, String> {
    catena_server::report::read_selection(&[], Some(text), None, false)
        .map(|_| text.to_owned())
        .map_err(|_| "expected an instant like 2026-03-02T09:00:00Z or a date like 2026-03-02".to_owned())
}

fn quantile(text: &str) -> Result<f64, String> {
    number(text, |value| value > 0.0 && value <= 1.0, "a number above 0 and at most 1")
}

fn share(text: &str) -> Result<f64, String> {
    number(text, |value| (0.0..=1.0).contains(&value), "a number from 0 to 1")
}

fn orders(text: &str) -> Result<f64, String> {
    number(text, |value| value > 0.0 && value <= 10_000.0, "a number above 0 and at most 10000")
}

fn number(text: &str, fits: impl Fn(f64) -> bool, expected: &str) -> Result<f64, String> {
    text.parse().ok().filter(|&value| fits(value)).ok_or_else(|| format!("expected {expected}"))
}

#[cfg(test)]
mod tests {
    use super::*;
    use clap::CommandFactory;

    #[test]
    fn the_commands_are_well_formed() {
        Arguments::command().debug_assert();
    }
}
