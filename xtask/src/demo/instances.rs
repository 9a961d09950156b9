//! The demo's servers: one, or several with nginx in front, which asks them in turn.

use super::folder;
use crate::{
    run::{Background, Job, Ready, port},
    server, setup,
};
use anyhow::{Context, Result};
use std::{fs, path::Path, thread, time::Duration};

/// What stands in front of one server in earnest; the demo changes where it listens and whom it asks.
const NGINX: &str = include_str!("../../../www/server/deploy/nginx.conf");

/// Ended when dropped.
pub(super) struct Instances {
    servers: Vec<Background>,
    front: Option<Background>,
}

impl Instances {
    /// Starts so many; browsers reach them at a port of this machine.
    pub(super) fn start(program: &Path, count: u16, own: u16, args: &[String]) -> Result<Self> {
        let mut args: Vec<&str> = args.iter().map(String::as_str).collect();
        if count > 1 {
            args.extend(["--trusted-proxy", "127.0.0.1"]);
        }
        let mut servers = Vec::new();
        for number in 1..=count {
            let port = if count == 1 { own } else { port(0)? };
            let mark = if count == 1 {
                String::new()
            } else {
                format!("{number} ")
            };
            // One after the other: the first makes the file of the keys.
            servers.push(server::start(program, port, &args, move |line| {
                println!("  {mark}{line}");
            })?);
        }
        let addresses = servers.iter().map(|server| server.said.as_str());
        let front = (count > 1).then(|| nginx(own, addresses)).transpose()?;
        Ok(Self { servers, front })
    }

    pub(super) fn announce(&self, at: &str) {
        if self.front.is_none() {
            return println!("  the server is {at}\n");
        }
        println!(
            "  nginx is {at}; it asks one server after the other, and `X-Instance` of an answer says which:"
        );
        for (server, number) in self.servers.iter().zip(1..) {
            println!("  {number} {}", server.said);
        }
        println!();
    }

    /// Waits until one of them ends; whether it ended well.
    pub(super) fn wait(&self) -> Result<bool> {
        loop {
            for running in self.servers.iter().chain(&self.front) {
                if let Some(success) = running.ended()? {
                    return Ok(success);
                }
            }
            thread::sleep(Duration::from_millis(200));
        }
    }
}

/// Starts nginx, with the file that the manual gives, on plain http.
fn nginx<'a>(port: u16, servers: impl Iterator<Item = &'a str>) -> Result<Background> {
    let folder = folder()?;
    let file = folder.join("nginx.conf");
    fs::write(&file, configuration(port, servers)?)?;
    Job::new("nginx", setup::nginx())
        .arg("-p")
        .arg(&folder)
        .arg("-e")
        .arg("stderr")
        .arg("-c")
        .arg(&file)
        .background(&Ready::Listens(port), |line| println!("  {line}"))
}

fn configuration<'a>(port: u16, servers: impl Iterator<Item = &'a str>) -> Result<String> {
    let (front, _) = NGINX
        .split_once("\nserver {\n    listen 80;")
        .context("nginx.conf ends with what leads on to https")?;
    let listed = servers
        .filter_map(|url| url.strip_prefix("http://"))
        .map(|address| format!("server {address};"))
        .collect::<Vec<_>>()
        .join(" ");
    let own = front
        .lines()
        .filter(|line| !line.trim_start().starts_with("ssl_") && !line.contains("server_name"))
        .collect::<Vec<_>>()
        .join("\n")
        .replace("listen 443 ssl", &format!("listen 127.0.0.1:{port}"))
        .replace("http://127.0.0.1:8080", "http://instances")
        // On another port than 80 that is a part of the host.
        .replace("$host;", "$http_host;")
        .replace(
            "proxy_buffering off;",
            "proxy_buffering off;\n        add_header X-Instance $upstream_addr always;",
        );
    // Debian's own folders for large bodies are not for users.
    let temporary = ["client_body", "proxy", "fastcgi", "uwsgi", "scgi"];
    let temporary = temporary
        .map(|of| format!("{of}_temp_path {of};\n"))
        .concat();
    Ok(format!(
        "daemon off;\nmaster_process off;\npid nginx.pid;\nevents {{}}\nhttp {{\naccess_log off;\n\
         {temporary}upstream instances {{ {listed} }}\n{own}\n}}\n"
    ))
}

#[cfg(test)]
mod tests {
    use super::configuration;

    #[test]
    fn the_file_of_the_manual_listens_on_the_loopback_and_asks_each_in_turn() {
        let servers = ["http://127.0.0.1:1", "http://127.0.0.1:2"];
        let own = configuration(9000, servers.into_iter()).unwrap();
        for part in [
            "listen 127.0.0.1:9000;",
            "server 127.0.0.1:1; server 127.0.0.1:2; }",
            "proxy_pass http://instances;",
            "X-Forwarded-For   $remote_addr;",
            "Host              $http_host;",
            "X-Instance",
        ] {
            assert!(own.contains(part), "{part}: {own}");
        }
        for gone in ["ssl", "listen 80", "8080", "$host;"] {
            assert!(!own.contains(gone), "{gone}: {own}");
        }
    }
}
