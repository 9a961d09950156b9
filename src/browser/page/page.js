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

/**
 * The page as the engine sees it: one door in (`push`), one door out (`perform`), one timeout armed.
 * It carries out what the engine decides and decides nothing. Each adapter adds its effects.
 */
export function Page({ baseUrl, origins, name, idle }, sink, early) {
  const scope = encodeURIComponent(name);
  const prefix = `hallpass:${scope}:`;
  const stopped = new AbortController();
  const calls = new Map();
  const page = {};
  const parts = [
    endpoint(page, early),
    requests(page),
    locks(page, prefix),
    channel(page, prefix),
    tombstone(page, scope),
    navigation(page),
  ];
  let engine;
  let timer;
  let last = 0;

  const settle = (id, how, value) => {
    calls.get(id)?.[how](value);
    calls.delete(id);
  };

  return Object.assign(page, ...parts, {
    sink,
    origins: [...origins, location.origin],
    id: () => ++last,

    push(input, id = 0, a = 0, b = 0, value) {
      const due = engine?.(input, id, a, b, value, performance.now(), Date.now());
      // NaN while another input is being handled: that one will tell.
      if (!engine || due !== due) return;
      clearTimeout(timer);
      if (due < Infinity) {
        timer = setTimeout(() => page.push(TIMEOUT), Math.min(due - performance.now() + 1, LONGEST));
      }
    },
    perform: (effect, ...values) => page[effect](...values),

    /** Says how the server is addressed: the preset's own base, unless the application has another. */
    configure(base, header, value, handleHeader) {
      page.base = (baseUrl ?? base).replace(/\/$/, '');
      page.headers = (handle, given) => {
        const headers = new Headers(given);
        headers.set(header, value);
        if (handle != null) headers.set(handleHeader, handle);
        return headers;
      };
    },

    start(push) {
      engine = push;
      page.resume();
      watch(page, idle !== false, stopped.signal);
      page.push(STARTED, 0, +isVisible(), +(navigator.onLine ?? true), page.read());
    },
    suspend: () => parts.forEach((part) => part.suspend?.()),
    resume: () => parts.forEach((part) => part.resume?.()),

    /** Asks the engine for something, by the numbers in `input.rs`. */
    call: (kind, argument) =>
      new Promise((...settlers) => {
        const id = page.id();
        calls.set(id, [...settlers, argument]);
        page.push(CALLED, id, kind, +argument || 0);
      }),
    /** Credentials, or where to return to, of the call that waits: the engine never sees them. */
    text: () => [...calls.values()].map(([, , argument]) => argument).find((argument) => typeof argument === 'string'),
    /** A call is done; of a logout, whether it is confirmed. */
    resolve: (id, _a, confirmed) => settle(id, 0, { confirmed }),
    fail: (id, _a, _b, error) => settle(id, 1, error),

    emit: (event, a, b) => sink.emit(event, ...(event === 'step-up' ? page.stepUp() : [a, b])),
    error: (code, detail, status, retryAfter) =>
      sink.error(code, detail, status || undefined, retryAfter >= 0 ? retryAfter / 1e3 : undefined),

    /** Stops everything; the person stays signed in. */
    dispose() {
      const error = sink.error('disposed');
      engine = undefined;
      stopped.abort();
      clearTimeout(timer);
      page.suspend();
      page.drop(error);
      calls.forEach(([, reject]) => reject(error));
    },
  });
}

Object.assign(Page, json);
