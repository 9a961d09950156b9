// Leaving: at once, in every tab, for good, with or without a network (P13, P14, P15, P17).
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { DEMO, SECOND, STRATEGIES, setup } from './harness/index.mjs';

const world = setup({ through: 'proxy' });
/** Signs out in the first tab while the server says nothing: every tab leaves at once, whatever becomes of the request. */
async function leave(tabs) {
  const { proxy } = world;
  let open;
  const gate = new Promise((resolve) => (open = resolve));
  proxy.hold = (path) => (path === '/auth/logout' ? gate : undefined);
  const outcome = await tabs[0].begin(() => session.logout());
  for (const tab of tabs) await tab.status('unauthenticated', 'logged-out');
  const sent = await proxy.seen('/auth/logout');
  assert.deepEqual([sent.status, sent.gone], [undefined, undefined], 'the server had answered before: this proves nothing');
  open();
  return outcome();
}

for (const strategy of STRATEGIES) {
  test(`a logout signs every tab out and kills what was copied (${strategy})`, async () => {
    const { server } = world;
    await world.fresh({ strategy });
    const tabs = await world.signedIn(3, DEMO);
    const stolen = await server.tokens();
    assert.equal(stolen.length, strategy === 'jwt' ? 2 : 1);
    assert.equal((await server.replay('/api/me', stolen)).status, 200, 'the copy works before');

    assert.deepEqual(await leave(tabs), { confirmed: true });
    for (const tab of tabs) {
      const { status, reason } = await tab.snapshot();
      assert.deepEqual({ status, reason }, { status: 'unauthenticated', reason: 'logged-out' });
      const by = tab === tabs[0] ? 'app' : 'tab';
      assert.deepEqual((await tab.events('ended')).map(({ reason, by }) => [reason, by]), [['logged-out', by]]);
    }
    for (const { value } of stolen) assert.equal(await server.alive(value), false);
    assert.equal((await server.replay('/api/me', stolen)).status, 401);
    const refreshed = await server.replay('/auth/refresh', stolen, { method: 'POST' });
    assert.equal(refreshed.status, 401);
    assert.deepEqual(refreshed.headers.getSetCookie(), []);
    assert.equal(await tabs[0].run(() => document.cookie), '', 'no tombstone is left');
  });

  test(`a logout without a network signs out at once, and for good (${strategy})`, async () => {
    const { server, proxy } = world;
    await world.fresh({ strategy });
    const tabs = await world.signedIn(3, DEMO);
    const stolen = await server.tokens();
    proxy.cut = (path) => /^\/(auth|api)/.test(path);
    assert.deepEqual(await leave(tabs), { confirmed: false });
    assert.match(await tabs[0].run(() => document.cookie), /^hallpass\.session\+/);
    assert.equal(await server.alive(stolen[0].value), true, 'the server does not know yet');
    // The cookie still works, and nothing is asked in its name.
    const counts = await world.counting(async () => {
      proxy.cut = (path) => path.startsWith('/auth');
      assert.equal((await tabs[1].request('/api/me')).failed.code, 'session_ended');
    });
    assert.deepEqual(counts, {});
    await tabs[1].reload();
    await tabs[1].status('unauthenticated', 'logged-out');
    assert.deepEqual(await tabs[1].statuses(), ['loading', 'unauthenticated:logged-out']);

    proxy.cut = undefined;
    // The tab that is looked at keeps trying.
    await tabs[0].show();
    await tabs[0].run(() => test.cookieGone());
    for (const { value } of stolen) assert.equal(await server.alive(value), false);
    for (const tab of tabs) {
      await tab.reload();
      await tab.run(() => session.ready().then(() => {}));
      assert.equal((await tab.snapshot()).status, 'unauthenticated');
    }
  });

  test(`a page opened later delivers a logout that was never confirmed (${strategy})`, async () => {
    const { server, proxy } = world;
    await world.fresh({ strategy });
    const [tab] = await world.signedIn(1, DEMO);
    proxy.cut = (path) => path.startsWith('/auth');
    assert.deepEqual(await tab.logout(), { confirmed: false });
    await tab.open(`${world.url}/test/blank`);
    proxy.cut = undefined;
    proxy.log = [];
    await world.page();
    assert.deepEqual(await tab.statuses(), ['loading', 'unauthenticated:logged-out']);
    await tab.run(() => test.cookieGone());
    assert.equal(proxy.log.find(({ path }) => path.startsWith('/auth')).path, '/auth/logout', 'before anything else');
    assert.deepEqual(await server.tokens(), []);
    assert.equal(await tab.login(SECOND), 'authenticated');
  });
}

test('a logout that is confirmed removes its own tombstone, and not that of another session', async () => {
  const { proxy } = world;
  await world.fresh();
  const [tab] = await world.signedIn(1, DEMO);
  proxy.cut = (path) => path.startsWith('/auth');
  assert.deepEqual(await tab.logout(), { confirmed: false });
  const another = 'hallpass.session+0=~'; // of a session without a name
  await tab.run((cookie) => void (document.cookie = `${cookie};Path=/`), another);
  proxy.cut = undefined;
  proxy.log = [];
  assert.equal(await tab.check(), 'unauthenticated');
  await tab.run(() => test.until(() => session.getSnapshot().activity === 'idle').then(() => {}));
  const { path, status } = proxy.log.find(({ path }) => path.startsWith('/auth'));
  assert.deepEqual({ path, status }, { path: '/auth/logout', status: 200 });
  assert.equal(await tab.run(() => document.cookie), another);
  // Whoever opens next delivers that one.
  await tab.reload();
  await tab.run(() => test.cookieGone());
  assert.deepEqual(await tab.statuses(), ['loading', 'unauthenticated:logged-out']);
});

test('whoever leaves while signing in leaves a tombstone without a name, and nobody is signed in after it', async () => {
  const { server } = world;
  await world.fresh();
  const [tab] = await world.signedIn(1, DEMO);
  await server.fault('login', 'hold', { after_commit: true });
  const login = await tab.begin(async (email, password) => session.login({ email, password }).catch(({ code }) => code), SECOND.email, SECOND.password);
  await server.held(1);
  const logout = await tab.begin(() => session.logout());
  assert.equal(await login(), 'session_ended');
  assert.equal(await tab.run(() => document.cookie), 'hallpass.session+0=~');
  await server.release();
  assert.deepEqual(await logout(), { confirmed: true });
  assert.equal(await tab.run(() => document.cookie), '');
  assert.equal(await tab.check(), 'unauthenticated');
  await tab.reload();
  await tab.status('unauthenticated');
});

test('what is on its way when the session ends is aborted, and so is the signal', async () => {
  await world.fresh();
  const [one, two] = await world.signedIn(2, DEMO);
  await world.server.fault('api', 'hold', { times: 2 });
  const outcomes = [];
  for (const tab of [one, two]) outcomes.push(await tab.begin(async (path) => {
    const { signal } = session;
    const { failed } = await test.request(path);
    return { code: failed.code, aborted: signal.aborted, reason: signal.reason?.code };
    // Of two requests alike, Chromium's cache holds one back.
  }, `/api/me?${outcomes.length}`));
  await world.server.held(2);
  await one.logout();
  for (const outcome of outcomes) assert.deepEqual(await outcome(), { code: 'session_ended', aborted: true, reason: 'session_ended' });
  await world.server.release();
});

test('a session that ends on the server is found out, and told in every tab', async () => {
  await world.fresh();
  const [one, two] = await world.signedIn(2, DEMO);
  await world.server.kill();
  assert.equal(await one.check(), 'unauthenticated');
  assert.equal((await one.snapshot()).reason, 'revoked');
  await two.status('unauthenticated', 'revoked');
});

test('a logout everywhere ends the sessions of other browsers too', async () => {
  const { server } = world;
  await world.fresh();
  const [tab] = await world.signedIn(1, DEMO);
  const elsewhere = await server.signIn(DEMO);
  assert.equal((await server.replay('/api/me', elsewhere)).status, 200);
  assert.deepEqual(await tab.logout({ everywhere: true }), { confirmed: true });
  assert.equal((await server.replay('/api/me', elsewhere)).status, 401);
});

test('forged messages sign nobody out, nor anybody in', async () => {
  const { proxy } = world;
  await world.fresh();
  const [tab] = await world.signedIn(1, DEMO);
  const forger = await world.another({ idle: true });
  // No question is answered before the last message is heard: all that the messages cause, they cause at once.
  let answer;
  const gate = new Promise((resolve) => (answer = resolve));
  proxy.hold = (path) => (path.startsWith('/auth') ? gate : undefined);
  await tab.run(() => {
    test.last = new Promise((resolve) => (new BroadcastChannel('hallpass:session:').onmessage = ({ data }) => data === 'last' && resolve()));
  });
  await forger.run(() => {
    for (const name of ['hallpass:session', 'hallpass:session:']) {
      const channel = new BroadcastChannel(name);
      for (const news of Array(12).keys())
        for (const message of [[1, news, 2 ** 31, 1, 1, 0, 0, 0, 3_600_000], [1, news, 0, 0, 0, -1, -1, -1, 0], { news }, null, 'logged-out'])
          channel.postMessage(Array.isArray(message) ? new Float64Array(message) : message), channel.postMessage(message);
      channel.postMessage('last');
    }
  });
  await tab.run(() => test.last);
  answer();
  await tab.run(() => test.until(() => session.getSnapshot().activity === 'idle').then(() => {}));
  assert.equal((await tab.snapshot()).status, 'authenticated');
  assert.deepEqual(await tab.events('ended'), []);
  assert.equal((await tab.request('/api/me')).status, 200);
  // One when the page was opened; the rest is what two hundred messages came to, of each kind of news at most one.
  const { requests } = await world.server.stats();
  assert.ok((requests.refresh ?? 0) <= 1 && requests.session <= 6, JSON.stringify(requests));
});
