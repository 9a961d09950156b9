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
    /// Each tab has options of its own.
    pub(crate) mixed: bool,
    /// How far apart the clocks may be that the pages read.
    pub(crate) skew: u64,
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
            mixed: false,
            skew: 0,
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

    /// Decides what was not part of a world when the first seeds were kept: from a stream of its own.
    pub(crate) fn has_more(&mut self, chance: &mut Chance) {
        self.config.takes_handle = !chance.in_a_thousand(120);
        self.mixed = chance.in_a_thousand(120);
        self.skew = if chance.in_a_thousand(120) { 1_500 } else { 0 };
    }

    /// Returns the settings of one tab.
    pub(crate) fn settings(&self, chance: &mut Chance) -> Config {
        let mut config = self.config.clone();
        if self.mixed {
            let all = [
                RefreshWhen::Visible,
                RefreshWhen::Always,
                RefreshWhen::OnDemand,
            ];
            config.when = chance.pick(&all);
            config.margin = chance.pick(&[None, None, Some(2_000.into()), Some(30_000.into())]);
            config.idle_warning = chance.pick(&[20_000, 60_000]);
        }
        config
    }

    /// Makes a world in which the pages themselves limit how long the user may be idle, and the user is there.
    pub(crate) fn is_about_idleness(&mut self, chance: &mut Chance) {
        self.idle = None;
        self.lively = 400_000;
        self.pace = chance.pick(&[1_500, 4_000]);
        self.config.idle = Some(chance.pick(&[45_000, 120_000]).into());
        self.config.watch_idle = true;
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
    pub(crate) fn rates(streams: &mut [&mut Chance; 3]) -> [u64; Fault::ALL.len()] {
        let share = streams[0].pick(&[0, 60, 60, 150, 150, 150, 400, 900]);
        let mut rates = [0; Fault::ALL.len()];
        for fault in Fault::ALL {
            let chance = &mut *streams[fault.stream()];
            if chance.in_a_thousand(share) {
                rates[fault as usize] = chance.pick(&[10, 40, 150, 400]);
            }
        }
        // What tabs hear of each other shows where little else goes wrong.
        if share == 0 {
            for fault in streams[0].pick(&QUIET) {
                rates[*fault as usize] = 150;
            }
        }
        rates
    }
}
