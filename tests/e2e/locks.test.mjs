// The tab that holds the refresh lock closes, crashes, or freezes (P7).
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { inspect } from './harness/cdp.mjs';
import { freeze } from './harness/halt.mjs';
import { DEMO, STRATEGIES, chromium, firefox, setup } from './harness/index.mjs';

const world = setup();
const crashing = { skip: !chromium && (firefox ? 'under its driver this browser dies with any tab' : 'this driver waits for a dead tab for ever') };
/** How long a tab waits for a lock before it asks the holder whether that lives, in ms. */
const WAIT = 4000;
/** What a lock that a dead tab holds may cost, and what a busy machine adds, in ms. */
const PATIENCE = 5000 + 10_000;

/** One tab holds the lock: its refresh hangs at the server. Another one is signed in too. */
async function holding(strategy) {
  const { server } = world;
  await world.fresh({ strategy });
  const [other, holder] = await world.signedIn(2, DEMO);
  await server.expire();
  await server.fault('refresh', 'hold');
  const outcome = await holder.begin(() => test.request('/api/me'));
  await server.held(1);
  return { holder, other, outcome };
}

/** A request of a tab that needs the lock; how long it took, and how often it had to take the lock by force. */
const timed = (tab) =>
  tab.run(async () => {
    const begun = performance.now();
    const { status } = await test.request('/api/me');
    return { status, took: performance.now() - begun, stolen: test.seen.stolen };
  });

async function survives(other) {
  await world.server.release();
  assert.equal((await other.request('/api/me')).status, 200);
  assert.equal(await other.check(), 'authenticated');
  assert.deepEqual(await other.events('ended'), []);
  assert.equal((await world.server.stats()).reuse_detections, 0);
}

for (const strategy of STRATEGIES) {
  test(`a tab that closes with the lock keeps nobody waiting (${strategy})`, async () => {
    const { holder, other } = await holding(strategy);
    await holder.close();
    const { status, stolen } = await timed(other);
    assert.deepEqual({ status, stolen }, { status: 200, stolen: 0 }, 'the browser handed the lock on');
    await survives(other);
  });

  test(`a session that is disposed of keeps the lock until its renewal has landed (${strategy})`, async () => {
    const { holder, other } = await holding(strategy);
    await holder.run(() => session.dispose());
    const asked = await other.begin(() => test.request('/api/me'));
    await other.run(async () => {
      // No event tells of it.
      while (!(await navigator.locks.query()).pending.length) await new Promise((resolve) => test.setTimeout(resolve, 10));
    });
    await world.server.release();
    assert.equal((await asked()).status, 200);
    await survives(other);
  });

  test(`a tab that crashes with the lock keeps nobody waiting (${strategy})`, crashing, async () => {
    const { holder, other } = await holding(strategy);
    const target = await inspect(world.driver, holder);
    target.send('Page.crash').catch(() => {});
    const { status, stolen } = await timed(other);
    assert.deepEqual({ status, stolen }, { status: 200, stolen: 0 }, 'the browser handed the lock on');
    target.close();
    await survives(other);
    await holder.close();
  });

  test(`a frozen tab that holds the lock costs a bounded time, and its late answer nothing (${strategy})`, async () => {
    const { holder, other, outcome } = await holding(strategy);
    const thaw = await freeze(world.driver, holder, other);
    const { status, took, stolen } = await timed(other);
    assert.deepEqual({ status, stolen }, { status: 200, stolen: 1 });
    assert.ok(took < PATIENCE, `${took} ms`);
    await world.server.release();
    await thaw();
    const late = await outcome();
    assert.ok(late.status === 200 || late.failed, JSON.stringify(late));
    assert.equal((await holder.request('/api/me')).status, 200);
    await survives(other);
    const { requests } = await world.server.stats();
    assert.ok(requests.refresh <= 3, `${requests.refresh} refreshes`);
  });
}

test('a refresh that outlasts a logout revives nothing, frozen or not', async () => {
  const { holder, other } = await holding('jwt');
  const thaw = await freeze(world.driver, holder, other);
  await other.logout();
  await world.server.release();
  await thaw();
  await holder.status('unauthenticated');
  assert.equal(await other.check(), 'unauthenticated');
  assert.deepEqual(await world.server.tokens(), []);
});

test('a lock whose holder answers nobody is taken after a bounded time', async () => {
  const { server } = world;
  await world.fresh();
  const [tab] = await world.signedIn(1, DEMO);
  const silent = await world.another({ idle: true });
  // As a tab in an endless loop would: it holds the lock, and says nothing.
  const lost = await silent.begin(async (name) => {
    const held = await new Promise((resolve) => {
      const lock = navigator.locks.request(name, () => (resolve(() => lock), new Promise(() => {})));
    });
    return held().catch((error) => error.name);
  }, 'hallpass:session:refresh');
  await server.expire();
  const { status, took, stolen } = await timed(tab);
  assert.deepEqual({ status, stolen }, { status: 200, stolen: 1 });
  assert.ok(took > WAIT, `${took} ms: this is not the lock, and proves nothing`);
  assert.ok(took < PATIENCE, `${took} ms`);
  assert.equal(await lost(), 'AbortError');
});

for (const strategy of STRATEGIES)
  test(`a refresh that was committed before a logout, and answered after it, revives nothing (${strategy})`, async () => {
    const { server } = world;
    await world.fresh({ strategy });
    const [other, holder] = await world.signedIn(2, DEMO);
    await server.expire();
    await server.fault('refresh', 'hold', { after_commit: true });
    const outcome = await holder.begin(() => test.request('/api/me'));
    await server.held(1);
    const leaving = await other.begin(() => session.logout());
    await holder.status('unauthenticated', 'logged-out');
    assert.equal((await outcome()).failed?.code, 'session_ended');
    await server.release();
    assert.deepEqual(await leaving(), { confirmed: true });
    for (const tab of [other, holder]) {
      assert.equal(await tab.check(), 'unauthenticated');
      await tab.reload();
      await tab.status('unauthenticated');
    }
    assert.deepEqual(await server.tokens(), []);
  });
