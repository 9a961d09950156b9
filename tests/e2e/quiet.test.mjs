// A good citizen: no polling, nothing left behind (P24, P25).
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { DEMO, setup } from './harness/index.mjs';

const world = setup({ through: 'proxy' });

test('with nothing to do, nothing is asked and one timer waits', async () => {
  await world.fresh();
  const tabs = await world.signedIn(2, DEMO);
  // The tab that signed in holds a lock for some seconds, and a tab that comes to the front may ask once.
  for (const tab of tabs) await tab.run(() => test.lockless());
  for (const tab of tabs) await tab.run(() => test.until(() => session.getSnapshot().activity === 'idle').then(() => {}));
  const counts = await world.counting(() => tabs[0].run(() => new Promise((resolve) => setTimeout(resolve, 3000))));
  assert.deepEqual(counts, {});
  assert.equal(await tabs[0].run(() => test.seen.timers.size), 1);
  assert.ok((await tabs[1].run(() => test.seen.timers.size)) <= 1);
  await tabs[0].logout();
  // The other one looks itself whether that was confirmed.
  for (const tab of tabs) await tab.run(() => test.timerless());
  assert.equal((await tabs[1].snapshot()).status, 'unauthenticated');
  assert.deepEqual(await world.counting(() => tabs[0].run(() => new Promise((resolve) => setTimeout(resolve, 500)))), {});
  assert.equal(await tabs[0].run(() => test.seen.timers.size), 0);
});

test('five tabs refresh as often as one', async () => {
  const { proxy } = world;
  const lifetime = 4;
  await world.fresh({ access_lifetime: lifetime });
  const tabs = await world.signedIn(5, DEMO, { options: { refresh: { when: 'always' } } });
  const asked = () => proxy.log.filter(({ path }) => path === '/auth/refresh').map(({ at }) => at);
  await proxy.seen('/auth/refresh', () => asked().length >= 3);
  const moments = asked();
  // One tab asks a third of the lifetime ahead, with a tenth of jitter. A request that a second tab makes as well comes at once.
  for (const [i, at] of moments.slice(1).entries()) assert.ok(at - moments[i] > (lifetime * 1000) / 4, `${at - moments[i]} ms after the last one`);
  for (const tab of tabs) assert.equal((await tab.snapshot()).status, 'authenticated');
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
