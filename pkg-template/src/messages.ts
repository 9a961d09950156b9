import type { EngineErrorCode } from './border.js';

/** The codes of the engine, those of what loads it, and those of what is built on it. */
export type SessionErrorCode = EngineErrorCode | 'wasm_blocked' | 'wasm_load_failed' | 'wasm_unsupported' | 'redirected';

/** What `message` says of each code, where neither the server nor the cause has words of its own. */
export const SENTENCES: Record<SessionErrorCode, string> = {
  config_invalid: 'The page has a problem.',
  network: 'The server cannot be reached.',
  timeout: 'The server does not answer.',
  server: 'The server has a problem.',
  rate_limited: 'Too many attempts. Try again later.',
  unexpected_response: 'The server gave an unexpected answer.',
  stale_response: 'The server gave an old answer.',
  csrf_rejected: 'The server rejected the request.',
  session_ended: 'The session has ended.',
  identity_changed: 'Another user has signed in.',
  step_up_required: 'Sign in again.',
  body_not_replayable: 'The request cannot be repeated.',
  untrusted_origin: 'The request goes to another site.',
  cookies_blocked: 'The browser blocks cookies.',
  refresh_inconsistent: 'The server rejected the session.',
  invalid_credentials: 'The server rejected the sign-in.',
  login_incomplete: 'The sign-in is not complete.',
  redirected: 'The server redirected the request.',
  wasm_blocked: "The page's policy lacks script-src 'wasm-unsafe-eval'.",
  wasm_load_failed: 'The page did not load.',
  wasm_unsupported: 'The browser is too old.',
  disposed: 'The session has ended.',
};

/** An app's own sentences, in its user's language. */
export type Messages = { [Code in SessionErrorCode]?: string } & {
  /** What `useIdleWarning` says, of the seconds left in tens. */
  idle_warning?: (seconds: number) => string;
};

/** What an app says instead. */
export const own: Messages = {};

/**
 * Has errors and the idle warning speak as an app does, from now on; what is left out stays as it is.
 *
 * ```ts
 * setMessages({ network: 'Keine Verbindung zum Server.', idle_warning: (seconds) => `Abmeldung in ${seconds} Sekunden.` });
 * ```
 */
export function setMessages(messages: Messages): void {
  Object.assign(own, messages);
}
