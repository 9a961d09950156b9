//! The command: reads the settings, binds, says where, serves; or manages accounts.

mod cli;
mod memory;

use std::io::Write;
use std::process::ExitCode;

use cli::{Errand, Program};
use hallpass_server::{Server, Settings, keyfile, log};
use tokio::signal::unix::{SignalKind, signal};

#[tokio::main]
async fn main() -> ExitCode {
    let Program { settings, errand } = match Program::read() {
        Ok(program) => program,
        Err(code) => return code,
    };
    let outcome = match errand {
        Some(Errand::User(user)) => user.run(),
        Some(Errand::Key) => print_key(),
        None => run(settings).await,
    };
    match outcome {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            // The log may be gone with the terminal; the code still tells.
            let _ = writeln!(std::io::stderr(), "hallpass-server: {error}");
            ExitCode::FAILURE
        }
    }
}

fn print_key() -> Result<(), Box<dyn std::error::Error>> {
    writeln!(std::io::stdout(), "{}", keyfile::line()?)?;
    Ok(())
}

async fn run(settings: Settings) -> Result<(), Box<dyn std::error::Error>> {
    let _logging = log::start(settings.log);
    // As many connections as the system allows; where it refuses, as many as there are now.
    let _ = rlimit::increase_nofile_limit(u64::MAX);
    let server = Server::bind(settings).await?;
    tokio::spawn(memory::give_back());
    let mut said = Vec::new();
    writeln!(said, "listening on http://{}", server.local_addr()?)?;
    if let Some(admin) = server.admin_addr() {
        writeln!(said, "admin on http://{}", admin?)?;
    }
    for (email, password) in server.demo_accounts() {
        writeln!(said, "sign in as {email} with the password `{password}`")?;
    }
    // In one piece: a script that waits for the first line may close the pipe after it.
    std::io::stdout().write_all(&said)?;
    server.run_until(told_to_stop()?).await;
    Ok(())
}

/// Waits for SIGTERM or SIGINT. Both are taken over before the server answers, so that they end it
/// as process 1 of a container too, where neither has an effect by itself.
fn told_to_stop() -> std::io::Result<impl Future<Output = ()>> {
    let mut terminate = signal(SignalKind::terminate())?;
    let mut interrupt = signal(SignalKind::interrupt())?;
    Ok(async move {
        tokio::select! {
            _ = terminate.recv() => {}
            _ = interrupt.recv() => {}
        }
    })
}
