import type { Seconds } from './types.js';

export type SessionErrorCode =
  | 'config_invalid' | 'network' | 'timeout' | 'server' | 'rate_limited' | 'unexpected_response'
  | 'stale_response' | 'csrf_rejected' | 'session_ended' | 'identity_changed' | 'step_up_required'
  | 'body_not_replayable' | 'untrusted_origin' | 'cookies_blocked' | 'refresh_inconsistent' | 'invalid_credentials'
  | 'wasm_blocked' | 'wasm_load_failed' | 'disposed';

/** Known to every copy of this module and in every realm, unlike the class. */
const brand = /* @__PURE__ */ Symbol.for('hallpass.SessionError');

/** Whatever a session rejects with; `code` is for programs, the message for people. */
export class SessionError extends Error {
  declare readonly code: SessionErrorCode;
  /** The HTTP status, where an answer was the cause. */
  declare readonly status?: number;
  /** How long the server asks to be left alone. */
  declare readonly retryAfter?: Seconds;
  /** Of `step_up_required`: how strong a sign-in the server wants (`acr_values`), if it says. */
  declare readonly acrValues?: string;
  /** Of `step_up_required`: how recent a sign-in the server wants (`max_age`), if it says. */
  declare readonly maxAge?: Seconds;
  /** The answer that was kept, where a request was answered but is not done. */
  declare readonly response?: Response;

  constructor(code: SessionErrorCode, detail?: string, status?: number, retryAfter?: Seconds) {
    const more = detail || status;
    super(more ? `${code}: ${more}` : code);
    Object.assign(this, { name: 'SessionError', code, status, retryAfter, [brand]: true });
  }
}

/** Tells a SessionError from any other value, also one made by another copy of this package. */
export function isSessionError(value: unknown): value is SessionError {
  return !!(value as { [brand]?: boolean } | null | undefined)?.[brand];
}
