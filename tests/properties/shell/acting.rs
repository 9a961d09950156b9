//! What befalls a shell, and how its world becomes kind.

use hallpass::machine::{
    Answer, Body, Call, CallId, Code, Error, Facts, FetchId, Generation, Input, Intent, RequestId,
    Status, Verdict,
};

use super::{Manners, Request, Shell};
use crate::action::Action;

impl Shell {
    fn next(&mut self) -> u32 {
        self.last += 1;
        self.last
    }

    pub(crate) fn call(&mut self, call: Call) {
        let id = CallId(self.next());
        self.calls.insert(id, 0);
        if matches!(call, Call::Login | Call::LoginByNavigation) {
            self.logins.push(id);
        }
        self.push(Input::Called(id, call));
    }

    pub(crate) fn reply(&mut self, result: Result<Answer, Error>) {
        if let Some((id, _)) = self.air.take() {
            self.push(Input::Answered(id, result));
        }
    }

    fn grant(&mut self, newest: Option<Generation>) {
        let waits = self.locks.iter_mut().find(|(_, held)| !**held);
        if let Some((&id, held)) = waits {
            *held = true;
            self.push(Input::LockGranted { id, newest });
        }
    }

    fn flying(&self, which: usize) -> Option<FetchId> {
        let flying: Vec<_> = self.requests.iter().filter(|(_, r)| r.flying).collect();
        (!flying.is_empty()).then(|| *flying[which % flying.len()].0)
    }

    pub(crate) fn act(&mut self, action: Action) {
        match action {
            Action::Wait(span) => self.wait(span),
            Action::Freeze(span) => self.jump_to(self.now.monotonic.0 + span),
            Action::SetWall(by) => {
                self.jumped = true;
                self.now.wall += by;
            }
            Action::Check => self.call(Call::Check),
            Action::Refresh => self.call(Call::Refresh),
            Action::EnsureFresh(validity) => self.call(Call::EnsureFresh(validity)),
            Action::Extend => self.call(Call::Extend),
            Action::Login => self.call(Call::Login),
            Action::LoginByNavigation => self.call(Call::LoginByNavigation),
            Action::Logout(everywhere) => self.call(Call::Logout { everywhere }),
            Action::Request { stream } => {
                let body = if stream {
                    Body::Stream
                } else {
                    Body::Replayable
                };
                let id = FetchId(self.next());
                self.requests.insert(id, Request::default());
                self.push(Input::Requested(id, body));
            }
            Action::Abandon(which) => {
                let open: Vec<_> = self.open_requests().collect();
                if let Some(&id) = open.get(which % open.len().max(1)) {
                    let request = self.requests.get_mut(&id).expect("it is open");
                    (request.abandoned, request.flying) = (true, false);
                    self.push(Input::Abandoned(id));
                }
            }
            Action::GiveUp(which) => {
                let open = |id: &&CallId| self.calls[*id] == 0;
                let open: Vec<_> = self.logins.iter().filter(open).copied().collect();
                if let Some(&id) = open.get(which % open.len().max(1)) {
                    self.calls.insert(id, 1); // the page has settled it
                    self.push(Input::GivenUp(id));
                }
            }
            Action::Respond(which, verdict) => {
                if let Some(id) = self.flying(which) {
                    self.requests.get_mut(&id).expect("it flies").flying = false;
                    self.push(Input::Responded(id, verdict));
                }
            }
            Action::Answer(answer) => self.reply(Ok(answer)),
            Action::Fail(failure) => self.reply(Err(failure)),
            Action::Grant(newest) => self.grant(newest.map(Generation)),
            Action::LoseLock => {
                let lock = self.locks.iter().find(|(_, held)| **held);
                if let Some(id) = lock.map(|(id, _)| *id) {
                    self.locks.remove(&id);
                    self.push(Input::LockLost(id));
                }
            }
            Action::Publish => {
                if let Some(id) = self.publishing.pop() {
                    self.push(Input::GenerationPublished(id));
                }
            }
            Action::ReadTombstone => {
                if let Some(wanted) = self.to_read.pop_front() {
                    let read = self.read(wanted);
                    self.push(read);
                }
            }
            Action::Tombstone(handle) => {
                self.tombstones = handle.map(Into::into).into_iter().collect();
            }
            Action::Hear(message) => self.push(Input::Heard(message)),
            Action::Active => self.push(Input::Active),
            Action::Visible => self.push(Input::BecameVisible),
            Action::Hidden => self.push(Input::BecameHidden),
            Action::Online => self.push(Input::WentOnline),
            Action::Offline => self.push(Input::WentOffline),
            Action::Resumed => self.push(Input::Resumed),
            Action::Restored => self.push(Input::Restored),
            Action::Garbage(id, kind) => self.garbage(id.saturating_add(1 << 20), kind),
        }
    }

    fn garbage(&mut self, id: u32, kind: u8) {
        let (request, newest) = (RequestId::of(id), Some(Generation(u32::from(kind))));
        self.push(match kind % 8 {
            0 => Input::Answered(request, Ok(Answer::Anonymous)),
            1 => Input::Answered(request, Ok(Answer::Session(Facts::default()))),
            2 => Input::Answered(request, Err(Code::Network.into())),
            3 => Input::LockGranted {
                id: request,
                newest,
            },
            4 => Input::LockLost(request),
            5 => Input::GenerationPublished(request),
            6 => Input::Responded(FetchId(id), Verdict::Expired),
            _ => Input::Abandoned(FetchId(id)),
        });
    }

    /// The world becomes kind: everything is granted, and everybody answers as they should.
    pub(crate) fn calm_down(&mut self, session: Facts) {
        self.manners = Manners {
            grants: true,
            publishes: true,
            reads: true,
        };
        let mut alive = self.status() == Status::Authenticated;
        for action in [Action::Online, Action::Visible] {
            self.act(action);
        }
        for round in 0..200 {
            self.grant(None);
            self.act(Action::Publish);
            self.act(Action::ReadTombstone);
            self.act(Action::Respond(0, Verdict::Passed));
            self.act(Action::Active);
            if let Some((_, intent)) = self.air {
                alive = match intent {
                    Intent::Login => true,
                    Intent::Logout | Intent::LogoutEverywhere => false,
                    Intent::Check | Intent::Refresh | Intent::Touch => alive,
                };
                self.reply(Ok(match intent {
                    Intent::Logout | Intent::LogoutEverywhere => {
                        Answer::LoggedOut { elsewhere: false }
                    }
                    _ if alive => Answer::Session(session),
                    _ => Answer::Anonymous,
                }));
            } else if round < 150 {
                self.wait(30_000);
            } else {
                break;
            }
        }
    }
}
