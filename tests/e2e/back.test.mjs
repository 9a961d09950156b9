// The back button, and the pages a browser keeps for it (P16).
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { DEMO, SECOND, STRATEGIES, setup } from './harness/index.mjs';

const world = setup();

const NOT_KEPT = 'the page was not kept, and loaded anew';

/**
 * Goes on to another page of this origin as a link does. A driver's navigation begins in the browser's own process;
 * there Firefox drops the page if the answer comes in between two messages of the page's process: that it has one request
 * left, and that this is the navigation.
 */
async function leave(tab) {
  await tab.run(() => void test.setTimeout(() => location.assign('/test/blank')));
  await tab.arrived('/test/blank');
}

/** Leaves, lets `act` happen meanwhile, and goes back. */
async function away(tab, act) {
  await tab.run(() => test.until(() => session.getSnapshot().activity === 'idle').then(() => {}));
  await leave(tab);
  await act();
  await tab.back();
  assert.deepEqual(await tab.run(() => test.seen.pageshow), [false, true], NOT_KEPT);
  await tab.run(() => test.until(() => session.getSnapshot().status !== 'loading').then(() => {}));
  const statuses = await tab.statuses();
  return statuses.slice(statuses.indexOf('restored') + 1);
}

/** Windows of somebody signed in, none of which holds a name for having done that: see the last test. */
async function visited(count) {
  const tabs = await world.signedIn(count, DEMO);
  await tabs[0].reload();
  await tabs[0].status('authenticated');
  return tabs;
}

const post = (tab, path, body) =>
  tab.run(async (path, body) => (await fetch(path, { method: 'POST', headers: { 'content-type': 'application/json', 'x-csrf': '1' }, body })).status, path, body);

for (const strategy of STRATEGIES) {
  test(`back after a logout never shows who was signed in (${strategy})`, async () => {
    await world.fresh({ strategy });
    const [tab] = await visited(1);
    const shown = await away(tab, async () => assert.equal(await post(tab, '/auth/logout', '{}'), 200));
    await tab.status('unauthenticated');
    assert.ok(!shown.includes('authenticated'), `${shown}`);
    assert.equal((await tab.request('/api/me')).status ?? 401, 401);
  });

  test(`back after a logout in another tab never shows who was signed in (${strategy})`, async () => {
    await world.fresh({ strategy });
    const [tab, other] = await visited(2);
    const shown = await away(tab, async () => assert.deepEqual(await other.logout(), { confirmed: true }));
    await tab.status('unauthenticated');
    assert.ok(!shown.includes('authenticated'), `${shown}`);
  });
}

test('back to a page of somebody else shows who is signed in now, and what was asked is not delivered', async () => {
  await world.fresh();
  const [tab] = await visited(1);
  await away(tab, async () => assert.equal(await post(tab, '/auth/login', JSON.stringify(SECOND)), 200));
  await tab.status('authenticated');
  assert.equal((await tab.snapshot()).subject, SECOND.subject);
  const { from, to } = await tab.event('identity-changed');
  assert.deepEqual({ from, to }, { from: DEMO.subject, to: SECOND.subject });
});

test('back while still signed in costs one check', async () => {
  await world.fresh();
  const [tab] = await visited(1);
  const counts = await world.counting(async () => {
    await away(tab, () => {});
    await tab.status('authenticated');
  });
  assert.deepEqual(counts, { session: 1 });
  assert.equal((await tab.request('/api/me')).status, 200);
});

test('a page that came back still hears the others', async () => {
  await world.fresh();
  const [tab, other] = await visited(2);
  await away(tab, () => {});
  await tab.status('authenticated');
  await other.logout();
  await tab.status('unauthenticated', 'logged-out');
});

test('a page that has signed somebody in and renewed the session is kept too', async () => {
  await world.fresh();
  const [tab] = await world.signedIn(1, DEMO);
  await tab.run(() => test.lockless());
  await away(tab, () => {});
  await tab.status('authenticated');
  await world.server.expire();
  assert.equal((await tab.request('/api/me')).status, 200);
  assert.equal((await tab.events('refreshed')).length, 1);
  // The name of the new generation is held for a while; Firefox keeps no page that is left with a lock.
  await tab.run(() => test.lockless());
  await leave(tab);
  await tab.back();
  assert.deepEqual(await tab.run(() => test.seen.pageshow), [false, true, true], NOT_KEPT);
});
