//! What kind of world a seed makes: who lives in it, which server it has, what goes wrong.

use hallpass::machine::{Config, Facts, RefreshWhen};

use crate::{chance::Chance, clock::Millis, faults::Fault};

/// What goes wrong in the quietest of worlds: mostly nothing.
const QUIET: [&[Fault]; 8] = [
    &[],
    &[],
    &[],
    &[],
    &[Fault::LateCookie, Fault::Throttle],
    &[Fault::LateCookie, Fault::IdentitySwitch],
    &[Fault::Reload],
    &[Fault::IdentitySwitch],
];

/// The fixed facts of one world.
#[allow(clippy::struct_excessive_bools)] // each a habit of the server
pub(crate) struct Plan {
    pub(crate) tabs: usize,
    pub(crate) users: u64,
    /// How long things go on before the quiet phase.
    pub(crate) lively: Millis,
    /// The mean time between two things that people do.
    pub(crate) pace: Millis,
    /// How many of a hundred things that people do are signing in and out, beyond the usual.
    pub(crate) restless: u64,
    /// The most a leg over the network takes, if nothing is wrong with it.
    pub(crate) latency: Millis,
    /// The validity of the access part.
    pub(crate) access: Millis,
    pub(crate) idle: Option<Millis>,
    pub(crate) absolute: Option<Millis>,
    /// Spans are told in whole seconds, rounded down.
    pub(crate) whole: bool,
    /// How long a rotated refresh token still brings its successor; `None` is strict.
    pub(crate) window: Option<Millis>,
    /// How long the server is busy with a refresh.
    pub(crate) labour: Millis,
    /// A refresh that finishes after logout brings the session back: a bad server.
    pub(crate) resurrects: bool,
    /// An API call without a session is answered "expired" too.
    pub(crate) vague: bool,
    /// Signing in revokes the session that was in the cookie.
    pub(crate) login_revokes: bool,
    /// Where the server sends people who logged out.
    pub(crate) redirects_logout: bool,
    /// The browser keeps no cookies of this server.
    pub(crate) blocked: bool,
    /// Whether the server tells whose session it is, and by which public handle it goes.
    pub(crate) tells_subject: bool,
    pub(crate) tells_handle: bool,
    /// The machine's settings, the seed apart.
    pub(crate) config: Config,
}

impl Plan {
    pub(crate) fn new(chance: &mut Chance) -> Self {
        let tabs = if chance.in_a_thousand(500) {
            chance.between(2, 3)
        } else {
            chance.between(2, 8)
        };
        let access = chance.pick(&[12_000, 20_000, 30_000, 60_000, 120_000, 300_000]);
        let pace = chance.pick(&[100, 400, 1_500, 4_000]);
        Self {
            tabs: tabs as usize,
            users: chance.between(1, 3),
            lively: (pace * chance.between(20, 200)).clamp(20_000, 400_000),
            pace,
            restless: chance.pick(&[0, 0, 0, 40]),
            latency: chance.pick(&[5, 40, 200, 900]),
            access,
            idle: chance.pick(&[None, None, None, Some(90_000), Some(300_000)]),
            absolute: chance.pick(&[None, None, None, Some(150_000), Some(900_000)]),
            whole: chance.half(),
            window: chance.pick(&[None, None, Some(10_000), Some(30_000)]),
            labour: chance.pick(&[0, 5, 100, 800, 2_500]),
            resurrects: chance.in_a_thousand(150),
            vague: chance.half(),
            login_revokes: chance.half(),
            redirects_logout: chance.in_a_thousand(150),
            blocked: chance.in_a_thousand(10),
            tells_subject: !chance.in_a_thousand(150),
            tells_handle: !chance.in_a_thousand(200),
            config: Config {
                when: chance.pick(&[
                    RefreshWhen::Visible,
                    RefreshWhen::Visible,
                    RefreshWhen::Always,
                    RefreshWhen::OnDemand,
                ]),
                idle: chance.pick(&[None, None, None, None, Some(120_000.into())]),
                watch_idle: !chance.in_a_thousand(100),
                refreshable: !chance.in_a_thousand(40),
                ..Config::default()
            },
        }
    }

    /// Returns what a server of this kind tells of the facts.
    pub(crate) fn told(&self, facts: Facts) -> Facts {
        Facts {
            subject: facts.subject.filter(|_| self.tells_subject),
            handle: facts.handle.filter(|_| self.tells_handle),
            ..facts
        }
    }

    /// Returns which faults this world knows and how often each strikes, in a thousand: most worlds
    /// know a handful, one in eight knows none ("swarm testing").
    pub(crate) fn rates(chance: &mut Chance, apart: &mut Chance) -> [u64; Fault::ALL.len()] {
        let share = chance.pick(&[0, 60, 60, 150, 150, 150, 400, 900]);
        let mut rates = [0; Fault::ALL.len()];
        for fault in Fault::ALL {
            let chance = if fault.is_apart() {
                &mut *apart
            } else {
                &mut *chance
            };
            if chance.in_a_thousand(share) {
                rates[fault as usize] = chance.pick(&[10, 40, 150, 400]);
            }
        }
        // What tabs hear of each other shows where little else goes wrong.
        if share == 0 {
            for fault in chance.pick(&QUIET) {
                rates[*fault as usize] = 150;
            }
        }
        rates
    }
}
