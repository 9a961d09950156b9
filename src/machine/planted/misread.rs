//! Bugs in what is made of an input.

use super::{
    super::{
        Answer, Body, Call, Code, Effect, Error, Generation, Input, Intent, Limit, Machine,
        Message, News, Reason, RequestId, Span, Verdict, state::Step,
    },
    Bug,
};

impl Machine {
    /// Returns what the bug makes of an input.
    pub(in super::super) fn misread(&mut self, input: Input) -> Input {
        let Some(bug) = self.config.planted else {
            return input;
        };
        match (bug, input) {
            (_, Input::LockGranted { .. } | Input::LockLost(_)) => self.hold_wrongly(bug, input),
            (Bug::IdleUnasked | Bug::IdleWhileCached | Bug::WarnsAhead, _) => {
                self.misjudge_idleness(bug, &input);
                input
            }
            (
                Bug::TombstoneUnseen,
                Input::Started {
                    visible, online, ..
                },
            ) => Input::Started {
                visible,
                online,
                tombstone: None,
            },
            (Bug::StrayAtOnce, Input::Answered(..)) if self.authenticated() => {
                self.timers.stop(super::super::Timer::Tombstone);
                input
            }
            (Bug::LeavesAnyway, Input::Called(_, Call::LoginByNavigation)) => {
                self.forget_farewell();
                input
            }
            (Bug::LimitIsNews, Input::Heard(message)) if message.news == News::Ended => {
                Input::Heard(Message { wait: 0, ..message })
            }
            (Bug::LaterAbsolute, Input::Heard(mut message)) => {
                message.absolute_expires_in = None;
                Input::Heard(message)
            }
            (Bug::BlindOnLook, Input::BecameVisible | Input::Resumed) => {
                self.visible = true;
                self.arm_refresh();
                Input::Timeout
            }
            (Bug::LoginOutlivesLogout, Input::TombstoneRead(Some(_)))
            | (Bug::CachedFlight, Input::Restored) => {
                self.hidden.flight = self.flight.take();
                input
            }
            (Bug::SendWhileLeaving, Input::Requested(..)) => {
                self.hidden.farewell = self.farewell.take();
                input
            }
            (Bug::DeafAtFirst, Input::Heard(_)) if self.known.is_none() && !self.heard.comes() => {
                Input::Timeout
            }
            (Bug::DeafWhenGone, Input::Heard(_)) if self.farewell.is_some() => Input::Timeout,
            (_, Input::Heard(message)) => {
                self.mishear(bug, &message);
                input
            }
            (_, Input::Called(_, Call::Logout { .. })) => self.leave_wrongly(bug, input),
            (Bug::WallClock, _) => {
                let offset = self.now.offset();
                let moved = |known: &super::super::Known| known.offset.abs_diff(offset) > 60_000;
                if self.authenticated() && self.known.as_ref().is_some_and(moved) {
                    self.end(Reason::Expired);
                }
                input
            }
            (_, Input::Responded(id, Verdict::Expired)) => {
                let request = self.requests.find(|request| request.id == id);
                match (bug, request) {
                    (Bug::EndlessReplay, Some(request)) => request.replayed = false,
                    (Bug::ReplayStream, Some(request)) => request.body = Body::Replayable,
                    (Bug::LoseRequest, Some(_)) => {
                        self.requests.take(|request| request.id == id);
                    }
                    (Bug::NoSingleFlight, Some(_)) => {
                        let step = Step::Refreshing {
                            again: false,
                            anyone: false,
                        };
                        self.send(step, Intent::Refresh, None);
                    }
                    _ => {}
                }
                input
            }
            (Bug::AnyAnswer, Input::Answered(id, result)) => {
                let request = self.flight.and_then(|flight| flight.request);
                Input::Answered(request.unwrap_or(id), result)
            }
            (_, Input::Answered(id, result)) => self.misunderstand(bug, id, result),
            (Bug::LoseHint, Input::GenerationPublished(_)) => {
                self.wants.check = false;
                input
            }
            (_, input) => input,
        }
    }

    fn misjudge_idleness(&mut self, bug: Bug, input: &Input) {
        let now = self.now.monotonic;
        match bug {
            Bug::IdleUnasked if self.is_own_limit_over() => self.hearing = now,
            Bug::IdleWhileCached if matches!(input, Input::Restored) => {
                self.hearing = now;
                self.serve_limits();
            }
            Bug::WarnsAhead => {
                if let Some(known) = self.known.as_mut()
                    && known.idle_at.since(now) < 60_000
                {
                    known.warned[Limit::Idle as usize] = true;
                }
            }
            _ => {}
        }
    }

    fn hold_wrongly(&mut self, bug: Bug, input: Input) -> Input {
        match (bug, input) {
            (Bug::NoRecheck, Input::LockGranted { id, .. }) => {
                return Input::LockGranted { id, newest: None };
            }
            (Bug::EndsAnyone, Input::LockGranted { .. }) => {
                if let Some(farewell) = self.farewell.as_mut() {
                    farewell.sure = true;
                }
            }
            (Bug::Impolite, Input::LockGranted { .. }) => self.quiet = self.now.monotonic,
            (Bug::StealBack, Input::LockLost(_)) => return self.steal_back(input),
            (Bug::BlindWhenRobbed, Input::LockLost(_)) => {
                self.wants.refresh |= self.authenticated();
            }
            _ => {}
        }
        input
    }

    fn steal_back(&mut self, input: Input) -> Input {
        let Input::LockLost(lost) = input else {
            return input;
        };
        let id = self.next_id();
        let Some(flight) = self
            .flight
            .as_mut()
            .filter(|flight| flight.lock == Some(lost))
        else {
            return input;
        };
        flight.lock = Some(id);
        self.effect(Effect::AcquireLock { id, steal: true });
        Input::Timeout
    }

    fn mishear(&mut self, bug: Bug, message: &Message) {
        match (bug, message.news) {
            (Bug::EndIsNews, News::Ended) => self.wants.check |= self.may_be_signed_in(),
            (Bug::PeerEnds, News::Ended) if self.authenticated() => self.end(Reason::Revoked),
            (Bug::PeerLogsOut, News::LoggedOut) if self.authenticated() => {
                self.end(Reason::LoggedOut);
            }
            (Bug::PeerLimits, News::Renewed) => {
                let now = self.now.monotonic;
                if let (Some(known), Some(span)) = (self.known.as_mut(), message.idle_expires_in) {
                    known.idle_at = now.after(span.millis());
                }
                self.arm_limits();
            }
            _ => {}
        }
    }

    fn leave_wrongly(&mut self, bug: Bug, input: Input) -> Input {
        self.hidden.epoch = Some(self.epoch);
        if let Some(flight) = self.flight.as_mut()
            && bug == Bug::LogoutOfTheOld
            && matches!(flight.step, Step::LoggingIn | Step::VerifyingLogin)
        {
            flight.step = Step::Checking;
        }
        input
    }

    fn misunderstand(&mut self, bug: Bug, id: RequestId, result: Result<Answer, Error>) -> Input {
        let said = |result| Input::Answered(id, result);
        let Some(flight) = self
            .flight
            .as_mut()
            .filter(|flight| flight.request == Some(id))
        else {
            return said(result);
        };
        match (bug, flight.step, result) {
            (Bug::NoFence, ..) => flight.epoch = self.epoch,
            (Bug::BlindRefresh, step @ Step::Refreshing { .. }, Err(_)) => {
                let lock = flight.lock;
                self.send(step, Intent::Refresh, lock);
                return Input::Timeout;
            }
            (Bug::BelievesProbes, Step::Probing { .. }, Ok(Answer::Session(_))) => {
                flight.error = None;
            }
            (Bug::FailureEnds, Step::Refreshing { .. }, Err(_))
            | (Bug::DoubtEnds, Step::Checking, Err(_))
            | (Bug::MismatchEnds, Step::Refreshing { .. }, Ok(Answer::Mismatch))
            | (Bug::NoVerify | Bug::ForgetLogout, Step::VerifyingLogout { .. }, _)
            | (Bug::ForgetLogout, Step::LoggingOut, Err(_)) => return said(Ok(Answer::Anonymous)),
            (Bug::HtmlEnds, _, Err(error)) if error.is(Code::UnexpectedResponse) => {
                return said(Ok(Answer::Anonymous));
            }
            (Bug::StrangerForever, Step::Probing { .. }, Ok(Answer::Expired))
                if flight
                    .error
                    .is_some_and(|error| error.is(Code::RefreshInconsistent)) =>
            {
                return said(Err(Code::Network.into()));
            }
            (Bug::LoginTrusted, Step::LoggingIn, Ok(Answer::Session(_))) => {
                flight.step = Step::VerifyingLogin;
            }
            (_, _, Ok(Answer::Session(mut facts))) => {
                let long = |span: &Span| span.millis() >= 1_000;
                match (bug, &self.known) {
                    (Bug::AbsolutePostponed, _) => {
                        facts.absolute_expires_in = facts
                            .absolute_expires_in
                            .map(|span| (span.millis() + 5_000).into());
                    }
                    (Bug::AbsoluteForgotten, _) => facts.absolute_expires_in = None,
                    (Bug::IdleForgotten, _) => facts.idle_expires_in = None,
                    (Bug::LastSecond, _) => {
                        facts.idle_expires_in = facts.idle_expires_in.filter(long);
                        facts.absolute_expires_in = facts.absolute_expires_in.filter(long);
                    }
                    (Bug::FrozenClaims, Some(known)) => facts.claims = known.facts.claims,
                    (Bug::KeepRequests, Some(known)) if known.facts.subject != facts.subject => {
                        while let Some(mut request) = self.requests.take(|_| true) {
                            request.generation = Generation::default();
                            self.hidden.requests.push(request);
                        }
                    }
                    _ => {}
                }
                return said(Ok(Answer::Session(facts)));
            }
            _ => {}
        }
        said(result)
    }
}
