// Sessions in a page whose engine comes when a test lets it, and whose server says what a test wants.
import { after, beforeEach, mock } from 'node:test';
import { createSession, window } from './answers.mjs';

export { window };

/** What the session endpoint says of Ada. */
export const BODY = { authenticated: true, claims: { name: 'Ada' }, subject: 'ada', session: 'handle', expires_in: 300, idle_expires_in: null, absolute_expires_in: 28_800 };

/** What was asked, as method and address; what is answered; and when engines come: until `build` there is none. */
export const world = {};
beforeEach(() => {
  world.asked = [];
  world.answer = () => Response.json({ authenticated: false });
  globalThis.fetch = async (input, init) => {
    const { signal, method = input.method ?? 'GET' } = init;
    // What is aborted is not sent.
    signal?.throwIfAborted();
    const url = input.url ?? input;
    world.asked.push(`${method} ${new URL(url).pathname}`);
    return world.answer(url, method, init);
  };
  hold();
});

/** From here on there is no engine until `build`. */
export function hold() {
  world.built = new Promise((resolve) => (world.build = resolve));
  // A failure may come before an engine is waited for.
  world.built.catch(() => {});
}

// As browsers keep cookies: happy-dom keeps one that is removed until the millisecond is over.
const jar = new Map();
Object.defineProperty(document, 'cookie', {
  get: () => [...jar.values()].join('; '),
  set(text) {
    const [cookie] = text.split(';');
    const [name] = cookie.split('=');
    if (/;Max-Age=0\b/.test(text)) jar.delete(name);
    else jar.set(name, cookie);
  },
});

const { instantiate } = WebAssembly;
mock.method(WebAssembly, 'instantiate', async (module, imports) => {
  // Node's own `fetch` has a module, too.
  if (imports.page) await world.built;
  return instantiate(module, imports);
});

/** None is given up before the end: an engine that has become idle would serve the next one at once. */
const sessions = [];
after(() => sessions.forEach((session) => session.dispose()));

/** Starts a session in a document that names Ada; what it shows after that, and what happens. */
export function start(options) {
  const session = createSession({ name: `held ${sessions.length}`, initial: BODY, ...options });
  sessions.push(session);
  const shown = [];
  const events = [];
  session.subscribe(() => shown.push(session.getSnapshot()));
  for (const type of ['authenticated', 'identity-changed', 'ended', 'fault']) session.on(type, (event) => events.push(event));
  const until = (holds) =>
    new Promise((resolve) => {
      const look = () => holds() && resolve();
      session.subscribe(() => queueMicrotask(look));
      session.on('authenticated', () => queueMicrotask(look));
      look();
    });
  return { session, shown, events, until, is: (status) => until(() => session.getSnapshot().status === status) };
}

/** Until all that can happen without an engine, or without an answer, has. */
export const still = () => new Promise((resolve) => setTimeout(resolve, 20));

/** Answers as a server that keeps the contract, where Ada is signed in: a logout that names another session is refused. */
export function contract() {
  const server = { alive: true, handle: BODY.session, subject: BODY.subject, logouts: [] };
  const session = () => Response.json(server.alive ? { ...BODY, subject: server.subject, session: server.handle } : { authenticated: false });
  world.answer = (url, method, { headers, body }) => {
    if (url.endsWith('/login')) Object.assign(server, { alive: true, subject: 'bob', handle: 'of bob' });
    if (!url.endsWith('/logout')) return url.includes('/auth/') ? session() : Response.json({});
    const handle = new Headers(headers).get('hallpass-session');
    server.logouts.push({ handle, everywhere: !!body?.includes?.('everywhere') });
    if (server.alive && handle && handle !== server.handle) return Response.json({ error: 'session_mismatch' }, { status: 409 });
    server.alive = false;
    return Response.json({});
  };
  return server;
}

/** Lets no engine come, once; the next one does. */
export async function refuse(act) {
  world.build(Promise.reject(new TypeError('no network')));
  const result = await act();
  world.built = undefined;
  return result;
}

/** Says something in another tab, and waits until it has been heard. */
export async function says(name, news) {
  const [here, there] = [0, 1].map(() => new BroadcastChannel(`hallpass:${encodeURIComponent(name)}:`));
  const heard = new Promise((resolve) => (here.onmessage = resolve));
  there.postMessage([1, news, 0, 0, 0, 0, 0, 0, 0]);
  await heard;
  here.close();
  there.close();
}
