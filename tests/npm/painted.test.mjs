// What came with the document is shown at once, and nothing is asked (P30): with the built package, and the engine that judges.
import assert from 'node:assert/strict';
import { beforeEach, test } from 'node:test';
import { createSession, presets, readSession, respond, sessionScript, signedIn, signs, window } from './answers.mjs';

const BODY = { authenticated: true, claims: { name: 'Ada' }, subject: 'ada', session: 'handle', expires_in: 300, idle_expires_in: null, absolute_expires_in: 28_800 };
const { document } = window;

let asked;
let answer;
beforeEach(() => {
  asked = [];
  answer = () => Response.json(BODY);
  globalThis.fetch = async (...request) => {
    asked.push(request);
    return answer(...request);
  };
});

let count = 0;
/** Starts a session; its first snapshot, and each one after it. */
function start(t, options) {
  const session = createSession({ name: `painted ${count++}`, ...options });
  t.after(() => session.dispose());
  const shown = [session.getSnapshot()];
  session.subscribe(() => shown.push(session.getSnapshot()));
  /** Resolves once the engine has judged, which shows in nothing where nobody is signed in: then it has answered a call. */
  const judged = new Promise((resolve) => session.on('authenticated', resolve));
  return { session, shown, judged };
}

test('a user whom the document names is there at once, until when it says, and stays so', async (t) => {
  const before = Date.now();
  const { session, shown, judged } = start(t, { initial: BODY });
  const [{ expiresAt, absoluteExpiresAt, ...rest }] = shown;
  assert.deepEqual(rest, { status: 'authenticated', activity: 'idle', claims: BODY.claims, subject: 'ada', idleExpiresAt: null });
  assert.ok(Object.isFrozen(shown[0]));
  assert.ok(Number.isInteger(expiresAt), `whole milliseconds, not ${expiresAt}`);
  assert.ok(expiresAt >= before + 300_000 && expiresAt <= Date.now() + 300_000);
  assert.equal(absoluteExpiresAt - expiresAt, 28_500_000);
  assert.equal(await session.ready(), shown[0]);
  await judged;
  assert.deepEqual(asked, []);
  assert.deepEqual([...new Set(shown.map(({ status }) => status))], ['authenticated']);
  assert.equal(session.getSnapshot().claims, shown[0].claims, 'the same object: nobody renders anew');
  assert.ok(Math.abs(session.getSnapshot().expiresAt - expiresAt) < 5_000);
});

test('a document that names nobody is believed too', async (t) => {
  const { session, shown } = start(t, { initial: { authenticated: false } });
  assert.deepEqual(shown[0], { status: 'unauthenticated', activity: 'idle', reason: 'none' });
  await session.check();
  assert.equal(asked.length, 1, 'the check alone');
  assert.ok(!shown.some(({ status }) => status === 'loading'));
});

for (const preset of presets)
  test(`what a server read is shown by the page: ${preset.name}`, async (t) => {
    for (const said of [signedIn(preset), ...signs(preset)]) {
      answer = () => respond(said);
      const { snapshot, initial } = await readSession({ cookie: 'a=1', url: 'http://localhost/' }, { preset, deadline: 60 });
      // As it travels.
      document.body.innerHTML = sessionScript(initial, { name: `painted ${count}` });
      asked = [];
      const { session, shown, judged } = start(t, { preset, initial: 'document' });
      assert.equal(shown[0].status, snapshot.status, JSON.stringify(said));
      if (snapshot.status === 'loading') continue;
      assert.deepEqual([shown[0].claims, shown[0].subject, shown[0].reason], [snapshot.claims, snapshot.subject, snapshot.reason]);
      if (snapshot.status === 'authenticated') await judged;
      const own = asked.filter(([url]) => new URL(url).pathname.endsWith(preset.session.path.split('?')[0]));
      assert.deepEqual(own, [], 'nothing is asked');
      assert.ok(!shown.some(({ status }) => status === 'loading'));
      session.dispose();
    }
  });

/** A page that is open for a minute: its clock begins with it. */
const { now } = performance;
const later = (t) => t.mock.method(performance, 'now', () => now.call(performance) + 100_000);

const schema = (validate) => ({ '~standard': { version: 1, vendor: 'test', validate } });

test('a schema judges what came with the document: at once where it can', async (t) => {
  const { session, shown, judged } = start(t, { initial: BODY, claims: schema(({ name }) => ({ value: { name: name.toUpperCase() } })) });
  assert.deepEqual(shown[0].claims, { name: 'ADA' });
  await judged;
  assert.equal(session.getSnapshot().claims, shown[0].claims);
  assert.deepEqual(asked, []);
});

test('a schema that takes its time shows the user when it is done, and nothing is asked', async (t) => {
  const { session, shown } = start(t, { initial: BODY, claims: schema(async ({ name }) => ({ value: { name: name.toUpperCase() } })) });
  assert.equal(shown[0].status, 'loading');
  assert.deepEqual((await session.ready()).claims, { name: 'ADA' });
  assert.deepEqual(asked, []);
});

test('what a schema rejects is nobody, with an error that says why', async (t) => {
  const { session, shown } = start(t, { initial: BODY, claims: schema(() => ({ issues: [{ message: 'no name' }] })) });
  assert.equal(shown[0].status, 'loading');
  const { status, error } = await session.ready();
  assert.deepEqual([status, error.code], ['unauthenticated', 'unexpected_response']);
  assert.match(error.message, /no name/);
});

test('what a schema throws over is asked about as ever', async (t) => {
  const { session, shown } = start(t, { initial: BODY, claims: schema(() => { throw new Error('a mistake'); }) });
  assert.equal(shown[0].status, 'loading');
  assert.equal((await session.ready()).error.code, 'unexpected_response');
});

test('a session that is to die wins over the document', async (t) => {
  const name = `painted ${count}`;
  const cookie = `hallpass.${encodeURIComponent(name)}+0`;
  document.cookie = `${cookie}=~`;
  t.after(() => (document.cookie = `${cookie}=;max-age=0`));
  const { shown, session } = start(t, { initial: BODY });
  assert.deepEqual(shown[0], { status: 'unauthenticated', activity: 'ending', reason: 'logged-out' });
  answer = () => Response.json({ authenticated: false });
  await session.check();
  assert.ok(!shown.some(({ status }) => status !== 'unauthenticated'));
});

const NOTHING = {
  'what is no session': { hello: 'world' },
  null: null,
  'a session that lapses at once': { ...BODY, expires_in: 0 },
  'a session without claims': { ...BODY, claims: undefined },
  'an element that is not there': 'document',
};
for (const [what, initial] of Object.entries(NOTHING))
  test(`the server is asked as ever where the document says nothing: ${what}`, async (t) => {
    document.body.innerHTML = '';
    const { shown, session } = start(t, { initial });
    assert.equal(shown[0].status, 'loading');
    assert.equal((await session.ready()).status, 'authenticated');
    assert.equal(asked.length, 1);
  });

test('an element is read only where it is a script of the right name and holds JSON', async (t) => {
  for (const html of [`<div id="hallpass-x">${JSON.stringify(BODY)}</div>`, '<script type="application/json" id="hallpass-x">{"authenticated":tr</script>', sessionScript(BODY, { name: 'y' })]) {
    document.body.innerHTML = html;
    const session = createSession({ name: 'x', initial: 'document' });
    t.after(() => session.dispose());
    assert.equal(session.getSnapshot().status, 'loading', html);
    session.dispose();
  }
});

test('an old document is none: of a cache, of a service worker, or of long ago', async (t) => {
  later(t);
  const fresh = { transferSize: 1300, encodedBodySize: 1000, deliveryType: '', workerStart: 0, responseStart: performance.now() };
  const entries = {
    'out of the network': [fresh, 'authenticated'],
    'out of the network, by an engine that names no delivery': [{ ...fresh, deliveryType: undefined }, 'authenticated'],
    'still on its way': [{ ...fresh, transferSize: 300, encodedBodySize: 0 }, 'authenticated'],
    'out of the cache': [{ ...fresh, transferSize: 0 }, 'loading'],
    'out of the cache, validated': [{ ...fresh, transferSize: 300, deliveryType: 'cache' }, 'loading'],
    'out of the cache, validated, by an engine that names no delivery': [{ ...fresh, transferSize: 300, deliveryType: undefined }, 'loading'],
    'by a service worker': [{ ...fresh, workerStart: 5 }, 'loading'],
    'a minute ago': [{ ...fresh, responseStart: performance.now() - 60_000 }, 'loading'],
    'six seconds ago, of a session of five': [{ ...fresh, responseStart: performance.now() - 6_000 }, 'loading', 5],
  };
  for (const [what, [entry, status, expires_in = 300]] of Object.entries(entries)) {
    const { mock } = t.mock.method(performance, 'getEntriesByType', () => [entry]);
    const { shown, session } = start(t, { initial: { ...BODY, expires_in } });
    assert.equal(shown[0].status, status, what);
    session.dispose();
    mock.restore();
  }
});

test('times count from when the document came', async (t) => {
  const ago = 7_000;
  later(t);
  t.mock.method(performance, 'getEntriesByType', () => [{ transferSize: 2, encodedBodySize: 1, deliveryType: '', workerStart: 0, responseStart: performance.now() - ago }]);
  const { shown, judged, session } = start(t, { initial: BODY });
  const left = () => session.getSnapshot().expiresAt - Date.now();
  assert.ok(Math.abs(left() - (300_000 - ago)) < 1_000, `${left()}`);
  await judged;
  assert.ok(left() <= 300_000 - ago && left() > 290_000 - ago, `${left()}`);
  assert.ok(shown.length < 4);
});

test('a document of twelve seconds ago is shown, and asked about meanwhile', async (t) => {
  later(t);
  t.mock.method(performance, 'getEntriesByType', () => [{ transferSize: 2, encodedBodySize: 1, deliveryType: '', workerStart: 0, responseStart: performance.now() - 12_000 }]);
  answer = () => Response.json({ authenticated: false });
  const { shown, session } = start(t, { initial: BODY });
  assert.equal(shown[0].status, 'authenticated');
  const out = new Promise((resolve) => session.subscribe(() => session.getSnapshot().status === 'unauthenticated' && resolve()));
  await out;
  assert.ok(!shown.some(({ status }) => status === 'loading'));
  assert.equal(asked.length, 1);
});

/** What a browser tells a page of itself. */
const happens = (type, more = {}) => window.dispatchEvent(Object.assign(new window.Event(type), more));

test('a page that was kept before there was an engine is asked about anew, and shows nobody meanwhile', async (t) => {
  const { shown, session } = start(t, { initial: BODY });
  assert.equal(shown[0].status, 'authenticated');
  answer = () => Response.json({ authenticated: false });
  happens('pageshow', { persisted: true });
  assert.equal(session.getSnapshot().status, 'loading');
  assert.equal((await session.ready()).status, 'unauthenticated');
  assert.equal(asked.length, 1);
});

test('a page that was loaded ahead and is shown long after is asked about anew, and shows nobody meanwhile', async (t) => {
  const { shown, session, judged } = start(t, { initial: BODY });
  await judged;
  happens('prerenderingchange');
  assert.equal(session.getSnapshot().status, 'authenticated', 'it was loaded just now');
  later(t);
  answer = () => Response.json({ authenticated: false });
  happens('prerenderingchange');
  assert.equal(session.getSnapshot().status, 'loading');
  await session.ready();
  assert.deepEqual([...new Set(shown.map(({ status }) => status))], ['authenticated', 'loading', 'unauthenticated']);
});
