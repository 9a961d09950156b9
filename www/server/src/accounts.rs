//! The accounts of a database, for its operator.

use std::path::Path;

use rusqlite::{Connection, TransactionBehavior};

use crate::clock::{Clock, Millis};
use crate::refusal::Refusal;
use crate::store::accounts::{self, Row, SCOPE};
use crate::store::url::StoreUrl;
use crate::store::{self, Store, sessions};
use crate::{password, secret};

/// The accounts of a store; servers may have it open at the same time.
pub struct Accounts(Place);

/// Where they are.
enum Place {
    /// A file, which is written to as any other program would.
    File(Connection),
    /// What instances share.
    Shared(Store),
}

/// What a new account begins with, beside its password.
#[derive(Debug, Clone)]
pub struct NewAccount {
    /// The address it signs in with.
    pub email: String,
    /// The user's name.
    pub name: String,
    /// The user's roles, separated by spaces.
    pub roles: String,
    /// What a session may be used for at most, separated by spaces.
    pub scope: String,
    /// The user's tenant; may be empty.
    pub tenant: String,
}

impl Default for NewAccount {
    fn default() -> Self {
        Self {
            email: String::new(),
            name: String::new(),
            roles: "customer".to_owned(),
            scope: SCOPE.to_owned(),
            tenant: String::new(),
        }
    }
}

/// An account as an operator sees it.
#[derive(Debug, Clone)]
pub struct Listed {
    /// The address it signs in with.
    pub email: String,
    /// Its stable opaque name.
    pub subject: String,
    /// The user's name.
    pub name: String,
    /// The user's roles, separated by spaces.
    pub roles: String,
    /// Whether it is disabled.
    pub disabled: bool,
}

/// A session that lives.
#[derive(Debug, Clone)]
pub struct Living {
    /// Its public handle.
    pub handle: String,
    /// When the user signed in, in epoch milliseconds.
    pub signed_in: i64,
    /// When inactivity ends it, if that is limited, in epoch milliseconds.
    pub idle_until: Option<i64>,
}

/// Why nothing was changed.
#[derive(Debug, thiserror::Error)]
pub enum AccountError {
    /// There is an account with this address already.
    #[error(
        "{0}: there is an account with this email address; expected: another address; do: \
         `user list` shows all of them"
    )]
    Taken(String),
    /// There is no account with this address.
    #[error(
        "{0}: there is no account with this email address; expected: one of those in the \
         database; do: `user list` shows all of them"
    )]
    Unknown(String),
    /// Not an address to sign in with.
    #[error("{0:?}: not an email address; expected: name@host, 254 bytes at most; do: correct it")]
    Address(String),
    /// A password that is too short, or longer than anybody types.
    #[error("the password has {0} characters; expected: 8 to 256; do: choose another one")]
    Password(usize),
    /// Claims that no cookie holds.
    #[error(
        "name, roles, scope and tenant have {0} bytes together; expected: 2048 at most, since \
         they go into a cookie; do: shorten them"
    )]
    Claims(usize),
    /// A store that ends with the process.
    #[error(
        "--store sqlite::memory:: has accounts in its own process alone; expected: a store that \
         outlives it; do: give --store sqlite:FILE, or that of the instances"
    )]
    Memory,
    /// The store failed.
    #[error(
        "the database failed: {0}; expected: a file to read and write, or a database that answers; do: \
         check --store"
    )]
    Store(String),
}

impl Accounts {
    /// Opens a database file, which is made where it is missing.
    pub fn open(file: &Path) -> Result<Self, AccountError> {
        Ok(Self(Place::File(store::open(Some(file))?)))
    }

    /// Opens a store.
    pub fn at(url: &StoreUrl) -> Result<Self, AccountError> {
        match url {
            StoreUrl::Memory => Err(AccountError::Memory),
            StoreUrl::File(file) => Self::open(file),
            StoreUrl::Postgres(_) | StoreUrl::Redis(_) => {
                Ok(Self(Place::Shared(Store::join(url)?)))
            }
        }
    }

    /// Does work in one transaction.
    fn transact<T: Send + 'static>(
        &mut self,
        work: impl FnOnce(&Connection) -> Result<T, AccountError> + Send + 'static,
    ) -> Result<T, AccountError> {
        match &mut self.0 {
            Place::File(db) => {
                let tx = db.transaction_with_behavior(TransactionBehavior::Immediate)?;
                let done = work(&tx)?;
                tx.commit()?;
                Ok(done)
            }
            Place::Shared(store) => store.write_now(move |db| Ok(work(db)))?,
        }
    }

    /// Adds an account and gives its subject.
    pub fn add(&mut self, new: &NewAccount, password: &str) -> Result<String, AccountError> {
        let (local, host) = new.email.rsplit_once('@').unwrap_or_default();
        let odd = |c: char| c.is_whitespace() || c.is_control();
        if local.is_empty() || host.is_empty() || new.email.len() > 254 || new.email.contains(odd) {
            return Err(AccountError::Address(new.email.clone()));
        }
        let claims = new.name.len() + new.roles.len() + new.scope.len() + new.tenant.len();
        if claims > 2048 {
            return Err(AccountError::Claims(claims));
        }
        let (new, hash) = (new.clone(), hash(password)?);
        let subject = format!("usr_{}", secret::token().map_err(Refusal::from)?);
        self.transact(move |db| {
            if accounts::find(db, &new.email)?.is_some() {
                return Err(AccountError::Taken(new.email));
            }
            let row = Row {
                subject: &subject,
                email: &new.email,
                name: &new.name,
                roles: &new.roles,
                scope: &new.scope,
                tenant: &new.tenant,
                hash: &hash,
            };
            accounts::insert(db, &row)?;
            Ok(subject)
        })
    }

    /// Lists all accounts by address.
    pub fn list(&mut self) -> Result<Vec<Listed>, AccountError> {
        self.transact(|db| {
            let mut all = db.prepare(
                "SELECT email, subject, name, roles, disabled IS NOT NULL FROM accounts
                 ORDER BY email",
            )?;
            let rows = all.query_map([], |row| {
                Ok(Listed {
                    email: row.get(0)?,
                    subject: row.get(1)?,
                    name: row.get(2)?,
                    roles: row.get(3)?,
                    disabled: row.get(4)?,
                })
            })?;
            Ok(rows.collect::<Result<_, _>>()?)
        })
    }

    /// Ends every session of an account and lets it sign in no more, or again.
    pub fn set_disabled(&mut self, email: &str, disabled: bool) -> Result<usize, AccountError> {
        let email = email.to_owned();
        self.transact(move |db| {
            let subject = subject(db, &email)?;
            accounts::set_disabled(db, &subject, disabled.then(now))?;
            Ok(sessions::end_all(db, &subject, "account disabled")?)
        })
    }

    /// Gives an account another password and ends its sessions (ASVS 7.4.3).
    pub fn set_password(&mut self, email: &str, password: &str) -> Result<usize, AccountError> {
        let (email, hash) = (email.to_owned(), hash(password)?);
        self.transact(move |db| {
            let subject = subject(db, &email)?;
            accounts::set_hash(db, &subject, &hash)?;
            Ok(sessions::end_all(db, &subject, "password changed")?)
        })
    }

    /// Lists the sessions of an account that live.
    pub fn sessions(&mut self, email: &str) -> Result<Vec<Living>, AccountError> {
        let email = email.to_owned();
        self.transact(move |db| {
            let living = sessions::of(db, &subject(db, &email)?, now())?;
            let shown = living.into_iter().map(|session| Living {
                handle: session.handle,
                signed_in: session.signed_in,
                idle_until: session.idle_until,
            });
            Ok(shown.collect())
        })
    }

    /// Ends every session of an account and tells how many that were.
    pub fn end(&mut self, email: &str) -> Result<usize, AccountError> {
        let email = email.to_owned();
        self.transact(move |db| {
            let subject = subject(db, &email)?;
            Ok(sessions::end_all(db, &subject, "ended by the operator")?)
        })
    }
}

fn subject(db: &Connection, email: &str) -> Result<String, AccountError> {
    let account = accounts::find(db, email)?;
    let account = account.ok_or_else(|| AccountError::Unknown(email.to_owned()))?;
    Ok(account.subject)
}

fn hash(password: &str) -> Result<String, AccountError> {
    let length = password.chars().count();
    if !(8..=256).contains(&length) {
        return Err(AccountError::Password(length));
    }
    Ok(password::hash(password)?)
}

fn now() -> Millis {
    Clock::default().now()
}

impl From<Refusal> for AccountError {
    fn from(refusal: Refusal) -> Self {
        Self::Store(refusal.to_string())
    }
}

impl From<rusqlite::Error> for AccountError {
    fn from(error: rusqlite::Error) -> Self {
        Self::Store(error.to_string())
    }
}
