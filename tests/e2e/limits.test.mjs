// The limits of a session: idle, absolute (P19, P20).
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { DEMO, setup } from './harness/index.mjs';

const world = setup();
const idleExpiry = (tab) => tab.run(() => session.getSnapshot().idleExpiresAt);
const isActive = (tab, times = 1) =>
  tab.run((times) => {
    while (times--) document.dispatchEvent(new PointerEvent('pointerdown', { bubbles: true }));
  }, times);
/** Resolves once the idle limit of a tab has moved by more than a second beyond this. */
const moved = (tab, beyond) => tab.run((beyond) => test.until(() => session.getSnapshot().idleExpiresAt > beyond + 1000), beyond);
/** How far off an end may be: two looks at the server, and a timer of a hidden tab, on a busy machine. */
const LATE = 6000;
const passes = (ms) => new Promise((resolve) => setTimeout(resolve, ms));

test('the idle warning comes once in each tab, and extend() in one takes it back in all', async () => {
  await world.fresh({ idle: 8 });
  const tabs = await world.signedIn(2, DEMO);
  const limit = await idleExpiry(tabs[0]);
  for (const tab of tabs) {
    const { limit: which, expiresAt } = await tab.event('expiring');
    assert.equal(which, 'idle');
    assert.ok(Math.abs(expiresAt - limit) < 1000);
  }
  const counts = await world.counting(() => tabs[1].run(() => session.extend().then(() => {})));
  assert.deepEqual(counts, { touch: 1 });
  for (const tab of tabs) await moved(tab, limit);
  for (const tab of tabs) {
    assert.equal((await tab.events('expiring')).length, 1);
    assert.deepEqual(await tab.events('ended'), []);
  }
});

test('activity in one tab counts for all, and is told to the server sparingly', async () => {
  await world.fresh({ idle: 8 });
  const [one, two] = await world.signedIn(2, DEMO);
  const limit = await idleExpiry(two);
  await passes(2100);
  const counts = await world.counting(async () => {
    await isActive(one, 5);
    await moved(two, limit);
  });
  assert.deepEqual(counts, { touch: 1 });
  await moved(one, limit);
});

test('refreshes in the background do not count as activity', async () => {
  const { server } = world;
  await world.fresh({ idle: 5, access_lifetime: 2 });
  const tabs = await world.signedIn(2, DEMO, { options: { refresh: { when: 'always' } } });
  const limit = await idleExpiry(tabs[0]);
  await tabs[0].event('refreshed');
  for (const tab of tabs) {
    await tab.status('unauthenticated', 'idle');
    const [ended] = await tab.events('ended');
    assert.ok(Math.abs(ended.at - limit) < LATE, `${ended.at - limit} ms off`);
  }
  assert.ok((await server.stats()).requests.refresh >= 1);
  assert.deepEqual(await server.tokens(), []);
});

test('a page that keeps no idle limit does not tell of activity', async () => {
  await world.fresh({ idle: null });
  const [tab] = await world.signedIn(1, DEMO);
  assert.equal(await idleExpiry(tab), null);
  assert.deepEqual(await world.counting(() => isActive(tab)), {});
});

test('an idle limit of the page’s own ends the session on the server too', async () => {
  const { server } = world;
  await world.fresh({ idle: null });
  const tabs = await world.signedIn(2, DEMO, { options: { idle: { timeout: 4, warn: 1 } } });
  await tabs[0].event('expiring');
  for (const tab of tabs) await tab.status('unauthenticated');
  // Whoever is first ends it; to the other it is a logout.
  const reasons = [(await tabs[0].snapshot()).reason, (await tabs[1].snapshot()).reason];
  assert.ok(reasons.includes('idle'), `${reasons}`);
  await tabs[0].run(() => test.cookieGone());
  assert.deepEqual(await server.tokens(), []);
});

test('nothing moves the absolute limit', async () => {
  await world.fresh({ absolute: 7, access_lifetime: 60 });
  const tabs = await world.signedIn(2, DEMO);
  const { absoluteExpiresAt } = await tabs[0].snapshot();
  await tabs[0].run(() => session.refresh().then(() => {}));
  await tabs[0].run(() => session.extend().then(() => {}));
  assert.ok(Math.abs((await tabs[0].snapshot()).absoluteExpiresAt - absoluteExpiresAt) < 500);
  for (const tab of tabs) {
    await tab.status('unauthenticated', 'expired');
    const [ended] = await tab.events('ended');
    assert.ok(Math.abs(ended.at - absoluteExpiresAt) < LATE, `${ended.at - absoluteExpiresAt} ms off`);
  }
  assert.deepEqual(await world.server.tokens(), []);
});
