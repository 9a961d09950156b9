//! `cargo xtask size`: what an app downloads, entry by entry.

mod budget;
mod bundle;
mod readme;
mod weight;

use crate::{build, progress::heading, root};
use anyhow::{Result, bail};
use comfy_table::{CellAlignment, Table, presets};
use std::fs;
pub(crate) use weight::Weight;

#[derive(clap::Args)]
pub(crate) struct Options {
    /// Fails where the budget is exceeded, or the table in README.md is not what was measured
    #[arg(long)]
    check: bool,
    /// Writes the table into README.md
    #[arg(long, conflicts_with = "check")]
    write: bool,
    /// Weighs pkg/ as it stands
    #[arg(long)]
    no_build: bool,
}

/// Loaded with the option `debug` alone, for servers that do not speak the contract, for presets of
/// one's own, with the option `idle`.
const SELDOM: [&str; 4] = ["trace.js", "servers.js", "check.js", "overruled.js"];

/// Something that has a size and may have a budget.
struct Row {
    name: String,
    weight: Weight,
}

pub(crate) fn run(options: &Options) -> Result<()> {
    if !options.no_build {
        build::run()?;
    }
    heading("size");
    let bundles = bundle::all()?;
    let mut files = table("file");
    for file in bundles.iter().flat_map(|bundle| &bundle.files) {
        add(&mut files, file);
    }
    println!("{files}");
    let rows = summary(&bundles)?;
    let mut entries = table("entry, with all it loads");
    for row in &rows {
        add(&mut entries, row);
    }
    println!("{entries}");
    if options.write {
        readme::write(&rows)?;
    }
    if options.check {
        let complaints = [budget::complaints(&rows)?, readme::complaints(&rows)].concat();
        if !complaints.is_empty() {
            bail!("\n  {}", complaints.join("\n  "));
        }
    }
    Ok(())
}

/// Holds pkg/ as it stands to the budget, and README.md to what is measured.
pub(crate) fn check() -> Result<()> {
    run(&Options {
        check: true,
        write: false,
        no_build: true,
    })
}

/// The two ways to the engine first, then each entry on its own.
fn summary(bundles: &[bundle::Bundle]) -> Result<Vec<Row>> {
    let weigh = |module| Weight::of(&fs::read(root::path("pkg").join(module))?);
    let module = weigh("session.wasm")?;
    let mut rows = Vec::new();
    for bundle in bundles {
        let loaded = bundle
            .files
            .iter()
            .filter(|file| !SELDOM.iter().any(|name| file.name.ends_with(name)));
        let weight = loaded.map(|file| file.weight).sum::<Weight>();
        match bundle.entry.as_str() {
            "hallpass" => rows.push(Row {
                name: "inlined".to_owned(),
                weight,
            }),
            "hallpass/slim" => rows.push(Row {
                name: "streamed".to_owned(),
                weight: weight + module,
            }),
            entry => rows.push(Row {
                name: entry.to_owned(),
                weight,
            }),
        }
    }
    rows.push(Row {
        name: "session.wasm".to_owned(),
        weight: module,
    });
    rows.push(Row {
        name: "jwt.wasm".to_owned(),
        weight: weigh("jwt.wasm")?,
    });
    let rank = |row: &Row| {
        ["streamed", "inlined", "session.wasm", "jwt.wasm"]
            .iter()
            .position(|n| *n == row.name)
    };
    rows.sort_by_key(|row| (rank(row).unwrap_or(usize::MAX), row.name.clone()));
    Ok(rows)
}

fn table(what: &str) -> Table {
    let mut table = Table::new();
    table.load_style(presets::UTF8_FULL_CONDENSED);
    table.set_header([what, "raw", "gzip", "brotli"]);
    for column in table.column_iter_mut().skip(1) {
        column.set_cell_alignment(CellAlignment::Right);
    }
    table
}

fn add(table: &mut Table, row: &Row) {
    let Weight { raw, gzip, brotli } = row.weight;
    table.add_row([
        row.name.clone(),
        raw.to_string(),
        gzip.to_string(),
        brotli.to_string(),
    ]);
}
