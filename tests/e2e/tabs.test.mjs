// One refresh over all tabs (P4), and none lost where tabs cannot hear each other (P5).
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { DEMO, STRATEGIES, setup } from './harness/index.mjs';

const TABS = 5;
const REQUESTS = 10;
const RUNS = Number(process.env.HALLPASS_RUNS ?? 10);
/** The requests of a run start within so many ms of each other: some late ones meet the refresh. */
const SPREADS = [0, 0, 10, 30, 80];

const world = setup();

/** Tabs that hear the signal to start. */
async function listening(pages) {
  const tabs = await pages;
  for (const tab of tabs) await tab.run(() => test.listen());
  return tabs;
}

/**
 * Lets the session lapse, then sends from all tabs at one signal; what each tab got. A race keeps the first
 * refresh of each tab at the server until all have come, so that none can end before another begins.
 */
async function run(tabs, index, { race = false } = {}) {
  const { server } = world;
  await server.expire();
  if (race) await server.fault('refresh', 'hold', { times: tabs.length });
  const before = await server.stats();
  const spread = SPREADS[index % SPREADS.length];
  const outcomes = [];
  for (const tab of tabs)
    outcomes.push(await tab.begin((count, spread) => test.signal('go').then(() => test.requests(count, '/api/orders', undefined, spread)), REQUESTS, spread));

  await tabs[0].run(() => test.send('go'));
  if (race) {
    await server.held(tabs.length);
    await server.release();
  }
  const counts = [];
  for (const outcome of outcomes) counts.push(await outcome());
  const after = await server.stats();
  const did = (what) => (after.requests[what] ?? 0) - (before.requests[what] ?? 0);
  return { counts, refreshes: did('refresh'), sent: did('api'), executed: after.executed.length - before.executed.length };
}

for (const strategy of STRATEGIES) {
  const runs = Math.ceil(RUNS / STRATEGIES.length);
  test(`${TABS} tabs × ${REQUESTS} requests on a lapsed session make one refresh, ${runs} of ${runs} times (${strategy})`, { timeout: 60_000 + runs * 3000 }, async () => {
    await world.fresh({ strategy });
    const tabs = await listening(world.pages(TABS));
    await tabs[0].login(DEMO);
    for (const tab of tabs) await tab.status('authenticated');
    const made = {};
    for (let index = 0; index < runs; index++) {
      const { counts, refreshes, sent, executed } = await run(tabs, index);
      for (const count of counts) assert.deepEqual(count, { 200: REQUESTS });
      assert.equal(executed, TABS * REQUESTS);
      assert.ok(sent <= 2 * TABS * REQUESTS, `${sent} requests: some were replayed twice`);
      made[refreshes] = (made[refreshes] ?? 0) + 1;
    }
    assert.deepEqual(made, { 1: runs }, 'refreshes → runs');
    assert.equal((await world.server.stats()).reuse_detections, 0);
  });

  test(`without locks and channel no session is lost, however many refresh (${strategy})`, { timeout: 60_000 }, async () => {
    await world.fresh({ strategy });
    const tabs = await listening(world.pages(2, { without: 'locks,BroadcastChannel' }));
    await tabs[0].login(DEMO);
    for (const tab of tabs.slice(1)) assert.equal(await tab.run(async () => (await session.check()).status), 'authenticated');
    for (let index = 0; index < 5; index++) {
      const outcome = await run(tabs, index, { race: true });
      for (const count of outcome.counts) assert.deepEqual(count, { 200: REQUESTS });
      assert.ok(outcome.refreshes >= tabs.length, `${outcome.refreshes} refreshes of ${tabs.length} tabs`);
    }
    assert.equal((await world.server.stats()).reuse_detections, 0);
    for (const tab of tabs) assert.equal((await tab.snapshot()).status, 'authenticated');
  });
}
