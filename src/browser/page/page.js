import { border } from './border.js';
import { channel } from './channel.js';
import { DEADLINE, endpoint, read } from './endpoint.js';
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

/** The calls that not every server answers, by the numbers in `input.rs`; what follows the second may leave the page, too. */
const LOGIN = 4;
const NAVIGATE = 5;

/** The first of the messages, by number, that do not speak of who is signed in. */
const ACTIVE = 4;

/** What a preset says of tokens, forms, lists, challenges, and of places and values that the contract has none of. */
const OTHER = /"(cookie|prime|answer|form|from|pairs|header|has)":|"(www-|iso")/;

/**
 * The page as the engine sees it: what happens goes in by `handle`, what the engine decides comes out by `perform`, one
 * timeout is armed. It carries out what the engine decides and decides nothing.
 */
export function Page(settings, sink) {
  const { preset, origins, name, idle } = settings;
  const base = (settings.baseUrl ?? preset.baseUrl ?? '').replace(/\/$/, '');
  /** The step of a logout that is a navigation. */
  const leave = [].concat(preset.logout ?? []).find((step) => step.navigate) ?? {};
  // Encoded, so that no name contains those of another's cookies and locks.
  const scope = encodeURIComponent(name);
  const prefix = `hallpass:${scope}:`;
  const stopped = new AbortController();
  const calls = new Map();
  /** What happened and is not handled yet; the first is being handled. */
  const inbox = [];
  const { imports, enter } = border(preset);
  let engine;
  let timer;
  let last = 0;
  /** When the first question was asked, if it was. */
  let asked;
  let known = {};
  /** The handles of sessions, by the lower halves of their digests: the engine knows no more of them. */
  const handles = {};
  let former;
  let shown;

  const settle = (id, how, value) => {
    calls.get(id)?.[how](value);
    calls.delete(id);
  };

  /** What the adapters share, and all effects by name. */
  const page = {};
  const parts = [
    endpoint(page, preset),
    requests(page),
    locks(page, prefix),
    channel(page, prefix),
    tombstone(page, scope),
    navigation(page, preset),
  ];
  Object.assign(page, ...parts, {
    sink,
    origins: [...origins, location.origin],
    id: () => ++last,
    /** A handle that the engine goes by its digest, zero if there is none. */
    handle: (digest) => handles[digest],
    /** Hears of a handle, and returns its digest. */
    meet(handle) {
      const digest = json.digest(handle) | 0;
      handles[digest] = handle;
      return digest;
    },
    /** What other servers than those of the contract want. */
    other: OTHER.test(JSON.stringify({ ...preset, handle: preset.handle?.at }))
      ? import('./servers.js').then(({ servers }) => servers(page, preset, json, read))
      : undefined,
    doubt: () => page.other?.then(({ doubt }) => doubt()),
    leave,
    /** Of a path the address on the server; what the server told, as it is, seen from there. */
    address(step, told) {
      const { path, query } = step;
      const url = path != null ? base + path : new URL(told, new URL(base || '/', location.href)).href;
      const more = new URLSearchParams(query);
      for (const what in page.wanted) if (step[what] && page.wanted[what] != null) more.set(step[what], page.wanted[what]);
      return `${more}` ? url + (url.includes('?') ? '&' : '?') + more : url;
    },
    /** Whether a request may go there. */
    trusts({ protocol, origin }) {
      return /^http/.test(protocol) && page.origins.includes(origin);
    },
    /** What the server gets with every request, whoever makes it. */
    headers(handle, ...given) {
      const headers = new Headers(given[0]);
      const { header } = preset.handle ?? {};
      for (const [name, value] of Object.entries({ ...preset.headers, ...given[1] })) headers.set(name, value);
      if (header && handle) headers.set(header, handle);
      return headers;
    },
    /** What an answer says of the person: an object, or a token. */
    claims(answer) {
      const claims = json.find(answer, preset.user);
      return json.kind(claims) === 3 || /\./.test(claims) ? claims : undefined;
    },
    /** Of an answer what the page keeps, and the engine only hands on. */
    facts(answer, claims) {
      const find = (place) => place !== undefined && json.find(answer, place);
      const name = (value) => (/^(string|number)$/.test(typeof value) ? `${value}` : undefined);
      return {
        claims,
        subject: name(find(preset.subject)),
        handle: name(find(preset.handle?.at)),
        words: name(find(preset.words)),
        farewell: name(find(leave.at)),
      };
    },
    /** The credentials of the call that waits: the engine never sees them. */
    given() {
      for (const [, , text] of calls.values()) if (text) return JSON.parse(text);
    },
    error: (code, detail, status, wait) =>
      sink.error(
        code,
        detail || (SPOKEN.test(code) ? page.words : undefined),
        status || undefined,
        wait >= 0 ? wait / 1e3 : undefined,
      ),
    /** Something happened. What happens meanwhile, in a listener say, waits its turn. */
    push(...happening) {
      // Before there is an engine, what the other tabs say waits too.
      if (inbox.push(happening) > 1 || !engine) return;
      let due;
      // A listener may dispose of the session: nothing of it goes on.
      for (; engine && inbox.length; inbox.shift()) due = self.handle(...inbox[0]);
      clearTimeout(timer);
      if (engine && due < Infinity) {
        timer = setTimeout(() => page.push(TIMEOUT), Math.min(due - performance.now() + 1, LONGEST));
      }
    },

    /** The last answer is the session that is known from now on. */
    adoptClaims() {
      former = known.subject;
      known = page.answer;
      page.meet(known.handle ?? '');
    },
    /** A call is done; of a logout, whether it is confirmed. */
    resolve: (id, _a, confirmed) => settle(id, 0, { confirmed: !!confirmed }),
    fail: (id, ...error) => settle(id, 1, page.error(...error)),
  });

  /** Shows how the session stands, if that is something new. */
  const publish = (snapshot, error) => {
    const { claims, subject = null } = known;
    const all = JSON.stringify([snapshot, error, subject, claims]);
    if (all === shown) return;
    shown = all;
    const [status, activity, reason, ...times] = snapshot;
    sink.publish(status, activity, reason, claims, subject, ...times, error && page.error(...error));
  };

  /** Tells what happened, with what the engine does not know of it. */
  const emit = ({ type, ...event }, answer) =>
    sink.emit({
      type,
      ...(type === 'step-up' ? page.stepUp(answer)
        : type === 'identity-changed' ? { from: former ?? null, to: known.subject ?? null }
        : type === 'fault' ? { error: page.error(...event.error) }
        : event),
    });

  try {
    // Who is signed in is asked before the engine is there, so that the two do not wait for each other; unless that is
    // more than a GET, or a logout is still to be delivered.
    const { method = 'GET', headers } = preset.session;
    if (method === 'GET' && page.read() === undefined) {
      asked = performance.now();
      page.early = page.ask(preset.session, { signal: stopped.signal }, page.headers(undefined, {}, headers));
      page.early.catch(() => {});
    }
  } catch {
    // Cookies are out of reach (a sandboxed frame): to begin will say so.
  }

  const self = {
    perform: (effect, ...values) => page[effect](...values),
    fetch: page.fetch,

    /** Takes what happened; returns when to call again. */
    handle(input, id = 0, a = 0, b = 0, value, ago = 0) {
      const { effects, events, snapshot, error, result } = enter(value, () =>
        engine.push(input, id, a, b, performance.now() - ago, Date.now() - ago),
      );
      effects.forEach((effect) => self.perform(...effect));
      publish(snapshot, error);
      events.forEach((event) => emit(event, value));
      return result;
    },

    /** What the module of its engine imports. */
    imports,

    /** Begins, with the exports of the module. */
    start(exports) {
      enter(settings, () => exports.create(Math.random() * 2 ** 32));
      engine = exports;
      watch(page, idle !== false, stopped.signal);
      const heard = inbox.splice(0);
      const ago = performance.now() - asked;
      // The engine starts at the time of the question that has been asked already. An old answer is none, and since
      // somebody came or went it tells of before: then it is asked anew, now.
      const counts = ago < DEADLINE && !heard.some(([, , , , message]) => message?.[1] < ACTIVE);
      if (!counts) page.early = undefined;
      // A browser that does not know whether it is online is: what is not a number is not zero.
      page.push(STARTED, 0, +isVisible(), +navigator.onLine, page.read(), counts && ago);
      // What is asked from here on has not been asked.
      page.early = undefined;
      for (const happening of heard) page.push(...happening);
    },

    /** Asks the engine for something, by the numbers in `input.rs`. */
    call: (kind, argument) =>
      new Promise((...settlers) => {
        const id = page.id();
        // What the server has no way for is not asked of it.
        if ((kind === LOGIN && !preset.login) || (kind === NAVIGATE && !preset.loginPage)) {
          throw sink.error('config_invalid', 'the preset has no such login');
        }
        if (kind === NAVIGATE) page.departed = 1; // it leaves, were it first for where an earlier logout takes place
        if (kind >= NAVIGATE) page.want(argument);
        calls.set(id, [...settlers, kind === LOGIN && argument]);
        page.push(CALLED, id, kind, +argument || 0);
      }),

    /** Stops everything; the person stays signed in. */
    dispose() {
      engine = undefined;
      stopped.abort();
      clearTimeout(timer);
      page.mute();
      page.drop();
      // Whoever has the lock next is to find the cookies of what is in the air.
      Promise.resolve(page.sending).then(page.letGo);
      calls.forEach(([, reject]) => reject(sink.error('disposed')));
    },
  };
  return self;
}
