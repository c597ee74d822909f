//! Signatures of messages, as the Standard Webhooks describe them (<https://www.standardwebhooks.com>): HMAC-SHA256 over
//! id, instant and body, so that a receiver knows who sent them, that nobody changed them, and that they are fresh.

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use hmac::{Hmac, KeyInit, Mac};
use sha2::Sha256;

/// How many bytes a secret has.
pub const SECRET_BYTES: usize = 32;

/// A secret as it is handed out, once.
pub fn secret_text(secret: &[u8]) -> String {
    format!("whsec_{}", STANDARD.encode(secret))
}

/// The value of `webhook-signature` for a message; `second` is when it is sent, in seconds since 1970.
pub fn signature(secret: &[u8], id: &str, second: i64, body: &str) -> String {
    let Ok(mut sum) = Hmac::<Sha256>::new_from_slice(secret) else { return String::new() };
    sum.update(format!("{id}.{second}.{body}").as_bytes());
    format!("v1,{}", STANDARD.encode(sum.finalize().into_bytes()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_example_of_the_specification_has_its_signature() {
        let secret = STANDARD.decode("MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw").unwrap();
        let signed = signature(&secret, "msg_p5jXN8AQM9LWM0D4loKWxJek", 1_614_265_330, "{\"test\": 2432232314}");
        assert_eq!(signed, "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=");
    }

    #[test]
    fn a_secret_is_handed_out_as_the_specification_says() {
        assert_eq!(secret_text(&[0; 24]), "whsec_AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA");
    }
}
