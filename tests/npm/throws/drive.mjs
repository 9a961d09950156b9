// Lives through a session again and again, and has each call out of the page fail once. Run by `throws.test.mjs`, in a process
// of its own: what nothing catches is written down, not mistaken for the failure of a test.
import { setMaxListeners } from 'node:events';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { locks } from './locks.mjs';
import { server } from './server.mjs';
import { clocks, Injected, taps, turns } from './world.mjs';

const dir = process.env.HALLPASS_PACKAGE;
const { queueMicrotask } = globalThis;
const wasm = new WebAssembly.Module(readFileSync(join(dir, 'session.wasm')));
WebAssembly.instantiate = async (module, imports) => new WebAssembly.Instance(module, imports);
// Every run goes like the first: the engine spreads what it does by a number that it is given.
Math.random = () => 0.5;

/** What a page finds in its window by a constructor: all that Node has of the Web. */
const TYPES = ['AbortController', 'AbortSignal', 'EventTarget', 'Headers', 'Request', 'Response', 'URL', 'URLSearchParams'];
const tap = taps();
const types = Object.fromEntries(TYPES.map((name) => [name, tap.type(name, globalThis[name])]));
Object.assign(globalThis, types);

const stub = (name, value) => Object.defineProperty(globalThis, name, { value, configurable: true, writable: true });
const { createSession } = await import(join(dir, 'slim.js'));

// A page listens to many things until it is stopped.
setMaxListeners(0);

let uncaught;
process.on('uncaughtException', (error) => uncaught.push(error));
process.on('unhandledRejection', (error) => uncaught.push(error));

/** A window in which nothing has happened yet. */
function open() {
  const clock = clocks();
  const here = server();
  const listeners = {};
  const channels = [];
  const went = [];
  let cookie = '';
  const object = (name, value) => {
    tap.all(name, value);
    return value;
  };
  stub('performance', object('performance', { now: clock.now }));
  Date.now = clock.wall;
  stub('setTimeout', tap.fn('setTimeout', clock.set));
  stub('clearTimeout', tap.fn('clearTimeout', clock.clear));
  stub('queueMicrotask', tap.fn('queueMicrotask', queueMicrotask));
  stub('origin', 'https://app.example');
  stub('location', object('location', { get origin() { return 'https://app.example'; }, get protocol() { return 'https:'; }, get href() { return 'https://app.example/'; }, assign: (url) => went.push(url) }));
  stub('navigator', object('navigator', { get onLine() { return true; }, get locks() { return manager; }, get serviceWorker() { return undefined; } }));
  const manager = object('navigator.locks', locks());
  stub('document', object('document', {
    get cookie() { return cookie; },
    set cookie(text) {
      const [pair] = text.split(';');
      cookie = /Max-Age=0/.test(text) ? '' : pair;
    },
    get visibilityState() { return 'visible'; },
    get baseURI() { return 'https://app.example/'; },
  }));
  stub('addEventListener', tap.fn('addEventListener', (type, listener, { signal } = {}) => {
    const all = (listeners[type] ??= new Set());
    all.add(listener);
    signal?.addEventListener('abort', () => all.delete(listener));
  }));
  stub('BroadcastChannel', tap.type('BroadcastChannel', class {
    constructor(name) {
      this.name = name;
      channels.push(this);
    }
    postMessage() {}
    close() {
      this.closed = true;
    }
  }));
  stub('fetch', tap.fn('fetch', here.fetch));
  return {
    clock, here, channels,
    happens: (type, event = {}) => listeners[type]?.forEach((listener) => listener({ type, ...event })),
  };
}

const schema = { '~standard': { version: 1, vendor: 'test', validate: tap.fn('schema', (value) => ({ value })) } };

/** What becomes of a promise, however long it takes on the clock of the window. */
async function outcome(clock, promise) {
  let settled;
  promise.then(
    (value) => (settled = { value }),
    (error) => (settled = { error }),
  );
  await turns();
  for (let passed = 0; !settled; passed++) {
    if (passed > 300 || !clock.pass()) return undefined;
    await turns();
  }
  return settled;
}

/** A channel that is open for ever, unless it could not be closed. */
const left = ({ channels }) => (channels.every(({ closed }) => closed) || tap.calls[tap.armed] === 'BroadcastChannel.close' ? [] : ['a channel stays open']);

/** Lives through a session; returns what is wrong with how it went. */
async function live() {
  const world = open();
  const wrong = [];
  uncaught = [];
  tap.begin();
  let session;
  try {
    session = createSession({ wasm, claims: schema });
    session.subscribe(tap.fn('subscriber', () => {}));
    for (const type of ['authenticated', 'refreshed', 'ended', 'identity-changed', 'fault']) session.on(type, tap.fn(`listener of ${type}`, () => {}));
  } catch (error) {
    tap.stop();
    session?.dispose();
    if (left(world).length) return left(world);
    return error instanceof Injected || error.cause instanceof Injected ? [] : [`to begin fails: ${error.stack}`];
  }
  const step = async (name, act) => {
    let promise;
    try {
      promise = Promise.resolve(act());
    } catch (error) {
      promise = Promise.reject(error);
    }
    const result = await outcome(world.clock, promise);
    if (!result) wrong.push(`${name} is stuck at ${JSON.stringify(session.getSnapshot())}`);
    else if (result.error && !(result.error.name === 'SessionError' || result.error instanceof Injected)) wrong.push(`${name}: ${result.error?.stack}`);
    return result;
  };
  const events = async (...all) => {
    for (const [type, event] of all) {
      try {
        world.happens(type, event);
      } catch (error) {
        uncaught.push(error);
      }
      await turns(5);
    }
  };
  await step('ready', () => session.ready());
  world.here.expire();
  await step('fetch', () => session.fetch('https://app.example/api', { method: 'POST', body: 'x' }));
  await step('fetch, once more', () => session.fetch('/api'));
  await step('login', () => session.login({ email: 'ada', password: 'x' }));
  await step('extend', () => session.extend());
  await step('ensureFresh', () => session.ensureFresh(1e6));
  await events(['pointerdown'], ['visibilitychange'], ['freeze'], ['resume'], ['offline'], ['online']);
  for (const channel of world.channels) channel.onmessage?.({ data: [1, 4, 0, 0, 0, 0, 0, 0, 0] });
  await events(['pagehide'], ['pageshow', { persisted: true }]);
  await step('check', () => session.check());
  const last = await step('logout', () => session.logout());
  // The fault is over: whatever it did, the session is asked once more.
  tap.stop();
  if (last) {
    await step('check, after all', () => session.check());
    const answered = await step('fetch, after all', () => session.fetch('/api'));
    if (session.getSnapshot().status === 'loading') wrong.push('the status is loading for ever');
    if (!answered) wrong.push('no request is answered any more');
  }
  session.dispose();
  await turns(5);
  wrong.push(...left(world));
  for (const error of uncaught) if (!(error instanceof Injected) && !(error?.cause instanceof Injected)) wrong.push(`nothing catches ${error?.stack ?? error}`);
  return wrong;
}

const failures = (await live()).map((what) => ({ call: 'none', what }));
const calls = [...tap.calls];
const promises = [...tap.promises];
let tried = 0;
for (const [at, call] of calls.entries())
  for (const how of promises[at] ? ['throws', 'rejects'] : ['throws']) {
    tap.arm(at, how);
    const wrong = await live();
    tried++;
    if (tap.calls[at] !== call) wrong.push(`it was to be ${call}, and was ${tap.calls[at]}`);
    for (const what of wrong) failures.push({ call: `${call}, the call ${at}, ${how}`, what });
  }
process.stdout.write(JSON.stringify({ calls, tried, failures }), () => process.exit());
