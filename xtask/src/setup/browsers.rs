//! Browsers from Debian, and the one driver Debian lacks.

use super::{apt, cargo, present};
use crate::engine::Engine;
use anyhow::Result;

const GECKODRIVER: &str = "geckodriver@0.37.1";

pub(crate) fn ensure(engines: &[Engine]) -> Result<()> {
    let missing: Vec<&str> = engines
        .iter()
        .flat_map(|engine| engine.programs())
        .filter(|(program, _)| which::which(program).is_err())
        .map(|(_, package)| *package)
        .collect();
    if !missing.is_empty() {
        apt::install(&missing)?;
    }
    if engines.contains(&Engine::Firefox) && Engine::Firefox.driver().is_none() {
        cargo::program("geckodriver", GECKODRIVER)?;
    }
    let names: Vec<_> = engines.iter().map(|engine| engine.name()).collect();
    present(&format!("browsers and drivers: {}", names.join(", ")));
    Ok(())
}
