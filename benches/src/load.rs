//! A load generator: threads that each hold one connection to a server on this machine, send one request after the other
//! and read the answers. Bounded, loopback only.
#![expect(clippy::disallowed_methods, reason = "a load generator looks at the clock")]

use std::fs;
use std::io::{BufRead, BufReader, Error, Read, Result, Write};
use std::net::{Ipv4Addr, SocketAddr, TcpStream};
use std::time::{Duration, Instant};

use socket2::{Domain, Socket, Type};

/// One connection that stays open.
pub struct Connection {
    stream: BufReader<TcpStream>,
    address: SocketAddr,
    key: String,
}

/// An answer.
pub struct Answer {
    /// Its status.
    pub status: u16,
    /// Its headers, as they came.
    pub headers: Vec<String>,
    /// Its body.
    pub body: Vec<u8>,
}

impl Connection {
    /// Connects to a server; `key` is a token, or nothing.
    pub fn open(address: SocketAddr, key: &str) -> Result<Self> {
        let stream = TcpStream::connect(address)?;
        stream.set_nodelay(true)?;
        stream.set_read_timeout(Some(Duration::from_mins(1)))?;
        Ok(Self { stream: BufReader::new(stream), address, key: key.to_owned() })
    }

    /// The same from another address of this machine, as customers come from many networks.
    pub fn open_from(source: Ipv4Addr, address: SocketAddr) -> Result<Self> {
        let socket = Socket::new(Domain::IPV4, Type::STREAM, None)?;
        socket.bind(&SocketAddr::from((source, 0)).into())?;
        socket.connect(&address.into())?;
        let stream = TcpStream::from(socket);
        stream.set_nodelay(true)?;
        stream.set_read_timeout(Some(Duration::from_mins(1)))?;
        Ok(Self { stream: BufReader::new(stream), address, key: String::new() })
    }

    /// Sends a request with a body in JSON and reads the answer.
    pub fn send(&mut self, method: &str, path: &str, body: &str, more: &str) -> Result<Answer> {
        let key = if self.key.is_empty() { String::new() } else { format!("authorization: Bearer {}\r\n", self.key) };
        let head = format!(
            "{method} {path} HTTP/1.1\r\nhost: {}\r\n{key}{more}content-type: application/json\r\ncontent-length: {}\r\n\r\n",
            self.address,
            body.len()
        );
        let mut out = head.into_bytes();
        out.extend_from_slice(body.as_bytes());
        self.stream.get_mut().write_all(&out)?;
        let headers = self.head()?;
        let status = headers.first().and_then(|line| line.split(' ').nth(1)).and_then(|code| code.parse().ok());
        let length = headers.iter().find_map(|line| {
            let (name, value) = line.split_once(':')?;
            name.eq_ignore_ascii_case("content-length").then(|| value.trim().parse().ok())?
        });
        let mut body = vec![0; length.unwrap_or(0)];
        self.stream.read_exact(&mut body)?;
        Ok(Answer { status: status.ok_or_else(|| Error::other("no status"))?, headers, body })
    }

    /// Asks for a stream of events and leaves it open.
    pub fn watch(mut self, path: &str) -> Result<BufReader<TcpStream>> {
        let head =
            format!("GET {path} HTTP/1.1\r\nhost: {}\r\nauthorization: Bearer {}\r\n\r\n", self.address, self.key);
        self.stream.get_mut().write_all(head.as_bytes())?;
        self.head()?;
        Ok(self.stream)
    }

    fn head(&mut self) -> Result<Vec<String>> {
        let mut lines = Vec::new();
        loop {
            let mut line = String::new();
            if self.stream.read_line(&mut line)? == 0 {
                return Err(Error::other("the server closed the connection"));
            }
            let line = line.trim_end().to_owned();
            if line.is_empty() {
                return Ok(lines);
            }
            lines.push(line);
        }
    }
}

/// What a load did.
pub struct Load {
    /// Requests answered.
    pub answered: usize,
    /// How long it took.
    pub took: Duration,
    /// The time to each answer, sorted.
    pub waits: Vec<Duration>,
}

impl Load {
    /// Answers a second.
    pub fn rate(&self) -> f64 {
        self.answered as f64 / self.took.as_secs_f64()
    }

    /// The wait that a share of the requests did not exceed.
    pub fn quantile(&self, share: f64) -> Duration {
        let place = ((self.waits.len() as f64 * share).ceil() as usize).clamp(1, self.waits.len().max(1)) - 1;
        self.waits.get(place).copied().unwrap_or_default()
    }
}

/// Lets `clients` send for so long, each what `request` says: a path and a body; it is asked for what has no
/// body.
pub fn load(
    address: SocketAddr,
    key: &str,
    clients: usize,
    long: Duration,
    request: impl Fn(usize, usize) -> (String, String) + Sync,
) -> Result<Load> {
    let begin = Instant::now();
    let waits: Vec<Result<Vec<Duration>>> = std::thread::scope(|scope| {
        let threads: Vec<_> = (0..clients)
            .map(|client| {
                let request = &request;
                scope.spawn(move || {
                    let mut connection = Connection::open(address, key)?;
                    let mut waits = Vec::new();
                    while begin.elapsed() < long {
                        let (path, body) = request(client, waits.len());
                        let sent = Instant::now();
                        let method = if body.is_empty() { "GET" } else { "POST" };
                        let answer = connection.send(method, &path, &body, "")?;
                        if answer.status >= 300 {
                            return Err(Error::other(String::from_utf8_lossy(&answer.body).into_owned()));
                        }
                        waits.push(sent.elapsed());
                    }
                    Ok(waits)
                })
            })
            .collect();
        threads.into_iter().map(|thread| thread.join().unwrap_or_else(|_| Err(Error::other("a client fell")))).collect()
    });
    let took = begin.elapsed();
    let mut all = Vec::new();
    for waits in waits {
        all.extend(waits?);
    }
    all.sort_unstable();
    Ok(Load { answered: all.len(), took, waits: all })
}

/// Processor time that a process has used.
pub fn cpu(process: u32) -> Result<Duration> {
    let text = fs::read_to_string(format!("/proc/{process}/stat"))?;
    let fields: Vec<&str> = text.rsplit(')').next().unwrap_or_default().split_whitespace().collect();
    let ticks = |place: usize| fields.get(place).and_then(|field| field.parse::<u64>().ok()).unwrap_or_default();
    Ok(Duration::from_millis((ticks(11) + ticks(12)) * 10))
}

/// Resident memory of a process, in bytes.
pub fn memory(process: u32) -> Result<u64> {
    let text = fs::read_to_string(format!("/proc/{process}/status"))?;
    let line = text.lines().find_map(|line| line.strip_prefix("VmRSS:"));
    Ok(line.and_then(|line| line.split_whitespace().next()?.parse::<u64>().ok()).unwrap_or_default() * 1024)
}
