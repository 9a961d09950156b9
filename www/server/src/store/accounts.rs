//! The accounts, with their passwords hashed by Argon2id (OWASP Password Storage).

use argon2::password_hash::phc::PasswordHash;
use argon2::{Algorithm, Argon2, Params, PasswordHasher, PasswordVerifier, Version};
use rusqlite::{Connection, OptionalExtension, params};

use crate::refusal::Refusal;

/// Who owns the right to sign in.
#[derive(Debug, Clone)]
pub(crate) struct Account {
    /// The stable opaque name of the account.
    pub(crate) subject: String,
    /// The scope a session of this account is granted.
    pub(crate) scope: String,
    hash: String,
}

const SCOPE: &str = "profile orders:read orders:write transfers:write";

/// Subject, email, name, roles, tenant, password.
const DEMO: [[&str; 6]; 2] = [
    [
        "usr_8Zk3",
        "demo@example.com",
        "Demo User",
        "customer admin",
        "acme",
        "correct horse",
    ],
    [
        "usr_2Qp7",
        "second@example.com",
        "Second User",
        "customer",
        "globex",
        "battery staple",
    ],
];

/// Writes the demo accounts where they are missing.
pub(crate) fn seed(db: &Connection) -> Result<(), Refusal> {
    for [subject, email, name, roles, tenant, password] in DEMO {
        let known = db
            .query_row(
                "SELECT 1 FROM accounts WHERE subject = ?1",
                [subject],
                |_| Ok(()),
            )
            .optional()?;
        if known.is_none() {
            db.execute(
                "INSERT INTO accounts (subject, email, name, roles, scope, tenant, password)
                 VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)",
                params![subject, email, name, roles, SCOPE, tenant, hash(password)?],
            )?;
        }
    }
    Ok(())
}

/// Finds the account of an email address, whatever its letter case.
pub(crate) fn find(db: &Connection, email: &str) -> rusqlite::Result<Option<Account>> {
    db.query_row(
        "SELECT subject, scope, password FROM accounts WHERE email = ?1 COLLATE NOCASE",
        [email],
        |row| {
            Ok(Account {
                subject: row.get(0)?,
                scope: row.get(1)?,
                hash: row.get(2)?,
            })
        },
    )
    .optional()
}

/// Checks a password, taking as long for an unknown account so that time tells nobody apart.
pub(crate) fn verify(account: Option<&Account>, password: &str) -> Result<bool, Refusal> {
    let Some(account) = account else {
        hash(password)?;
        return Ok(false);
    };
    let stored = PasswordHash::new(&account.hash)
        .map_err(|error| Refusal::Internal(format!("password hash: {error}")))?;
    Ok(argon2()?
        .verify_password(password.as_bytes(), &stored)
        .is_ok())
}

fn hash(password: &str) -> Result<String, Refusal> {
    argon2()?
        .hash_password(password.as_bytes())
        .map(|hash| hash.to_string())
        .map_err(|error| Refusal::Internal(format!("password hash: {error}")))
}

/// Sets the cost OWASP asks for (19 MiB, 2 passes); a debug build would need a second for each.
fn argon2() -> Result<Argon2<'static>, Refusal> {
    let (memory, passes) = if cfg!(debug_assertions) {
        (64, 1)
    } else {
        (19 * 1024, 2)
    };
    let params = Params::new(memory, passes, 1, None)
        .map_err(|error| Refusal::Internal(format!("password cost: {error}")))?;
    Ok(Argon2::new(Algorithm::Argon2id, Version::V0x13, params))
}
