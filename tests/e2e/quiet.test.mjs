// A good citizen: no polling, nothing left behind (P24, P25).
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { DEMO, setup } from './harness/index.mjs';

const world = setup();

test('with nothing to do, nothing is asked and one timer waits', async () => {
  await world.fresh();
  const tabs = await world.signedIn(2, DEMO);
  // Who has signed in holds the name of that for some seconds.
  await tabs[0].run(() => test.lockless());
  const counts = await world.counting(() => tabs[0].run(() => new Promise((resolve) => setTimeout(resolve, 3000))));
  assert.deepEqual(counts, {});
  assert.equal(await tabs[0].run(() => test.seen.timers.size), 1);
  assert.ok((await tabs[1].run(() => test.seen.timers.size)) <= 1);
  await tabs[0].logout();
  await tabs[1].status('unauthenticated');
  assert.deepEqual(await world.counting(() => tabs[0].run(() => new Promise((resolve) => setTimeout(resolve, 500)))), {});
  assert.equal(await tabs[0].run(() => test.seen.timers.size), 0);
});

test('five tabs refresh as often as one', async () => {
  await world.fresh({ access_lifetime: 2 });
  await world.signedIn(5, DEMO, { options: { refresh: { when: 'always' } } });
  const { refresh } = await world.counting(() => world.first.run(() => new Promise((resolve) => setTimeout(resolve, 4000))));
  assert.ok(refresh >= 2 && refresh <= 5, `${refresh} refreshes in 4 s of sessions that last 2 s`);
});

test('sessions made and disposed of leave nothing behind', async () => {
  await world.fresh();
  const [tab] = await world.signedIn(1, DEMO);
  await tab.run(() => test.lockless());
  const left = await tab.run(async () => {
    const { memory } = test.seen;
    const round = async (count) => {
      for (let made = 0; made < count; made++) {
        const another = test.createSession({ name: 'another' });
        // Some before the engine has started, some with a question in the air, some at rest.
        if (made % 3) await (made % 2 ? another.ready() : another.check().catch(() => {}));
        another.dispose();
      }
      await 0;
      return memory.buffer.byteLength;
    };
    const before = [test.seen.listeners.size, test.seen.timers.size];
    const [first, second] = [await round(100), await round(300)];
    const { held, pending } = await navigator.locks.query();
    return {
      before,
      after: [test.seen.listeners.size, test.seen.timers.size],
      grown: second - first,
      locks: [...held, ...pending].filter(({ name }) => name.includes('another')).length,
    };
  });
  assert.deepEqual(left.after, left.before, 'listeners, timers');
  assert.equal(left.grown, 0, 'bytes of wasm memory');
  assert.equal(left.locks, 0);
  assert.equal((await tab.request('/api/me')).status, 200, 'the one that stayed still works');
});
