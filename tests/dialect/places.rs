//! Places and values, by a table that `page/json.js` is held to as well (`tests/npm/places.test.mjs`):
//! what stands in for the browser's values here reads them as the browser does.

use hallpass::dialect::{Kind, Value};
use serde_json::{Value as Json, json};

use crate::value::Seen;

const TABLE: &str = include_str!("places.json");
const ANSWER: &str = include_str!("places-answer.json");

#[test]
fn a_place_is_read_as_the_page_reads_it() {
    let answer: Seen = serde_json::from_str::<Json>(ANSWER).unwrap().into();
    let rows: Vec<Json> = serde_json::from_str(TABLE).unwrap();
    assert!(rows.len() > 30);
    for row in rows {
        let found = answer.find(&row["place"].clone().into());
        let kind = match found.kind() {
            Kind::False => "false",
            Kind::True => "true",
            Kind::Text => "text",
            Kind::Object => "object",
            Kind::Missing => "missing",
            Kind::Other => "other",
        };
        assert_eq!(row["kind"], kind, "{row}");
        for (key, number) in [("number", found.number()), ("time", found.time())] {
            assert_eq!(json!(number).as_f64(), row[key].as_f64(), "{key} {row}");
        }
        for (key, wanted) in [("is", true), ("not", false)] {
            if let Some(value) = row.get(key) {
                assert_eq!(found.among(&value.clone().into()), wanted, "{row}");
            }
        }
    }
}
