// The session that a test of an app plays.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import './setup.mjs';

const { createTestSession } = await import('hallpass/testing');
const { SessionError, isSessionError } = await import('hallpass');
const ada = { status: 'authenticated', claims: { name: 'Ada' }, subject: 'ada' };
const out = { status: 'unauthenticated', reason: 'expired' };
const METHODS = ['check', 'refresh', 'ensureFresh', 'login', 'extend', 'fetch'];

/** What is heard of a session. */
const heard = (session) => {
  const seen = [];
  for (const type of ['authenticated', 'ended']) session.on(type, (event) => seen.push(event.reason ?? type));
  return seen;
};

test('it stands where it was set, with what was left out filled in', async () => {
  const session = createTestSession(ada);
  assert.equal((await session.ready()).subject, 'ada');
  assert.equal((await session.check()).expiresAt, null);
  session.set({ status: 'unauthenticated' });
  assert.deepEqual(await session.refresh(), { status: 'unauthenticated', activity: 'idle', reason: 'none' });
});

test('logout signs out, and says so', async () => {
  const session = createTestSession(ada);
  const seen = heard(session);
  const { signal } = session;
  assert.deepEqual(await session.logout(), { confirmed: true });
  assert.ok(signal.aborted);
  assert.deepEqual(seen, ['logged-out']);
  assert.deepEqual(session.getSnapshot(), { status: 'unauthenticated', activity: 'idle', reason: 'logged-out' });
  await session.logout();
  assert.deepEqual(seen, ['logged-out'], 'once');
});

test('login signs in: whom a test names, else whom it showed last', async () => {
  const named = createTestSession(out, { user: ada });
  const seen = heard(named);
  const { status, claims } = await named.login({ email: 'ada@example.org', password: 'x' });
  assert.deepEqual([status, claims.name, seen], ['authenticated', 'Ada', ['authenticated']]);
  const shown = createTestSession(ada);
  shown.set({ ...ada, claims: { name: 'Grace' } });
  await shown.logout();
  assert.equal((await shown.login()).claims.name, 'Grace');
  assert.deepEqual((await createTestSession(out).login()).claims, {});
});

test('extend moves an idle limit, and takes the warning of it back', async (t) => {
  t.mock.timers.enable({ apis: ['Date'], now: 1_000_000 });
  const session = createTestSession({ ...ada, idleExpiresAt: 1_030_000 });
  assert.equal((await session.extend()).idleExpiresAt, 1_000_000 + 1800_000);
  const short = createTestSession({ ...ada, idleExpiresAt: 1_030_000 }, { idle: 60 });
  assert.equal((await short.extend()).idleExpiresAt, 1_060_000);
  assert.equal((await createTestSession(ada).extend()).idleExpiresAt, null, 'without a limit there is none to move');
  assert.equal((await createTestSession(out, { user: ada }).extend()).status, 'unauthenticated');
});

for (const method of METHODS)
  test(`${method} fails when it is told to, once, and changes nothing`, async (t) => {
    t.mock.method(globalThis, 'fetch', async () => new Response('ok'));
    const session = createTestSession(method === 'login' ? out : { ...ada, idleExpiresAt: 1 }, { user: ada });
    const before = session.getSnapshot();
    const refused = new SessionError('invalid_credentials', { message: 'That password is wrong.', status: 401 });
    session.fail(method, 'rate_limited');
    session.fail(method, refused);
    await assert.rejects(session[method]('/api'), (error) => isSessionError(error) && error.code === 'rate_limited');
    await assert.rejects(session[method]('/api'), (error) => error === refused);
    assert.equal(session.getSnapshot(), before);
    assert.equal(fetch.mock.callCount(), 0);
    await session[method]('/api');
  });

test('a failure is for the method that it was told for', async () => {
  const session = createTestSession(ada);
  session.fail('check', 'network');
  await session.refresh();
  await assert.rejects(session.check());
});

test('a logout that fails signs out all the same, unconfirmed', async () => {
  const session = createTestSession(ada);
  session.fail('logout', 'network');
  assert.deepEqual(await session.logout(), { confirmed: false });
  assert.equal(session.getSnapshot().status, 'unauthenticated');
  assert.deepEqual(await session.logout(), { confirmed: true });
});

test('disposed of, it stays as it is', async () => {
  const session = createTestSession(out);
  session.dispose();
  session.set(ada);
  assert.equal(session.getSnapshot().status, 'unauthenticated');
  for (const method of [...METHODS, 'logout']) await assert.rejects(session[method]('/api'), (error) => error.code === 'disposed');
});
