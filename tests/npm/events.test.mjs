// What listeners hear, and what they may do meanwhile.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { stage } from './session.mjs';
import { settled } from './setup.mjs';

test('events bear their fields', async () => {
  const [session, { sink }] = await stage.start();
  const seen = [];
  for (const type of ['authenticated', 'refreshed', 'expiring', 'ended', 'identity-changed', 'step-up', 'fault'])
    session.on(type, (event) => seen.push(event));
  const error = sink.error('rate_limited', { message: 'Slow down.', status: 429, retryAfter: 7 });
  const told = [
    { type: 'authenticated' }, { type: 'refreshed' }, { type: 'expiring', limit: 'idle', expiresAt: 5 },
    { type: 'ended', reason: 'revoked', by: 'server' }, { type: 'identity-changed', from: 'a', to: null },
    { type: 'step-up', acrValues: 'gold', maxAge: 60 }, { type: 'fault', error },
  ];
  told.forEach((event) => sink.emit(event));
  assert.deepEqual(seen, told);
  assert.deepEqual([error.code, error.message, error.status, error.retryAfter], ['rate_limited', 'Slow down.', 429, 7]);
});

test('a throwing listener is reported and breaks nothing', async (t) => {
  const [session, engine] = await stage.start();
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
  stage.play({ async call(kind) { if (kind === 'logout') this.signOut(); return { confirmed: true }; } });
  const [session, engine] = await stage.start();
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
  const [session, engine] = await stage.start();
  let calls = 0;
  const listener = () => calls++;
  const stop = session.subscribe(listener);
  session.subscribe(listener);
  stop();
  engine.signIn();
  assert.equal(calls, 1);
});
