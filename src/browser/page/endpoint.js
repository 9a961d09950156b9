import { ANSWERED, FAILED } from './inputs.js';

/** How long a session endpoint has to answer, in milliseconds. */
const DEADLINE = 10_000;

/** Why there is no answer. */
const NETWORK = 0;
const TIMED_OUT = 1;
const STALE = 2;
const REJECTED = 3;

export const isJson = (response) => /json/.test(response.headers.get('content-type'));

/** `Retry-After` in milliseconds (RFC 9110 §10.2.3: seconds, or a date); NaN says nothing. */
const retryAfter = (value) => (/^\d+$/.test(value) ? value * 1e3 : Date.parse(value) - Date.now());

/** Requests to the session endpoints. There is never more than one in the air. */
export function endpoint(page, early) {
  let flight = [];

  return {
    /** Asks; the answer is pushed once its body is read. */
    async send(id, flags, keepalive, path, body) {
      const post = flags > 3;
      const controller = new AbortController();
      const fail = (why, words) => {
        if (flight[0] === id) {
          clearTimeout(flight[2]);
          flight = [];
          page.words = words;
          page.push(FAILED, id, why);
        }
      };
      flight = [
        id,
        controller,
        setTimeout(() => {
          controller.abort();
          fail(TIMED_OUT);
        }, DEADLINE),
      ];
      try {
        if (body === '*') body = page.argument;
        const headers = page.headers(page.handle(flags & 3));
        headers.set('Accept', 'application/json');
        if (body) headers.set('Content-Type', 'application/json');
        const request =
          (!post && early) ||
          fetch(page.base + path, {
            method: post ? 'POST' : 'GET',
            headers,
            body: body || undefined,
            credentials: 'include',
            cache: 'no-store',
            redirect: 'manual',
            keepalive,
            signal: controller.signal,
          });
        early = undefined;
        const response = await request;
        // Only a cache tells its age: this is not what the server says now.
        if (+response.headers.get('age')) return fail(STALE);
        const json = isJson(response) ? await response.json().catch(() => {}) : undefined;
        const answer = page.read(json);
        try {
          // The application's schema judges before anybody believes.
          if (answer.claims && page.sink.validate) answer.claims = await page.sink.validate(answer.claims);
        } catch (error) {
          return fail(REJECTED, `the claims schema rejects: ${error?.message}`);
        }
        if (flight[0] !== id) return;
        clearTimeout(flight[2]);
        flight = [];
        page.answer = answer;
        page.farewell = answer.farewell ?? page.farewell;
        page.words = answer.words;
        page.push(ANSWERED, id, response.status, retryAfter(response.headers.get('retry-after')), json);
      } catch {
        fail(NETWORK);
      }
    },

    /** Gives a request up: whatever comes is not heard. */
    abort(id) {
      if (flight[0] === id) {
        clearTimeout(flight[2]);
        flight[1].abort();
        flight = [];
      }
    },
  };
}
