//! The accounts, with their passwords hashed by Argon2id (OWASP Password Storage).

use rusqlite::{Connection, OptionalExtension, params};

use crate::clock::Millis;
use crate::password;
use crate::refusal::Refusal;

/// Who owns the right to sign in.
#[derive(Debug, Clone)]
pub(crate) struct Account {
    /// The stable opaque name of the account.
    pub(crate) subject: String,
    /// The scope a session of this account is granted.
    pub(crate) scope: String,
    /// The hash of its password.
    pub(crate) hash: String,
    /// Since when it is disabled.
    pub(crate) disabled: Option<Millis>,
}

/// A user as a provider tells.
#[derive(Debug)]
pub(crate) struct Provided<'a> {
    pub(crate) issuer: &'a str,
    pub(crate) subject: &'a str,
    pub(crate) name: &'a str,
    pub(crate) scope: &'a str,
}

/// Keeps the account of a provider's user, or finds it.
///
/// None where it is disabled, or where the subject is another account's: of this server's own, or of
/// another provider. It is never found by an email address, which the provider may not have verified;
/// the address that an operator names it by is made of issuer and subject.
pub(crate) fn provide(db: &Connection, user: &Provided<'_>) -> rusqlite::Result<Option<Account>> {
    let Provided {
        issuer,
        subject,
        name,
        scope,
    } = user;
    let email = format!("{subject}@{issuer}");
    db.prepare_cached(
        "INSERT INTO accounts (subject, email, name, roles, scope, tenant, password, issuer)
         VALUES (?1, ?2, ?3, '', ?4, '', '', ?5)
         ON CONFLICT (subject) DO UPDATE SET name = ?3, scope = ?4 WHERE issuer = ?5",
    )?
    .execute(params![subject, email, name, scope, issuer])?;
    db.prepare_cached(
        "SELECT subject, scope, password, disabled FROM accounts
         WHERE subject = ?1 AND issuer = ?2 AND disabled IS NULL",
    )?
    .query_row([subject, issuer], account)
    .optional()
}

fn account(row: &rusqlite::Row<'_>) -> rusqlite::Result<Account> {
    Ok(Account {
        subject: row.get(0)?,
        scope: row.get(1)?,
        hash: row.get(2)?,
        disabled: row.get(3)?,
    })
}

/// Everything an account begins with.
#[derive(Debug)]
pub(crate) struct Row<'a> {
    pub(crate) subject: &'a str,
    pub(crate) email: &'a str,
    pub(crate) name: &'a str,
    pub(crate) roles: &'a str,
    pub(crate) scope: &'a str,
    pub(crate) tenant: &'a str,
    pub(crate) hash: &'a str,
}

/// What the demo API knows.
pub(crate) const SCOPE: &str = "profile orders:read orders:write transfers:write";

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
            .prepare_cached("SELECT 1 FROM accounts WHERE subject = ?1")?
            .exists([subject])?;
        if !known {
            let row = Row {
                subject,
                email,
                name,
                roles,
                scope: SCOPE,
                tenant,
                hash: &password::hash(password)?,
            };
            insert(db, &row)?;
        }
    }
    Ok(())
}

/// Removes the demo accounts, with all that belongs to them.
pub(crate) fn remove_demo(db: &Connection) -> rusqlite::Result<()> {
    for [subject, ..] in DEMO {
        for table in ["orders", "sessions", "accounts"] {
            db.execute(
                &format!("DELETE FROM {table} WHERE subject = ?1"),
                [subject],
            )?;
        }
    }
    Ok(())
}

/// Tells the email address and the password of each demo account.
pub(crate) fn demo() -> impl Iterator<Item = (&'static str, &'static str)> {
    DEMO.into_iter()
        .map(|[_, email, .., password]| (email, password))
}

/// Writes a new account.
pub(crate) fn insert(db: &Connection, row: &Row<'_>) -> rusqlite::Result<()> {
    db.execute(
        "INSERT INTO accounts (subject, email, name, roles, scope, tenant, password)
         VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)",
        params![
            row.subject,
            row.email,
            row.name,
            row.roles,
            row.scope,
            row.tenant,
            row.hash
        ],
    )?;
    Ok(())
}

const FIND: &str =
    "SELECT subject, scope, password, disabled FROM accounts WHERE email = ?1 COLLATE NOCASE";

/// Finds the account of an email address, whatever its letter case.
pub(crate) fn find(db: &Connection, email: &str) -> rusqlite::Result<Option<Account>> {
    db.prepare_cached(FIND)?
        .query_row([email], account)
        .optional()
}

/// Disables an account, or enables it again; its sessions end either way.
pub(crate) fn set_disabled(
    db: &Connection,
    subject: &str,
    since: Option<Millis>,
) -> rusqlite::Result<()> {
    db.execute(
        "UPDATE accounts SET disabled = ?2 WHERE subject = ?1",
        params![subject, since],
    )?;
    Ok(())
}

/// Gives an account another password.
pub(crate) fn set_hash(db: &Connection, subject: &str, hash: &str) -> rusqlite::Result<()> {
    db.execute(
        "UPDATE accounts SET password = ?2 WHERE subject = ?1",
        [subject, hash],
    )?;
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_account_is_found_by_an_index_whatever_the_letter_case() {
        let mut db = crate::store::open(None).expect("opens");
        let plan: String = db
            .query_row(&format!("EXPLAIN QUERY PLAN {FIND}"), ["x"], |row| {
                row.get(3)
            })
            .expect("has a plan");
        assert!(plan.contains("USING INDEX accounts_email"), "{plan}");
        let tx = db.transaction().expect("begins");
        seed(&tx).expect("is written");
        assert!(find(&tx, "DEMO@Example.com").expect("is read").is_some());
    }
}
