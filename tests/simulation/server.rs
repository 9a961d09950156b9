//! A strictly rotating server with sessions, handles, limits, and the answers of the contract.

use hallpass::machine::{Answer, Facts, Name, Span, Verdict};

use crate::{
    clock::Millis,
    jar::{Cookies, SetCookie},
    plan::Plan,
};

/// A token as good as any: its number.
pub(crate) type Token = usize;

/// A session, with the family of its refresh tokens.
#[derive(Debug)]
pub(crate) struct Family {
    pub(crate) user: u64,
    pub(crate) handle: Name,
    /// The refresh token that is good.
    pub(crate) refresh: Token,
    /// The one before, and when it was rotated.
    previous: Option<(Token, Millis)>,
    pub(crate) absolute_at: Option<Millis>,
    pub(crate) idle_at: Option<Millis>,
    pub(crate) dead: bool,
    pub(crate) claims: u32,
    /// When it was refreshed last.
    pub(crate) rotated_at: Option<Millis>,
}

struct Issued {
    family: usize,
    expires_at: Millis,
}

/// What the server says, and sets.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Reply {
    pub(crate) answer: Answer,
    pub(crate) set: Option<SetCookie>,
}

/// How far a refresh came at once.
pub(crate) enum Begun {
    Done(Reply),
    /// Rotated; the answer is composed later.
    Rotated {
        family: usize,
        refresh: Token,
    },
}

#[derive(Default)]
pub(crate) struct Server {
    pub(crate) families: Vec<Family>,
    issued: Vec<Issued>,
    pub(crate) whole: bool,
    /// How many times a refresh token was presented after its rotation.
    pub(crate) reuses: u64,
    /// The session that was ended by the last of these, and when the token had been rotated, if it was the one before.
    pub(crate) ended_by_reuse: Option<(usize, Option<Millis>)>,
}

impl From<Answer> for Reply {
    fn from(answer: Answer) -> Self {
        Self { answer, set: None }
    }
}

impl Server {
    fn issue(&mut self, family: usize, expires_at: Millis) -> Token {
        self.issued.push(Issued { family, expires_at });
        self.issued.len() - 1
    }

    /// Signs a user in.
    pub(crate) fn sign_in(&mut self, plan: &Plan, now: Millis, old: Cookies, user: u64) -> Reply {
        if let Some(family) = self.holder(old).filter(|_| plan.login_revokes) {
            self.families[family].dead = true;
        }
        let family = self.families.len();
        let refresh = self.issue(family, Millis::MAX);
        self.families.push(Family {
            user,
            handle: Name::of(100 + family as u64),
            refresh,
            previous: None,
            absolute_at: plan.absolute.map(|span| now + span),
            idle_at: plan.idle.map(|span| now + span),
            dead: false,
            claims: u32::try_from(user).unwrap_or(0) << 16,
            rotated_at: None,
        });
        self.renewed(plan, now, family, refresh)
    }

    /// Returns the family that the cookies speak of, dead or alive.
    pub(crate) fn holder(&self, cookies: Cookies) -> Option<usize> {
        let token = cookies.refresh.or(cookies.access)?;
        Some(self.issued[token].family)
    }

    /// Returns the family that the cookies speak of, if it is alive.
    pub(crate) fn living(&self, now: Millis, cookies: Cookies) -> Option<usize> {
        let passed = |at: Option<Millis>| at.is_some_and(|at| at <= now);
        self.holder(cookies).filter(|&family| {
            let family = &self.families[family];
            !family.dead && !passed(family.absolute_at) && !passed(family.idle_at)
        })
    }

    pub(crate) fn access_is_good(&self, now: Millis, cookies: Cookies) -> bool {
        cookies
            .access
            .is_some_and(|token| self.issued[token].expires_at > now)
    }

    fn facts(&self, now: Millis, family: usize, expires_at: Millis) -> Facts {
        let family = &self.families[family];
        let unit = if self.whole { 1_000 } else { 1 };
        let ahead =
            |at: Option<Millis>| at.map(|at| Span::from(at.saturating_sub(now) / unit * unit));
        Facts {
            subject: Some(subject(family.user)),
            handle: Some(family.handle),
            claims: family.claims,
            expires_in: ahead(Some(expires_at)),
            idle_expires_in: ahead(family.idle_at),
            absolute_expires_in: ahead(family.absolute_at),
        }
    }

    /// `GET session`.
    pub(crate) fn session(&self, now: Millis, cookies: Cookies) -> Answer {
        match self.living(now, cookies) {
            Some(family) if self.access_is_good(now, cookies) => {
                let access = cookies.access.expect("a good one");
                Answer::Session(self.facts(now, family, self.issued[access].expires_at))
            }
            Some(_) if cookies.refresh.is_some() => Answer::Expired,
            _ => Answer::Anonymous,
        }
    }

    /// Whether the request believes in another session than the cookie's.
    fn mismatch(&self, now: Millis, cookies: Cookies, handle: Option<Name>) -> bool {
        let living = self.living(now, cookies);
        handle.is_some_and(|handle| {
            living.is_some_and(|family| self.families[family].handle != handle)
        })
    }

    /// `POST refresh`, up to the rotation.
    pub(crate) fn begin_refresh(
        &mut self,
        plan: &Plan,
        now: Millis,
        cookies: Cookies,
        handle: Option<Name>,
    ) -> Begun {
        if self.mismatch(now, cookies, handle) {
            return Begun::Done(Answer::Mismatch.into());
        }
        let (Some(family), Some(token)) = (self.living(now, cookies), cookies.refresh) else {
            return Begun::Done(Answer::Anonymous.into());
        };
        let one = &self.families[family];
        if token == one.refresh {
            let refresh = self.issue(family, Millis::MAX);
            let one = &mut self.families[family];
            one.previous = Some((token, now));
            one.refresh = refresh;
            return Begun::Rotated { family, refresh };
        }
        let in_window = |window: Millis| {
            one.previous
                .is_some_and(|(previous, at)| previous == token && now - at <= window)
        };
        if plan.window.is_some_and(in_window) {
            let refresh = one.refresh;
            return Begun::Rotated { family, refresh };
        }
        self.reuses += 1;
        let rotated_at = one.previous.filter(|previous| previous.0 == token);
        self.ended_by_reuse = Some((family, rotated_at.map(|previous| previous.1)));
        self.families[family].dead = true;
        Begun::Done(Answer::Anonymous.into())
    }

    /// `POST refresh`, after the rotation: a logout in between wins.
    pub(crate) fn finish_refresh(
        &mut self,
        plan: &Plan,
        now: Millis,
        family: usize,
        refresh: Token,
    ) -> Reply {
        if self.families[family].dead {
            if !plan.resurrects {
                return Answer::Anonymous.into();
            }
            self.families[family].dead = false;
        }
        self.families[family].rotated_at = Some(now);
        self.renewed(plan, now, family, refresh)
    }

    fn renewed(&mut self, plan: &Plan, now: Millis, family: usize, refresh: Token) -> Reply {
        let limit = self.families[family].absolute_at.unwrap_or(Millis::MAX);
        let expires_at = (now + plan.access).min(limit);
        let access = self.issue(family, expires_at);
        Reply {
            answer: Answer::Session(self.facts(now, family, expires_at)),
            set: Some(SetCookie::Tokens(Cookies {
                access: Some(access),
                refresh: Some(refresh),
            })),
        }
    }

    /// `POST touch`.
    pub(crate) fn touch(
        &mut self,
        plan: &Plan,
        now: Millis,
        cookies: Cookies,
        handle: Option<Name>,
    ) -> Answer {
        if self.mismatch(now, cookies, handle) {
            return Answer::Mismatch;
        }
        if let Some(family) = self.living(now, cookies)
            && self.access_is_good(now, cookies)
        {
            self.families[family].idle_at = plan.idle.map(|span| now + span);
        }
        self.session(now, cookies)
    }

    /// `POST logout`: revokes first, and is content when there is nothing left to revoke.
    pub(crate) fn logout(
        &mut self,
        plan: &Plan,
        now: Millis,
        cookies: Cookies,
        handle: Option<Name>,
        everywhere: bool,
    ) -> Reply {
        if self.mismatch(now, cookies, handle) {
            return Answer::Mismatch.into();
        }
        if let Some(family) = self.holder(cookies) {
            let user = self.families[family].user;
            self.families[family].dead = true;
            for other in self.families.iter_mut().filter(|_| everywhere) {
                other.dead |= other.user == user;
            }
        }
        Reply {
            answer: Answer::LoggedOut {
                elsewhere: plan.redirects_logout,
            },
            set: Some(SetCookie::Clear),
        }
    }

    /// A request of the application: the verdict, and whose session it was executed in.
    pub(crate) fn api(
        &self,
        plan: &Plan,
        now: Millis,
        cookies: Cookies,
        handle: Option<Name>,
    ) -> (Verdict, Option<usize>) {
        if self.mismatch(now, cookies, handle) {
            return (Verdict::Mismatch, None);
        }
        match self.session(now, cookies) {
            Answer::Session(_) => (Verdict::Passed, self.living(now, cookies)),
            Answer::Expired => (Verdict::Expired, None),
            _ if plan.vague => (Verdict::Expired, None),
            _ if plan.whole => (Verdict::Over, None),
            _ => (Verdict::Passed, None),
        }
    }

    /// Returns the family of a handle.
    pub(crate) fn family(&self, handle: Name) -> Option<&Family> {
        self.families.iter().find(|family| family.handle == handle)
    }
}

/// Returns the name of a user.
pub(crate) fn subject(user: u64) -> Name {
    Name::of(1 + user)
}
