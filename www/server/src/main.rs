//! The command: reads the settings, binds, says where, serves.

use std::io::Write;
use std::process::ExitCode;

use clap::Parser;
use hallpass_server::{Server, Settings};

#[tokio::main]
async fn main() -> ExitCode {
    match run(Settings::parse()).await {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("hallpass-server: {error}");
            ExitCode::FAILURE
        }
    }
}

async fn run(settings: Settings) -> Result<(), Box<dyn std::error::Error>> {
    let server = Server::bind(settings).await?;
    // The one line on stdout: a script waits for it.
    writeln!(
        std::io::stdout(),
        "listening on http://{}",
        server.local_addr()?
    )?;
    server.run().await?;
    Ok(())
}
