//! `PostgreSQL` and Redis out of Debian's packages, each started by its test: in a folder of its own, on
//! a socket within it, as a user without rights.

use std::fs;
use std::io::{BufRead, BufReader};
use std::os::unix::fs::{MetadataExt, PermissionsExt};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::thread;

use crate::scratch::Scratch;

/// The two kinds of store that instances share.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Kind {
    Postgres,
    Redis,
}

/// A running database, killed when the test is through with it.
pub(crate) struct Database {
    kind: Kind,
    dir: PathBuf,
    child: Option<Child>,
}

/// `PostgreSQL` refuses to run as root.
const USER: &str = "nobody";

fn is_root() -> bool {
    fs::metadata("/proc/self").is_ok_and(|own| own.uid() == 0)
}

/// The programs of `PostgreSQL` are not on the path in Debian.
fn postgres(name: &str) -> PathBuf {
    let versions = fs::read_dir("/usr/lib/postgresql").into_iter().flatten();
    let mut found: Vec<PathBuf> = versions
        .flatten()
        .map(|version| version.path().join("bin").join(name))
        .filter(|program| program.exists())
        .collect();
    found.sort();
    found.pop().unwrap_or_else(|| name.into())
}

/// A command that runs without rights.
fn command(program: &Path) -> Command {
    if !is_root() {
        return Command::new(program);
    }
    let mut command = Command::new("setpriv");
    let user = ["--reuid", USER, "--regid", "nogroup", "--clear-groups"];
    command.args(user).arg(program);
    command
}

impl Database {
    /// Makes an empty one and starts it.
    pub(crate) fn start(kind: Kind) -> Self {
        let dir = Scratch::new("db").dir().to_owned();
        fs::set_permissions(&dir, fs::Permissions::from_mode(0o700)).expect("is set");
        if is_root() {
            let owned = Command::new("chown").arg(USER).arg(&dir).status();
            assert!(owned.expect("chown runs").success());
        }
        if kind == Kind::Postgres {
            let made = command(&postgres("initdb"))
                .args(["--no-sync", "--auth=trust", "--encoding=UTF8", "--locale=C"])
                .args(["--username=hallpass", "--pgdata"])
                .arg(dir.join("data"))
                .current_dir(&dir)
                .output()
                .expect("initdb is installed: `cargo xtask setup`");
            assert!(
                made.status.success(),
                "{}",
                String::from_utf8_lossy(&made.stderr)
            );
        }
        let mut own = Self {
            kind,
            dir,
            child: None,
        };
        own.go_on();
        own
    }

    /// Tells where it is, as `--store` wants it.
    pub(crate) fn url(&self) -> String {
        let dir = self.dir.display().to_string();
        match self.kind {
            Kind::Postgres => format!("postgres://hallpass@{}/postgres", dir.replace('/', "%2F")),
            Kind::Redis => format!("redis+unix://{dir}/redis.sock"),
        }
    }

    /// Starts it over the data that it has, and waits until it says that it is ready.
    pub(crate) fn go_on(&mut self) {
        let dir = &self.dir;
        let mut command = match self.kind {
            Kind::Postgres => {
                let mut command = command(&postgres("postgres"));
                command.arg("-D").arg(dir.join("data")).arg("-k").arg(dir);
                command.args(["-c", "listen_addresses=", "-c", "log_min_messages=log"]);
                command
            }
            Kind::Redis => {
                let mut command = command(Path::new("redis-server"));
                command.args([
                    "--port",
                    "0",
                    "--appendonly",
                    "yes",
                    "--appendfsync",
                    "always",
                ]);
                command.args(["--save", "", "--dir"]).arg(dir);
                command.arg("--unixsocket").arg(dir.join("redis.sock"));
                command
            }
        };
        let said = match self.kind {
            Kind::Postgres => command.stderr(Stdio::piped()).stdout(Stdio::null()),
            Kind::Redis => command.stdout(Stdio::piped()).stderr(Stdio::null()),
        };
        let mut child = said
            .current_dir(dir)
            .stdin(Stdio::null())
            .spawn()
            .expect("the database is installed: `cargo xtask setup`");
        let output: Box<dyn std::io::Read + Send> = match self.kind {
            Kind::Postgres => Box::new(child.stderr.take().expect("is piped")),
            Kind::Redis => Box::new(child.stdout.take().expect("is piped")),
        };
        let mut lines = BufReader::new(output).lines().map_while(Result::ok);
        let mut said = Vec::new();
        let ready = lines.by_ref().any(|line| {
            said.push(line);
            said.last()
                .is_some_and(|line| line.to_lowercase().contains("ready to accept connections"))
        });
        assert!(ready, "{:?} ended: {said:?}", self.kind);
        // What it says later is read, so that no pipe fills up.
        thread::spawn(move || lines.for_each(drop));
        self.child = Some(child);
    }

    /// Ends it at once, as a machine that loses power would.
    pub(crate) fn kill(&mut self) {
        if let Some(mut child) = self.child.take() {
            match self.kind {
                // Its other processes end by themselves, and give the shared memory back.
                Kind::Postgres => {
                    let pid = child.id().to_string();
                    let sent = Command::new("kill").args(["-s", "QUIT", &pid]).status();
                    assert!(sent.expect("kill runs").success());
                }
                Kind::Redis => child.kill().expect("is killed"),
            }
            child.wait().expect("ends");
        }
    }
}

impl Drop for Database {
    fn drop(&mut self) {
        self.kill();
        // The folder is of no use to anybody; a failure leaves it to the system's own cleaning.
        let _ = fs::remove_dir_all(&self.dir);
    }
}
