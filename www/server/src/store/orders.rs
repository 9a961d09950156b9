//! The demo data behind the protected API.

use rusqlite::{Connection, params};
use serde::Serialize;

use crate::clock::Millis;

/// Something a user bought.
#[derive(Debug, Serialize)]
pub(crate) struct Order {
    /// The order's number.
    pub(crate) id: i64,
    /// What was bought.
    pub(crate) item: String,
    /// How many.
    pub(crate) quantity: u32,
    /// When, in epoch milliseconds.
    pub(crate) placed_at: Millis,
}

/// Subject, item, quantity, placed.
const DEMO: [(&str, &str, u32, Millis); 5] = [
    ("usr_8Zk3", "Fountain pen, extra fine", 1, 1_788_253_200_000),
    ("usr_8Zk3", "Notebook, dotted, A5", 3, 1_789_981_200_000),
    (
        "usr_8Zk3",
        "Ink, midnight blue, 50 ml",
        2,
        1_792_314_000_000,
    ),
    ("usr_2Qp7", "Espresso beans, 1 kg", 2, 1_790_845_200_000),
    ("usr_2Qp7", "Paper filters, 100", 1, 1_793_523_600_000),
];

/// Writes the demo orders into an empty table.
pub(crate) fn seed(db: &Connection) -> rusqlite::Result<()> {
    let count: i64 = db.query_row("SELECT count(*) FROM orders", [], |row| row.get(0))?;
    if count == 0 {
        for (subject, item, quantity, placed) in DEMO {
            insert(db, subject, item, quantity, placed)?;
        }
    }
    Ok(())
}

/// Lists an account's orders, the latest first.
pub(crate) fn list(db: &Connection, subject: &str) -> rusqlite::Result<Vec<Order>> {
    db.prepare(
        "SELECT id, item, quantity, placed FROM orders WHERE subject = ?1
         ORDER BY placed DESC, id DESC LIMIT 100",
    )?
    .query_map([subject], |row| {
        Ok(Order {
            id: row.get(0)?,
            item: row.get(1)?,
            quantity: row.get(2)?,
            placed_at: row.get(3)?,
        })
    })?
    .collect()
}

/// Places an order.
pub(crate) fn insert(
    db: &Connection,
    subject: &str,
    item: &str,
    quantity: u32,
    placed: Millis,
) -> rusqlite::Result<Order> {
    db.execute(
        "INSERT INTO orders (subject, item, quantity, placed) VALUES (?1, ?2, ?3, ?4)",
        params![subject, item, quantity, placed],
    )?;
    Ok(Order {
        id: db.last_insert_rowid(),
        item: item.to_owned(),
        quantity,
        placed_at: placed,
    })
}
