// What a browser says of its network is a hint: where it is wrong, all goes on as usual (P6, P14, P28).
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { DEMO, setup } from './harness/index.mjs';

const world = setup({ through: 'proxy' });

/** Fails the first request of a path, once. */
const once = (path, status = 503) => {
  let failed = false;
  world.proxy.answer = ({ url }, response) => {
    if (failed || url !== path) return false;
    failed = true;
    response.writeHead(status).end();
    return true;
  };
};

/** Opens a page whose browser believes that there is no network. */
async function offline() {
  const tab = await world.first.open(world.address({ idle: true }));
  await tab.run(async () => {
    Object.defineProperty(navigator, 'onLine', { configurable: true, get: () => false });
    window.session = test.createSession();
    Object.assign(window, test.watch(session));
    await session.ready();
  });
  return tab;
}

test('a check that failed once is made again', async () => {
  await world.fresh();
  await world.signedIn(1, DEMO);
  once('/auth/session');
  const tab = await offline();
  await tab.status('authenticated');
});

test('a logout that failed once is told again', async () => {
  await world.fresh();
  await world.signedIn(1, DEMO);
  const [token] = await world.server.tokens();
  const tab = await offline();
  await tab.status('authenticated');
  once('/auth/logout');
  await tab.run(() => session.logout());
  await tab.run(() => test.cookieGone());
  assert.equal(await world.server.alive(token.value), false);
});
