//! What an application gives up before it has its answer.

use hallpass::machine::{Call, Input};

use crate::{network::Purpose, world::World};

impl World {
    pub(crate) fn gives_up_a_fetch(&mut self, tab: usize) {
        let Some((id, _)) = self.tabs[tab].fetches.pop_first() else {
            return;
        };
        let page = self.tabs[tab].page;
        for exchange in &mut self.exchanges {
            let same = exchange.purpose == Purpose::Fetch(id);
            exchange.aborted |= same && exchange.tab == tab && exchange.page == page;
        }
        self.feed(tab, Input::Abandoned(id));
    }

    pub(crate) fn gives_up_a_sign_in(&mut self, tab: usize) {
        let signs_in = |call| matches!(call, Call::Login | Call::LoginByNavigation);
        let mut calls = self.tabs[tab].calls.iter();
        if let Some((&id, _)) = calls.find(|(_, asked)| signs_in(asked.call)) {
            self.tabs[tab].calls.remove(&id);
            let shadow = &mut self.tabs[tab].shadow;
            shadow.unsure |= shadow.signing.take().is_some();
            self.feed(tab, Input::GivenUp(id));
        }
    }
}
