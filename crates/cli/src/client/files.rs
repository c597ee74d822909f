//! Files that hold what is written down on the server, in JSON. A field that means nothing is refused, before anything is
//! asked.

use std::io::{self, Read};
use std::path::Path;

use anyhow::{Context, Result};
use serde::Deserialize;
use serde::de::DeserializeOwned;
use uuid::Uuid;

use super::views::Named;

/// Somebody or something as a file names it: by name, by id, or as the API shows it.
#[derive(Clone, Debug, Deserialize)]
#[serde(untagged)]
pub enum Mention {
    Shown(Named),
    Text(String),
}

impl Mention {
    /// What to look for.
    pub fn text(&self) -> String {
        match self {
            Self::Shown(named) => named.id.to_string(),
            Self::Text(text) => text.clone(),
        }
    }

    /// The id, if it is one.
    pub fn id(&self) -> Option<Uuid> {
        self.text().parse().ok()
    }
}

/// What a file holds; `-` is standard input.
pub fn read<T: DeserializeOwned>(file: &Path) -> Result<T> {
    let name = file.display();
    let text = if file == Path::new("-") {
        let mut text = String::new();
        io::stdin().read_to_string(&mut text).map(|_| text)
    } else {
        std::fs::read_to_string(file)
    };
    let text = text.with_context(|| format!("{name}: cannot be read"))?;
    serde_json::from_str(&text).with_context(|| format!("{name}: is not what is to be saved"))
}
