import { channel } from './channel.js';
import { endpoint } from './endpoint.js';
import { CALLED, STARTED, TIMEOUT } from './inputs.js';
import { json } from './json.js';
import { isVisible, watch } from './lifecycle.js';
import { locks } from './locks.js';
import { navigation } from './navigation.js';
import { requests } from './requests.js';
import { tombstone } from './tombstone.js';

/** The longest single wait: a delay of 2^31 ms overflows, and an hour keeps to the clock. */
const LONGEST = 3_600_000;

/** The errors whose words are the server's, or the schema's: `invalid_…` and `unexpected_…`. */
const SPOKEN = /^(inv|unex)/;

/**
 * The page as the engine sees it: one door in (`push`), one door out (`perform`), one timeout armed.
 * It carries out what the engine decides and decides nothing.
 */
export function Page({ preset, baseUrl, origins, name, idle }, sink, early) {
  // Encoded, so that no name contains the names of another's locks.
  const prefix = `hallpass:${encodeURIComponent(name)}:`;
  const stopped = new AbortController();
  const calls = new Map();
  let engine;
  let timer;
  let last = 0;
  let known = {};
  let former;

  const settle = (id, how, value) => {
    calls.get(id)?.[how](value);
    calls.delete(id);
  };

  /** What the adapters share, and all effects by name. */
  const page = {};
  const parts = [
    endpoint(page, early),
    requests(page),
    locks(page, prefix),
    channel(page, prefix),
    tombstone(page, name),
    navigation(page),
  ];
  Object.assign(page, ...parts, {
    sink,
    origins: [...origins, location.origin],
    id: () => ++last,
    /** Whose handle a request names: nobody's, that of the session known, or of the one to die. */
    handle: (whose) => [, known.handle, page.leaving][whose],
    /** Credentials, or where to return to, of the call that waits: the engine never sees them. */
    text: () => [...calls.values()].map(([, , argument]) => argument).find((argument) => argument?.at),
    error: (code, detail, status, wait) =>
      sink.error(
        code,
        detail || (SPOKEN.test(code) ? page.words : undefined),
        status || undefined,
        wait >= 0 ? wait / 1e3 : undefined,
      ),
    push(input, id = 0, a = 0, b = 0, value) {
      const due = engine?.(input, id, a, b, value, performance.now(), Date.now());
      // NaN while another input is being handled: that one will tell.
      if (!engine || due !== due) return;
      clearTimeout(timer);
      if (due < Infinity) {
        timer = setTimeout(() => page.push(TIMEOUT), Math.min(due - performance.now() + 1, LONGEST));
      }
    },
    suspend: () => parts.forEach((part) => part.suspend?.()),
    resume: () => parts.forEach((part) => part.resume?.()),

    /** The last answer is the session that is known from now on. */
    adopt() {
      former = known.subject;
      known = page.answer;
    },
    /** A call is done; of a logout, whether it is confirmed. */
    resolve: (id, _a, confirmed) => settle(id, 0, { confirmed }),
    fail: (id, status, _b, code, detail, wait) => settle(id, 1, page.error(code, detail, status, wait)),
  });

  return {
    perform: (effect, ...values) => page[effect](...values),
    broadcast: page.broadcast,
    fetch: page.fetch,

    /** Says where in an answer things stand that the engine only hands on. */
    places(claims, subject, handle, words, redirect) {
      page.facts = (body) => ({
        claims: json.kind(body, claims) === 3 ? json.at(body, claims) : undefined,
        subject: json.at(body, subject),
        handle: json.at(body, handle),
        words: json.at(body, words),
        farewell: json.at(body, redirect),
      });
    },

    /** Says how the server is addressed: the preset's own base, unless the application has another. */
    configure(base, header, value, handleHeader) {
      page.base = (baseUrl ?? preset?.baseUrl ?? base).replace(/\/$/, '');
      page.headers = (handle, given) => {
        const headers = new Headers(given);
        headers.set(header, value);
        if (handle != null) headers.set(handleHeader, handle);
        return headers;
      };
    },

    start(push) {
      engine = push;
      watch(page, idle !== false, stopped.signal);
      // A browser that does not know whether it is online is: what is not a number is not zero.
      page.push(STARTED, 0, +isVisible(), +navigator.onLine, page.read());
    },

    /** Asks the engine for something, by the numbers in `input.rs`. */
    call: (kind, argument) =>
      new Promise((...settlers) => {
        const id = page.id();
        calls.set(id, [...settlers, argument]);
        page.push(CALLED, id, kind, +argument || 0);
      }),

    publish: (status, activity, reason, expiresAt, idleExpiresAt, absoluteExpiresAt, code, ...error) =>
      sink.publish(
        status, activity, reason, known.claims, known.subject ?? null,
        expiresAt, idleExpiresAt, absoluteExpiresAt, code ? page.error(code, ...error) : undefined,
      ),
    emit: (event, ...values) =>
      sink.emit(
        event,
        ...(event === 'step-up' ? page.stepUp()
          : event === 'identity-changed' ? [former ?? null, known.subject ?? null]
          : values),
      ),
    fault: (...error) => sink.emit('fault', page.error(...error)),

    /** Stops everything; the person stays signed in. */
    dispose() {
      engine = undefined;
      stopped.abort();
      clearTimeout(timer);
      page.suspend();
      page.drop();
      calls.forEach(([, reject]) => reject(sink.error('disposed')));
    },
  };
}

Object.assign(Page, json);
