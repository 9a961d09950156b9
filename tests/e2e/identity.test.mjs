// Another person signs in, in another tab (P12, P15).
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { DEMO, SECOND, STRATEGIES, setup } from './harness/index.mjs';

const world = setup();
const order = { method: 'POST', headers: { 'content-type': 'application/json' }, body: '{"item":"tea"}' };

/** Signs somebody in behind the back of hallpass, as a form of the app's own would. */
const signInByHand = (tab, { email, password }) =>
  tab.run(
    async (email, password) =>
      (await fetch('/auth/login', { method: 'POST', headers: { 'content-type': 'application/json', 'x-csrf': '1' }, body: JSON.stringify({ email, password }) })).status,
    email,
    password,
  );

for (const strategy of STRATEGIES) {
  test(`requests meant for one person are not executed for another (${strategy})`, async () => {
    const { server } = world;
    await world.fresh({ strategy });
    const [tab] = await world.signedIn(1, DEMO);
    const other = await world.another({ idle: true });
    assert.equal(await signInByHand(other, SECOND), 200);
    assert.deepEqual(await tab.requests(5, '/api/orders', order), { identity_changed: 5 });
    const stats = await server.stats();
    // Once the page hears of the other person it refuses what it has not sent yet by itself.
    assert.ok(stats.mismatches >= 1 && stats.mismatches <= 5, `${stats.mismatches} came`);
    assert.deepEqual(stats.executed_by, {});
    const { from, to } = await tab.event('identity-changed');
    assert.deepEqual({ from, to }, { from: DEMO.subject, to: SECOND.subject });
    assert.equal((await tab.snapshot()).subject, SECOND.subject);
    // Whatever is asked from now on is asked as the new one.
    assert.equal((await tab.request('/api/orders', order)).body.subject, SECOND.subject);
  });

  test(`requests that wait for a refresh are not executed for another (${strategy})`, async () => {
    const { server } = world;
    await world.fresh({ strategy });
    const [tab] = await world.signedIn(1, DEMO);
    const other = await world.another({ idle: true });
    await server.expire();
    await server.fault('refresh', 'hold');
    const outcome = await tab.begin((order) => test.requests(5, '/api/orders', order), order);
    await server.held(1);
    assert.equal(await signInByHand(other, SECOND), 200);
    await server.release();
    const counts = await outcome();
    assert.equal((counts.identity_changed ?? 0) + (counts.session_ended ?? 0) + (counts[409] ?? 0), 5, JSON.stringify(counts));
    assert.deepEqual((await server.stats()).executed_by, {});
    assert.equal(await tab.check(), 'authenticated');
    assert.equal((await tab.snapshot()).subject, SECOND.subject);
  });

  test(`a sign-in in one tab is one in all, and a change of person is told (${strategy})`, async () => {
    await world.fresh({ strategy });
    const [one, two] = await world.pages(2);
    await two.status('unauthenticated');
    await one.login(DEMO);
    await two.event('authenticated');
    assert.equal((await two.snapshot()).subject, DEMO.subject);
    await one.login(SECOND);
    const { from, to } = await two.event('identity-changed');
    assert.deepEqual({ from, to }, { from: DEMO.subject, to: SECOND.subject });
    const aborted = await two.run(() => session.signal.aborted);
    assert.equal(aborted, false, 'the signal is that of the new session');
  });
}

/** A tab that has asked who is signed in, and whose engine arrives when a test says so. */
async function opening() {
  const late = await world.another({ idle: true });
  await late.run(async () => {
    const { fetch } = window;
    const first = new Promise((resolve) => (window.fetch = (...asked) => (resolve(asked), (window.fetch = fetch)(...asked))));
    const wasm = new Promise((resolve) => (test.arrive = () => resolve(fetch('/hallpass/session.wasm'))));
    window.session = test.createSession({ wasm });
    Object.assign(window, test.watch(session));
    // It hears whatever the session hears, after it.
    const ear = new BroadcastChannel('hallpass:session:');
    test.heard = new Promise((resolve) => (ear.onmessage = resolve));
    await first;
  });
  return late;
}
/** Lets the engine of such a tab arrive; what is known first. */
const arrives = (tab) => tab.run(() => (test.arrive(), session.ready().then(({ status, reason }) => (reason ? `${status}:${reason}` : status))));

for (const strategy of STRATEGIES) {
  test(`a tab that opens while another one signs in is signed in (${strategy})`, async () => {
    await world.fresh({ strategy });
    const one = await world.page();
    const late = await opening();
    await one.login(DEMO);
    await late.run(() => test.heard.then(() => {}));
    assert.equal(await arrives(late), 'authenticated');
    assert.deepEqual(await late.statuses(), ['loading', 'authenticated'], 'it never says otherwise');
    assert.equal((await late.snapshot()).subject, DEMO.subject);
  });

  test(`a tab that opens while another one signs out is not signed in (${strategy})`, async () => {
    await world.fresh({ strategy });
    const [one] = await world.signedIn(1, DEMO);
    const late = await opening();
    assert.deepEqual(await one.logout(), { confirmed: true });
    await late.run(() => test.heard.then(() => {}));
    assert.equal(await arrives(late), 'unauthenticated:none');
    assert.deepEqual(await late.statuses(), ['loading', 'unauthenticated:none']);
  });

  test(`a tab that opens while nothing happens asks once (${strategy})`, async () => {
    await world.fresh({ strategy });
    await world.signedIn(1, DEMO);
    const counts = await world.counting(async () => {
      const late = await opening();
      assert.equal(await arrives(late), 'authenticated');
      await late.run(() => test.until(() => session.getSnapshot().activity === 'idle').then(() => {}));
    });
    assert.deepEqual(counts, { session: 1 });
  });
}
