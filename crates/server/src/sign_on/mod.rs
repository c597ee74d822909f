//! Signing in through a provider of the organisation, by `OpenID` Connect: the authorization code flow with PKCE.
//!
//! Nothing is kept here of a sign-in that is under way. The browser holds a ticket with a random secret; the state, the
//! nonce and the verifier are made from that and from what else is on the ticket, so that a reply fits one ticket alone,
//! and a ticket that was changed fits no reply. What the provider says is believed only after its signature, issuer,
//! audience, end and nonce were checked. Who that person is here is decided in `actions/sign_on.rs`.

mod ticket;
mod web;

use std::sync::{Arc, Mutex, PoisonError};

use catena_domain::party::Role;
use jiff::Timestamp;
use openidconnect::core::{
    CoreAuthenticationFlow, CoreClient, CoreIdToken, CoreIdTokenClaims, CoreJwsSigningAlgorithm, CoreProviderMetadata,
    CoreTokenResponse, CoreUserInfoClaims,
};
use openidconnect::{
    AccessTokenHash, AuthorizationCode, ClaimsVerificationError, ClientId, ClientSecret, CsrfToken, EndpointMaybeSet,
    EndpointNotSet, EndpointSet, IssuerUrl, Nonce, OAuth2TokenResponse, PkceCodeChallenge, PkceCodeVerifier,
    RedirectUrl, RequestTokenError, Scope, TokenResponse, url::Url,
};

pub use ticket::Ticket;

/// After how many seconds the provider is asked anew where everything is and which keys it signs with.
const FRESH: i64 = 3600;
/// For how many seconds a provider that did not answer is left alone: however many people try meanwhile, one of them asks.
const PAUSE: i64 = 5;
/// How many seconds the provider's clock may differ from this one.
const LEEWAY: i64 = 120;
/// Signatures that nobody but the provider can make.
const ALGORITHMS: [CoreJwsSigningAlgorithm; 9] = [
    CoreJwsSigningAlgorithm::RsaSsaPkcs1V15Sha256,
    CoreJwsSigningAlgorithm::RsaSsaPkcs1V15Sha384,
    CoreJwsSigningAlgorithm::RsaSsaPkcs1V15Sha512,
    CoreJwsSigningAlgorithm::RsaSsaPssSha256,
    CoreJwsSigningAlgorithm::RsaSsaPssSha384,
    CoreJwsSigningAlgorithm::RsaSsaPssSha512,
    CoreJwsSigningAlgorithm::EcdsaP256Sha256,
    CoreJwsSigningAlgorithm::EcdsaP384Sha384,
    CoreJwsSigningAlgorithm::EdDsa,
];

/// A provider, and whom it may let in.
#[derive(Clone)]
pub struct SignOnSettings {
    /// Its address, as it writes it itself.
    pub issuer: String,
    /// By what it knows this server.
    pub client: String,
    /// With what this server proves that it is that.
    pub secret: String,
    /// What it is called on the button.
    pub name: String,
    /// Where browsers reach this server.
    pub address: String,
    /// The domain in which the addresses of newly recognised people have to be.
    pub domain: Option<String>,
    /// The role of those who have no account yet: they get one. None if they are refused.
    pub newcomers: Option<String>,
}

/// Why a provider cannot be used.
#[derive(Debug, thiserror::Error)]
pub enum BadProvider {
    /// Not an address, or one that everybody on the way could read.
    #[error("{0}: expected an address that begins with https://, or with http:// on this machine itself")]
    Address(String),
    /// There is none.
    #[error("the provider's {0} is empty")]
    Empty(&'static str),
    /// More than a provider may hand out.
    #[error("who has no account yet becomes a member, lead, auditor or customer, and nothing else")]
    Role,
}

/// Why somebody was not let in. The words are those in the address of the page that explains it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Why {
    /// They, or the provider, said no.
    Denied,
    /// The provider cannot be reached, or answers what makes no sense.
    Unreachable,
    /// The reply belongs to no sign-in that this browser has begun, or to one that is too old.
    Confused,
    /// What the provider says cannot be believed.
    Untrusted,
    /// The clocks of the provider and of this server differ.
    Clock,
    /// Nobody here is known by that address.
    NoAccount,
    /// The provider does not vouch for the address.
    NotVerified,
    /// The address is in another domain.
    OtherDomain,
    /// The account can no longer sign in.
    Closed,
    /// The account belongs to somebody else at the provider.
    Taken,
    /// The server itself failed.
    Failed,
}

impl Why {
    /// Its word.
    pub fn word(self) -> &'static str {
        match self {
            Self::Denied => "denied",
            Self::Unreachable => "unreachable",
            Self::Confused => "confused",
            Self::Untrusted => "untrusted",
            Self::Clock => "clock",
            Self::NoAccount => "no_account",
            Self::NotVerified => "not_verified",
            Self::OtherDomain => "other_domain",
            Self::Closed => "closed",
            Self::Taken => "taken",
            Self::Failed => "failed",
        }
    }
}

/// Why somebody was not let in, and what that came from, for the server's own output.
#[derive(Clone, Debug)]
pub struct Failure {
    /// Why.
    pub why: Why,
    /// What that came from.
    pub cause: String,
}

impl Failure {
    /// A failure for a reason.
    pub fn new(why: Why, cause: impl std::fmt::Display) -> Self {
        Self { why, cause: cause.to_string() }
    }
}

/// Somebody for whom a provider vouches.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Vouched {
    /// The provider's own name for them.
    pub subject: String,
    /// Their e-mail address.
    pub email: Option<String>,
    /// Whether the provider knows that it is theirs.
    pub is_verified: bool,
    /// How they are called.
    pub name: Option<String>,
}

/// What a provider replied, through the browser.
#[derive(Clone, Debug, Default)]
pub struct Reply {
    /// What it gives its word for.
    pub code: Option<String>,
    /// What it was given along.
    pub state: Option<String>,
    /// Why it says no.
    pub error: Option<String>,
    /// Who replies.
    pub issuer: Option<String>,
}

/// A provider through which people sign in.
pub struct SignOn {
    settings: SignOnSettings,
    issuer: IssuerUrl,
    redirect: RedirectUrl,
    base: Url,
    web: web::Web,
    known: Mutex<Option<(Timestamp, Arc<CoreProviderMetadata>)>>,
    /// When it last did not answer, and why.
    silent: Mutex<Option<(Timestamp, Failure)>>,
}

type Client =
    CoreClient<EndpointSet, EndpointNotSet, EndpointNotSet, EndpointNotSet, EndpointMaybeSet, EndpointMaybeSet>;

impl SignOn {
    /// A provider that is asked when the first person signs in.
    pub fn new(mut settings: SignOnSettings) -> Result<Self, BadProvider> {
        for (what, text) in [("client id", &settings.client), ("secret", &settings.secret), ("name", &settings.name)] {
            if text.trim().is_empty() {
                return Err(BadProvider::Empty(what));
            }
        }
        let newcomers = settings.newcomers.as_deref().map(Role::of);
        if newcomers.is_some_and(|role| role.is_none_or(|role| role == Role::Administrator)) {
            return Err(BadProvider::Role);
        }
        let bad = |address: &str| BadProvider::Address(address.to_owned());
        settings.address.truncate(settings.address.trim_end_matches('/').len());
        settings.domain = settings.domain.map(|domain| domain.trim_start_matches('@').to_lowercase());
        let base = Url::parse(&settings.address).ok().filter(web::is_safe).ok_or_else(|| bad(&settings.address))?;
        let issuer = IssuerUrl::new(settings.issuer.clone()).ok().filter(|issuer| web::is_safe(issuer.url()));
        let issuer = issuer.ok_or_else(|| bad(&settings.issuer))?;
        let web = web::Web::new(issuer.url().scheme() == "http");
        let redirect = RedirectUrl::new(format!("{}/api/v1/sign-on/reply", settings.address));
        let redirect = redirect.map_err(|_| bad(&settings.address))?;
        Ok(Self { settings, issuer, redirect, base, web, known: Mutex::default(), silent: Mutex::default() })
    }

    /// What it was made with.
    pub fn settings(&self) -> &SignOnSettings {
        &self.settings
    }

    /// A place on this server that somebody wants to return to; the first page if it is anywhere else.
    pub fn place(&self, next: Option<&str>) -> String {
        let own = |next: &str| {
            let url = self.base.join(next).ok().filter(|url| url.origin() == self.base.origin())?;
            let place = url.as_str().get(url.origin().ascii_serialization().len()..)?.to_owned();
            let is_page = place.starts_with('/') && !place.starts_with("//") && !place.starts_with("/api/");
            (is_page && place.len() <= 1000).then_some(place)
        };
        next.filter(|next| next.starts_with('/')).and_then(own).unwrap_or_else(|| "/".to_owned())
    }

    /// Begins: where the browser goes, for a ticket that it takes along.
    pub fn begin(&self, ticket: &Ticket, now: Timestamp) -> Result<String, Failure> {
        let metadata = self.metadata(now, FRESH)?;
        let (state, nonce) = (ticket.state(), ticket.nonce());
        let challenge = PkceCodeChallenge::from_code_verifier_sha256(&PkceCodeVerifier::new(ticket.verifier()));
        let (url, ..) = self
            .client(&metadata)
            .authorize_url(
                CoreAuthenticationFlow::AuthorizationCode,
                move || CsrfToken::new(state),
                move || Nonce::new(nonce),
            )
            .add_scopes(["email", "profile"].map(|scope| Scope::new(scope.to_owned())))
            .set_pkce_challenge(challenge)
            .url();
        Ok(url.into())
    }

    /// Ends: for whom the provider vouches.
    pub fn finish(&self, ticket: &Ticket, reply: Reply, now: Timestamp) -> Result<Vouched, Failure> {
        if reply.state.as_deref() != Some(ticket.state().as_str()) {
            return Err(Failure::new(Why::Confused, "the state is not the one of the ticket"));
        }
        if reply.issuer.is_some_and(|issuer| issuer != self.settings.issuer) {
            return Err(Failure::new(Why::Untrusted, "another provider replied"));
        }
        if let Some(error) = reply.error {
            let is_down = matches!(error.as_str(), "server_error" | "temporarily_unavailable");
            return Err(Failure::new(if is_down { Why::Unreachable } else { Why::Denied }, error));
        }
        let code = reply.code.ok_or_else(|| Failure::new(Why::Confused, "there is no code"))?;
        let metadata = self.metadata(now, FRESH)?;
        let client = self.client(&metadata);
        let answer = client
            .exchange_code(AuthorizationCode::new(code))
            .map_err(|error| Failure::new(Why::Unreachable, error))?
            .set_pkce_verifier(PkceCodeVerifier::new(ticket.verifier()))
            .request(&|request| self.web.send(request))
            .map_err(|error| match error {
                RequestTokenError::ServerResponse(said) => Failure::new(Why::Denied, said),
                RequestTokenError::Request(lost) => Failure::new(Why::Unreachable, lost),
                other => Failure::new(Why::Unreachable, other),
            })?;
        let token = answer.id_token().ok_or_else(|| Failure::new(Why::Untrusted, "there is no id token"))?;
        let nonce = Nonce::new(ticket.nonce());
        match believe(&client, token, &nonce, now) {
            // It may sign with another key since it was asked.
            Err(ClaimsVerificationError::SignatureVerification(_)) => {
                let metadata = self.metadata(now, 0)?;
                let client = self.client(&metadata);
                let claims = believe(&client, token, &nonce, now).map_err(|error| untrusted(&error))?;
                self.told(&client, &answer, token, claims, now)
            }
            Err(error) => Err(untrusted(&error)),
            Ok(claims) => self.told(&client, &answer, token, claims, now),
        }
    }

    /// What is known of the person of a token that was checked.
    fn told(
        &self,
        client: &Client,
        answer: &CoreTokenResponse,
        token: &CoreIdToken,
        claims: &CoreIdTokenClaims,
        now: Timestamp,
    ) -> Result<Vouched, Failure> {
        if claims.issue_time() > instant(now) + chrono::Duration::seconds(LEEWAY) {
            return Err(Failure::new(Why::Clock, format!("the token is of {}", claims.issue_time())));
        }
        let access = answer.access_token();
        if let Some(expected) = claims.access_token_hash() {
            let verifier = client.id_token_verifier().set_allowed_algs(ALGORITHMS);
            let key = token.signing_key(&verifier).map_err(|error| Failure::new(Why::Untrusted, error))?;
            let algorithm = token.signing_alg().map_err(|error| Failure::new(Why::Untrusted, error))?;
            let found = AccessTokenHash::from_token(access, algorithm, key);
            if found.ok().as_ref() != Some(expected) {
                return Err(Failure::new(Why::Untrusted, "the access token is not the one of the id token"));
            }
        }
        let mut known = Vouched {
            subject: claims.subject().to_string(),
            email: claims.email().map(|email| email.to_string()),
            is_verified: claims.email_verified() == Some(true),
            name: claims.name().and_then(|name| name.get(None)).map(|name| name.to_string()),
        };
        // Many providers tell addresses and names only when they are asked for them.
        if known.email.is_none()
            && let Ok(question) = client.user_info(access.clone(), Some(claims.subject().clone()))
        {
            let more: CoreUserInfoClaims = question
                .request(&|request| self.web.send(request))
                .map_err(|error| Failure::new(Why::Unreachable, error))?;
            known.email = more.email().map(|email| email.to_string());
            known.is_verified = more.email_verified() == Some(true);
            let name = more.name().and_then(|name| name.get(None)).map(|name| name.to_string());
            known.name = known.name.or(name);
        }
        Ok(known)
    }

    fn client(&self, metadata: &CoreProviderMetadata) -> Client {
        let (id, secret) = (&self.settings.client, &self.settings.secret);
        let secret = Some(ClientSecret::new(secret.clone()));
        CoreClient::from_provider_metadata(metadata.clone(), ClientId::new(id.clone()), secret)
            .set_redirect_uri(self.redirect.clone())
    }

    /// Where everything is at the provider, and its keys; not older than so many seconds.
    fn metadata(&self, now: Timestamp, age: i64) -> Result<Arc<CoreProviderMetadata>, Failure> {
        let known = || {
            let known = self.known.lock().unwrap_or_else(PoisonError::into_inner).clone();
            known.filter(|(at, _)| (0..age).contains(&(now.as_second() - at.as_second()))).map(|(_, metadata)| metadata)
        };
        if let Some(metadata) = known() {
            return Ok(metadata);
        }
        let mut silent = self.silent.lock().unwrap_or_else(PoisonError::into_inner);
        // Somebody else may have asked meanwhile.
        if let Some(metadata) = known() {
            return Ok(metadata);
        }
        if let Some((at, failure)) = silent.as_ref()
            && (0..PAUSE).contains(&(now.as_second() - at.as_second()))
        {
            return Err(failure.clone());
        }
        let fresh = CoreProviderMetadata::discover(&self.issuer, &|request| self.web.send(request));
        let fresh = fresh.map_err(|error| Failure::new(Why::Unreachable, in_full(&error)));
        *silent = fresh.as_ref().err().map(|failure| (now, failure.clone()));
        let fresh = Arc::new(fresh?);
        *self.known.lock().unwrap_or_else(PoisonError::into_inner) = Some((now, fresh.clone()));
        Ok(fresh)
    }
}

/// Checks a token: signature, issuer, audience, end, nonce.
fn believe<'a>(
    client: &Client,
    token: &'a CoreIdToken,
    nonce: &Nonce,
    now: Timestamp,
) -> Result<&'a CoreIdTokenClaims, ClaimsVerificationError> {
    let now = instant(now) - chrono::Duration::seconds(LEEWAY);
    let verifier = client.id_token_verifier().set_allowed_algs(ALGORITHMS).set_time_fn(move || now);
    token.claims(&verifier, nonce)
}

fn untrusted(error: &ClaimsVerificationError) -> Failure {
    let why = if matches!(error, ClaimsVerificationError::Expired(_)) { Why::Clock } else { Why::Untrusted };
    Failure::new(why, in_full(error))
}

fn instant(now: Timestamp) -> chrono::DateTime<chrono::Utc> {
    chrono::DateTime::from_timestamp(now.as_second(), 0).unwrap_or_default()
}

fn in_full(error: &dyn std::error::Error) -> String {
    let causes = std::iter::successors(error.source(), |cause| cause.source());
    causes.fold(error.to_string(), |said, cause| format!("{said}: {cause}"))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn settings() -> SignOnSettings {
        SignOnSettings {
            issuer: "https://id.example.org".to_owned(),
            client: "catena".to_owned(),
            secret: "secret".to_owned(),
            name: "Example".to_owned(),
            address: "https://desk.example.org/".to_owned(),
            domain: None,
            newcomers: None,
        }
    }

    #[test]
    fn a_way_back_leads_to_a_page_of_this_server_and_nowhere_else() {
        let sign_on = SignOn::new(settings()).unwrap();
        for (next, place) in
            [("/requests?open=true&q=ü#7", "/requests?open=true&q=%C3%BC#7"), ("/", "/"), ("/a/../today", "/today")]
        {
            assert_eq!(sign_on.place(Some(next)), place, "{next}");
        }
        for next in [
            "//evil.example",
            "/\\evil.example",
            "/\t/evil.example",
            "https://evil.example",
            "javascript:alert(1)",
            "\\/evil.example",
            "",
            "/api/v1/sign-on",
            "/x/..//evil.example",
            "/./\\evil.example",
            "@evil.example",
        ] {
            assert_eq!(sign_on.place(Some(next)), "/", "{next}");
        }
        assert_eq!(sign_on.place(None), "/");
        assert_eq!(sign_on.place(Some(&format!("/{}", "x".repeat(2000)))), "/");
    }

    #[test]
    fn what_others_could_read_on_the_way_is_no_provider() {
        for issuer in ["http://id.example.org", "ftp://id.example.org", "id.example.org", "", "http://10.0.0.1"] {
            assert!(SignOn::new(SignOnSettings { issuer: issuer.to_owned(), ..settings() }).is_err(), "{issuer}");
        }
        for issuer in ["http://127.0.0.1:7071", "http://localhost:7071", "http://[::1]:7071"] {
            assert!(SignOn::new(SignOnSettings { issuer: issuer.to_owned(), ..settings() }).is_ok(), "{issuer}");
        }
        assert!(SignOn::new(SignOnSettings { address: "http://desk.example.org".to_owned(), ..settings() }).is_err());
        assert!(SignOn::new(SignOnSettings { newcomers: Some("administrator".to_owned()), ..settings() }).is_err());
        assert!(SignOn::new(SignOnSettings { secret: " ".to_owned(), ..settings() }).is_err());
    }
}
