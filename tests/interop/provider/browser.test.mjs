// The whole flow in a real browser: the provider's own form, a refresh, a stronger sign-in, logout, and the provider's logout.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { setup } from '../../e2e/harness/index.mjs';
import { world as make } from './harness.mjs';

const options = { refresh: { when: 'on-demand' } };
const world = setup({
  start: async (page) => {
    const made = await make({ page });
    return { ...made, reset: async () => made.server.reset() };
  },
});

async function fill({ code } = {}) {
  const tab = world.first;
  await tab.arrived('/interaction/');
  await tab.type('input[name=login]', 'ada');
  await tab.type('input[name=password]', 'correct horse');
  if (code) await tab.type('input[name=code]', code);
  await tab.click('button[type=submit]');
}

/** The page's own options are in its address, so that is where the sign-in leads back to. */
const here = () => world.address({ options }).slice(world.url.length);

async function signedIn() {
  await world.fresh();
  // The provider's cookies are of another host than the app's.
  await world.first.open(`${world.server.idp.issuer}/blank`);
  await world.driver.manage().deleteAllCookies();
  const tab = await world.page({ options });
  await tab.status('unauthenticated');
  await tab.run((returnTo) => void session.login({ returnTo }), here());
  await fill();
  await tab.arrived('options=');
  await tab.status('authenticated');
  return tab;
}

test('sign-in by the form of the provider, and a reload', async () => {
  const tab = await signedIn();
  const { subject, claims } = await tab.snapshot();
  assert.deepEqual([subject, claims.name, claims.vip], ['ada', 'Ada Lovelace', true]);
  assert.equal((await tab.request('/api/vip')).status, 200);
  assert.equal(await tab.run(() => document.cookie), '');
  await tab.reload();
  await tab.status('authenticated');
});

test('two tabs and many requests: one refresh at the provider', async () => {
  const tab = await signedIn();
  const other = await world.another({ options });
  await other.status('authenticated');
  const { book } = world.server;
  const before = book.calls.filter((call) => call === '/token').length;
  await Promise.all([tab, other].map((each) => each.run(() => Promise.all([session.refresh(), session.refresh()]).then(() => {}))));
  assert.equal(book.calls.filter((call) => call === '/token').length - before, 1);
  await other.close();
});

test('a stronger sign-in is asked of the provider, and makes a new session', async () => {
  const tab = await signedIn();
  const first = await tab.run(() => fetch('/auth/session', { headers: { 'x-csrf': '1' } }).then((answer) => answer.json()));
  await tab.run((returnTo) => void session.login({ returnTo, acrValues: 'urn:example:strong', maxAge: 60 }), `${here()}&again`);
  await fill({ code: '123456' });
  await tab.arrived('&again');
  await tab.status('authenticated');
  const second = await tab.run(() => fetch('/auth/session', { headers: { 'x-csrf': '1' } }).then((answer) => answer.json()));
  assert.notEqual(second.session, first.session);
  assert.equal(second.claims.acr, 'urn:example:strong');
  const transfer = { method: 'POST', headers: { 'content-type': 'application/json' }, body: '{"to":"x","amount":1}' };
  assert.equal((await tab.request('/api/transfer', transfer)).status, 200);
});

test('logout: here, at the provider, and with both tokens', async () => {
  const tab = await signedIn();
  const { book } = world.server;
  const before = book.answers.filter((one) => one === '/token/revocation').length;
  // The package leads on by https alone, which a provider on this machine has not: the test goes there itself.
  const { logout_url: there } = await tab.run(() => fetch('/auth/logout', { method: 'POST', headers: { 'x-csrf': '1' } }).then((answer) => answer.json()));
  await world.server.answered('/token/revocation', before + 2);
  assert.deepEqual(await tab.logout(), { confirmed: true });
  await tab.status('unauthenticated');
  await tab.open(there);
  await tab.click('button[name=logout]');
  await tab.arrived(world.url);
  const back = await world.page({ options });
  await back.status('unauthenticated');
  // The provider knows this browser no more either.
  await back.run((returnTo) => void session.login({ returnTo }), here());
  await back.arrived('/interaction/');
});

test('the provider ends the session by its back channel, and the page learns it', async () => {
  const tab = await signedIn();
  await world.driver.switchTo().newWindow('tab');
  await world.driver.get(`${world.server.idp.issuer}/session/end`);
  await world.driver.findElement({ css: 'button[name=logout]' }).click();
  await world.server.server.seen('/auth/backchannel-logout', ({ status }) => status === 200);
  await world.driver.close();
  await tab.run(() => session.check().then(() => {}));
  await tab.status('unauthenticated', 'revoked');
});
