import { own, SENTENCES, type SessionErrorCode } from './messages.js';
import type { Seconds } from './types.js';

export type { SessionErrorCode };

/** Known to every copy of this module and in every realm, unlike the class. */
const brand = /* @__PURE__ */ Symbol.for('hallpass.SessionError');

/** What is known of an error beside its code. */
export interface SessionErrorInit {
  /** Words of its own: the server's, or what exactly is wrong. Default: a sentence for the code. */
  message?: string | undefined;
  /** Method and address of the request that it is about: the sentence for the code names it. */
  request?: string | undefined;
  status?: number | undefined;
  retryAfter?: Seconds | undefined;
  response?: Response | undefined;
  body?: unknown;
  cause?: unknown;
  acrValues?: string | undefined;
  maxAge?: Seconds | undefined;
}

/** What a session rejects with: `message` is a sentence that an app may show, `code` is for programs. */
export class SessionError extends Error {
  declare readonly code: SessionErrorCode;
  /** The HTTP status, where a response was the cause. */
  declare readonly status?: number;
  /** How long the server asks to be left alone. */
  declare readonly retryAfter?: Seconds;
  /** Of `step_up_required`: how strong a sign-in the server wants (`acr_values`), if it says. */
  declare readonly acrValues?: string;
  /** Of `step_up_required`: how recent a sign-in the server wants (`max_age`), if it says. */
  declare readonly maxAge?: Seconds;
  /** The response that was kept, where a request was answered but is not done. */
  declare readonly response?: Response;
  /** What that response says, where it was read. */
  declare readonly body?: unknown;

  constructor(code: SessionErrorCode, { message, request, ...known }: SessionErrorInit = {}) {
    super(message || own[code] || (request ? `${SENTENCES[code]} (${request})` : SENTENCES[code]));
    Object.assign(this, known, { name: 'SessionError', code, [brand]: true });
  }
}

/** Tells a SessionError from any other value, also one made by another copy of this package. */
export function isSessionError(value: unknown): value is SessionError {
  return !!(value as { [brand]?: boolean } | null | undefined)?.[brand];
}
