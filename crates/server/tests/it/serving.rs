//! A real socket: listening, answering, stopping.

use std::io::{Read, Write};
use std::net::TcpStream;

use catena_server::serve;
use tokio::net::TcpListener;
use tokio::sync::oneshot;

use crate::world::shop;

#[tokio::test]
async fn the_server_answers_until_it_is_told_to_stop() {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = listener.local_addr().unwrap();
    let (stop, stopped) = oneshot::channel::<()>();
    let server = tokio::spawn(serve(listener, shop().state, async {
        let _ = stopped.await;
    }));
    let asked = tokio::task::spawn_blocking(move || {
        let mut answers = Vec::new();
        for host in [address.to_string(), "catena.example".to_owned()] {
            let mut stream = TcpStream::connect(address).unwrap();
            write!(stream, "GET /api/v1/logs HTTP/1.1\r\nHost: {host}\r\nConnection: close\r\n\r\n").unwrap();
            let mut answer = String::new();
            stream.read_to_string(&mut answer).unwrap();
            answers.push(answer);
        }
        answers
    });
    let answers = asked.await.unwrap();
    assert!(answers[0].starts_with("HTTP/1.1 200 OK\r\n"), "{}", answers[0]);
    assert!(answers[1].starts_with("HTTP/1.1 421 Misdirected Request\r\n"), "{}", answers[1]);
    stop.send(()).unwrap();
    server.await.unwrap().unwrap();
    assert!(TcpStream::connect(address).is_err());
}
