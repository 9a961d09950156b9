//! What each entry may weigh: `tests/npm/budget.json`, bytes under brotli.

use super::Row;
use crate::root;
use anyhow::{Context, Result};
use std::{collections::BTreeMap, fs};

const FILE: &str = "tests/npm/budget.json";
/// What a preset may weigh when the file does not name it.
const EVERY_PRESET: &str = "hallpass/presets/*";

pub(crate) fn complaints(rows: &[Row]) -> Result<Vec<String>> {
    let text = fs::read_to_string(root::path(FILE)).context(FILE)?;
    let budget: BTreeMap<String, usize> = serde_json::from_str(&text).context(FILE)?;
    Ok(rows
        .iter()
        .filter_map(|row| complaint(row, &budget))
        .collect())
}

fn complaint(row: &Row, budget: &BTreeMap<String, usize>) -> Option<String> {
    let Row { name, weight } = row;
    let of_presets = || {
        budget
            .get(EVERY_PRESET)
            .filter(|_| name.starts_with("hallpass/presets/"))
    };
    let Some(limit) = budget.get(name).or_else(of_presets) else {
        return Some(format!("{name} has no budget in {FILE}"));
    };
    let over = weight.brotli.checked_sub(*limit).filter(|over| *over > 0)?;
    Some(format!(
        "{name}: {} bytes, {over} over its budget of {limit}",
        weight.brotli
    ))
}
