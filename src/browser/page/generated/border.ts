// Made by `cargo xtask generate` out of what src/border/mod.rs lists; not to be edited.

const list = <T extends string>(words: string): readonly T[] => words.split(' ') as T[];

/** What happened. */
export enum InputKind {
  /** The machine starts; a tombstone is the handle (may be empty) of a session that is to die. */
  Started,
  /** A deadline may have passed; early or late is safe. */
  Timeout,
  Called,
  /** The application gave a sign-in up; its call is settled. */
  GivenUp,
  /** The application wants to send a request. */
  Requested,
  Responded,
  /** The application gave its request up. */
  Abandoned,
  /** A session endpoint answered. */
  Answered,
  /** The lock is ours. `newest`: the highest generation that any tab holds the name of. */
  LockGranted,
  /** Another tab took the lock from us. */
  LockLost,
  GenerationPublished,
  Heard,
  /** What the tombstone cookie says, if there is one. */
  TombstoneRead,
  /** The user touched the page. */
  Active,
  BecameVisible,
  BecameHidden,
  WentOnline,
  WentOffline,
  /** The page was thawed (`resume`). */
  Resumed,
  /** The page came back out of the back/forward cache. */
  Restored,
  /** A session endpoint did not answer, or with what is no answer: `Answered` with an error. */
  Failed,
}

/** What an application asks for. */
export enum CallKind {
  Check,
  Refresh,
  /** Validity wanted. */
  EnsureFresh,
  Extend,
  /** Credentials are kept by the shell and sent with `Intent::Login`. */
  Login,
  /** Leaves the page for the sign-in of the server. */
  LoginByNavigation,
  Logout,
}

/** Why a session endpoint has given no answer that could be read. */
export enum Failure {
  /** The request failed. */
  Network,
  /** The deadline passed. */
  Timeout,
  /** The answer came out of a cache. */
  Stale,
  /** The answer is not what the application, or the preset, can work with. */
  Rejected,
}

/** Do this. */
export enum EffectKind {
  /** Ask a session endpoint; `handle` is the session believed in. Answered by `Answered`. */
  Send,
  /** Give up a request to a session endpoint; its answer is not wanted. */
  Abort,
  /** Answered by `LockGranted`, at once where there are no locks. */
  AcquireLock,
  /** Let the lock go, granted or not. */
  ReleaseLock,
  /**
   * Carry this generation in the name of a shared lock, for as long as a tab may be on the way
   * to the refresh lock that has not heard of it: seconds. Answered by `GenerationPublished`.
   */
  Publish,
  Broadcast,
  /** Send a request of the application. */
  Dispatch,
  /** Hand its last response back. */
  Deliver,
  /** Fail it, aborting what is in flight. */
  Reject,
  /** Resolve a call with the snapshot; `confirmed` is for logout. */
  Resolve,
  Fail,
  /** The error to come is about the answer to the sign-in, which the session endpoint has answered since. */
  RecallLogin,
  /** Keep the claims that came with this answer. */
  AdoptClaims,
  /** Remember, beyond this page, that this session is to die. */
  WriteTombstone,
  /** Forget the tombstone of this session; those of others stay. */
  ClearTombstone,
  /** Answered by `TombstoneRead`: that of this session, else one that names none, else any. */
  ReadTombstone,
  /** Leave for the server's sign-in. */
  NavigateToLogin,
  /** Leave for where the server sends people who logged out. */
  NavigateAway,
  /** The server refused the CSRF token: get another one before the next request. */
  RenewCsrfToken,
}

/** What to ask a session endpoint for. */
export enum Intent {
  Check,
  Refresh,
  Touch,
  Login,
  Logout,
  LogoutEverywhere,
}

/** Something happened to the session. */
export enum EventKind {
  Authenticated,
  Refreshed,
  /** `expires_at`: epoch milliseconds. */
  Expiring,
  Ended,
  IdentityChanged,
  /** A server wants a stronger sign-in before it goes on (RFC 9470 §3); the shell has its words. */
  StepUp,
  Fault,
}

/** The words of `EventKind`. */
export type EventName = 'authenticated' | 'refreshed' | 'expiring' | 'ended' | 'identity-changed' | 'step-up' | 'fault';
/** The same, by number. */
export const EVENTS: readonly EventName[] = /* @__PURE__ */ list('authenticated refreshed expiring ended identity-changed step-up fault');

/** Whether the user is signed in. */
export enum StatusKind {
  Authenticated,
  Loading,
  Unauthenticated,
}

/** The words of `StatusKind`. */
export type StatusName = 'authenticated' | 'loading' | 'unauthenticated';
/** The same, by number. */
export const STATUSES: readonly StatusName[] = /* @__PURE__ */ list('authenticated loading unauthenticated');

/** What the session is doing beside its status. */
export enum Activity {
  Idle,
  Checking,
  Refreshing,
  Ending,
  /** Waiting for the network, or out of politeness. */
  Paused,
}

/** The words of `Activity`. */
export type ActivityName = 'idle' | 'checking' | 'refreshing' | 'ending' | 'paused';
/** The same, by number. */
export const ACTIVITIES: readonly ActivityName[] = /* @__PURE__ */ list('idle checking refreshing ending paused');

/** Why the user is not signed in. */
export enum Reason {
  /** No session was known here. */
  None,
  /** The server could not be asked, or gave no verdict: it is being asked again. */
  Unknown,
  LoggedOut,
  /** A limit of the session passed. */
  Expired,
  /** The user was not active. */
  Idle,
  /** The server ended it ahead of its limits. */
  Revoked,
}

/** The words of `Reason`. */
export type ReasonName = 'none' | 'unknown' | 'logged-out' | 'expired' | 'idle' | 'revoked';
/** The same, by number. */
export const REASONS: readonly ReasonName[] = /* @__PURE__ */ list('none unknown logged-out expired idle revoked');

/** Who ended the session. */
export enum By {
  /** This page: `logout()` was called here. */
  App,
  /** Another tab: `logout()` was called there. */
  Tab,
  /** The server, or a limit, also one of the application's own; the reason says which. */
  Server,
}

/** The words of `By`. */
export type EndedBy = 'app' | 'tab' | 'server';
/** The same, by number. */
export const PARTIES: readonly EndedBy[] = /* @__PURE__ */ list('app tab server');

/** Which limit comes near. */
export enum Limit {
  Session,
  Idle,
  Absolute,
}

/** The words of `Limit`. */
export type LimitName = 'session' | 'idle' | 'absolute';
/** The same, by number. */
export const LIMITS: readonly LimitName[] = /* @__PURE__ */ list('session idle absolute');

/** The codes of `SessionError`. */
export enum Code {
  ConfigInvalid,
  Network,
  Timeout,
  Server,
  RateLimited,
  UnexpectedResponse,
  StaleResponse,
  CsrfRejected,
  SessionEnded,
  IdentityChanged,
  StepUpRequired,
  BodyNotReplayable,
  UntrustedOrigin,
  CookiesBlocked,
  RefreshInconsistent,
  InvalidCredentials,
  LoginIncomplete,
  Disposed,
}

/** The words of `Code`. */
export type EngineErrorCode = 'config_invalid' | 'network' | 'timeout' | 'server' | 'rate_limited' | 'unexpected_response' | 'stale_response' | 'csrf_rejected' | 'session_ended' | 'identity_changed' | 'step_up_required' | 'body_not_replayable' | 'untrusted_origin' | 'cookies_blocked' | 'refresh_inconsistent' | 'invalid_credentials' | 'login_incomplete' | 'disposed';
/** The same, by number. */
export const CODES: readonly EngineErrorCode[] = /* @__PURE__ */ list('config_invalid network timeout server rate_limited unexpected_response stale_response csrf_rejected session_ended identity_changed step_up_required body_not_replayable untrusted_origin cookies_blocked refresh_inconsistent invalid_credentials login_incomplete disposed');

/** What exactly was wrong with an answer, or a call. */
export enum Detail {
  /** Another login has not been answered yet. */
  LoginUnderWay,
  /** The answer to a step is not what the preset calls a success. */
  NoSuccess,
  /** The session endpoint redirects. */
  Redirect,
  /** The answer does not say whether a user is signed in. */
  Unvouched,
  /** Where the claims should be stands something else. */
  NoClaims,
  /** The answer to a refresh names another session id than the request did. */
  HandleChanged,
  /** The page said something by a number that stands for nothing. */
  OtherVersion,
}

/** The words of `Detail`. */
export type DetailText = 'await the login() under way' | 'no success as the preset has it' | 'a redirect, no answer' | 'neither signed in nor out' | 'the claims are no object' | 'the server changes the session id at a refresh; it has to be stable' | 'two versions of hallpass';
/** The same, by number. */
export const DETAILS: readonly DetailText[] = ['await the login() under way', 'no success as the preset has it', 'a redirect, no answer', 'neither signed in nor out', 'the claims are no object', 'the server changes the session id at a refresh; it has to be stable', 'two versions of hallpass'];

/** What happened in the other tab. */
export enum News {
  /** The credential was renewed, or the idle limit moved. */
  Renewed,
  SignedIn,
  /** Look for a tombstone. */
  LoggedOut,
  Ended,
  /** The user was active (where the idle limit is the page's own). */
  Active,
  /** The server wants to be left alone. */
  Backoff,
  /** Asks the holder of the lock: are you alive? */
  Ping,
  /** Yes, and at it. */
  Holding,
  /** The page's own idle limit is over here: say `Active` if you know of activity since. */
  Idle,
}

/** The numbers of the wire form of a `Message`, in order. */
export enum Field {
  Version,
  News,
  Generation,
  Identity,
  Claims,
  ExpiresIn,
  IdleExpiresIn,
  AbsoluteExpiresIn,
  Wait,
}

/** What a value is. */
export enum Kind {
  False,
  True,
  Text,
  /** No array, not `null`. */
  Object,
  /** There is nothing. */
  Missing,
  /** A number, an array, `null`. */
  Other,
}

/** What the engine asks of a value that the page keeps; the answer is a number. */
export enum Look {
  /** Its `Kind`. */
  Kind,
  /** The number that it is, NaN if it is none. */
  Number,
  /** The moment that it names, in epoch milliseconds, NaN if it names none. */
  Time,
  /** Its digest, of 53 bits. */
  Digest,
  /** Which `Term` it is; any other number if it is none. */
  Word,
}

/** The words of `Term`. */
export type TermName = 'session' | 'refresh' | 'touch' | 'login' | 'logout' | 'ok' | 'navigate' | 'ends' | 'path' | 'csrf' | 'cookie' | 'prime' | 'rejected' | 'stepUp' | 'mismatch' | 'refused' | 'incomplete' | 'stale' | 'over' | 'anonymous' | 'expired' | 'status' | 'is' | 'not' | 'json' | 'at' | 'body' | 'now' | 'user' | 'subject' | 'handle' | 'header' | 'authenticated' | 'expiry' | 'of' | 'unit' | 'iso' | 'ms' | 's' | 'in_ms' | 'idle' | 'absolute' | 'assume' | 'tolerance' | 'trust' | 'upper' | 'margin' | 'when' | 'always' | 'on-demand' | 'timeout' | 'warn';
/** The same, by number. */
export const TERMS: readonly TermName[] = /* @__PURE__ */ list('session refresh touch login logout ok navigate ends path csrf cookie prime rejected stepUp mismatch refused incomplete stale over anonymous expired status is not json at body now user subject handle header authenticated expiry of unit iso ms s in_ms idle absolute assume tolerance trust upper margin when always on-demand timeout warn');

/** The errors whose message is the server's words, or the schema's, also where no status comes with them. */
export const SPOKEN: readonly EngineErrorCode[] = /* @__PURE__ */ list('csrf_rejected invalid_credentials unexpected_response');

/** What a page without an engine says to the other tabs when its user logs out. */
export const LEAVING: readonly number[] = [1, 2, 0, 0, 0, -1, -1, -1, 0];
