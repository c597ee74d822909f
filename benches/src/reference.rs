//! The least that any program would have to do with the same input: the ratio to it survives a noisy machine.

use std::io::Read;
use std::path::Path;

use catena_analysis::Chains;

/// The sum of all opened, closed and due instants of complete chains.
pub fn sum(chains: &Chains) -> i64 {
    (0..chains.len())
        .map(|number| {
            let chain = chains.chain(number);
            let instants = chain.opened.iter().zip(chain.closed).map(|(opened, closed)| closed.wrapping_sub(*opened));
            instants.fold(0_i64, i64::wrapping_add).wrapping_add(chain.due(0).unwrap_or(0))
        })
        .fold(0, i64::wrapping_add)
}

/// How many lines a file has, read in blocks of a mebibyte.
#[expect(clippy::naive_bytecount, reason = "a bare pass is meant to be bare")]
pub fn lines(file: &Path) -> std::io::Result<u64> {
    let mut file = std::fs::File::open(file)?;
    let mut block = vec![0; 1 << 20];
    let mut lines = 0;
    loop {
        match file.read(&mut block)? {
            0 => return Ok(lines),
            read => lines += block[..read].iter().filter(|&&byte| byte == b'\n').count() as u64,
        }
    }
}
