// What a page sends as it goes: a request with `keepalive` leaves before the page does (P27).
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { DEMO, setup } from './harness/index.mjs';

const world = setup({ through: 'proxy' });

test('a request that is made while the page is hidden for good is sent', async () => {
  const { proxy } = world;
  await world.fresh();
  const [tab] = await world.signedIn(1, DEMO);
  await tab.run(() => {
    addEventListener('pagehide', () => void session.fetch('/api/left', { method: 'POST', body: 'state', keepalive: true }));
  });
  proxy.log = [];
  await tab.open(`${world.url}/test/blank`);
  const { headers } = await proxy.seen('/api/left');
  assert.equal(headers['content-length'], '5');
  assert.ok(headers['hallpass-session']);
});
