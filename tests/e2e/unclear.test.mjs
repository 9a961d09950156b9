// A 401 that does not say why: the session endpoint is asked, whatever the method and the type of the answer (P10).
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { DEMO, setup } from './harness/index.mjs';

const world = setup({ through: 'proxy' });

const ANSWERS = {
  empty: [{}, undefined],
  text: [{ 'content-type': 'text/plain' }, 'session_expired'],
  html: [{ 'content-type': 'text/html' }, '<h1>401</h1>'],
  'broken JSON': [{ 'content-type': 'application/json' }, '{"error":'],
};

/** Answers the first request of a path by 401. */
const once = (headers, body) => {
  let answered = false;
  world.proxy.answer = ({ url }, response) => {
    if (answered || url !== '/api/me') return false;
    answered = true;
    response.writeHead(401, headers).end(body);
    return true;
  };
};

/** What the server has just said is believed for a second, whatever an API says. */
const later = (tab) => tab.run(() => new Promise((resolve) => test.setTimeout(resolve, 1_100)));

for (const [name, answer] of Object.entries(ANSWERS))
  test(`an expired session, and a 401 that is ${name}: the endpoint is asked, and the session refreshed`, async () => {
    const { server, proxy } = world;
    await world.fresh();
    const [tab] = await world.signedIn(1, DEMO);
    await later(tab);
    await server.expire();
    proxy.log = [];
    once(...answer);
    assert.equal((await tab.request('/api/me')).status, 401);
    await tab.event('refreshed');
    assert.equal((await tab.request('/api/me')).status, 200);
    assert.deepEqual(proxy.log.map(({ path }) => path), ['/api/me', '/auth/session', '/auth/refresh', '/api/me']);
  });

test('an expired session, and a 401 to HEAD: the endpoint is asked, and the session refreshed', async () => {
  const { server } = world;
  await world.fresh();
  const [tab] = await world.signedIn(1, DEMO);
  await later(tab);
  await server.expire();
  assert.equal((await tab.request('/api/me', { method: 'HEAD' })).status, 401);
  await tab.event('refreshed');
  assert.equal((await tab.request('/api/me', { method: 'HEAD' })).status, 200);
});

for (const [name, answer] of Object.entries(ANSWERS))
  test(`a session that lives, and a 401 that is ${name}: the endpoint is asked, once`, async () => {
    const { proxy } = world;
    await world.fresh();
    const [tab] = await world.signedIn(1, DEMO);
    await later(tab);
    proxy.log = [];
    once(...answer);
    assert.equal((await tab.request('/api/me')).status, 401);
    await proxy.seen('/auth/session');
    await tab.run(() => test.until(() => session.getSnapshot().activity === 'idle'));
    assert.deepEqual(proxy.log.map(({ path }) => path), ['/api/me', '/auth/session']);
    assert.equal((await tab.snapshot()).status, 'authenticated');
  });
