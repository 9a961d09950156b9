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

/** The errors whose words are the server's, or the schema's. */
const SPOKEN = /^(invalid|unexpected)_/;

/**
 * The page as the engine sees it: one door in (`push`), one door out (`perform`), one timeout armed.
 * It carries out what the engine decides and decides nothing.
 */
export class Page {
  constructor({ baseUrl, origins, name, idle }, sink, early) {
    const prefix = `hallpass:${name}:`;
    const stopped = new AbortController();
    const calls = new Map();
    let engine;
    let timer;
    let last = 0;
    let known = {};
    let former;

    const page = (this.page = {
      sink,
      origins: [...origins, location.origin],
      id: () => ++last,
      /** Whose handle a request names: nobody's, that of the session known, or of the one to die. */
      handle: (whose) => [, known.handle, page.leaving][whose],
      error: (code, detail, status, wait) =>
        sink.error(code, detail || (SPOKEN.test(code) ? page.words : undefined), status || undefined, wait >= 0 ? wait / 1e3 : undefined),
      push(input, id = 0, a = 0, b = 0, value) {
        if (stopped.signal.aborted) return;
        const due = engine(input, id, a, b, value, performance.now(), Date.now());
        // NaN while another input is being handled: that one will tell.
        if (due !== due || stopped.signal.aborted) return;
        clearTimeout(timer);
        if (due < Infinity) {
          const wait = Math.min(due - performance.now() + 1, LONGEST);
          timer = setTimeout(() => page.push(TIMEOUT), wait);
        }
      },
      suspend() {
        parts.forEach((part) => part.suspend?.());
      },
      resume() {
        parts.forEach((part) => part.resume?.());
      },
    });
    const parts = [
      endpoint(page, early),
      requests(page),
      locks(page, prefix),
      channel(page, prefix),
      tombstone(page, name),
      navigation(page),
      {
        /** The last answer is the session that is known from now on. */
        adopt() {
          former = known.subject;
          known = page.answer;
        },
        /** A call is done; of a logout, whether it is confirmed. */
        resolve(id, _a, confirmed) {
          calls.get(id)?.[0]({ confirmed });
          calls.delete(id);
        },
        fail(id, status, _b, code, detail, wait) {
          calls.get(id)?.[1](page.error(code, detail, status, wait));
          calls.delete(id);
        },
      },
    ];
    const effects = Object.assign({}, ...parts);
    this.perform = (effect, ...values) => effects[effect](...values);

    /** Says where in an answer things stand that the engine only hands on. */
    this.places = (claims, subject, handle, words, redirect) => {
      page.read = (body) => ({
        claims: json.kind(body, claims) === 3 ? json.at(body, claims) : undefined,
        subject: json.at(body, subject),
        handle: json.at(body, handle),
        words: json.at(body, words),
        farewell: json.at(body, redirect),
      });
    };

    /** Says how the server is addressed: the preset's own base, unless the application has another. */
    this.configure = (base, header, value, handleHeader) => {
      page.base = (baseUrl ?? base).replace(/\/$/, '');
      page.headers = (handle, given) => {
        const headers = new Headers(given);
        headers.set(header, value);
        if (handle != null) headers.set(handleHeader, handle);
        return headers;
      };
    };

    this.start = (push) => {
      engine = push;
      watch(page, idle !== false, stopped.signal);
      page.push(STARTED, 0, +isVisible(), +(navigator.onLine ?? true), effects.read());
    };

    /** Asks the engine for something, by the numbers in `input.rs`. */
    this.call = (kind, argument) =>
      new Promise((resolve, reject) => {
        const id = ++last;
        calls.set(id, [resolve, reject]);
        // Credentials, or where to return to: for the adapters, the engine never sees them.
        page.argument = argument;
        page.push(CALLED, id, kind, +argument || 0);
      });

    this.broadcast = effects.broadcast;
    this.publish = (status, activity, reason, expiresAt, idleExpiresAt, absoluteExpiresAt, code, ...error) =>
      sink.publish(
        status, activity, reason, known.claims, known.subject ?? null,
        expiresAt, idleExpiresAt, absoluteExpiresAt, code ? page.error(code, ...error) : undefined,
      );
    this.emit = (event, ...values) =>
      sink.emit(
        event,
        ...(event === 'step-up' ? effects.stepUp()
          : event === 'identity-changed' ? [former ?? null, known.subject ?? null]
          : values),
      );
    this.fault = (...error) => sink.emit('fault', page.error(...error));

    this.fetch = effects.fetch;

    /** Stops everything; the person stays signed in. */
    this.dispose = () => {
      const error = sink.error('disposed');
      stopped.abort();
      clearTimeout(timer);
      page.suspend();
      effects.dispose(error);
      calls.forEach(([, reject]) => reject(error));
    };
  }
}

Object.assign(Page, json);
