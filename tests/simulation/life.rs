//! How pages come and go: loading, freezing, the back/forward cache, the end.

use hallpass::machine::{Config, FetchId, Input, Machine, Verdict};

use crate::{
    faults::Fault,
    invariants::Shadow,
    network::Purpose,
    tab::{Life, Waiting},
    world::World,
};

impl World {
    /// Loads the page into a tab.
    pub(crate) fn loads(&mut self, tab: usize) {
        if self.tabs[tab].life != Life::Gone {
            return;
        }
        let config = Config {
            seed: self.chance.next() as u32,
            ..self.plan.config.clone()
        };
        let origin = self.clock.monotonic();
        let tombstone = self.jar.read(tab, self.clock.now);
        let online = !self.offline;
        let one = &mut self.tabs[tab];
        one.machine = Some(Machine::new(config));
        one.life = Life::Awake;
        one.origin = origin;
        one.answers = None;
        one.shadow = Shadow::default();
        let visible = one.visible;
        self.feed(
            tab,
            Input::Started {
                visible,
                online,
                tombstone,
            },
        );
    }

    /// The page is gone: crashed, discarded, or left.
    pub(crate) fn unloads(&mut self, tab: usize) {
        self.forget_page(tab);
        let one = &mut self.tabs[tab];
        one.machine = None;
        one.life = Life::Gone;
        one.page += 1;
        one.waiting.clear();
        one.fetches.clear();
        one.calls.clear();
        self.locks.forget(tab);
        self.grant();
    }

    /// The page goes into the back/forward cache: its requests end, its locks are let go.
    pub(crate) fn caches(&mut self, tab: usize) {
        for exchange in &mut self.exchanges {
            exchange.broken |= exchange.tab == tab && !exchange.over;
        }
        self.forget_page(tab);
        self.tabs[tab].life = Life::Cached;
        self.locks.forget(tab);
        self.grant();
    }

    /// Nobody waits for the requests of this page any more; what keeps alive goes on.
    fn forget_page(&mut self, tab: usize) {
        let page = self.tabs[tab].page;
        for exchange in &mut self.exchanges {
            if exchange.tab == tab && exchange.page == page && !exchange.over {
                exchange.aborted = true;
            }
        }
    }

    pub(crate) fn thaws(&mut self, tab: usize) {
        if self.tabs[tab].life != Life::Frozen {
            return;
        }
        self.tabs[tab].life = Life::Awake;
        self.feed(tab, Input::Resumed);
        self.hears_what_waited(tab);
        if self.tabs[tab].machine.is_some() {
            self.feed(tab, Input::Timeout);
        }
    }

    /// Hands a page what arrived while it did not run.
    pub(crate) fn hears_what_waited(&mut self, tab: usize) {
        while let Some(waiting) = self.tabs[tab].waiting.pop_front() {
            let page = self.tabs[tab].page;
            match waiting {
                Waiting::Input(input) => self.feed(tab, input),
                Waiting::Granted(id) => self.granted(tab, page, id),
            }
        }
    }

    /// A page comes back out of the back/forward cache; what it had in flight has failed.
    pub(crate) fn returns(&mut self, tab: usize) {
        if self.tabs[tab].life != Life::Cached {
            return;
        }
        self.network_is_late();
        self.tabs[tab].life = Life::Awake;
        self.tabs[tab].visible = true;
        self.feed(tab, Input::Restored);
        self.tells_the_network(tab);
        self.hears_what_waited(tab);
        let page = self.tabs[tab].page;
        let failed: Vec<FetchId> = self
            .exchanges
            .iter_mut()
            .filter(|exchange| exchange.tab == tab && exchange.page == page)
            .filter_map(|exchange| match exchange.purpose {
                Purpose::Fetch(id) if std::mem::take(&mut exchange.broken) => Some(id),
                Purpose::Fetch(_) | Purpose::Session(..) | Purpose::Form(_) => None,
            })
            .collect();
        for id in failed {
            self.feed(tab, Input::Responded(id, Verdict::Failed));
        }
    }

    /// The network may take its time to come back.
    pub(crate) fn network_is_late(&mut self) {
        if self.strikes(Fault::LateNetwork) {
            self.network_at = self.clock.now + self.chance.below(2_000);
        }
    }

    /// What happened to the network meanwhile was told to nobody: the shell looks.
    fn tells_the_network(&mut self, tab: usize) {
        let input = if self.offline {
            Input::WentOffline
        } else {
            Input::WentOnline
        };
        self.feed(tab, input);
    }
}
