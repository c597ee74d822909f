//! What fuzzing feeds: every reader with a file of its kind, then everything that is done with what it read.
//!
//! Shared by the coverage-guided targets and by the test that replays their corpus. Whatever the bytes are, the answer
//! is hand-offs or an error; a panic, a hang or memory without bound is a fault.

use std::path::Path;

use catena_analysis::{Chains, Options, Resampling, Selection, analyze, domino, explain, pyramid, rework};
use catena_formats::{Recipe, read};

/// A reader and how it is fed.
pub struct Reader {
    /// The name of the target and of its folder in the corpus.
    pub name: &'static str,
    /// The ending of the file.
    pub ending: &'static str,
    /// The recipe, where the kind of file does not imply one.
    pub recipe: Option<&'static str>,
}

/// All of them. Packed files and recipes are inputs of their own.
pub const READERS: [Reader; 10] = [
    Reader { name: "native", ending: "csv", recipe: None },
    Reader { name: "packed", ending: "csv.gz", recipe: None },
    Reader {
        name: "spans",
        ending: "csv",
        recipe: Some(
            "kind = \"spans\"\nattributes = [\"kind\"]\n[spans]\nid = \"Task\"\nparent = \"Belongs to\"\nprovider = \"Team\"\nopened = \"Created\"\nstarted = \"Begun\"\nclosed = \"Done\"\ndue = \"Deadline\"\nrating = \"Stars\"\n[time]\nformats = [\"%d.%m.%Y %H:%M\"]\nzone = \"Europe/Vienna\"\n",
        ),
    },
    Reader {
        name: "transitions",
        ending: "csv",
        recipe: Some(
            "kind = \"transitions\"\nattributes = [\"priority\"]\n[csv]\nmissing = [\"?\"]\n[transitions]\ncase = \"number\"\ntime = \"at\"\nteam = \"group\"\nstate = [\"state\"]\nworking = [\"Active\"]\ncustomer_waits = [\"Awaiting\"]\ndone = [\"Closed\"]\ncustomer_waits_stop_promise = true\n[time]\nformats = [\"%d/%m/%Y %H:%M\"]\n[promise]\nby = \"priority\"\notherwise = \"8h\"\n[promise.within]\n1 = \"4h\"\n[promise.working]\nweek = { mon-fri = [\"09:00-17:00\"] }\n",
        ),
    },
    Reader {
        name: "milestones",
        ending: "csv",
        recipe: Some(
            "kind = \"milestones\"\n[milestones]\ncase = \"order\"\nfront = \"Shop\"\nopened = \"ordered\"\nclosed = \"delivered\"\nsteps = [{ provider = \"Design\", from = \"ordered\", to = \"designed\" }, { provider = \"Courier\", from = \"designed\", to = \"delivered\", due = \"promised\" }]\n[promise]\ndue = \"promised\"\n",
        ),
    },
    Reader { name: "xes", ending: "xes", recipe: None },
    Reader { name: "ocel_json", ending: "json", recipe: None },
    Reader { name: "ocel_xml", ending: "xml", recipe: None },
    Reader { name: "ocel_sqlite", ending: "sqlite", recipe: None },
    Reader { name: "recipe", ending: "toml", recipe: None },
];

/// The reader called `name`.
///
/// # Panics
/// If there is none.
pub fn reader(name: &str) -> &'static Reader {
    READERS.iter().find(|reader| reader.name == name).expect("a reader of the list")
}

/// Feeds `bytes` to a reader, in a file in `folder`, and uses what comes out.
///
/// # Panics
/// If the file cannot be written.
pub fn feed(reader: &Reader, bytes: &[u8], folder: &Path) {
    if reader.name == "recipe" {
        if let Ok(recipe) = Recipe::parse(&String::from_utf8_lossy(bytes)) {
            let again = Recipe::parse(&recipe.to_toml()).expect("what is written can be read");
            assert_eq!(again, recipe);
        }
        return;
    }
    let file = folder.join("input").with_extension(reader.ending);
    std::fs::write(&file, bytes).expect("the folder can be written to");
    let recipe = reader.recipe.map(|recipe| Recipe::parse(recipe).expect("the recipe of a target is right"));
    if reader.ending.starts_with("csv") {
        let _ = catena_formats::propose(&file);
    }
    let Ok(import) = read(&[file], recipe.as_ref(), &()) else { return };
    assert!(!import.quality.to_string().is_empty());
    let chains = Chains::build(import.handoffs);
    let chosen = Selection::default().choose(&chains).expect("no filters");
    let resampling = Some(Resampling { resamples: 20, seed: 1 });
    let found = analyze(&chains, &chosen, &Options { resampling, ..Options::default() });
    let held: i64 = found.links.iter().map(|link| link.held_seconds).sum();
    assert_eq!(held + found.customer_held_seconds, found.lead_seconds);
    domino(&chains, &chosen, resampling);
    pyramid(&chains, &chosen);
    rework(&chains, &chosen);
    for chain in 0..chains.len().min(20) {
        explain(&chains, chain, 0.75);
    }
}
