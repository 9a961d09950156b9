/** What the engine says by number, by name: the order is that of the Rust enums, and a test holds them equal. */
const names = (text) => text.split(' ');

/** What a session endpoint is asked for. */
export const INTENTS = names('check refresh touch login logout logoutEverywhere');
export const EVENTS = names('authenticated refreshed expiring ended identity-changed step-up fault');
export const STATUSES = names('authenticated loading unauthenticated');
export const ACTIVITIES = names('idle checking refreshing ending paused');
export const REASONS = names('none logged-out expired idle revoked');
export const LIMITS = names('session idle absolute');
/** Counted from one. */
export const CODES = names(
  ' config_invalid network timeout server rate_limited unexpected_response stale_response csrf_rejected session_ended ' +
    'identity_changed step_up_required body_not_replayable untrusted_origin cookies_blocked refresh_inconsistent ' +
    'invalid_credentials disposed',
);

/** The words that the engine knows of presets, answers and options. */
export const TERMS = names(
  'session refresh touch login logout ok navigate ends path csrf prime rejected stepUp mismatch refused over ' +
    'anonymous expired status is not json at body now user subject handle authenticated expiry of unit iso ms ' +
    's in_ms idle absolute assume tolerance trust upper margin when always on-demand timeout warn',
);

/** What exactly was wrong, by a number that is zero for nothing. */
export const DETAILS = [
  ,
  'await the login() under way',
  'no success as the preset has it',
  'a redirect, no answer',
  'neither signed in nor out',
  'the claims are no object',
];
