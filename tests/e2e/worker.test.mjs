// A service worker that answers from its cache, whatever an answer says of caching: a copy is no session (P21, P22).
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { DEMO, setup } from './harness/index.mjs';

const world = setup({ through: 'proxy' });

/** Keeps every answer to a GET, and answers with what it has. */
const worker = () => {
  addEventListener('install', () => skipWaiting());
  addEventListener('activate', (event) => event.waitUntil(clients.claim()));
  addEventListener('fetch', (event) => {
    const { request } = event;
    if (request.method !== 'GET' || request.mode === 'navigate') return;
    event.respondWith(
      (async () => {
        const cache = await caches.open('all');
        const kept = await cache.match(request);
        if (kept) return kept;
        const response = await fetch(request);
        await cache.put(request, response.clone());
        return response;
      })(),
    );
  });
};

/** Signs in beneath such a worker, in whose cache the answer is afterwards. */
async function beneath() {
  await world.fresh();
  // The policy of the demo lets nothing but its own policy name scripts.
  world.proxy.change = (_, headers) => delete headers['content-security-policy'];
  world.proxy.answer = ({ url }, response) => url === '/worker.js' && (response.writeHead(200, { 'content-type': 'text/javascript' }).end(`(${worker})()`), true);
  const [tab] = await world.signedIn(1, DEMO);
  await tab.run(async () => {
    await navigator.serviceWorker.register('/worker.js');
    await navigator.serviceWorker.ready;
    if (!navigator.serviceWorker.controller) await new Promise((resolve) => navigator.serviceWorker.addEventListener('controllerchange', resolve, { once: true }));
  });
  await tab.reload();
  await tab.status('authenticated');
  return tab;
}

const unregister = (tab) =>
  tab.run(async () => {
    for (const registration of await navigator.serviceWorker.getRegistrations()) await registration.unregister();
  });

test('a session that was revoked does not come back out of a cache', async () => {
  const tab = await beneath();
  try {
    await world.server.kill();
    await tab.reload();
    await tab.run(() => session.ready().then(() => {}));
    assert.equal((await tab.snapshot()).status, 'unauthenticated');
    assert.equal(await tab.login(DEMO), 'authenticated', 'cookies work');
    await tab.reload();
    await tab.status('authenticated');
  } finally {
    await unregister(tab);
  }
});

test('a first sign-in beneath such a worker is no sign of blocked cookies', async () => {
  const tab = await beneath();
  try {
    await tab.logout();
    await tab.reload();
    await tab.status('unauthenticated');
    assert.equal(await tab.login(DEMO), 'authenticated');
    assert.equal(await tab.check(), 'authenticated');
  } finally {
    await unregister(tab);
  }
});
