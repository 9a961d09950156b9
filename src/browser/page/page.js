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

/** What a preset says of tokens, forms, lists, challenges, navigations that end a session, and of places and values that the contract has none of. */
const OTHER = /"(cookie|prime|answer|form|from|pairs|ends|header|has)":|"(www-|iso")|~/;

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
  const { imports, _enter: enter } = border(preset);
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

  /** What the adapters share; the build shortens the names with a `_`, which nobody else says. */
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
    _sink: sink,
    _origins: [...origins, location.origin],
    _id: () => ++last,
    /** A handle that the engine goes by its digest, zero if there is none. */
    _handle: (digest) => handles[digest],
    /** Hears of a handle, and returns its digest. */
    _meet(handle) {
      const digest = json._digest(handle) | 0;
      handles[digest] = handle;
      return digest;
    },
    /** What other servers than those of the contract want. */
    _other: OTHER.test(JSON.stringify({ ...preset, handle: preset.handle?.at }))
      ? import('./servers.js').then(({ servers }) => servers(page, preset, json, read))
      : undefined,
    _doubt: async () => (await page._other)?._doubt(),
    _leave: leave,
    /** Of a path the address on the server; what the server told, as it is, seen from there. */
    _address(step, told) {
      const { path, query } = step;
      const url = path != null ? base + path : new URL(told, new URL(base || '/', location.href)).href;
      const more = new URLSearchParams(query);
      for (const what in page._wanted) if (step[what] && page._wanted[what] != null) more.set(step[what], page._wanted[what]);
      return `${more}` ? url + (url.includes('?') ? '&' : '?') + more : url;
    },
    /** Whether a request may go there. */
    _trusts({ protocol, origin }) {
      return /^http/.test(protocol) && page._origins.includes(origin);
    },
    /** What the server gets with every request, whoever makes it. */
    _headers(handle, own, more) {
      const headers = new Headers(own);
      const { header } = preset.handle ?? {};
      for (const [name, value] of Object.entries({ ...preset.headers, ...more })) headers.set(name, value);
      if (header && handle) headers.set(header, handle);
      return headers;
    },
    /** What an answer says of the person: an object, or a token. */
    _claims(answer) {
      const claims = json._find(answer, preset.user);
      return json._kind(claims) === 3 || /\./.test(claims) ? claims : undefined;
    },
    /** Of an answer what the page keeps, and the engine only hands on. */
    _facts(answer, claims) {
      const find = (place) => place !== undefined && json._find(answer, place);
      const name = (value) => (/^(string|number)$/.test(typeof value) ? `${value}` : undefined);
      return {
        _claims: claims,
        _subject: name(find(preset.subject)),
        _handle: name(find(preset.handle?.at)),
        _words: name(find(preset.words)),
        _farewell: name(find(leave.at)),
      };
    },
    /** The credentials of the call that waits: the engine never sees them. */
    _given() {
      for (const [, , text] of calls.values()) if (text) return JSON.parse(text);
    },
    _error: (code, detail, status, wait) =>
      sink.error(
        code,
        detail || (SPOKEN.test(code) ? page._words : undefined),
        status || undefined,
        wait / 1e3 || undefined,
      ),
    /** Something happened. What happens meanwhile, in a listener say, waits its turn. */
    _push(...happening) {
      // Before there is an engine, what the other tabs say waits too.
      if (inbox.push(happening) > 1 || !engine) return;
      let due;
      // A listener may dispose of the session: nothing of it goes on.
      for (; engine && inbox.length; inbox.shift()) due = self.handle(...inbox[0]);
      clearTimeout(timer);
      if (engine && due < Infinity) {
        timer = setTimeout(() => page._push(TIMEOUT), Math.min(due - performance.now() + 1, LONGEST));
      }
    },

    /** The last answer is the session that is known from now on. */
    _adoptClaims() {
      former = known._subject;
      known = page._answer;
      page._meet(known._handle ?? '');
    },
    /** A call is done; of a logout, whether it is confirmed. */
    _resolve: (id, _a, confirmed) => settle(id, 0, { confirmed: !!confirmed }),
    _fail: (id, ...error) => settle(id, 1, page._error(...error)),
  });

  /** In the order of the Rust enum; and what the border adds. */
  const effects = [
    page._send,
    page._abort,
    page._acquireLock,
    page._releaseLock,
    page._publish,
    page._broadcast,
    page._dispatch,
    page._deliver,
    page._reject,
    page._resolve,
    page._fail,
    page._adoptClaims,
    page._writeTombstone,
    page._clearTombstone,
    page._readTombstone,
    page._navigateToLogin,
    page._navigateAway,
    page._doubt,
  ];

  /** Shows how the session stands, if that is something new. */
  const publish = ([status, activity, reason, expiresAt, idleExpiresAt, absoluteExpiresAt], error) => {
    const { _claims: claims, _subject: subject = null } = known;
    const snapshot = {
      status,
      activity,
      ...(status === 'authenticated' ? { claims, subject, expiresAt, idleExpiresAt, absoluteExpiresAt } : reason && { reason }),
    };
    const all = JSON.stringify([snapshot, error]);
    if (all === shown) return;
    shown = all;
    sink.publish(error ? { ...snapshot, error: page._error(...error) } : snapshot);
  };

  /** Tells what happened, with what the engine does not know of it. */
  const emit = ({ type, ...event }, answer) =>
    sink.emit({
      type,
      ...(type === 'step-up' ? page._stepUp(answer)
        : type === 'identity-changed' ? { from: former ?? null, to: known._subject ?? null }
        : type === 'fault' ? { error: page._error(...event.error) }
        : event),
    });

  try {
    // Who is signed in is asked before the engine is there, so that the two do not wait for each other; unless that is
    // more than a GET, or a logout is still to be delivered.
    const { method = 'GET', headers } = preset.session;
    if (method === 'GET' && page._read() === undefined) {
      asked = performance.now();
      page._early = page._ask(preset.session, { signal: stopped.signal }, page._headers(undefined, {}, headers));
      page._early.catch(() => {});
    }
  } catch {
    // Cookies are out of reach (a sandboxed frame): to begin will say so.
  }

  const self = {
    perform: (effect, ...values) => effects[effect](...values),
    fetch: page._fetch,

    /** Takes what happened; returns when to call again. */
    handle(input, id = 0, a = 0, b = 0, value, ago = 0) {
      const { _effects, _events, _snapshot, _error, _result } = enter(value, () =>
        engine.push(input, id, a, b, performance.now() - ago, Date.now() - ago),
      );
      _effects.forEach((effect) => self.perform(...effect));
      publish(_snapshot, _error);
      _events.forEach((event) => emit(event, value));
      return _result;
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
      if (!counts) page._early = undefined;
      // A browser that does not know whether it is online is: what is not a number is not zero.
      page._push(STARTED, 0, +isVisible(), +navigator.onLine, page._read(), counts && ago);
      // What is asked from here on has not been asked.
      page._early = undefined;
      for (const happening of heard) page._push(...happening);
    },

    /** Asks the engine for something, by the numbers in `input.rs`. */
    call: (kind, argument) =>
      new Promise((...settlers) => {
        const id = page._id();
        // What the server has no way for is not asked of it.
        if ((kind === LOGIN && !preset.login) || (kind === NAVIGATE && !preset.loginPage)) {
          throw sink.error('config_invalid', 'the preset has no such login');
        }
        if (kind === NAVIGATE) page._departed = 1; // it leaves, were it first for where an earlier logout takes place
        if (kind >= NAVIGATE) page._want(argument);
        calls.set(id, [...settlers, kind === LOGIN && argument]);
        page._push(CALLED, id, kind, +argument || 0);
      }),

    /** Stops everything; the person stays signed in. */
    dispose() {
      engine = undefined;
      stopped.abort();
      clearTimeout(timer);
      page._mute();
      page._drop();
      // Whoever has the lock next is to find the cookies of what is in the air.
      Promise.resolve(page._sending).then(page._letGo);
      calls.forEach(([, reject]) => reject(sink.error('disposed')));
    },
  };
  return self;
}
