// Who is signed in is asked before the engine is there, so that the two do not wait for each other.
import assert from 'node:assert/strict';
import { beforeEach, test } from 'node:test';
import { built, perform, settled, source } from './setup.mjs';

const stub = (name, value) => Object.defineProperty(globalThis, name, { value, configurable: true, writable: true });
const { createPage } = await import(`${source}/page.js`);
const { InputKind } = await import(`${source}/generated/border.js`);
const { json } = await import(`${source}/json.js`);
const { HALLPASS } = await import(`${built}/hallpass.js`);

let asked;
let pushed;
beforeEach(() => {
  asked = [];
  pushed = [];
  stub('navigator', { onLine: true });
  stub('origin', 'https://app.example');
  stub('location', { origin: 'https://app.example', href: 'https://app.example/' });
  stub('document', { cookie: '', visibilityState: 'visible' });
  stub('addEventListener', () => {});
  stub('BroadcastChannel', undefined);
  stub('fetch', async (url, init) => (asked.push([url, init]), Response.json({ authenticated: false })));
});

const open = (options) =>
  createPage({ preset: HALLPASS, origins: [], name: 'session', ...options }, { error: (code) => new Error(code), send: (...request) => fetch(...request), publish() {}, emit() {} });

/** Begins, and asks as the engine does first. */
async function begun(page) {
  page.start({
    create() {},
    push(...input) {
      pushed.push(input);
      // The preset is the second of what it sees; the session endpoint, by number, its first term.
      if (input[0] === InputKind.Started) page.imports._effect(0, 1, page.imports._get(1, 0), 0, 0);
      page.imports._snapshot(1, 0, 5, NaN, NaN, NaN);
      return Infinity;
    },
  });
  await settled();
  return page;
}

test('the answer is there when the engine asks, and is used once', async () => {
  const page = open();
  const [url, { headers, credentials, cache, redirect }] = asked[0];
  assert.equal(url, 'https://app.example/auth/session');
  assert.deepEqual(Object.fromEntries(headers), { accept: 'application/json', 'x-csrf': '1' });
  assert.deepEqual({ credentials, cache, redirect }, { credentials: 'include', cache: 'no-store', redirect: 'manual' });
  await begun(page);
  assert.equal(asked.length, 1);
  assert.deepEqual(pushed.at(-1).slice(0, 3), [InputKind.Answered, 1, 200]);
  await perform(page, 'send', 2, HALLPASS.session, 'check', 0);
  assert.equal(asked.length, 2);
});

test('the question follows the preset and the base URL', () => {
  const preset = { baseUrl: '/api/auth/', headers: { rid: '1' }, session: { path: '/get-session', query: { disableRefresh: 'true' }, headers: { v: '2' } } };
  open({ preset });
  open({ preset, baseUrl: 'https://id.example/x/' });
  assert.deepEqual(asked.map(([url]) => url), [
    'https://app.example/api/auth/get-session?disableRefresh=true',
    'https://id.example/x/get-session?disableRefresh=true',
  ]);
  assert.deepEqual(Object.fromEntries(asked[0][1].headers), { accept: 'application/json', rid: '1', v: '2' });
});

test('what is more than reading is left to the engine', async () => {
  const session = { path: '/session', method: 'POST' };
  const page = open({ preset: { session } });
  assert.deepEqual(asked, []);
  await begun(page);
  assert.equal(asked.length, 1);
});

for (const cookie of [`a=b; hallpass.session+${json._digest('1') | 0}=~1`, 'hallpass.session+0=~'])
  test(`nothing is asked while a logout is still to be delivered (${cookie})`, () => {
    document.cookie = cookie;
    open();
    assert.deepEqual(asked, []);
    open({ name: 'other' });
    assert.equal(asked.length, 1);
  });

test('a page without access to its cookies is made all the same, and fails when it begins', () => {
  stub('document', { get cookie() { throw new Error('SecurityError'); } });
  const page = open();
  assert.deepEqual(asked, []);
  assert.throws(() => page.start({ create() {} }), /SecurityError/);
});

test('a question that fails is the engine’s to judge', async () => {
  stub('fetch', () => Promise.reject(new TypeError('offline')));
  await begun(open());
  assert.equal(pushed.at(-1)[1], 1);
  assert.notEqual(pushed.at(-1)[0], InputKind.Answered);
});

test('a page that is disposed of gives its question up', () => {
  const page = open();
  page.dispose();
  assert.ok(asked[0][1].signal.aborted);
});
