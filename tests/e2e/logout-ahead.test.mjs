// A user who logs out while the engine is on its way is signed out at once: in every tab, in the next page, on the server (P13, P14, P15).
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { DEMO, setup } from './harness/index.mjs';

const world = setup({ through: 'proxy' });

const isEngine = (path) => /^\/hallpass\/.*(inline|wasm)/.test(path);

/** Keeps engines from pages that are opened from here on; returns how to let them come. */
function hold() {
  let come;
  const gate = new Promise((resolve) => (come = resolve));
  world.proxy.hold = (path) => (isEngine(path) ? gate : undefined);
  return come;
}
/** Opens a page, and makes a session once it has come: one that waits for an engine is not loaded to its end. */
async function open() {
  const tab = await world.first.open(world.address({ idle: true }));
  await tab.run(() => {
    window.session = test.createSession();
    Object.assign(window, test.watch(session));
  });
  return tab;
}
const logouts = () => world.proxy.log.filter(({ path }) => path === '/auth/logout').length;
const marks = (tab) => tab.run(() => document.cookie.split('; ').filter((cookie) => cookie.startsWith('hallpass.')).length);

test('a logout ahead of the engine signs every tab out at once, and is carried out once it is there', async () => {
  await world.fresh();
  await world.signedIn(1, DEMO);
  const other = await world.another();
  const [token] = await world.server.tokens();
  const come = hold();
  const tab = await open();
  const left = await tab.begin(() => session.logout());
  await tab.status('unauthenticated', 'logged-out');
  await other.event('ended');
  assert.deepEqual((await other.events('ended')).map(({ reason, by }) => ({ reason, by })), [{ reason: 'logged-out', by: 'tab' }]);
  const asked = await tab.begin(() => session.fetch('/api/me').then(({ status }) => status, ({ code }) => code));
  come();
  assert.deepEqual(await left(), { confirmed: true });
  assert.equal(await asked(), 'session_ended');
  await tab.run(() => test.cookieGone());
  assert.equal(await world.server.alive(token.value), false);
  assert.deepEqual(await tab.statuses(), ['loading', 'unauthenticated:logged-out']);
});

test('a page whose engine cannot be loaded leaves the logout to the next one', async () => {
  await world.fresh();
  await world.signedIn(1, DEMO);
  const [token] = await world.server.tokens();
  world.proxy.cut = isEngine;
  const tab = await open();
  assert.deepEqual(await tab.run(() => session.logout()), { confirmed: false });
  const { status, reason, error } = await tab.snapshot();
  assert.deepEqual([status, reason, error.code], ['unauthenticated', 'logged-out', 'wasm_load_failed']);
  await tab.open(`${world.url}/test/blank`);
  assert.deepEqual([await marks(tab), logouts()], [1, 0]);
  world.proxy.cut = undefined;
  await open();
  await tab.run(() => test.cookieGone());
  assert.equal(logouts(), 1);
  assert.deepEqual(await tab.events('authenticated'), []);
  assert.equal(await world.server.alive(token.value), false);
});

test('a logout from all devices reaches them, also where it comes ahead of the engine', async () => {
  await world.fresh();
  await world.signedIn(1, DEMO);
  const [elsewhere] = await world.server.signIn(DEMO);
  const come = hold();
  const tab = await open();
  const left = await tab.begin(() => session.logout({ everywhere: true }));
  await tab.status('unauthenticated', 'logged-out');
  come();
  assert.deepEqual(await left(), { confirmed: true });
  assert.equal(await world.server.alive(elsewhere.value), false);
});
