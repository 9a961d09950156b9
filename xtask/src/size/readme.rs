//! The table in README.md: written by this command, and asserted by it.

use super::Row;
use crate::root;
use anyhow::{Context, Result};
use std::{fmt::Write, fs};

const FILE: &str = "README.md";
const BEGIN: &str = "<!-- size -->";
const END: &str = "<!-- /size -->";

/// What the whole is to weigh one day, bytes under brotli.
const AIMS: [(&str, usize); 2] = [("streamed", 15_200), ("inlined", 15_500)];

pub(crate) fn write(rows: &[Row]) -> Result<()> {
    let text = fs::read_to_string(root::path(FILE)).context(FILE)?;
    fs::write(root::path(FILE), replaced(&text, rows)?)?;
    Ok(())
}

pub(crate) fn complaints(rows: &[Row]) -> Vec<String> {
    let complaint = match fs::read_to_string(root::path(FILE)).context(FILE) {
        Err(error) => Some(format!("{error:#}")),
        Ok(text) => match replaced(&text, rows) {
            Err(error) => Some(format!("{error:#}")),
            Ok(fresh) if agree(&fresh, &text) => None,
            Ok(_) => Some(format!(
                "{FILE} shows other sizes: run `cargo xtask size --write`"
            )),
        },
    };
    complaint.into_iter().collect()
}

fn replaced(text: &str, rows: &[Row]) -> Result<String> {
    let missing = || format!("{FILE} has no place for the table: {BEGIN} … {END}");
    let (before, rest) = text.split_once(BEGIN).with_context(missing)?;
    let (_, after) = rest.split_once(END).with_context(missing)?;
    Ok(format!("{before}{BEGIN}\n{}{END}{after}", markdown(rows)))
}

fn markdown(rows: &[Row]) -> String {
    let mut table = String::from("| kB | minified | gzip | brotli |\n|---|--:|--:|--:|\n");
    for Row { name, weight } in rows.iter().filter(|row| !row.name.contains("/presets/")) {
        let label = match name.as_str() {
            "streamed" => "`hallpass/slim` with `session.wasm`",
            "inlined" => "`hallpass`, the engine inlined",
            name => &format!("`{name}`"),
        };
        writeln!(
            table,
            "| {label} | {} | {} | {} |",
            kilo(weight.raw),
            kilo(weight.gzip),
            kilo(weight.brotli)
        )
        .expect("a string takes any text");
    }
    for (name, aim) in AIMS {
        for row in rows.iter().filter(|row| row.name == name) {
            let (aim, over) = (kilo(aim), kilo(row.weight.brotli.saturating_sub(aim)));
            write!(table, "\nThe aim, {name}, is {aim} kB: missed by {over}.")
                .expect("a string takes any text");
        }
    }
    table + "\n"
}

/// Thousands of bytes, one decimal.
fn kilo(bytes: usize) -> String {
    format!("{}.{}", (bytes + 50) / 1000, (bytes + 50) % 1000 / 100)
}

/// Whether two texts show the same figures, give or take what compressing on another machine may.
fn agree(one: &str, other: &str) -> bool {
    let figures = |text: &str| -> Vec<f64> {
        let table = text
            .split(BEGIN)
            .nth(1)
            .and_then(|rest| rest.split(END).next());
        let cells = table.unwrap_or_default().split('|');
        cells.filter_map(|cell| cell.trim().parse().ok()).collect()
    };
    let (one, other) = (figures(one), figures(other));
    one.len() == other.len() && one.iter().zip(&other).all(|(a, b)| (a - b).abs() < 0.25)
}
