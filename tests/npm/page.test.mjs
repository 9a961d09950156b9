// What the page does with what a caller handed over: the engine never sees it, so no test of the engine can tell.
import assert from 'node:assert/strict';
import { beforeEach, test } from 'node:test';

const stub = (name, value) => Object.defineProperty(globalThis, name, { value, configurable: true, writable: true });
const { Page } = await import(process.env.HALLPASS_PAGE ?? '../../src/browser/page/page.js');
const { CALLED, RESPONDED } = await import('../../src/browser/page/inputs.js');
const { CODES, EVENTS } = await import('../../src/browser/page/names.js');
// Loaded late by the page: not while a test waits.
await import('../../src/browser/page/servers.js');
const { built, perform, settled } = await import('./setup.mjs');
const STEP_UP = EVENTS.indexOf('step-up');
const calls = await import(`${built}/calls.js`);
const { HALLPASS } = await import(`${built}/hallpass.js`);

let sent;
let went;
let pushed;
let page;
beforeEach(() => {
  sent = [];
  went = [];
  pushed = [];
  stub('navigator', { onLine: true });
  stub('location', { origin: 'https://app.example', protocol: 'https:', href: 'https://app.example/now?x=1', assign: (url) => went.push(url) });
  stub('document', { cookie: '', visibilityState: 'visible', baseURI: 'https://app.example/', addEventListener() {} });
  stub('window', { addEventListener() {} });
  stub('addEventListener', () => {});
  stub('BroadcastChannel', undefined);
  stub('fetch', async (url, init) => (init.method && sent.push([url, init.body]), Response.json({})));
  const error = (code) => Object.assign(new Error(code), { code });
  page = new Page({ preset: HALLPASS, origins: [], name: 'session' }, { error, publish() {}, emit() {} });
  page.start({
    create() {},
    push(...input) {
      pushed.push(input);
      page.imports._snapshot(1, 0, 5, NaN, NaN, NaN);
      return Infinity;
    },
  });
});

const post = (id) => perform(page, 'send', id, HALLPASS.login, 'login', 0);
const idOf = (n) => pushed.filter(([input]) => input === CALLED)[n][1];
const ada = '{"email":"ada","password":"one"}';
const bob = '{"email":"bob","password":"two"}';

test('a login posts what it was given, whatever is asked for while it waits', async () => {
  page.call(calls.LOGIN, ada);
  page.call(calls.CHECK);
  page.call(calls.ENSURE_FRESH, 60);
  await post(1);
  assert.deepEqual(sent, [['/auth/login', ada]]);
});

test('a second login is refused without a trace in the first', async () => {
  page.call(calls.LOGIN, ada);
  const second = page.call(calls.LOGIN, bob);
  perform(page, 'fail', idOf(1), 'config_invalid', '', 0, NaN);
  await assert.rejects(second, { code: 'config_invalid' });
  await post(1);
  assert.deepEqual(sent, [['/auth/login', ada]]);
});

test('what a login was given goes with it', async () => {
  const first = page.call(calls.LOGIN, ada);
  perform(page, 'resolve', idOf(0), 0, false);
  await first;
  await post(1);
  assert.deepEqual(sent, [['/auth/login', undefined]]);
  for (const input of pushed) assert.ok(!JSON.stringify(input).includes('one'));
});

for (const [wanted, landed] of [
  ['/orders?page=2#top', '/orders?page=2#top'],
  [undefined, '/now?x=1'],
  ['https://app.example/in', '/in'],
  ['https://evil.example/', '/now?x=1'],
  ['//evil.example', '/now?x=1'],
  ['/\\evil.example', '/now?x=1'],
  ['/.//evil.example', '/evil.example'],
  ['https://app.example//evil.example', '/evil.example'],
  ['javascript:alert(1)', '/now?x=1'],
])
  test(`a sign-in that should return to ${wanted} returns to ${landed}`, () => {
    page.call(calls.NAVIGATE, { returnTo: wanted });
    perform(page, 'navigateToLogin', 0, 0, false);
    assert.deepEqual(went, [`/auth/login?return_to=${encodeURIComponent(landed)}`]);
  });

test('how strong and how recent a sign-in is to be goes to the sign-in page, by the names of the preset', () => {
  page.call(calls.NAVIGATE, { returnTo: '/transfer', acrValues: 'urn:a b&c', maxAge: 0 });
  perform(page, 'navigateToLogin', 0, 0, false);
  assert.deepEqual(went, ['/auth/login?return_to=%2Ftransfer&acr_values=urn%3Aa+b%26c&max_age=0']);
});

test('what a sign-in was to lead to is not lost while a renewal settles', async () => {
  const leaving = page.call(calls.NAVIGATE, { returnTo: '/orders' });
  perform(page, 'resolve', idOf(0), 0, false);
  await leaving;
  page.call(calls.CHECK);
  perform(page, 'navigateToLogin', 0, 0, false);
  assert.deepEqual(went, ['/auth/login?return_to=%2Forders']);
});

test('a sign-in asks for no more than the last one that was called for', () => {
  page.call(calls.NAVIGATE, { returnTo: '/a', maxAge: 5 });
  page.call(calls.NAVIGATE);
  perform(page, 'navigateToLogin', 0, 0, false);
  assert.deepEqual(went, ['/auth/login?return_to=%2Fnow%3Fx%3D1']);
});

for (const [wanted, asked] of [
  ['/bye?x=1', '?return_to=%2Fbye%3Fx%3D1'],
  ['https://evil.example/', '?return_to=%2Fnow%3Fx%3D1'],
  [undefined, ''],
])
  test(`a logout that should lead to ${wanted} tells the server so, if anything`, async () => {
    const asks = [];
    stub('fetch', async (url) => (asks.push(url), Response.json({})));
    page.call(calls.LOGOUT, { returnTo: wanted });
    await perform(page, 'send', 1, HALLPASS.logout[0], 'logout', 0);
    assert.deepEqual(asks, [`/auth/logout${asked}`]);
  });

const CHALLENGED = { status: 401, at: { header: 'www-authenticate' }, is: { has: 'insufficient_user_authentication' } };
const OTHER = { session: { path: '/me' }, subject: '/id', stepUp: CHALLENGED };
const challenge = (params) => ({ 'www-authenticate': `Bearer error="insufficient_user_authentication", ${params}` });
const body = (more) => ({ error: 'insufficient_user_authentication', ...more });
for (const [what, said, headers, wanted] of [
  ['the body', body({ acr_values: 'urn:gold', max_age: 60 }), {}, { acrValues: 'urn:gold', maxAge: 60 }],
  ['the challenge', body(), challenge('acr_values="urn:gold urn:silver", max_age="60"'), { acrValues: 'urn:gold urn:silver', maxAge: 60 }],
  ['a challenge without quotes', body(), challenge('max_age=0, acr_values=gold'), { acrValues: 'gold', maxAge: 0 }],
  ['both', body({ max_age: 0 }), challenge('acr_values="gold", max_age="60"'), { acrValues: 'gold', maxAge: 0 }],
  ['the challenge of a server that answers no JSON', undefined, challenge('max_age="5"'), { acrValues: undefined, maxAge: 5 }],
  ['neither', body(), {}, { acrValues: undefined, maxAge: undefined }],
])
  test(`what a step-up wants: in ${what}`, async () => {
    const events = [];
    const response = said ? Response.json(said, { status: 401, headers }) : new Response('no', { status: 401, headers });
    stub('fetch', async () => response);
    const watched = new Page({ preset: headers['www-authenticate'] ? OTHER : HALLPASS, origins: [], name: 'session' }, { publish() {}, emit: (event) => events.push(event) });
    watched.start({
      create() {},
      push(input) {
        watched.imports._snapshot(0, 0, 5, NaN, NaN, NaN);
        if (input === RESPONDED) watched.imports._event(STEP_UP, 0, NaN);
        return Infinity;
      },
    });
    watched.fetch('https://app.example/api');
    perform(watched, 'dispatch', 1, 0, false);
    await settled();
    assert.deepEqual(events, [{ type: 'step-up', ...wanted, response }]);
  });

test('a snapshot bears what its status has use for, once; a time of zero is a time, and NaN is none', () => {
  const shown = [];
  let say;
  let failed;
  const error = (code) => ({ code });
  const watched = new Page({ preset: HALLPASS, origins: [], name: 'session' }, { error, publish: (snapshot) => shown.push(snapshot), emit() {} });
  const publish = (...numbers) => ((say = numbers), watched.handle(0), shown.splice(0));
  say = [1, 1, 5, NaN, NaN, NaN];
  watched.start({
    create() {},
    push() {
      watched.imports._snapshot(...say);
      if (failed) watched.imports._fail(0, 0, CODES.indexOf(failed), 0, 0, NaN);
      return Infinity;
    },
  });
  assert.deepEqual(shown.splice(0), [{ status: 'loading', activity: 'checking' }]);
  const times = { expiresAt: 0, idleExpiresAt: null, absoluteExpiresAt: 5 };
  assert.deepEqual(publish(0, 0, 5, 0, NaN, 5), [{ status: 'authenticated', activity: 'idle', claims: undefined, subject: null, ...times }]);
  assert.deepEqual(publish(0, 0, 5, 0, NaN, 5), []);
  assert.deepEqual(publish(2, 0, 2, 0, NaN, 5), [{ status: 'unauthenticated', activity: 'idle', reason: 'expired' }]);
  for (failed of ['network', 'timeout'])
    assert.deepEqual(publish(2, 0, 2, 0, NaN, 5), [{ status: 'unauthenticated', activity: 'idle', reason: 'expired', error: { code: failed } }]);
  assert.deepEqual(publish(2, 0, 2, 0, NaN, 5), []);
});
