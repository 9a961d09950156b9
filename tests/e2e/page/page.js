// One session, made from the options in the query string, and everything it ever said.
import { hasRole, hasScope } from '/hallpass/claims.js';
import { createSession, isSessionError } from '/hallpass/index.js';
import { jwt } from '/hallpass/jwt.js';

const { test } = window;
const query = new URLSearchParams(location.search);

/** What a rejection was, as plain values; `test.said`: the answer that the last one brought. */
test.failure = (error) =>
  isSessionError(error)
    ? (test.said = { status: error.status, response: error.response?.status, body: error.body }) && { code: error.code, message: error.message, status: error.status, retryAfter: error.retryAfter }
    : { name: error?.name, message: String(error?.message ?? error) };

const EVENTS = ['authenticated', 'refreshed', 'expiring', 'ended', 'identity-changed', 'step-up', 'fault'];

/** Every event and every status, in the order they came. */
test.watch = (session) => {
  const events = [];
  const statuses = [session.getSnapshot().status];
  for (const type of EVENTS)
    session.on(type, (event) => events.push({ ...event, ...(event.error && { error: test.failure(event.error) }), at: Date.now() }));
  session.subscribe(() => {
    const { status, reason } = session.getSnapshot();
    const now = reason ? `${status}:${reason}` : status;
    if (statuses.at(-1) !== now) statuses.push(now);
  });
  return { events, statuses };
};

Object.assign(test, { createSession, hasRole, hasScope, jwt });
if (!query.has('idle')) {
  // Before the session: what it shows is read in the order in which it is told.
  addEventListener('pageshow', (event) => event.persisted && statuses.push('restored'));
  const options = JSON.parse(query.get('options') ?? '{}');
  // What is judged is told by JSON too.
  if (options.jwt) options.claims = jwt(options.jwt);
  const session = createSession(options);
  Object.assign(window, { session, ...test.watch(session) });
}

/** Resolves once `holds` does: asked anew after each change and each event. */
test.until = (holds, patience = 40_000) =>
  new Promise((resolve, reject) => {
    const look = () => {
      const value = holds();
      if (value) {
        test.clearTimeout(timer);
        resolve(value);
      }
      return value;
    };
    const timer = test.setTimeout(() => reject(new Error(`waited in vain, ${JSON.stringify({ ...session.getSnapshot(), statuses: window.statuses })}`)), patience);
    if (look()) return;
    session.subscribe(look);
    for (const type of EVENTS) session.on(type, look);
  });

/** Sends one request; what came of it, as plain values. */
test.request = async (path, init) => {
  try {
    const response = await session.fetch(path, init);
    const text = await response.text();
    let body = text;
    try {
      body = JSON.parse(text);
    } catch {}
    return { status: response.status, body };
  } catch (error) {
    return { failed: test.failure(error) };
  }
};

/** Many at once; how many came to what. */
test.requests = async (count, path, init, spread = 0) => {
  const outcomes = await Promise.all(
    Array.from({ length: count }, async () => {
      if (spread) await new Promise((resolve) => setTimeout(resolve, Math.random() * spread));
      return test.request(path, init);
    }),
  );
  const counts = {};
  for (const { status, failed } of outcomes) {
    const key = status ?? failed.code ?? failed.name;
    counts[key] = (counts[key] ?? 0) + 1;
  }
  return counts;
};

/** Waits for the tombstone to go; a cookie tells nobody, so it is asked. */
test.cookieGone = () =>
  new Promise((resolve) => {
    const look = () => (document.cookie ? setTimeout(look, 50) : resolve());
    look();
  });

/** Waits until no tab of any session holds a lock; one that is let go tells nobody, so it is asked. */
test.lockless = () =>
  new Promise((resolve) => {
    const look = async () => ((await navigator.locks.query()).held.some(({ name }) => name.startsWith('hallpass:')) ? test.setTimeout(look, 50) : resolve());
    look();
  });

/** Waits until the session waits for nothing; a timer that is no more tells nobody, so it is asked. */
test.timerless = () =>
  new Promise((resolve) => {
    const look = () => (test.seen.timers.size || session.getSnapshot().activity !== 'idle' ? test.setTimeout(look, 20) : resolve());
    look();
  });
