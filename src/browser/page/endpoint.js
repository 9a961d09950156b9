import { ANSWERED, FAILED } from './inputs.js';
import { json } from './json.js';

/** How long a session endpoint has to answer, in milliseconds. */
export const DEADLINE = 10_000;

/** Why there is no answer. */
const NETWORK = 0;
const TIMED_OUT = 1;
const STALE = 2;
const REJECTED = 3;

/** What a response says, if it is JSON; the response itself stays unread. */
export const read = async (response) =>
  /json/.test(response.headers.get('content-type')) ? response.clone().json().catch(() => {}) : undefined;

/** A response as the engine looks at it; where it shows the clock of its server, that is the time. */
export const seen = (response, body, status = response.status) => ({
  status,
  headers: response.headers,
  body,
  response,
  now: Date.parse(response.headers.get('date')) || Date.now(),
});

/** `Retry-After` in milliseconds (RFC 9110 §10.2.3: seconds, or a date); NaN says nothing. */
const retryAfter = (value) => (/^\d+$/.test(value) ? value * 1e3 : Date.parse(value) - Date.now());

/** Requests to the session endpoints. There is never more than one in the air. */
export function endpoint(page, preset) {
  let flight;
  let controller;
  let timer;
  let before;

  /** Whether this is the request in the air; it no longer is. */
  const landed = (id) => {
    if (id !== flight) return false;
    clearTimeout(timer);
    flight = undefined;
    return true;
  };

  const self = {
    /** Asks the server, as every session call does. */
    _ask(endpoint, options, headers = page._headers(), told) {
      headers.set('Accept', 'application/json');
      return fetch(page._address(endpoint, told), {
        ...options,
        headers,
        credentials: 'include',
        cache: 'no-store',
        redirect: 'manual',
      });
    },

    /** Asks, and keeps until when. */
    _send: (...asked) => (page._sending = self._make(...asked)),

    /** The answer is pushed once its body is read. */
    async _make(id, endpoint, intent, digest) {
      const fail = (why, words) => {
        if (landed(id)) {
          page._words = words;
          page._push(FAILED, id, why);
        }
      };
      const { signal } = (controller = new AbortController());
      const { _early: early } = page;
      flight = id;
      timer = setTimeout(() => {
        controller.abort();
        fail(TIMED_OUT);
      }, DEADLINE);
      try {
        const other = page._other && (await page._other);
        const reads = endpoint === preset.session;
        const { method = reads ? 'GET' : 'POST', at } = endpoint;
        const told = at != null && json._find(before, at);
        if (told !== false && !(told?.at && page._trusts(new URL(page._address(endpoint, told))))) return fail(REJECTED, `no address of this session: ${told}`);
        const headers = page._headers(page._handle(digest), {}, endpoint.headers);
        const given = intent === 'login' && !reads ? page._given() : intent === 'logoutEverywhere' ? endpoint.everywhere : undefined;
        let body = endpoint.body ?? given;
        let refusal;
        if (other && method !== 'GET') [body, refusal] = await other._write(endpoint, given, headers, intent === 'refresh');
        // A form says itself what it is.
        if (body && !(body instanceof URLSearchParams)) {
          headers.set('Content-Type', 'application/json');
          body = JSON.stringify(body);
        }
        const response = await (refusal ??
          ((reads && early) ||
            page._ask(endpoint, { method, body, keepalive: !reads && intent !== 'login', signal }, headers, told)));
        // Only a cache tells its age: this is not what the server says now.
        if (+response.headers.get('age')) return fail(STALE);
        const said = await read(response);
        const answer = seen(response, other ? other._tidy(said) : said);
        let claims = page._claims(answer);
        try {
          // The application's schema judges before anybody believes; of a token it puts the claims into the answer. What
          // only says that something was done may be any object.
          if (claims && response.ok && !endpoint.ok && !/^logout/.test(intent) && page._sink.validate) claims = await page._sink.validate(claims, answer);
        } catch (error) {
          // Ours: it could not judge.
          if (error?.code) throw error;
          return fail(REJECTED, `the claims schema rejects: ${error?.message}`);
        }
        const facts = page._facts(answer, claims);
        if (landed(id)) {
          before = answer;
          page._answer = facts;
          page._farewell = facts._farewell ?? page._farewell;
          page._words = facts._words;
          other?._hear(response.headers, !reads);
          page._push(ANSWERED, id, response.status, retryAfter(response.headers.get('retry-after')), answer);
        }
      } catch {
        fail(NETWORK);
      }
    },

    /** What was to answer a request has not. */
    _late: (id) => page._push(FAILED, id, TIMED_OUT),

    /** Gives a request up: whatever comes is not heard. */
    _abort(id) {
      if (landed(id)) controller.abort();
    },
  };
  return self;
}
