//! The server as the command starts it, and what a shell asks for.

use std::io::{BufRead, BufReader, Read, Write};
use std::net::TcpStream;
use std::os::unix::fs::PermissionsExt;
use std::process::{Child, Stdio};
use std::time::Duration;

use crate::{EXAMPLE, catena, cluster, print, run};

/// A server that ends with the test.
struct Server(Child);

impl Drop for Server {
    fn drop(&mut self) {
        self.0.kill().unwrap();
        self.0.wait().unwrap();
    }
}

#[test]
fn it_prints_where_it_is_and_answers_there() {
    let child = catena()
        .args(["serve", EXAMPLE, "--listen", "127.0.0.1:0"])
        .stdout(Stdio::piped())
        .stderr(Stdio::null())
        .spawn()
        .unwrap();
    let mut server = Server(child);
    let mut line = String::new();
    BufReader::new(server.0.stdout.take().unwrap()).read_line(&mut line).unwrap();
    let address = line.trim().strip_prefix("Catena is at http://").unwrap();
    let mut stream = TcpStream::connect(address).unwrap();
    stream.set_read_timeout(Some(Duration::from_mins(1))).unwrap();
    write!(stream, "GET /api/v1/logs HTTP/1.1\r\nHost: {address}\r\nConnection: close\r\n\r\n").unwrap();
    let mut answer = String::new();
    stream.read_to_string(&mut answer).unwrap();
    assert!(answer.starts_with("HTTP/1.1 200"), "{answer}");
    assert!(answer.contains("flower-shop.csv"), "{answer}");
}

#[test]
fn every_shell_gets_its_completions() {
    for shell in ["bash", "elvish", "fish", "powershell", "zsh"] {
        assert!(print(&["completions", shell]).contains("catena"), "{shell}");
    }
}

/// A server with a desk, such as `--data DIR`, where it is, and what it prints.
fn with_desk(keep: [&str; 2]) -> (Server, String, impl BufRead + use<>) {
    let mut command = catena();
    command.args(["serve", "--listen", "127.0.0.1:0"]).args(keep);
    let mut child = command.stdout(Stdio::piped()).stderr(Stdio::null()).spawn().unwrap();
    let mut lines = BufReader::new(child.stdout.take().unwrap());
    let mut line = String::new();
    lines.read_line(&mut line).unwrap();
    let address = line.trim().strip_prefix("Catena is at ").unwrap().to_owned();
    // It answers once it holds the desk.
    ureq::get(format!("{address}/api/v1/session")).call().unwrap();
    (Server(child), address, lines)
}

#[test]
fn what_make_run_serves_is_understood_as_it_is_written() {
    let root = concat!(env!("CARGO_MANIFEST_DIR"), "/../..");
    let menu = std::fs::read_to_string(format!("{root}/Makefile")).unwrap().replace("\\\n", " ");
    let written = menu.lines().find_map(|line| line.split_once("catena serve ")).unwrap().1;
    let home = tempfile::tempdir().unwrap();
    let arguments = written.split_whitespace().map(|word| match word {
        ".catena" => home.path().join("desk").to_str().unwrap().to_owned(),
        "127.0.0.1:$(PORT)" => "127.0.0.1:0".to_owned(),
        word => word.to_owned(),
    });
    let mut command = catena();
    command.arg("serve").args(arguments).current_dir(root);
    let child = command.stdout(Stdio::piped()).stderr(Stdio::inherit()).spawn().unwrap();
    let mut server = Server(child);
    let said: Vec<String> =
        BufReader::new(server.0.stdout.take().unwrap()).lines().map(Result::unwrap).take(3).collect();
    assert!(said[0].starts_with("Catena is at http://127.0.0.1:"), "{said:?}");
    assert!(said[1].contains("demonstration"), "{said:?}");
    assert!(said[2].contains("/welcome/"), "{said:?}");
}

/// The link that `catena admin reset` prints.
fn reset(name: &str, keep: [&str; 2]) -> String {
    let said = print(&["admin", "reset", name, keep[0], keep[1]]);
    let link = said.lines().next().unwrap().strip_prefix("Hand over this link, which works once: ").unwrap();
    link.to_owned()
}

#[test]
fn whoever_sits_at_the_machine_resets_an_account_whether_or_not_the_server_runs() {
    let home = tempfile::tempdir().unwrap();
    let folder = home.path().join("desk");
    let keep = ["--data", folder.to_str().unwrap()];
    let (server, address, _lines) = with_desk(keep);
    let link = reset("admin", keep);
    let key = link.strip_prefix(&format!("{address}/welcome/")).expect("the server knows where it is").to_owned();
    assert_eq!(std::fs::metadata(folder.join("admin.sock")).unwrap().permissions().mode() & 0o777, 0o600);

    let redeem = |key: &str, password: &str| {
        let body = serde_json::json!({ "password": password }).to_string();
        let request = ureq::post(format!("{address}/api/v1/welcome/{key}")).config().http_status_as_error(false);
        request.build().content_type("application/json").send(body).unwrap()
    };
    let answer = redeem(&key, "marigold and cornflower");
    assert_eq!(answer.status(), 204);
    let session = answer.headers()["set-cookie"].to_str().unwrap().split(';').next().unwrap().to_owned();
    let is_in = || {
        let answer = ureq::get(format!("{address}/api/v1/session")).header("cookie", &session).call().unwrap();
        !answer.into_body().read_to_string().unwrap().contains("\"me\":null")
    };
    assert!(is_in());

    // A new link ends nothing; using it ends all other sessions, and the link before it works no more.
    let (old, new) = (reset("ADMIN", keep), reset("admin", keep));
    assert!(is_in());
    let key_of = |link: &str| link.rsplit_once('/').unwrap().1.to_owned();
    assert_eq!(redeem(&key_of(&old), "marigold and cornflower").status(), 401);
    assert_eq!(redeem(&key_of(&new), "cornflower and marigold").status(), 204);
    assert!(!is_in());

    let unknown = run(&["admin", "reset", "nobody", keep[0], keep[1]]);
    assert_eq!(unknown.status.code(), Some(1));
    assert!(String::from_utf8_lossy(&unknown.stderr).contains("there is no account \"nobody\""));
    drop(server);
    assert!(reset("admin", keep).starts_with("/welcome/"), "a stopped server says no address");
    let (_server, ..) = with_desk(keep);
    assert!(reset("admin", keep).starts_with("http://127.0.0.1:"), "what a killed server left is cleared away");
}

#[test]
fn a_provider_is_not_begun_with_without_its_secret_or_in_the_open() {
    let told = |more: &[&str], secret: Option<&str>| {
        let folder = tempfile::tempdir().unwrap();
        let mut command = catena();
        command.args(["serve", "--listen", "127.0.0.1:0", "--data"]).arg(folder.path()).args(more);
        command.env_remove("CATENA_OIDC_SECRET");
        if let Some(secret) = secret {
            command.env("CATENA_OIDC_SECRET", secret);
        }
        let output = command.output().unwrap();
        assert!(!output.status.success());
        String::from_utf8(output.stderr).unwrap()
    };
    let issuer = |address| ["--oidc-issuer", address, "--oidc-client", "catena"];
    let said = told(&issuer("https://id.example.org"), None);
    assert!(said.contains("secret is missing"), "{said}");
    let said = told(&issuer("http://id.example.org"), Some("secret"));
    assert!(said.contains("expected an address that begins with https://"), "{said}");
    let said = told(&["--oidc-issuer", "https://id.example.org"], Some("secret"));
    assert!(said.contains("--oidc-client"), "{said}");
    let open = [&issuer("https://id.example.org")[..], &["--oidc-newcomers", "member"]].concat();
    assert!(told(&open, Some("secret")).contains("--oidc-domain"), "not everybody in the world");
}

#[test]
fn a_desk_in_a_database_is_served_and_its_accounts_are_reset_meanwhile() {
    let url = cluster::database();
    let keep = ["--database", url.as_str()];
    let (_server, address, _lines) = with_desk(keep);
    let link = reset("admin", keep);
    let shown = ureq::get(format!("{address}/api/v1{link}")).call().unwrap().into_body().read_to_string().unwrap();
    assert!(shown.contains("\"login\":\"admin\""), "{shown}");
}
