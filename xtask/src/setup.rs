//! `cargo xtask setup`: installs what is missing, and only that.

mod apt;
mod browsers;
mod cargo;
mod cargo_leptos;
mod databases;
mod dx;
mod node;
mod proxies;
mod python;
mod rust;
mod servers;
mod trunk;
mod wasm_pack;

pub(crate) use cargo::{commands as cargo_commands, mutants};
pub(crate) use cargo_leptos::ensure as cargo_leptos;
pub(crate) use databases::ensure as databases;
pub(crate) use dx::ensure as dx;
pub(crate) use proxies::{deployed, nginx};
pub(crate) use python::interpreter as python;
pub(crate) use rust::toolchain;
pub(crate) use servers::ensure as debian_servers;
pub(crate) use trunk::ensure as trunk;
pub(crate) use wasm_pack::ensure as wasm_pack;

use crate::{engine::Engine, progress::heading};
use anyhow::Result;

/// What a command is about to use.
#[derive(Clone, Copy)]
pub(crate) enum Need<'a> {
    /// To build the package.
    Package,
    /// To build the package and the demo page.
    Demo,
    /// To run what the tests start out of npm: the identity provider, and back ends in Node.
    NodeServers,
    /// To run several instances of the server, with a proxy in front.
    Instances,
    /// To write the references.
    Docs,
    /// To run the tests of the package in Node.
    NodeTests,
    /// To run tests against back ends in Node and Python.
    Interop,
    /// To measure the package beside its peers.
    Bench(&'a [Engine]),
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
        Need::NodeServers => node::ensure(&["tests/interop"]),
        Need::Instances => proxies::several(),
        Need::Docs => {
            rust::ensure()?;
            node::ensure(&["pkg-template", "docs"])
        }
        Need::NodeTests => node::ensure(&["pkg-template", "tests"]),
        Need::Interop => {
            node::ensure(&["tests", "tests/interop"])?;
            python::ensure()
        }
        Need::Bench(engines) => {
            node::ensure(&["tests", "benches/peers"])?;
            browsers::ensure(engines)
        }
        Need::Browsers(engines) => {
            rust::ensure()?;
            browsers::ensure(engines)
        }
        Need::Everything => {
            rust::ensure()?;
            node::ensure(&["pkg-template", "tests", "tests/interop", "www/app", "docs"])?;
            python::ensure()?;
            browsers::ensure(&Engine::ALL)?;
            databases::ensure()?;
            wasm_pack::ensure().map(drop)
        }
    }
}

/// One line for what is there already.
fn present(what: &str) {
    eprintln!("  ✓ {what}");
}
