//! Prints each budget beside the figure of this machine and its ratio to a bare reference of the same run.
//!
//! `budgets CATENA [HAND-OFFS]` measures the built program at `CATENA` on a generated file of ten million hand-offs, or
//! as many as it is told; `budgets worlds` runs the null worlds alone. Figures are medians; the machine decides the
//! seconds, the ratio is what to compare.
#![expect(clippy::disallowed_methods, reason = "a benchmark looks at the clock")]

mod desk;
mod worlds;

use std::fmt::Display;
use std::io::{BufWriter, Read, Write};
use std::net::TcpStream;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

use catena_analysis::{Chains, Handoff, Options, Selection, analyze};
use catena_bench::generate::{Chance, each_of_chain, handoffs};
use catena_bench::reference::{lines, sum};
use catena_store::Place;
use flate2::Compression;
use flate2::write::GzEncoder;

type Outcome<T> = Result<T, Box<dyn std::error::Error>>;

fn main() -> Outcome<()> {
    let mut arguments = std::env::args().skip(1);
    let catena = PathBuf::from(arguments.next().ok_or("usage: budgets CATENA [HAND-OFFS]")?);
    if catena == Path::new("bare") {
        let place = arguments.next().ok_or("usage: budgets bare FOLDER|URL")?;
        return desk::bare(&if place.starts_with("postgres") {
            Place::Postgres(place)
        } else {
            Place::Folder(place.into())
        });
    }
    if catena == Path::new("desk") {
        let catena = arguments.next().ok_or("usage: budgets desk CATENA [sqlite|postgres]")?;
        return desk::desk(Path::new(&catena), arguments.next().as_deref());
    }
    if catena == Path::new("sizes") {
        return desk::many();
    }
    if catena == Path::new("cost") {
        return desk::cost(&PathBuf::from(arguments.next().ok_or("usage: budgets cost CATENA")?));
    }
    if catena == Path::new("voices") {
        return desk::voices(&PathBuf::from(arguments.next().ok_or("usage: budgets voices CATENA")?));
    }
    if catena == Path::new("worlds") {
        worlds::worlds();
        return Ok(());
    }
    let count: usize = arguments.next().map_or(Ok(10_000_000), |count| count.parse())?;
    row("work", "budget", "figure", "ratio to the reference");
    analysis();
    worlds::worlds();
    file(&catena, count)?;
    start(&catena)?;
    desk::desk(&catena, None)?;
    pages()
}

fn row(work: &str, budget: &str, figure: impl Display, ratio: &str) {
    println!("{work:<58} {budget:>16} {figure:>16}  {ratio}");
}

/// The median time of eleven runs.
fn median<T>(mut run: impl FnMut() -> T) -> Duration {
    let mut times: Vec<Duration> = (0..11)
        .map(|_| {
            let begin = Instant::now();
            std::hint::black_box(run());
            begin.elapsed()
        })
        .collect();
    times.sort_unstable();
    times[times.len() / 2]
}

fn analysis() {
    const COUNT: usize = 4_000_000;
    for (broken, budget) in [(5, "≥ 40 M/s"), (50, "≥ 10 M/s")] {
        let chains = Chains::build(handoffs(COUNT, broken));
        let chosen = Selection::default().choose(&chains).expect("no filters");
        let run = |options: Options| median(|| analyze(&chains, &chosen, &options).outcomes);
        let bare = median(|| sum(&chains));
        let plain = run(Options { credit: false, resampling: None, ..Options::default() });
        let credit = run(Options { resampling: None, ..Options::default() });
        let all = run(Options::default());
        let rate = |time: Duration| format!("{:.1} M/s", chains.rows() as f64 / time.as_secs_f64() / 1e6);
        let times = |time: Duration| format!("{:.1} × a bare sum", time.as_secs_f64() / bare.as_secs_f64());
        row(&format!("analysis in memory, {broken} % broken"), budget, rate(plain), &times(plain));
        if broken == 50 {
            row("the same with credit", "≥ 3 M/s", rate(credit), &times(credit));
        }
        let more = format!("{:.2} ×", all.as_secs_f64() / credit.as_secs_f64());
        row("1,000 resamples, against the same without", "≤ 2 ×", more, &times(all));
    }
}

fn file(catena: &Path, count: usize) -> Outcome<()> {
    let folder = tempfile::tempdir()?;
    for part in [count / 10, count] {
        let file = folder.path().join(format!("{part}.csv"));
        let written = write_csv(&file, part)?;
        let bytes = std::fs::metadata(&file)?.len();
        lines(&file)?;
        let begin = Instant::now();
        lines(&file)?;
        let bare = begin.elapsed();
        let mut runs = Vec::new();
        for _ in 0..3 {
            runs.push(measure(Command::new(catena).arg("analyze").arg(&file))?);
        }
        runs.sort_unstable();
        let (time, memory) = runs[1];
        let work = format!("CSV of {written} hand-offs ({} MB) to the weakest link", bytes / 1_000_000);
        let ratio = format!("{:.1} × a bare pass over the bytes", time.as_secs_f64() / bare.as_secs_f64());
        let whole = part == count && count >= 10_000_000;
        row(&work, if whole { "≤ 5 s" } else { "" }, format!("{:.2} s", time.as_secs_f64()), &ratio);
        let memory_budget = if whole { "≤ 3000 MB" } else { "" };
        row("  memory at most", memory_budget, format!("{} MB", memory / 1_000_000), "");
        row("  memory for each hand-off", "< 300 bytes", format!("{} bytes", memory / written), "");
        std::fs::remove_file(&file)?;
    }
    Ok(())
}

/// Runs a command to its end; how long it took and the most memory it held, in bytes.
fn measure(command: &mut Command) -> Outcome<(Duration, u64)> {
    let begin = Instant::now();
    let mut child = command.stdout(Stdio::null()).spawn()?;
    let mut memory = 0;
    let status = loop {
        if let Some(status) = child.try_wait()? {
            break status;
        }
        memory = memory.max(resident(child.id(), "VmHWM:").unwrap_or(0));
        std::thread::sleep(Duration::from_millis(5));
    };
    if !status.success() {
        return Err(format!("{command:?} ended with {status}").into());
    }
    Ok((begin.elapsed(), memory))
}

/// A line of a process's status, in bytes.
fn resident(process: u32, line: &str) -> Option<u64> {
    let status = std::fs::read_to_string(format!("/proc/{process}/status")).ok()?;
    let value = status.lines().find_map(|status| status.strip_prefix(line))?;
    value.split_whitespace().next()?.parse::<u64>().ok().map(|kilobytes| kilobytes * 1024)
}

fn write_csv(path: &Path, count: usize) -> Outcome<u64> {
    let mut out = BufWriter::with_capacity(1 << 20, std::fs::File::create(path)?);
    writeln!(out, "id,parent,customer,provider,opened,started,closed,due,awaited,rating")?;
    let mut chance = Chance::new(7);
    let (mut chain, mut written) = (0, 0);
    let mut failed = None;
    while written < count as u64 {
        each_of_chain(chain, &mut chance, 20, |handoff| {
            written += 1;
            if let Err(error) = write_row(&mut out, handoff) {
                failed = Some(error);
            }
        });
        chain += 1;
    }
    failed.map_or(Ok(()), Err)?;
    out.flush()?;
    Ok(written)
}

fn write_row(out: &mut impl Write, handoff: &Handoff) -> std::io::Result<()> {
    let Handoff { id, customer, provider, .. } = handoff;
    write!(out, "{id},{},{customer},{provider},", handoff.parent.unwrap_or(""))?;
    for instant in [Some(handoff.opened), handoff.started, handoff.closed, handoff.due] {
        if let Some(instant) = instant {
            write_instant(out, instant)?;
        }
        out.write_all(b",")?;
    }
    writeln!(out, "{},", handoff.awaited)
}

/// RFC 3339 from seconds; the days by Hinnant's civil calendar.
fn write_instant(out: &mut impl Write, instant: i64) -> std::io::Result<()> {
    let (days, seconds) = (instant.div_euclid(86400) + 719_468, instant.rem_euclid(86400));
    let era = days.div_euclid(146_097);
    let day_of_era = days.rem_euclid(146_097);
    let year_of_era = (day_of_era - day_of_era / 1460 + day_of_era / 36524 - day_of_era / 146_096) / 365;
    let day_of_year = day_of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
    let shifted = (5 * day_of_year + 2) / 153;
    let day = day_of_year - (153 * shifted + 2) / 5 + 1;
    let month = if shifted < 10 { shifted + 3 } else { shifted - 9 };
    let year = year_of_era + era * 400 + i64::from(month <= 2);
    let (hour, minute, second) = (seconds / 3600, seconds / 60 % 60, seconds % 60);
    write!(out, "{year:04}-{month:02}-{day:02}T{hour:02}:{minute:02}:{second:02}Z")
}

/// A server without a log: until it answers, and what it holds then.
fn start(catena: &Path) -> Outcome<()> {
    const ADDRESS: &str = "127.0.0.1:7079";
    let mut times = Vec::new();
    let mut memory = 0;
    for _ in 0..5 {
        let begin = Instant::now();
        let serve = ["serve", "--listen", ADDRESS];
        let mut server = Command::new(catena).args(serve).stdout(Stdio::null()).stderr(Stdio::null()).spawn()?;
        let answered = loop {
            if ask(ADDRESS).is_ok_and(|answer| answer.starts_with("HTTP/1.1 200")) {
                break Some(begin.elapsed());
            }
            if begin.elapsed() > Duration::from_secs(20) {
                break None;
            }
            std::thread::sleep(Duration::from_millis(1));
        };
        memory = memory.max(resident(server.id(), "VmRSS:").unwrap_or(0));
        server.kill()?;
        server.wait()?;
        times.push(answered.ok_or("the server did not answer within 20 s")?);
    }
    times.sort_unstable();
    row("cold start to the first answer", "≤ 200 ms", format!("{} ms", times[2].as_millis()), "");
    row("resident memory of an idle server", "≤ 60 MB", format!("{} MB", memory / 1_000_000), "");
    Ok(())
}

fn ask(address: &str) -> std::io::Result<String> {
    let mut stream = TcpStream::connect(address)?;
    stream.set_read_timeout(Some(Duration::from_secs(5)))?;
    write!(stream, "GET /api/v1/logs HTTP/1.1\r\nHost: {address}\r\nConnection: close\r\n\r\n")?;
    let mut answer = String::new();
    stream.read_to_string(&mut answer)?;
    Ok(answer)
}

/// What a browser loads before the first page shows: the scripts that index.html names, compressed.
fn pages() -> Outcome<()> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../web/dist");
    let index = std::fs::read_to_string(folder.join("index.html"))?;
    let mut bytes = 0;
    for name in index.split('"').filter(|name| Path::new(name).extension().is_some_and(|end| end == "js")) {
        let mut encoder = GzEncoder::new(Vec::new(), Compression::default());
        encoder.write_all(&std::fs::read(folder.join(name.trim_start_matches('/')))?)?;
        bytes += encoder.finish()?.len();
    }
    row("script of the first load, compressed", "≤ 300 kB", format!("{} kB", bytes / 1000), "");
    Ok(())
}
