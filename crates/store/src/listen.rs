//! What other nodes of a database wrote: told by the server itself, at each of their commits.
//!
//! The one who writes says within its transaction how far the record has come then; the server passes that on when it is
//! committed. Nobody asks again and again. After a lost connection the record itself is asked first, so that nothing is
//! left out. The folder of the other engine belongs to one process, which knows what it wrote.

use std::future::{pending, poll_fn};
use std::thread::{self, JoinHandle};
use std::time::Duration;

use tokio::runtime::Builder;
use tokio::sync::{oneshot, watch};
use tokio_postgres::AsyncMessage;

use crate::args;
use crate::error::Error;
use crate::events;
use crate::sql::Sql;
use crate::tls::reach;

/// Under which name the server passes it on.
const CHANNEL: &str = "catena_event";
/// How long a lost connection is left alone before it is made again.
const PAUSE: Duration = Duration::from_secs(1);
/// After how long without a word the server is asked whether it is still there.
const SILENCE: Duration = Duration::from_secs(30);

/// Says within a transaction how far the record has come, for the other nodes; and returns it, with the mark by which the
/// server knows the transaction if something is written in it.
pub(crate) fn announce(sql: &mut dyn Sql) -> Result<(i64, Option<String>), Error> {
    let row = sql.first(
        "select last, pg_current_xact_id_if_assigned()::text, pg_notify($1, last::text)::text \
         from (select coalesce(max(seq), 0) as last from event) as record",
        args![CHANNEL],
    )?;
    row.map_or(Ok((0, None)), |row| Ok((row.int(0)?, row.maybe_text(1)?)))
}

/// Somebody who listens to the other nodes until dropped.
pub(crate) struct Listener {
    stop: Option<oneshot::Sender<()>>,
    thread: Option<JoinHandle<()>>,
}

impl Listener {
    /// Listens, and writes down how far the record has come.
    pub(crate) fn start(url: String, progress: watch::Sender<i64>) -> Result<Self, Error> {
        let failed = |error: std::io::Error| Error::Unreachable(error.to_string());
        let runtime = Builder::new_current_thread().enable_all().build().map_err(failed)?;
        let (stop, stopped) = oneshot::channel();
        let listen = move || {
            runtime.block_on(async {
                tokio::select! {
                    _ = stopped => {}
                    () = listen(&url, &progress) => {}
                }
            });
        };
        let thread = thread::Builder::new().name("listener".to_owned()).spawn(listen).map_err(failed)?;
        Ok(Self { stop: Some(stop), thread: Some(thread) })
    }
}

impl Drop for Listener {
    fn drop(&mut self) {
        self.stop = None;
        if let Some(thread) = self.thread.take() {
            let _ = thread.join();
        }
    }
}

async fn listen(url: &str, progress: &watch::Sender<i64>) {
    loop {
        if let Err(error) = hear(url, progress).await {
            tracing::warn!(%error, "other nodes are not heard; the connection is made again");
        }
        tokio::time::sleep(PAUSE).await;
    }
}

/// Listens on one connection until it is lost.
async fn hear(url: &str, progress: &watch::Sender<i64>) -> Result<(), Error> {
    let (mut config, tls) = reach(url)?;
    config.application_name("catena listener").keepalives_idle(SILENCE).tcp_user_timeout(SILENCE);
    let (client, mut connection) = config.connect(tls).await?;
    let told = async {
        while let Some(message) = poll_fn(|context| connection.poll_message(context)).await {
            if let AsyncMessage::Notification(said) = message?
                && let Ok(last) = said.payload().parse::<i64>()
            {
                progress.send_if_modified(|seq| {
                    let is_news = last > *seq;
                    *seq = last.max(*seq);
                    is_news
                });
            }
        }
        Ok(())
    };
    let begun = async {
        client.batch_execute(&format!("listen {CHANNEL}")).await?;
        let last: i64 = client.query_one(events::LAST, &[]).await?.try_get(0)?;
        // Also told if it is no news: whoever could not read meanwhile tries again.
        progress.send_modify(|seq| *seq = last.max(*seq));
        pending::<Result<(), Error>>().await
    };
    tokio::select! {
        lost = told => lost,
        failed = begun => failed,
    }
}
