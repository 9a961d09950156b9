//! Back ends that Debian packages: PHP, and Tomcat with the compiler for its application.

use super::{apt, present};
use anyhow::Result;
use std::path::Path;

/// What has to be there, and the package that brings it.
const NEEDED: [(&str, &str); 3] = [
    ("/usr/bin/php", "php-cli"),
    ("/usr/share/tomcat10/bin/bootstrap.jar", "tomcat10"),
    ("/usr/bin/javac", "default-jdk-headless"),
];

pub(crate) fn ensure() -> Result<()> {
    let missing: Vec<&str> = NEEDED
        .into_iter()
        .filter(|(file, _)| !Path::new(file).exists() && !on_path(file))
        .map(|(_, package)| package)
        .collect();
    if !missing.is_empty() {
        apt::install(&missing)?;
    }
    present("back ends of Debian: php, tomcat10");
    Ok(())
}

/// Whether a program of that name is found elsewhere.
fn on_path(file: &str) -> bool {
    Path::new(file)
        .file_name()
        .is_some_and(|name| which::which(name).is_ok())
}
