// Made by `cargo xtask generate` out of what src/border/mod.rs lists; not to be edited.

/** What the session is doing beside its status. */
export type ActivityName = 'idle' | 'checking' | 'refreshing' | 'ending' | 'paused';

/** Why the user is not signed in. */
export type ReasonName = 'none' | 'unknown' | 'logged-out' | 'expired' | 'idle' | 'revoked';

/** Who ended the session. */
export type EndedBy = 'app' | 'tab' | 'server';

/** Which limit comes near. */
export type LimitName = 'session' | 'idle' | 'absolute';

/** The codes of `SessionError`. */
export type EngineErrorCode = 'config_invalid' | 'network' | 'timeout' | 'server' | 'rate_limited' | 'unexpected_response' | 'stale_response' | 'csrf_rejected' | 'session_ended' | 'identity_changed' | 'step_up_required' | 'body_not_replayable' | 'untrusted_origin' | 'cookies_blocked' | 'refresh_inconsistent' | 'invalid_credentials' | 'login_incomplete' | 'disposed';

export const CHECK = 0;
export const REFRESH = 1;
export const ENSURE_FRESH = 2;
export const EXTEND = 3;
export const LOGIN = 4;
export const LOGIN_BY_NAVIGATION = 5;
export const LOGOUT = 6;
