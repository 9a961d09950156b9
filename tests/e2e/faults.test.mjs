// A refresh whose outcome is unknown, and a server that is gone (P6, P9).
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { DEMO, STRATEGIES, setup } from './harness/index.mjs';

const world = setup({ through: 'proxy' });

const FAULTS = [
  ['close_before'], ['close_after_headers'], ['close_after_commit'],
  ['html'], ['redirect'], ['null'], ['empty'], ['garbage'], ['wrong_type'],
  ['html', { after_commit: true }], ['redirect', { after_commit: true }], ['null', { after_commit: true }],
  ['status', { status: 500 }], ['status', { status: 502, after_commit: true }],
];
const SPARED = [
  ['status', { status: 503, retry_after: 1 }],
  ['status', { status: 429, retry_after: 1 }],
];

for (const strategy of STRATEGIES) {
  test(`whatever becomes of a refresh, nobody is signed out (${strategy})`, async (t) => {
    const { server, proxy } = world;
    // Browsers themselves send again what dies with a reused connection.
    await world.fresh({ strategy, keep_alive: false });
    const [tab] = await world.signedIn(1, DEMO);
    // Longer each time: two grants of the same second could not be told apart.
    let access_lifetime = 300;
    const lapse = async () => {
      await server.config({ access_lifetime: (access_lifetime += 10) });
      await server.expire();
    };
    for (const [kind, more] of FAULTS)
      await t.test(`${kind} ${JSON.stringify(more ?? {})}`, async () => {
        await lapse();
        await server.fault('refresh', kind, more);
        proxy.log = [];
        assert.deepEqual(await tab.request('/api/me').then(({ status, failed }) => status ?? failed), 200);
        const asked = proxy.log.map(({ path }) => path.replace('/auth/', '')).filter((path) => !path.startsWith('/api'));
        assert.equal(asked[0], 'refresh');
        assert.equal(asked[1], 'session', `asked before anything else: ${asked}`);
        assert.ok(asked.length <= 3, `${asked}`);
        assert.equal((await tab.snapshot()).error, undefined);
      });
    for (const [kind, more] of SPARED)
      await t.test(`${kind} ${JSON.stringify(more)}`, async () => {
        await lapse();
        await server.fault('refresh', kind, more);
        proxy.log = [];
        const { failed } = await tab.request('/api/me');
        assert.match(failed.code, more.status === 429 ? /rate_limited/ : /server/);
        assert.equal(failed.status, more.status);
        assert.equal(failed.retryAfter, 1);
        await tab.run(() => test.until(() => !session.getSnapshot().error));
        assert.equal((await tab.request('/api/me')).status, 200);
        const [first, second, ...others] = proxy.log.filter(({ path }) => path === '/auth/refresh').map(({ at }) => at);
        assert.ok(second - first >= 1000, `the server was left alone for ${second - first} ms`);
        assert.deepEqual(others, []);
      });
    assert.deepEqual(await tab.statuses(), ['loading', 'unauthenticated:none', 'authenticated']);
    assert.equal((await server.stats()).reuse_detections, 0);
  });
}

test('an answer that never comes is given up after its deadline', async () => {
  const { server, proxy } = world;
  await world.fresh({ strategy: 'jwt' });
  const [tab] = await world.signedIn(1, DEMO);
  await server.config({ access_lifetime: 310 });
  await server.expire();
  await server.fault('refresh', 'hold', { after_commit: true });
  proxy.log = [];
  assert.equal((await tab.request('/api/me')).status, 200);
  const asked = proxy.log.map(({ path }) => path).filter((path) => path.startsWith('/auth'));
  assert.deepEqual(asked.slice(0, 2), ['/auth/refresh', '/auth/session']);
  await server.release();
  assert.deepEqual(await tab.statuses(), ['loading', 'unauthenticated:none', 'authenticated']);
  assert.equal((await tab.request('/api/me')).status, 200);
});

test('an outage signs nobody out, and is over by itself', async () => {
  const { server, proxy } = world;
  await world.fresh();
  const [tab] = await world.signedIn(1, DEMO);
  proxy.cut = (path) => /^\/(auth|api)/.test(path);
  await assert.rejects(tab.check(), { code: 'network' });
  const { failed } = await tab.request('/api/me');
  assert.equal(failed.name, 'TypeError', 'the error of fetch itself');
  await server.expire();
  assert.equal((await tab.snapshot()).status, 'authenticated');
  proxy.cut = undefined;
  await tab.run(() => test.until(() => !session.getSnapshot().error));
  assert.equal((await tab.request('/api/me')).status, 200);
  assert.deepEqual(await tab.events('ended'), []);
});

test('a page that opens during an outage is signed in when it is over', async () => {
  const { proxy } = world;
  await world.fresh();
  const [tab] = await world.signedIn(1, DEMO);
  proxy.cut = (path) => path.startsWith('/auth');
  await tab.reload();
  await tab.run(() => session.ready());
  const { status, error } = await tab.snapshot();
  assert.equal(status, 'unauthenticated');
  assert.equal(error.code, 'network');
  proxy.cut = undefined;
  await tab.status('authenticated');
});

test('many tabs do not storm a server that comes back', async () => {
  const { server, proxy } = world;
  await world.fresh();
  const tabs = await world.signedIn(3, DEMO);
  await server.expire();
  proxy.cut = (path) => path.startsWith('/auth');
  for (const tab of tabs) assert.ok((await tab.request('/api/me')).failed);
  proxy.cut = undefined;
  proxy.log = [];
  for (const tab of tabs) assert.equal(await tab.check(), 'authenticated');
  const asked = (path) => proxy.log.filter((entry) => entry.path === path).length;
  // One for all; a tab whose own refresh was lost makes sure by one more.
  assert.ok(asked('/auth/refresh') >= 1 && asked('/auth/refresh') <= tabs.length, `${asked('/auth/refresh')} refreshes`);
  // The check itself, one after the refresh of another tab, and one that was due since the outage.
  assert.ok(asked('/auth/session') <= 3 * tabs.length, `${asked('/auth/session')} checks`);
  for (const tab of tabs) assert.equal((await tab.snapshot()).status, 'authenticated');
});
