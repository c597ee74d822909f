//! Takes secrets out of words that are kept or shown elsewhere than they were written: keys of links, tokens, secrets of
//! webhooks. What remains says that there was one.

/// What stands before a secret.
const BEGINNINGS: &[&str] = &["/track/", "/feedback/", "/welcome/", "catena_", "whsec_"];
/// The shortest run of letters that is taken for a secret; real ones have 43 or more.
const SHORTEST: usize = 16;

/// Words without the secrets in them.
pub fn mask(text: &str) -> String {
    let mut masked = String::with_capacity(text.len());
    let mut rest = text;
    while let Some((place, beginning)) = first(rest) {
        let (before, after) = rest.split_at(place + beginning.len());
        masked.push_str(before);
        let end = after.find(|letter: char| !is_of_key(letter)).unwrap_or(after.len());
        let (key, behind) = after.split_at(end);
        masked.push_str(if key.len() >= SHORTEST { "…" } else { key });
        rest = behind;
    }
    masked + rest
}

/// Where the next secret may begin, and behind what.
fn first(text: &str) -> Option<(usize, &'static str)> {
    BEGINNINGS.iter().filter_map(|&beginning| Some((text.find(beginning)?, beginning))).min_by_key(|(place, _)| *place)
}

/// Whether a letter may stand in a key: of either alphabet of base64, also as an address writes them.
fn is_of_key(letter: char) -> bool {
    letter.is_ascii_alphanumeric() || "-_+/=%".contains(letter)
}

#[cfg(test)]
mod tests {
    use super::*;

    const KEY: &str = "Xq3-9fT_abcdefghijklmnopqrstuvwxyz0123456789";

    #[test]
    fn keys_are_taken_out_wherever_they_stand_and_words_stay() {
        for (before, after) in [
            (format!("See https://desk.example/track/{KEY}."), "See https://desk.example/track/…."),
            (format!("/welcome/{KEY} and /track/{KEY}"), "/welcome/… and /track/…"),
            (format!("[here](http://x/track/{KEY}) catena_{KEY}"), "[here](http://x/track/…) catena_…"),
            (format!("whsec_{KEY}+/=\nbye"), "whsec_…\nbye"),
            (format!("/track/%2F{KEY}"), "/track/…"),
            (format!("/track//track/{KEY}"), "/track/…"),
        ] {
            assert_eq!(mask(&before), after);
        }
    }

    #[test]
    fn what_only_looks_like_it_stays() {
        for text in ["", "on track/roses", "/track/roses", "catena_server is a crate", "Grüße /welcome/ ✓"] {
            assert_eq!(mask(text), text);
        }
    }
}
