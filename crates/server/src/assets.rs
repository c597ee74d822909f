//! The web pages, embedded in the binary when it was built.
//!
//! Files under `assets/` carry a hash in their names and may be kept for ever; everything else is asked for again and
//! answered by its hash. An address that is no file belongs to a page, which `index.html` draws.

use std::borrow::Cow;
use std::fmt::Write as _;
use std::io::{self, Write};
use std::sync::{Arc, LazyLock};

use axum::Extension;
use axum::body::Bytes;
use axum::http::{HeaderMap, Method, StatusCode, Uri, header};
use axum::response::{IntoResponse, Response};
use flate2::Compression;
use flate2::write::GzEncoder;
use rust_embed::Embed;

use crate::cache::Cache;
use crate::http::problem::InPlainWords;

/// What the web pages were built to.
#[derive(Embed)]
#[folder = "../../web/dist"]
#[allow_missing = true]
struct Pages;

/// A file of the pages.
#[derive(Clone)]
struct Page {
    bytes: Cow<'static, [u8]>,
    hash: [u8; 32],
}

impl Page {
    fn embedded(path: &str) -> Option<Self> {
        Pages::get(path).map(|file| Self { bytes: file.data, hash: file.metadata.sha256_hash() })
    }
}

/// Answers with the file at an address, or with the page that draws it.
pub async fn serve(method: Method, uri: Uri, headers: HeaderMap) -> Response {
    if method != Method::GET && method != Method::HEAD {
        return (StatusCode::METHOD_NOT_ALLOWED, [(header::ALLOW, "GET, HEAD")]).into_response();
    }
    answer(uri.path().trim_start_matches('/'), &headers, Page::embedded).await
}

async fn answer(path: &str, headers: &HeaderMap, find: impl Fn(&str) -> Option<Page>) -> Response {
    let is_kept = path.starts_with("assets/");
    let path = if is_kept || find(path).is_some() { path } else { "index.html" };
    let Some(page) = find(path) else {
        return if is_kept { StatusCode::NOT_FOUND.into_response() } else { not_built() };
    };
    let tag = page.hash.iter().fold(String::from("\""), |mut tag, byte| {
        write!(tag, "{byte:02x}").expect("a string takes text");
        tag
    }) + "\"";
    let caching = if is_kept { "public, max-age=31536000, immutable" } else { "no-cache" };
    let about = [(header::CACHE_CONTROL, caching), (header::ETAG, &tag), (header::VARY, "accept-encoding")];
    let names = |header, what: &str| {
        headers.get(header).and_then(|value| value.to_str().ok()).is_some_and(|value| value.contains(what))
    };
    if names(header::IF_NONE_MATCH, &tag) {
        return (StatusCode::NOT_MODIFIED, about).into_response();
    }
    let (kind, shrinks) = kind(path);
    let kind = [(header::CONTENT_TYPE, kind)];
    if shrinks && names(header::ACCEPT_ENCODING, "gzip") {
        return (about, kind, [(header::CONTENT_ENCODING, "gzip")], packed(page).await).into_response();
    }
    (about, kind, Bytes::from_owner(page.bytes)).into_response()
}

/// The answer of a build without pages.
fn not_built() -> Response {
    let text = "The web pages are not part of this build of Catena.\n\nBuild them first (`npm ci && npm run build` in \
                the folder `web`), then build Catena again; `make run` does both.\nThe API is there all the same: \
                /api/v1/openapi.json\n";
    let kind = [(header::CONTENT_TYPE, "text/plain; charset=utf-8")];
    (StatusCode::SERVICE_UNAVAILABLE, kind, Extension(InPlainWords), text).into_response()
}

/// The media type of a file, and whether packing makes it smaller.
fn kind(path: &str) -> (&'static str, bool) {
    match path.rsplit('.').next().unwrap_or_default() {
        "html" => ("text/html; charset=utf-8", true),
        "js" => ("text/javascript; charset=utf-8", true),
        "css" => ("text/css; charset=utf-8", true),
        "svg" => ("image/svg+xml", true),
        "json" | "map" => ("application/json", true),
        "webmanifest" => ("application/manifest+json", true),
        "txt" | "md" => ("text/plain; charset=utf-8", true),
        "png" => ("image/png", false),
        "ico" => ("image/x-icon", false),
        "woff2" => ("font/woff2", false),
        _ => ("application/octet-stream", false),
    }
}

/// The file, packed when it is first asked for.
async fn packed(page: Page) -> Bytes {
    static PACKED: LazyLock<Cache<[u8; 32], Bytes>> = LazyLock::new(|| Cache::new(usize::MAX));
    let pack = move || PACKED.ask(page.hash, || Bytes::from(gzip(&page.bytes).expect("memory takes bytes")));
    match tokio::task::spawn_blocking(pack).await {
        Ok(packed) => Arc::unwrap_or_clone(packed),
        Err(fallen) => std::panic::resume_unwind(fallen.into_panic()),
    }
}

fn gzip(bytes: &[u8]) -> io::Result<Vec<u8>> {
    let mut packer = GzEncoder::new(Vec::new(), Compression::best());
    packer.write_all(bytes)?;
    packer.finish()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn files(path: &str) -> Option<Page> {
        let bytes: &'static [u8] = match path {
            "index.html" => b"<!doctype html>",
            "assets/app-1a2b.js" => b"let catena;",
            "catena.svg" => b"<svg/>",
            _ => return None,
        };
        Some(Page { bytes: Cow::Borrowed(bytes), hash: [bytes.len() as u8; 32] })
    }

    async fn ask(path: &str, header: Option<(header::HeaderName, &str)>) -> (StatusCode, HeaderMap, Bytes) {
        let headers = header.into_iter().map(|(name, value)| (name, value.parse().unwrap())).collect();
        let (parts, body) = answer(path, &headers, files).await.into_parts();
        (parts.status, parts.headers, axum::body::to_bytes(body, 1000).await.unwrap())
    }

    #[tokio::test]
    async fn every_address_that_is_no_file_is_drawn_by_the_first_page() {
        for path in ["", "logs/flower-shop", "logs/a/chains/ORDER.7", "definitions"] {
            let (status, headers, body) = ask(path, None).await;
            assert_eq!((status, &body[..]), (StatusCode::OK, &b"<!doctype html>"[..]), "{path}");
            assert_eq!(headers[header::CACHE_CONTROL], "no-cache");
        }
    }

    #[tokio::test]
    async fn files_with_a_hash_may_be_kept_for_ever_and_have_to_exist() {
        let (_, headers, body) = ask("assets/app-1a2b.js", None).await;
        assert_eq!(headers[header::CACHE_CONTROL], "public, max-age=31536000, immutable");
        assert_eq!(headers[header::CONTENT_TYPE], "text/javascript; charset=utf-8");
        assert_eq!(&body[..], b"let catena;");
        assert_eq!(ask("assets/app-old.js", None).await.0, StatusCode::NOT_FOUND);
    }

    #[tokio::test]
    async fn a_file_that_the_browser_has_is_not_sent_again() {
        let (_, headers, _) = ask("catena.svg", None).await;
        let tag = headers[header::ETAG].to_str().unwrap();
        let (status, _, body) = ask("catena.svg", Some((header::IF_NONE_MATCH, tag))).await;
        assert_eq!((status, body.len()), (StatusCode::NOT_MODIFIED, 0));
    }

    #[tokio::test]
    async fn text_is_packed_for_those_who_can_unpack_it() {
        let (_, headers, body) = ask("", Some((header::ACCEPT_ENCODING, "br, gzip"))).await;
        assert_eq!(headers[header::CONTENT_ENCODING], "gzip");
        let mut text = String::new();
        io::Read::read_to_string(&mut flate2::read::GzDecoder::new(&body[..]), &mut text).unwrap();
        assert_eq!(text, "<!doctype html>");
    }

    #[tokio::test]
    async fn a_build_without_pages_says_so() {
        let answer = answer("", &HeaderMap::new(), |_| None).await;
        assert_eq!(answer.status(), StatusCode::SERVICE_UNAVAILABLE);
    }
}
