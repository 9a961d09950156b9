//! What the store forgets, on a schedule.

use rusqlite::Connection;

use crate::clock::Millis;
use crate::store::logout_tokens;

const DAY: Millis = 86_400_000;
/// Until then an old refresh token that comes back is known for a stolen one.
const SPENT: Millis = 7 * DAY;

/// Forgets sessions that ended or ran out more than a day ago, and secrets long replaced; tells how
/// many rows that were.
pub(crate) fn purge(db: &Connection, now: Millis) -> rusqlite::Result<usize> {
    let sessions = db.execute(
        "DELETE FROM sessions WHERE max(signed_in, access_until) < ?1
         AND (ended IS NOT NULL OR idle_until < ?1 OR absolute_until < ?1)",
        [now - DAY],
    )?;
    let secrets = db.execute("DELETE FROM secrets WHERE spent < ?1", [now - SPENT])?;
    Ok(sessions + secrets + logout_tokens::purge(db, now)?)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::store;

    #[test]
    fn what_is_over_for_a_day_goes_and_the_rest_stays() {
        let db = store::open(None).expect("opens");
        let now = 100 * DAY;
        db.execute_batch(
            "INSERT INTO accounts VALUES ('s', 'e', 'n', 'r', 'a', 't', 'p', NULL, NULL)",
        )
        .expect("is written");
        let (old, recent) = (now - 2 * DAY, now - DAY / 2);
        for (id, moment, idle, ended) in [
            (1, old, None, Some("logout")),
            (2, old, Some(old), None),
            (3, recent, None, Some("logout")),
            (4, old, Some(now + 1), None),
            (5, old, None, None),
        ] {
            db.execute(
                "INSERT INTO sessions (id, handle, subject, strategy, scope, signed_in,
                                       access_until, idle_until, ended)
                 VALUES (?1, ?1, 's', 'jwt', 'a', ?2, ?2, ?3, ?4)",
                rusqlite::params![id, moment, idle, ended],
            )
            .expect("is written");
            db.execute(
                "INSERT INTO secrets (digest, session, generation, spent) VALUES (CAST(?1 AS BLOB), ?1, 0, ?2)",
                rusqlite::params![id, now - 8 * DAY],
            )
            .expect("is written");
        }
        purge(&db, now).expect("is done");
        let ids = |sql: &str| -> Vec<i64> {
            let mut all = db.prepare(sql).expect("is read");
            let rows = all.query_map([], |row| row.get(0)).expect("are read");
            rows.collect::<Result<_, _>>().expect("are numbers")
        };
        assert_eq!(ids("SELECT id FROM sessions ORDER BY id"), [3, 4, 5]);
        assert!(ids("SELECT session FROM secrets").is_empty());
    }
}
