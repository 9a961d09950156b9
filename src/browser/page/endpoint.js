import { ANSWERED, FAILED } from './inputs.js';

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
    async send(id, flags, keepalive, path, body) {
      const post = flags > 3;
      const fail = (why, words) => {
        if (landed(id)) {
          page.words = words;
          page.push(FAILED, id, why);
        }
      };
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
            headers: page.headers(page.handle(flags & 3), {
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
        const { headers, status } = response;
        // Only a cache tells its age: this is not what the server says now.
        if (+headers.get('age')) return fail(STALE);
        const json = await told(response);
        const answer = page.facts(json);
        try {
          // The application's schema judges before anybody believes.
          if (answer.claims && page.sink.validate) answer.claims = await page.sink.validate(answer.claims);
        } catch (error) {
          return fail(REJECTED, `the claims schema rejects: ${error?.message}`);
        }
        if (landed(id)) {
          page.answer = answer;
          page.farewell = answer.farewell ?? page.farewell;
          page.words = answer.words;
          page.push(ANSWERED, id, status, retryAfter(headers.get('retry-after')), json);
        }
      } catch {
        fail(NETWORK);
      }
    },

    /** Gives a request up: whatever comes is not heard. */
    abort(id) {
      if (landed(id)) controller.abort();
    },
  };
}
