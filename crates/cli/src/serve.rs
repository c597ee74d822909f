//! `catena serve`: the pages and the API, until the process is told to stop.

use std::sync::Arc;

use anyhow::{Context, Result};
#[cfg(unix)]
use catena_server::Door;
use catena_server::{
    AppState, Desk, Settings, Surroundings, deliver, fill, first_start, keep_house, keep_pulse, pause_pulse, simulate,
};
use catena_store::Store;
use tokio::net::TcpListener;
use tokio::signal;

use crate::arguments::Serve;
use crate::log::{limit_threads, recipe_of};
use crate::terminal::{self, STRONG, paint};

pub fn run(arguments: &Serve) -> Result<()> {
    let levels = tracing_subscriber::EnvFilter::try_from_default_env().unwrap_or_else(|_| "info".into());
    tracing_subscriber::fmt().with_env_filter(levels).with_writer(std::io::stderr).init();
    limit_threads(&arguments.reading)?;
    let settings = Settings {
        upload_limit: u64::from(arguments.upload_limit) << 20,
        webhook_allow: arguments.webhook_allow.clone(),
        ..Settings::default()
    };
    let state = AppState::new(&settings);
    for file in &arguments.files {
        state.open_file(file, recipe_of(file, &arguments.reading)?.as_ref())?;
    }
    state.open_samples();
    tokio::runtime::Runtime::new().context("the threads cannot be started")?.block_on(async {
        let listener = TcpListener::bind(arguments.listen).await.with_context(|| {
            format!("{}: cannot listen there; perhaps another program does. Choose another --listen", arguments.listen)
        })?;
        let heard = format!("http://{}", listener.local_addr()?);
        let address =
            arguments.address.as_deref().map_or(heard.as_str(), |given| given.trim_end_matches('/')).to_owned();
        terminal::print(&format!("Catena is at {}\n", paint(STRONG, &heard)))?;
        let provider = arguments.provider.open(&address)?;
        #[cfg(unix)]
        let mut _door = None;
        let mut open = None;
        let state = match arguments.place() {
            None => state,
            Some(place) => {
                // A client of PostgreSQL cannot be opened on a thread of the runtime.
                let store = tokio::task::spawn_blocking(move || Store::open(&place)).await??;
                let desk = Desk::new(store.clone(), address.clone(), Surroundings::default());
                let own = desk.clone();
                let link = store.write(move |tx| first_start(&own, tx)).await?;
                if arguments.demo {
                    let own = desk.clone();
                    if store.write(move |tx| fill(&own, tx)).await? {
                        terminal::print("The desk was filled with a demonstration: a group of flower shops.\n")?;
                    }
                }
                if let Some(speed) = arguments.simulate {
                    tokio::spawn(simulate(desk.clone(), speed));
                }
                tokio::spawn(keep_house(desk.clone()));
                tokio::spawn(keep_pulse(desk.clone()));
                open = Some(desk.clone());
                tokio::spawn(deliver(desk.clone(), state.poster()));
                if let Some(link) = link {
                    let link = format!("{address}{}", link.path);
                    terminal::print(&format!("Nobody can sign in yet: begin at {}\n", paint(STRONG, &link)))?;
                }
                #[cfg(unix)]
                if let Some(folder) = &arguments.data {
                    _door = Door::open(folder, desk.clone());
                }
                state.with_desk(desk)
            }
        };
        let state = match provider {
            Some(provider) => state.with_sign_on(provider),
            None => state,
        };
        // Pages that are told of news keep their connections open for as long as they like, so it is written before they
        // end, and again for whoever was still answering.
        let (first, last) = (open.clone(), open);
        let stopped = async {
            stop().await;
            pause(first).await;
        };
        let served = catena_server::serve(listener, state, stopped).await.context("the server broke off");
        pause(last).await;
        served
    })
}

/// Writes what waits in memory, where there is a desk.
async fn pause(desk: Option<Arc<Desk>>) {
    if let Some(desk) = desk {
        pause_pulse(desk).await;
    }
}

/// Done when the process is asked to end.
async fn stop() {
    let interrupt = async {
        if signal::ctrl_c().await.is_err() {
            std::future::pending::<()>().await;
        }
    };
    #[cfg(unix)]
    let terminate = async {
        match signal::unix::signal(signal::unix::SignalKind::terminate()) {
            Ok(mut signal) => {
                signal.recv().await;
            }
            Err(_) => std::future::pending().await,
        }
    };
    #[cfg(not(unix))]
    let terminate = std::future::pending::<()>();
    tokio::select! {
        () = interrupt => {}
        () = terminate => {}
    }
}
