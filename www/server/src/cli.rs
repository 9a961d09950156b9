//! The command line: the server itself, or one of its errands.

use std::io::{self, IsTerminal, Write};
use std::path::PathBuf;
use std::process::ExitCode;

use clap::{Args, Parser, Subcommand};
use hallpass_server::Settings;
use hallpass_server::accounts::{AccountError, Accounts, NewAccount};
use hallpass_server::settings::StoreUrl;

/// The program as typed.
#[derive(Parser)]
#[command(
    name = "hallpass-server",
    version,
    about = "Runs the reference server of the hallpass contract",
    after_help = include_str!("settings/after.txt"),
    args_conflicts_with_subcommands = true
)]
pub(crate) struct Program {
    #[command(flatten)]
    pub(crate) settings: Settings,
    #[command(subcommand)]
    pub(crate) errand: Option<Errand>,
}

#[derive(Subcommand)]
pub(crate) enum Errand {
    /// Adds, lists and disables accounts, and ends their sessions; a running server notices at once.
    User(User),
    /// Prints a new key, as a line of the file that --key-file names.
    Key,
}

#[derive(Args)]
pub(crate) struct User {
    /// The store of the server.
    #[arg(
        long,
        env = "HALLPASS_STORE",
        value_name = "URL",
        global = true,
        conflicts_with = "db"
    )]
    store: Option<StoreUrl>,
    /// The same as --store sqlite:FILE.
    #[arg(long, env = "HALLPASS_DB", value_name = "FILE", global = true)]
    db: Option<PathBuf>,
    #[command(subcommand)]
    what: What,
}

#[derive(Subcommand)]
enum What {
    /// Adds an account; the password is asked for, or is the first line of the input.
    Add {
        /// The address to sign in with.
        email: String,
        /// The user's name; the address, if it is left out.
        #[arg(long)]
        name: Option<String>,
        /// Roles, separated by spaces.
        #[arg(long, default_value_t = NewAccount::default().roles)]
        roles: String,
        /// What a session may be used for at most, separated by spaces.
        #[arg(long, default_value_t = NewAccount::default().scope)]
        scope: String,
        /// The user's tenant.
        #[arg(long, default_value = "")]
        tenant: String,
    },
    /// Lists all accounts: address, subject, state, roles, name.
    List,
    /// Ends the sessions of an account, which cannot sign in any more.
    Disable { email: String },
    /// Lets a disabled account sign in again.
    Enable { email: String },
    /// Gives an account another password, and ends its sessions.
    Password { email: String },
    /// Lists the sessions of an account that live.
    Sessions { email: String },
    /// Ends every session of an account.
    End { email: String },
}

impl Program {
    /// Reads the command line and the environment. What is wrong with them is one line.
    pub(crate) fn read() -> Result<Self, ExitCode> {
        Self::try_parse().map_err(|error| {
            if error.use_stderr() {
                // The terminal may be gone; the code still tells.
                let _ = writeln!(io::stderr(), "hallpass-server: {}", one_line(&error));
            } else {
                let _ = error.print();
            }
            ExitCode::from(u8::try_from(error.exit_code()).unwrap_or(1))
        })
    }
}

/// Says in one line what is wrong, what was expected, and what to do.
fn one_line(error: &clap::Error) -> String {
    let rendered = error.render().to_string();
    let lines = rendered.lines().map(str::trim);
    let said =
        lines.take_while(|line| !line.starts_with("Usage:") && !line.starts_with("For more"));
    let said = said.filter(|line| !line.is_empty()).collect::<Vec<_>>();
    let said = said.join(" ").trim_start_matches("error: ").to_owned();
    if said.contains("; do: ") {
        return said;
    }
    format!(
        "{said}; expected: what `hallpass-server --help` lists; do: correct it, or leave it out"
    )
}

impl User {
    /// Does what was asked, and says what came of it.
    pub(crate) fn run(self) -> Result<(), Box<dyn std::error::Error>> {
        let store = self.store.or(self.db.map(StoreUrl::File)).ok_or(
            "--store: missing; expected: the store of the server; do: give --store URL or --db FILE \
             (or HALLPASS_STORE, HALLPASS_DB)",
        )?;
        let mut accounts = Accounts::at(&store)?;
        let mut out = io::stdout().lock();
        match self.what {
            What::Add {
                email,
                name,
                roles,
                scope,
                tenant,
            } => {
                let new = NewAccount {
                    name: name.unwrap_or_else(|| email.clone()),
                    email,
                    roles,
                    scope,
                    tenant,
                };
                let subject = accounts.add(&new, &password()?)?;
                writeln!(out, "added {} as {subject}", new.email)?;
            }
            What::List => {
                for each in accounts.list()? {
                    let state = if each.disabled { "disabled" } else { "enabled" };
                    let (email, subject) = (each.email, each.subject);
                    writeln!(
                        out,
                        "{email}\t{subject}\t{state}\t{}\t{}",
                        each.roles, each.name
                    )?;
                }
            }
            What::Disable { email } => ended(&mut out, accounts.set_disabled(&email, true))?,
            What::Enable { email } => {
                accounts.set_disabled(&email, false)?;
                writeln!(out, "enabled {email}")?;
            }
            What::Password { email } => {
                ended(&mut out, accounts.set_password(&email, &password()?))?;
            }
            What::Sessions { email } => {
                for each in accounts.sessions(&email)? {
                    let idle = each
                        .idle_until
                        .map_or_else(|| "-".to_owned(), |ms| ms.to_string());
                    writeln!(out, "{}\t{}\t{idle}", each.handle, each.signed_in)?;
                }
            }
            What::End { email } => ended(&mut out, accounts.end(&email))?,
        }
        Ok(())
    }
}

fn ended(
    out: &mut impl Write,
    count: Result<usize, AccountError>,
) -> Result<(), Box<dyn std::error::Error>> {
    let count = count?;
    let sessions = if count == 1 { "session" } else { "sessions" };
    writeln!(out, "done; {count} {sessions} ended")?;
    Ok(())
}

/// Asks for a password without showing it, or reads it from a pipe: never from the command line,
/// which every user of the machine can read.
fn password() -> io::Result<String> {
    if io::stdin().is_terminal() {
        return rpassword::prompt_password("Password: ");
    }
    let mut line = String::new();
    io::stdin().read_line(&mut line)?;
    Ok(line.trim_end_matches(['\r', '\n']).to_owned())
}
