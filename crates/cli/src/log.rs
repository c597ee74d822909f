//! Reading a log from files: the same way for every command.

use std::path::{Path, PathBuf};

use anyhow::{Context, Result};
use catena_analysis::Chains;
use catena_formats::{Import, Quality, Recipe};

use crate::arguments::Reading;
use crate::progress::Bar;

/// A log in memory.
pub struct Log {
    pub chains: Chains,
    pub quality: Quality,
}

/// Reads `files` and groups what they hold into chains.
pub fn open(files: &[PathBuf], reading: &Reading) -> Result<Log> {
    let Import { handoffs, mut quality, .. } = read(files, reading)?;
    let chains = Chains::build(handoffs);
    quality.add_chains(&chains);
    Ok(Log { chains, quality })
}

/// Reads `files`.
pub fn read(files: &[PathBuf], reading: &Reading) -> Result<Import> {
    limit_threads(reading)?;
    let recipe = recipe_of(&files[0], reading)?;
    Ok(catena_formats::read(files, recipe.as_ref(), &Bar::new())?)
}

/// Uses so many cores and no more, if that was asked for.
pub fn limit_threads(reading: &Reading) -> Result<()> {
    if let Some(threads) = reading.threads {
        rayon::ThreadPoolBuilder::new()
            .num_threads(usize::from(threads))
            .build_global()
            .context("the threads cannot be started; try fewer of them")?;
    }
    Ok(())
}

/// The recipe for `file`: the one that was given, else the one of the same name beside it, else none.
pub fn recipe_of(file: &Path, reading: &Reading) -> Result<Option<Recipe>> {
    let path = match &reading.recipe {
        Some(path) => path.clone(),
        None => match beside(file).filter(|path| path.is_file()) {
            Some(path) => {
                anstream::eprintln!("{}: read with the recipe {}", file.display(), path.display());
                path
            }
            None => return Ok(None),
        },
    };
    Ok(Some(Recipe::open(&path)?))
}

/// Where the recipe of `file` would lie: `tickets.csv.gz` and `tickets.toml`.
fn beside(file: &Path) -> Option<PathBuf> {
    let name = file.file_name()?.to_str()?;
    let name = [".gz", ".zst"].iter().find_map(|ending| name.strip_suffix(ending)).unwrap_or(name);
    let stem = name.rsplit_once('.').map_or(name, |(stem, _)| stem);
    Some(file.with_file_name(format!("{stem}.toml"))).filter(|_| !stem.is_empty())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_recipe_lies_beside_its_log_under_the_same_name() {
        let beside = |file: &str| beside(Path::new(file)).unwrap();
        assert_eq!(beside("a/tickets.csv"), Path::new("a/tickets.toml"));
        assert_eq!(beside("tickets.2024.csv.zst"), Path::new("tickets.2024.toml"));
        assert_eq!(beside("log"), Path::new("log.toml"));
    }
}
