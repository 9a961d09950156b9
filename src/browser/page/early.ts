import type { Preset } from './generated/preset.js';
import type { Given } from './paint.js';
import type { Asked } from './surface.js';

/** What the first question needs of the page. */
interface Needs {
  readonly _ask: (step: Asked, options: RequestInit, headers: Headers) => Promise<Response>;
  readonly _headers: (handle: undefined, own: HeadersInit, more?: Record<string, string>) => Headers;
  /** The handle of a session that is to die, if there is one. */
  readonly _read: () => string | undefined;
  readonly _stopped: AbortController;
}

/** The question who is signed in, asked before there is an engine. */
export interface Early {
  /** How long ago it was asked, in milliseconds; NaN if it was not. */
  _ago(): number;
  /** The answer, until the question has been taken for the engine's own. */
  _answer(): Promise<Response> | undefined;
  /** What is asked from here on has not been asked. */
  _take(): void;
  /** It tells of before. */
  _forget(): void;
}

/**
 * Asks, so that engine and server do not wait for each other; unless that is more than a GET, or a logout is still to be
 * delivered. What came with the document is an answer.
 */
export function early(page: Needs, preset: Preset, given: Given | undefined): Early {
  let asked = NaN;
  let answer: Promise<Response> | undefined;
  try {
    const { method = 'GET', headers } = preset.session;
    if (given?._response) {
      asked = given._at!;
      answer = Promise.resolve(given._response);
    } else if (method === 'GET' && page._read() === undefined) {
      asked = performance.now();
      answer = page._ask(preset.session, { signal: page._stopped.signal }, page._headers(undefined, {}, headers));
      answer.catch(() => {});
    }
  } catch {
    // Cookies are out of reach (a sandboxed frame): to begin will say so.
  }
  const take = (): void => {
    answer = undefined;
  };
  return {
    _ago: () => performance.now() - asked,
    _answer: () => answer,
    _take: take,
    _forget() {
      asked = NaN;
      take();
    },
  };
}
