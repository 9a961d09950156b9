import { ANSWERED, FAILED, VALIDATED } from './inputs.js';

/** How long a session endpoint has to answer, in milliseconds. */
const DEADLINE = 10_000;

/** Why there is no answer. */
const NETWORK = 0;
const TIMED_OUT = 1;
const STALE = 2;
const REJECTED = 3;

/** What a response says, if it is JSON; the response itself stays unread. */
export const told = async (response) =>
  /json/.test(response.headers.get('content-type')) ? response.clone().json().catch(() => {}) : undefined;

/** `Retry-After` in milliseconds (RFC 9110 §10.2.3: seconds, or a date); NaN says nothing. */
const retryAfter = (value) => (/^\d+$/.test(value) ? value * 1e3 : Date.parse(value) - Date.now());

/** Requests to the session endpoints. There is never more than one in the air. */
export function endpoint(page, early) {
  let flight;
  let controller;
  let timer;

  /** Whether this is the request in the air; it no longer is. */
  const landed = (id) => {
    if (id !== flight) return false;
    clearTimeout(timer);
    flight = undefined;
    return true;
  };

  return {
    /** Asks; the answer is pushed once its body is read. */
    async send(id, post, keepalive, handle, path, body) {
      const fail = (why) => landed(id) && page.push(FAILED, id, why);
      const { signal } = (controller = new AbortController());
      flight = id;
      timer = setTimeout(() => {
        controller.abort();
        fail(TIMED_OUT);
      }, DEADLINE);
      try {
        if (body === '*') body = page.text();
        const request =
          (!post && early) ||
          fetch(page.base + path, {
            method: post ? 'POST' : 'GET',
            headers: page.headers(handle, {
              Accept: 'application/json',
              ...(body && { 'Content-Type': 'application/json' }),
            }),
            body: body || undefined,
            credentials: 'include',
            cache: 'no-store',
            redirect: 'manual',
            keepalive,
            signal,
          });
        early = undefined;
        const response = await request;
        // Only a cache tells its age: this is not what the server says now.
        if (+response.headers.get('age')) return fail(STALE);
        const json = await told(response);
        if (landed(id)) {
          page.push(ANSWERED, id, response.status, retryAfter(response.headers.get('retry-after')), json);
        }
      } catch {
        fail(NETWORK);
      }
    },

    /** Gives a request up: whatever comes is not heard. */
    abort(id) {
      if (landed(id)) controller.abort();
    },

    /** Lets the application's schema judge the claims. */
    async validate(id, _a, _b, claims) {
      try {
        page.push(VALIDATED, id, 0, 0, await page.sink.validate(claims));
      } catch (error) {
        page.push(FAILED, id, REJECTED, 0, `the claims schema rejects: ${error?.message}`);
      }
    },
  };
}
