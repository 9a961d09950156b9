// The session as an application sees it: listeners, disposal, options (P25).
import assert from 'node:assert/strict';
import { beforeEach, test } from 'node:test';
import { built, playEngine, playPage, settled } from './setup.mjs';

const { createSession, isSessionError } = await import('hallpass');

const code = (code) => (error) => isSessionError(error) && error.code === code;
// The first import of the engine takes its time; the tests below count on microtasks.
await Promise.all(['engine', 'inline'].map((name) => import(`${built}/${name}.js`)));
let page;
let engines;
let loads;
beforeEach(() => {
  page = playPage();
  ({ engines, loads } = playEngine());
});

async function start(options) {
  const session = createSession(options);
  await settled();
  return [session, engines.at(-1)];
}

test('the engine gets judged options', async () => {
  const [, engine] = await start({ baseUrl: new URL('https://a.example/auth'), origins: ['https://b.example/x'], name: 'two' });
  const { baseUrl, origins, name } = engine.options;
  assert.deepEqual({ baseUrl, origins, name }, { baseUrl: 'https://a.example/auth', origins: ['https://b.example'], name: 'two' });
});

for (const [name, options, words] of [
  ['null for a preset', { preset: null }, /preset is null/],
  ['a malformed preset', { preset: {} }, /preset/],
  ['a preset whose session has no path', { preset: { session: {} } }, /preset/],
  ['a preset without a session', { preset: { session: null } }, /preset/],
  ['another scheme', { baseUrl: 'ftp://a.example' }, /baseUrl is ftp:\/\/a\.example, not an http/],
  ['a script for a URL', { baseUrl: 'javascript:alert(1)' }, /baseUrl/],
  ['no URL at all', { baseUrl: 'http://' }, /baseUrl/],
  ['a relative origin', { origins: ['/api'] }, /origins is \/api/],
  ['one origin for a list', { origins: 'https://a.example' }, /origins/],
  ['a claims function', { claims: () => true }, /claims/],
  ['a number for a name', { name: 5 }, /name is 5/],
  ['an empty name', { name: '' }, /name/],
  ['a negative margin', { refresh: { margin: -1 } }, /refresh\.margin is -1/],
  ['NaN for a margin', { refresh: { margin: NaN } }, /refresh\.margin is NaN/],
  ['an unknown when', { refresh: { when: 'never' } }, /refresh\.when is never, not visible/],
  ['a word for refresh', { refresh: 'always' }, /refresh is always/],
  ['true for idle', { idle: true }, /idle\.timeout is undefined/],
  ['no idle time', { idle: { timeout: 0 } }, /idle\.timeout is 0/],
  ['endless idle time', { idle: { timeout: Infinity } }, /idle\.timeout is Infinity/],
  ['a warning as long as the limit', { idle: { timeout: 60, warn: 60 } }, /idle\.warn is 60/],
  ['a negative warning', { idle: { timeout: 60, warn: -1 } }, /idle\.warn is -1/],
])
  test(`refuses at once: ${name}`, () => {
    assert.throws(() => createSession(options), (error) => code('config_invalid')(error) && words.test(error.message));
    assert.equal(page.requests.length, 0);
  });

test('takes what is right', () => {
  const schema = Object.assign(() => {}, { '~standard': { version: 1, vendor: 'x', validate: (value) => ({ value }) } });
  createSession({ claims: schema, idle: false, refresh: {}, baseUrl: '' });
  createSession({ idle: { timeout: 60, warn: 20 }, refresh: { margin: 0, when: 'on-demand' }, baseUrl: 'auth' });
  createSession({ origins: [new URL('https://a.example')], preset: { session: { path: '/me' } } });
});

test('snapshots are frozen, and the same until something changes', async () => {
  const [session, engine] = await start();
  assert.equal(session.getSnapshot(), session.getSnapshot());
  assert.equal(session.getSnapshot(), session.getServerSnapshot());
  assert.equal(session.getSnapshot().status, 'loading');
  const seen = [];
  const stop = session.subscribe(() => seen.push(session.getSnapshot()));
  engine.signIn();
  assert.deepEqual(seen, [
    { status: 'authenticated', activity: 'idle', claims: { name: 'Ada' }, subject: 'ada', expiresAt: 1000, idleExpiresAt: null, absoluteExpiresAt: null },
  ]);
  assert.ok(Object.isFrozen(seen[0]));
  assert.equal(session.getSnapshot(), seen[0]);
  stop();
  stop();
  engine.signOut('expired');
  assert.equal(seen.length, 1);
  assert.deepEqual(session.getSnapshot(), { status: 'unauthenticated', activity: 'idle', reason: 'expired' });
  assert.equal(session.getServerSnapshot().status, 'loading');
});

test('a time of zero is a time, and NaN is none', async () => {
  const [session, { sink }] = await start();
  sink.publish('authenticated', 'idle', '', {}, null, 0, NaN, 5, undefined);
  const { expiresAt, idleExpiresAt, absoluteExpiresAt, subject } = session.getSnapshot();
  assert.deepEqual([expiresAt, idleExpiresAt, absoluteExpiresAt, subject], [0, null, 5, null]);
});

test('a snapshot bears no more than its status has use for', async () => {
  const [session, engine] = await start();
  const error = engine.sink.error('network');
  engine.show('unauthenticated', 'idle', 'expired', error);
  assert.deepEqual(Object.keys(session.getSnapshot()), ['status', 'activity', 'reason', 'error']);
  engine.show('loading', 'checking', '');
  assert.deepEqual(session.getSnapshot(), { status: 'loading', activity: 'checking' });
});

test('out of the back/forward cache it is loading again: claims are gone, and ready waits anew', async () => {
  const [session, engine] = await start();
  engine.signIn();
  assert.equal((await session.ready()).status, 'authenticated');
  engine.restore();
  assert.deepEqual(session.getSnapshot(), { status: 'loading', activity: 'checking' });
  let known = false;
  const ready = session.ready().then((snapshot) => {
    known = true;
    return snapshot;
  });
  engine.restore();
  await settled();
  assert.equal(known, false);
  engine.signOut('revoked');
  assert.equal((await ready).reason, 'revoked');
});

for (const [what, then, aborts] of [
  ['the same person is signed in', (engine) => engine.signIn({}, 'ada'), false],
  ['another one is', (engine) => engine.signIn({}, 'bob'), true],
  ['the session has ended', (engine) => engine.signOut('expired'), true],
])
  test(`loading again aborts nothing; once ${what}, the signal ${aborts ? 'aborts' : 'goes on'}`, async () => {
    const [session, engine] = await start();
    engine.signIn({}, 'ada');
    const { signal } = session;
    engine.restore();
    assert.equal(signal.aborted, false);
    assert.equal(session.signal, signal);
    then(engine);
    assert.equal(signal.aborted, aborts);
    if (session.getSnapshot().status === 'authenticated') assert.equal(session.signal.aborted, false);
  });

test('ready resolves once the status is known', async () => {
  const [session, engine] = await start();
  let known = false;
  const ready = session.ready().then((snapshot) => {
    known = true;
    return snapshot;
  });
  engine.show('loading', 'checking', '');
  await settled();
  assert.equal(known, false);
  engine.signIn();
  assert.equal((await ready).status, 'authenticated');
  assert.equal(await session.ready(), session.getSnapshot());
});

test('a call made before the module is there waits for it, and resolves with the snapshot', async () => {
  ({ engines } = playEngine({ async call() { this.signIn(); } }));
  const session = createSession();
  assert.equal((await session.check()).status, 'authenticated');
  await session.ensureFresh(60);
  await session.login({ email: 'a', password: 'b', returnTo: '/' });
  await session.login({ returnTo: '/orders' });
  await session.refresh();
  await session.extend();
  assert.deepEqual(engines[0].calls.map(([kind, argument]) => [kind, argument]), [
    ['check', undefined], ['ensureFresh', 60], ['login', '{"email":"a","password":"b"}'], ['navigate', { returnTo: '/orders', acrValues: undefined, maxAge: undefined }], ['refresh', undefined], ['extend', undefined],
  ]);
});

for (const confirmed of [true, false])
  test(`logout says that the server has ${confirmed ? '' : 'not yet '}confirmed`, async () => {
    ({ engines } = playEngine({ call: async () => ({ confirmed }) }));
    const session = createSession();
    assert.deepEqual(await session.logout(), { confirmed });
    assert.deepEqual(await session.logout({ everywhere: true, returnTo: '/bye' }), { confirmed });
    assert.deepEqual(engines[0].calls, [['logout', { returnTo: undefined }], ['logoutEverywhere', { returnTo: '/bye' }]]);
  });

test('fetch hands everything through, detached too', async () => {
  const seen = [];
  playEngine({ fetch: async (...parts) => (seen.push(parts), new Response('x')) });
  const { fetch } = createSession();
  const init = { method: 'POST' };
  assert.equal(await (await fetch('/api', init)).text(), 'x');
  assert.equal(seen[0][0], '/api');
  assert.equal(seen[0][1], init);
});

test('events bear their fields', async () => {
  const [session, { sink }] = await start();
  const seen = [];
  for (const type of ['authenticated', 'refreshed', 'expiring', 'ended', 'identity-changed', 'step-up', 'fault'])
    session.on(type, (event) => seen.push(event));
  const error = sink.error('rate_limited', 'slow down', 429, 7);
  const told = [
    { type: 'authenticated' }, { type: 'refreshed' }, { type: 'expiring', limit: 'idle', expiresAt: 5 },
    { type: 'ended', reason: 'revoked' }, { type: 'identity-changed', from: 'a', to: null },
    { type: 'step-up', acrValues: 'gold', maxAge: 60 }, { type: 'fault', error },
  ];
  told.forEach((event) => sink.emit(event));
  assert.deepEqual(seen, told);
  assert.equal(error.message, 'rate_limited: slow down');
  assert.equal(error.name, 'SessionError');
  assert.equal(error.status, 429);
  assert.equal(error.retryAfter, 7);
  assert.ok(error instanceof Error);
});

test('a throwing listener is reported and breaks nothing', async (t) => {
  const [session, engine] = await start();
  const reported = [];
  // As the browser does for what a microtask throws.
  t.mock.method(globalThis, 'queueMicrotask', (task) => {
    try {
      task();
    } catch (error) {
      reported.push(error.message);
    }
  });
  const seen = [];
  session.subscribe(() => { throw new Error('one'); });
  session.on('refreshed', () => { throw new Error('two'); });
  session.subscribe(() => seen.push('change'));
  session.on('refreshed', () => seen.push('event'));
  engine.signIn();
  engine.sink.emit({ type: 'refreshed' });
  assert.deepEqual(seen, ['change', 'event']);
  assert.deepEqual(reported, ['one', 'two']);
});

test('listeners may call the session, unsubscribe each other, and subscribe again', async () => {
  ({ engines } = playEngine({ async call(kind) { if (kind === 'logout') this.signOut(); return { confirmed: true }; } }));
  const [session, engine] = await start();
  const seen = [];
  let stopSecond;
  const stopFirst = session.subscribe(() => {
    seen.push('first');
    stopSecond();
    stopFirst();
    session.subscribe(() => seen.push('third'));
    session.logout();
  });
  stopSecond = session.subscribe(() => seen.push('second'));
  engine.signIn();
  assert.deepEqual(seen, ['first']);
  await settled();
  assert.deepEqual(seen, ['first', 'third']);
  assert.equal(session.getSnapshot().reason, 'logged-out');
});

test('the same listener twice is two listeners', async () => {
  const [session, engine] = await start();
  let calls = 0;
  const listener = () => calls++;
  const stop = session.subscribe(listener);
  session.subscribe(listener);
  stop();
  engine.signIn();
  assert.equal(calls, 1);
});

test('the signal aborts with the session, and the next one has its own', async () => {
  const [session, engine] = await start();
  const first = session.signal;
  engine.signIn();
  assert.equal(session.signal, first);
  let seenAtAbort;
  first.addEventListener('abort', () => { seenAtAbort = session.getSnapshot().status; });
  engine.signOut('revoked');
  assert.ok(first.aborted);
  assert.ok(code('session_ended')(first.reason));
  assert.equal(seenAtAbort, 'unauthenticated');
  assert.equal(session.signal, first);
  engine.signIn();
  assert.ok(!session.signal.aborted);
});

test('another identity aborts too, whether or not its subject tells', async () => {
  const [session, engine] = await start();
  engine.signIn({}, 'ada');
  const first = session.signal;
  engine.signIn({}, 'bob');
  assert.ok(first.aborted);
  const second = session.signal;
  assert.ok(!second.aborted);
  engine.sink.emit({ type: 'identity-changed', from: 'ada', to: 'bob' });
  assert.equal(session.signal, second);
  engine.sink.emit({ type: 'identity-changed', from: null, to: null });
  assert.ok(second.aborted);
  assert.ok(!session.signal.aborted);
  const third = session.signal;
  engine.signIn({ more: true }, 'bob');
  assert.equal(session.signal, third);
});

test('a schema judges the claims', async () => {
  const claims = {
    '~standard': {
      version: 1,
      vendor: 'test',
      validate: async (value) => (value.ok ? { value: { fine: true } } : { issues: [{ message: 'not ok' }] }),
    },
  };
  const [, { sink }] = await start({ claims });
  assert.deepEqual(await sink.validate({ ok: true }), { fine: true });
  await assert.rejects(sink.validate({}), /not ok/);
  const [, plain] = await start();
  assert.equal(plain.sink.validate, undefined);
});

test('dispose is final, and done once', async () => {
  const [session, engine] = await start();
  const waiting = session.ready();
  waiting.catch(() => {});
  session.subscribe(() => assert.fail('after dispose'));
  const { signal } = session;
  session.dispose();
  session.dispose();
  session[Symbol.dispose ?? 'dispose']();
  engine.signIn();
  engine.sink.emit({ type: 'authenticated' });
  assert.equal(engine.disposed, 1);
  assert.ok(code('disposed')(signal.reason));
  await assert.rejects(waiting, code('disposed'));
  for (const method of ['ready', 'check', 'refresh', 'ensureFresh', 'fetch', 'login', 'logout', 'extend'])
    await assert.rejects(session[method]('/'), code('disposed'), method);
  assert.deepEqual(engine.calls, []);
});

test('disposed before the module is there, nothing begins', async () => {
  const session = createSession();
  const pending = session.check();
  session.dispose();
  await assert.rejects(pending, code('disposed'));
  await settled();
  assert.equal(engines[0].started, undefined);
  assert.ok(engines[0].disposed);
});

test('a call that waits while the session is disposed of does not reach the engine', async () => {
  const [session, engine] = await start();
  const pending = session.check();
  session.dispose();
  await assert.rejects(pending, code('disposed'));
  assert.deepEqual(engine.calls, []);
});

test('many sessions share one module', async () => {
  await start();
  await start();
  assert.ok(loads.length <= 1);
  assert.equal(engines.length, 2);
});
