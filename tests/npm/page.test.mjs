// What the page does with what a caller handed over: the engine never sees it, so no test of the engine can tell.
import assert from 'node:assert/strict';
import { beforeEach, test } from 'node:test';

const stub = (name, value) => Object.defineProperty(globalThis, name, { value, configurable: true, writable: true });
const { Page } = await import(process.env.HALLPASS_PAGE ?? '../../src/browser/page/page.js');
const { CALLED } = await import('../../src/browser/page/inputs.js');
const { built } = await import('./setup.mjs');
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
      page.imports.snapshot(0, 0, 5, NaN, NaN, NaN);
      return Infinity;
    },
  });
});

const post = (id) => page.perform('send', id, HALLPASS.login, 'login', 0);
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
  page.perform('fail', idOf(1), 'config_invalid', '', 0, NaN);
  await assert.rejects(second, { code: 'config_invalid' });
  await post(1);
  assert.deepEqual(sent, [['/auth/login', ada]]);
});

test('what a login was given goes with it', async () => {
  const first = page.call(calls.LOGIN, ada);
  page.perform('resolve', idOf(0), 0, false);
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
    page.call(calls.NAVIGATE, wanted);
    page.perform('navigateToLogin', 0, 0, false);
    assert.deepEqual(went, [`/auth/login?return_to=${encodeURIComponent(landed)}`]);
  });
