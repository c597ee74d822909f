//! What is sent: bodies without the fields that nobody gave, and texts that may come from standard input.

use std::io::{self, Read};

use anyhow::{Context, Result};
use serde_json::Value;

/// The fields of `body` that are not null: the API tells nothing from null where both could be meant.
pub fn given(mut body: Value) -> Value {
    if let Some(fields) = body.as_object_mut() {
        fields.retain(|_, value| !value.is_null());
    }
    body
}

/// `text`, or all of standard input where it is `-`.
pub fn words(text: &str) -> Result<String> {
    if text != "-" {
        return Ok(text.to_owned());
    }
    let mut read = String::new();
    io::stdin().read_to_string(&mut read).context("standard input cannot be read as text")?;
    Ok(read.trim_end().to_owned())
}

/// The same where there may be no text.
pub fn any_words(text: Option<&str>) -> Result<Option<String>> {
    text.map(words).transpose()
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn what_nobody_gave_is_not_sent() {
        assert_eq!(
            given(json!({ "subject": "Roses", "due_at": null, "tags": [] })),
            json!({ "subject": "Roses", "tags": [] })
        );
    }
}
