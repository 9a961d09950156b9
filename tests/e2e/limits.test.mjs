// The limits of a session: idle, absolute (P19, P20).
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { DEMO, setup } from './harness/index.mjs';

const world = setup({ through: 'proxy' });
const idleExpiry = (tab) => tab.run(() => session.getSnapshot().idleExpiresAt);
const isActive = (tab, times = 1) =>
  tab.run((times) => {
    while (times--) document.dispatchEvent(new PointerEvent('pointerdown', { bubbles: true }));
  }, times);
/** Resolves once the idle limit of a tab has moved by more than a second beyond this. */
const moved = (tab, beyond) => tab.run((beyond) => test.until(() => session.getSnapshot().idleExpiresAt > beyond + 1000), beyond);
/** How late an end may be, in ms: two looks at the server, and a timer of a hidden tab, on a busy machine. */
const LATE = 15_000;
/** How far apart two answers may put the same moment, in ms: each counts from its own arrival. */
const APART = 2500;
/** Each tab was signed out for this limit: not before it, and soon after. */
async function endedAt(tabs, limit, reason) {
  for (const tab of tabs) {
    await tab.status('unauthenticated', reason);
    const [ended] = await tab.events('ended');
    const late = ended.at - limit;
    assert.ok(late > -APART && late < LATE, `${late} ms after the limit`);
  }
}
const passes = (ms) => new Promise((resolve) => setTimeout(resolve, ms));

test('the idle warning comes once in each tab, and extend() in one takes it back in all', async () => {
  await world.fresh({ idle: 12 });
  const tabs = await world.signedIn(2, DEMO);
  const limit = await idleExpiry(tabs[0]);
  for (const tab of tabs) {
    const { limit: which, expiresAt } = await tab.event('expiring');
    assert.equal(which, 'idle');
    assert.ok(Math.abs(expiresAt - limit) < APART);
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
  const { server, proxy } = world;
  await world.fresh({ idle: 6, access_lifetime: 2 });
  const tabs = await world.signedIn(2, DEMO, { options: { refresh: { when: 'always' } } });
  const limit = await idleExpiry(tabs[0]);
  // Either tab may be the one that refreshes.
  await proxy.seen('/auth/refresh', ({ status }) => status === 200);
  await endedAt(tabs, limit, 'idle');
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
  await world.fresh({ absolute: 10, access_lifetime: 60 });
  const tabs = await world.signedIn(2, DEMO);
  const { absoluteExpiresAt } = await tabs[0].snapshot();
  // A limit that were counted anew would be off by as much.
  await passes(2 * APART);
  await tabs[0].run(() => session.refresh().then(() => {}));
  await tabs[0].run(() => session.extend().then(() => {}));
  assert.ok(Math.abs((await tabs[0].snapshot()).absoluteExpiresAt - absoluteExpiresAt) < APART);
  await endedAt(tabs, absoluteExpiresAt, 'expired');
  assert.deepEqual(await world.server.tokens(), []);
});
