// A page that is used all day: nothing grows with the number of its requests (P25).
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { inspect } from './harness/cdp.mjs';
import { chromium, DEMO, setup } from './harness/index.mjs';

const world = setup();
const REQUESTS = process.env.HALLPASS_FULL === '1' ? 100_000 : 10_000;
/** A script of WebDriver has its time; so many requests are made in it, so many of them at a time. */
const AT_ONCE = 1_000;
const LANES = 20;
/** What the engine compiles, caches and counts meanwhile, in octets. */
const NOISE = 50_000;

test(`${REQUESTS} requests leave nothing behind`, async () => {
  await world.fresh();
  const [tab] = await world.signedIn(1, DEMO);
  await tab.run((lanes) => {
    test.requests = async (count) => {
      let left = count;
      const failed = new Set();
      const lane = async () => {
        while (left-- > 0) {
          const response = await session.fetch('/api/me');
          await response.text();
          if (!response.ok) failed.add(response.status);
        }
      };
      await Promise.all(Array.from({ length: lanes }, lane));
      test.seen.fetches.length = 0;
      return [...failed];
    };
  }, LANES);
  const make = async (count) => {
    for (let made = 0; made < count; made += AT_ONCE) assert.deepEqual(await tab.run((count) => test.requests(count), AT_ONCE), []);
  };
  const left = async () => {
    await tab.run(() => test.lockless());
    const { timers, listeners, memory } = await tab.run(() => ({
      timers: test.seen.timers.size,
      listeners: test.seen.listeners.size,
      memory: test.seen.memory.buffer.byteLength,
    }));
    return { timers, listeners, memory };
  };
  await make(2 * AT_ONCE);
  const [before, heap] = [await left(), await weigh(tab)];
  await make(REQUESTS);
  assert.deepEqual(await left(), before);
  const grown = (await weigh(tab)) - heap;
  assert.ok(grown < NOISE, `the heap has grown by ${grown} octets`);
});

/** What is on the heap after its garbage was collected, in octets; nothing where an engine cannot say. */
async function weigh(tab) {
  if (!chromium) return 0;
  const page = await inspect(world.driver, tab);
  await page.send('HeapProfiler.collectGarbage', {});
  const { usedSize } = await page.send('Runtime.getHeapUsage', {});
  page.close();
  return usedSize;
}
