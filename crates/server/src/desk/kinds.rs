//! The words of all kinds of events, for those who choose among them.

/// Every kind of event, in the order in which they are declared.
pub const KINDS: &[&str] = &[
    "asked",
    "did",
    "promised",
    "renegotiated",
    "answered",
    "wrote",
    "noted",
    "prioritized",
    "field_changed",
    "awaited",
    "undone",
    "merged",
    "unmerged",
    "party_added",
    "party_changed",
    "party_erased",
    "member_joined",
    "member_left",
    "handle_added",
    "handle_removed",
    "service_changed",
    "calendar_changed",
    "policy_changed",
    "account_added",
    "link_made",
    "link_used",
    "role_changed",
    "password_changed",
    "second_factor_added",
    "second_factor_removed",
    "account_closed",
    "identity_linked",
    "identity_unlinked",
    "signed_in",
    "signed_out",
    "token_made",
    "token_revoked",
    "tracking_made",
    "tracking_revoked",
    "demo_changed",
    "webhook_changed",
    "notice_cancelled",
    "notice_retried",
    "rating_asked",
    "rating_given",
    "thanked",
    "survey_changed",
    "survey_stopped",
    "feedback_asked",
    "feedback_withdrawn",
    "feedback_link_made",
    "feedback_given",
    "feedback_followed",
    "review_recorded",
    "conversation_recorded",
    "outcome_recorded",
    "owner_changed",
    "feedback_resumed",
    "review_changed",
    "review_removed",
    "conversation_changed",
    "conversation_removed",
    "outcome_changed",
    "outcome_removed",
    "feedback_exported",
    "pulse_launched",
    "pulse_reminded",
    "pulse_closed",
];

#[cfg(test)]
mod tests {
    use super::*;

    /// The words of the variants of the domain's facts, as its source has them.
    fn declared() -> Vec<String> {
        let source = include_str!("../../../domain/src/event.rs");
        let body = source.split("pub enum Fact {").nth(1).unwrap().split("\n}\n").next().unwrap();
        let lines = body.lines().filter_map(|line| line.strip_prefix("    "));
        let names = lines.filter(|line| line.starts_with(char::is_uppercase));
        let word = |line: &str| {
            let name = line.split([',', '(', ' ']).next().unwrap();
            let small = name.chars().enumerate().map(|(place, letter)| match (place, letter.is_uppercase()) {
                (0, _) | (_, false) => letter.to_lowercase().to_string(),
                _ => format!("_{}", letter.to_lowercase()),
            });
            small.collect()
        };
        names.map(word).collect()
    }

    #[test]
    fn every_kind_of_event_can_be_chosen() {
        assert_eq!(KINDS, declared());
    }
}
