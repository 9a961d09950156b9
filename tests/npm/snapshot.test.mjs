// How the session stands, when that is known, and the signal that ends with it.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { code, stage } from './session.mjs';
import { settled } from './setup.mjs';

test('snapshots are frozen, and the same until something changes', async () => {
  const [session, engine] = await stage.start();
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

test('out of the back/forward cache it is loading again: claims are gone, and ready waits anew', async () => {
  const [session, engine] = await stage.start();
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
    const [session, engine] = await stage.start();
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
  const [session, engine] = await stage.start();
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

test('the signal aborts with the session, and the next one has its own', async () => {
  const [session, engine] = await stage.start();
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
  const [session, engine] = await stage.start();
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
