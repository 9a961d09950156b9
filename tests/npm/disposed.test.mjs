// A session that is disposed of while it waits for its engine is over: its calls are told, and nothing is asked or tried again (P25, P31).
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { refuse, start, world } from './held.mjs';

test('what waits for an engine that does not come is told', async () => {
  const { session } = start();
  const credentials = { email: 'x' };
  const calls = [
    session.check(),
    session.refresh(),
    session.login(credentials),
    session.login({ ...credentials, signal: new AbortController().signal }),
    session.extend(),
    session.fetch('http://localhost/api/orders'),
  ];
  session.dispose();
  for (const call of calls) await assert.rejects(call, { code: 'disposed' });
});

test('an engine that failed to load is not loaded again', async (t) => {
  const { session } = start({ initial: undefined });
  session.dispose();
  const { length } = world.asked;
  const timer = t.mock.method(globalThis, 'setTimeout', () => assert.fail('a retry'));
  // Until its failure has been heard of.
  await refuse(async () => {
    for (let i = 0; i < 100; i++) await new Promise(setImmediate);
  });
  assert.deepEqual([world.asked.length - length, timer.mock.callCount()], [0, 0]);
});
