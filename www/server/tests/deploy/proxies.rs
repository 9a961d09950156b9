//! nginx and Caddy in front of the server, with what `deploy/` gives for them.

use std::path::Path;
use std::process::Command;

use super::adapted;
use super::front::{Front, Ports, serves};
use crate::scratch::Scratch;

const NGINX: &str = include_str!("../../deploy/nginx.conf");
const CADDY: &str = include_str!("../../deploy/Caddyfile");

/// A certificate for the host of the files, with its key, in a folder.
fn certify(dir: &Path) {
    let made = Command::new("openssl")
        .args(["req", "-x509", "-newkey", "ec", "-pkeyopt"])
        .args(["ec_paramgen_curve:P-256", "-noenc", "-days", "2"])
        .args(["-subj", "/CN=app.example", "-addext"])
        .args(["subjectAltName=DNS:app.example", "-addext"])
        .args(["basicConstraints=critical,CA:FALSE", "-keyout", "key.pem"])
        .args(["-out", "fullchain.pem"])
        .current_dir(dir)
        .output()
        .expect("openssl is installed");
    let said = String::from_utf8_lossy(&made.stderr);
    assert!(made.status.success(), "{said}");
}

#[tokio::test(flavor = "multi_thread")]
#[ignore = "needs nginx and openssl: `cargo xtask test --only native --full`"]
async fn nginx_with_its_file_passes_on_what_the_server_needs_and_believes_no_client() {
    let front = Front::start(|server, Ports { https, http }| {
        let scratch = Scratch::new("nginx");
        let dir = scratch.dir().display().to_string();
        certify(scratch.dir());
        let own = adapted(
            NGINX,
            &[
                ("listen 443 ssl", &format!("listen 127.0.0.1:{https} ssl")),
                ("listen 80", &format!("listen 127.0.0.1:{http}")),
                ("/etc/ssl/app.example", &dir),
                ("http://127.0.0.1:8080", server),
            ],
        );
        let temporary = ["client_body", "proxy", "fastcgi", "uwsgi", "scgi"];
        let temporary = temporary.map(|of| format!("{of}_temp_path {dir}/{of};\n"));
        let whole = format!(
            "daemon off;\nmaster_process off;\npid {dir}/pid;\nerror_log stderr notice;\nevents {{}}\n\
             http {{\naccess_log off;\n{}{own}}}\n",
            temporary.concat()
        );
        let file = scratch.file("nginx.conf");
        std::fs::write(&file, whole).expect("is written");
        // Debian keeps it off the path of users.
        let mut command = Command::new("env");
        command.args(["PATH=/usr/sbin:/usr/bin:/bin", "nginx", "-e", "stderr"]);
        command.arg("-p").arg(scratch.dir()).arg("-c").arg(file);
        (command, scratch.file("fullchain.pem"))
    });
    // It listens by the time that it tells where it runs.
    serves(front.await.once(&["OS: "])).await;
}

#[tokio::test(flavor = "multi_thread")]
#[ignore = "needs caddy: `cargo xtask test --only native --full`"]
async fn caddy_with_its_file_passes_on_what_the_server_needs_and_believes_no_client() {
    let front = Front::start(|server, Ports { https, http }| {
        let scratch = Scratch::new("caddy");
        let address = server.trim_start_matches("http://");
        let own = adapted(CADDY, &[("127.0.0.1:8080", address)]);
        // An authority of its own, as no other gives a certificate for this host.
        let options = format!(
            "{{\ndebug\nadmin off\nlocal_certs\nskip_install_trust\ndefault_bind 127.0.0.1\n\
             https_port {https}\nhttp_port {http}\n}}\n"
        );
        let file = scratch.file("Caddyfile");
        std::fs::write(&file, format!("{options}{own}")).expect("is written");
        let mut command = Command::new("caddy");
        command.args(["run", "--adapter", "caddyfile", "--config"]);
        command.arg(file).env("HOME", scratch.dir());
        command.env("XDG_DATA_HOME", scratch.dir());
        command.env("XDG_CONFIG_HOME", scratch.dir());
        let root = scratch.file("caddy/pki/authorities/local/root.crt");
        (command, root)
    });
    let ready = [
        "serving initial configuration",
        "added certificate to cache",
    ];
    serves(front.await.once(&ready)).await;
}
