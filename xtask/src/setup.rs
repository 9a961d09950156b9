//! `cargo xtask setup`: installs what is missing, and only that.

mod apt;
mod browsers;
mod hack;
mod node;
mod python;
mod rust;

pub(crate) use hack::ensure as hack;
pub(crate) use python::interpreter as python;

use crate::{engine::Engine, progress::heading};
use anyhow::Result;

/// What a command is about to use.
#[derive(Clone, Copy)]
pub(crate) enum Need<'a> {
    /// To build the package.
    Package,
    /// To build the package and the demo page.
    Demo,
    /// To write the references.
    Docs,
    /// To run the tests of the package in Node.
    NodeTests,
    /// To run tests against back ends in Node and Python.
    Interop,
    /// To run tests in browsers.
    Browsers(&'a [Engine]),
    Everything,
}

pub(crate) fn run(need: Need) -> Result<()> {
    heading("setup");
    match need {
        Need::Package => {
            rust::ensure()?;
            node::ensure(&["pkg-template"])
        }
        Need::Demo => {
            rust::ensure()?;
            node::ensure(&["pkg-template", "www/app"])
        }
        Need::Docs => {
            rust::ensure()?;
            node::ensure(&["pkg-template", "docs"])
        }
        Need::NodeTests => node::ensure(&["pkg-template", "tests"]),
        Need::Interop => {
            node::ensure(&["tests", "tests/interop"])?;
            python::ensure()
        }
        Need::Browsers(engines) => {
            rust::ensure()?;
            browsers::ensure(engines)
        }
        Need::Everything => {
            rust::ensure()?;
            node::ensure(&["pkg-template", "tests", "tests/interop", "www/app", "docs"])?;
            python::ensure()?;
            browsers::ensure(&Engine::ALL)
        }
    }
}

/// One line for what is there already.
fn present(what: &str) {
    eprintln!("  ✓ {what}");
}
