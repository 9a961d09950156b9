// An app that sends its requests through the session by replacing `window.fetch` (P32).
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { DEMO, setup } from './harness/index.mjs';

const world = setup({ through: 'proxy' });

/** Has all that the page fetches go through the session. */
const replace = () => {
  let depth = 0;
  window.fetch = async (...args) => {
    if (++depth > 20) throw new Error('session.fetch calls the fetch that calls it');
    try {
      return await session.fetch(...args);
    } finally {
      depth--;
    }
  };
};

test('a fetch that calls session.fetch sends one request', async () => {
  const { proxy } = world;
  await world.fresh();
  const [tab] = await world.signedIn(1, DEMO);
  proxy.log = [];
  await tab.run(replace);
  const status = await tab.run(async () => (await fetch('/api/me')).status);
  assert.equal(status, 200);
  assert.equal(proxy.log.filter(({ path }) => path === '/api/me').length, 1);
});

test('session calls do not go through it', async () => {
  const { server, proxy } = world;
  await world.fresh();
  const [tab] = await world.signedIn(1, DEMO);
  await tab.run(replace);
  await server.expire();
  proxy.log = [];
  assert.equal(await tab.run(() => fetch('/api/me').then(({ status }) => status)), 200);
  assert.deepEqual(proxy.log.map(({ path }) => path), ['/api/me', '/auth/refresh', '/api/me']);
  assert.equal(await tab.run(() => session.refresh().then(({ status }) => status)), 'authenticated');
  assert.deepEqual(await tab.run(() => session.logout()), { confirmed: true });
});
