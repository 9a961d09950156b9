// What the page does with what a caller handed over: the engine never sees it, so no test of the engine can tell.
import assert from 'node:assert/strict';
import { beforeEach, test } from 'node:test';
import { built, perform, settled, source } from './setup.mjs';

const stub = (name, value) => Object.defineProperty(globalThis, name, { value, configurable: true, writable: true });
const { createPage: create } = await import(`${source}/page.js`);
const { InputKind } = await import(`${source}/generated/border.js`);
const { CODES, DETAILS, EVENTS, REASONS } = await import(`${source}/generated/border.js`);
const servers = await import(`${source}/servers.js`);
const { isBeyond } = await import(`${source}/beyond.js`);
const createPage = (settings, sink) => create(settings, sink, isBeyond(settings.preset) ? async () => servers : undefined);
const { EFFECTS, FAILURES } = await import(`${source}/generated/trace.js`);
const [ADOPT_CLAIMS, RESOLVE, REJECT, FAIL, WRITE_TOMBSTONE] = ['adoptClaims', 'resolve', 'reject', 'fail', 'writeTombstone'].map((name) => EFFECTS.indexOf(name));
const STEP_UP = EVENTS.indexOf('step-up');
const [NETWORK, REJECTED] = ['network', 'rejected'].map((name) => FAILURES.indexOf(name));
const NO_REASON = REASONS.length;
const EXPIRED = REASONS.indexOf('expired');
const calls = await import(`${built}/border.js`);
const { HALLPASS } = await import(`${built}/hallpass.js`);

/** What a page tells, as far as no test looks at it. */
const SINK = { send: (...request) => fetch(...request), signal: () => new AbortController().signal, publish() {}, emit() {} };

let sent;
let went;
let pushed;
let page;
beforeEach(() => {
  sent = [];
  went = [];
  pushed = [];
  stub('navigator', { onLine: true });
  stub('origin', 'https://app.example');
  stub('location', { origin: 'https://app.example', protocol: 'https:', href: 'https://app.example/now?x=1', assign: (url) => went.push(url) });
  stub('document', { cookie: '', visibilityState: 'visible', baseURI: 'https://app.example/', addEventListener() {} });
  stub('window', { addEventListener() {} });
  stub('addEventListener', () => {});
  stub('BroadcastChannel', undefined);
  stub('fetch', async (url, init) => (init.method && sent.push([new URL(url).pathname, init.body]), Response.json({})));
  const error = (code) => Object.assign(new Error(code), { code });
  page = createPage({ preset: HALLPASS, origins: [], name: 'session' }, { error, ...SINK });
  page.start({
    create() {},
    push(...input) {
      pushed.push(input);
      page.imports._snapshot(1, 0, REASONS.length, NaN, NaN, NaN);
      return Infinity;
    },
  });
});

const post = (id) => perform(page, 'send', id, HALLPASS.login, 'login', 0);
const idOf = (n) => pushed.filter(([input]) => input === InputKind.Called)[n][1];
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
  ['/.//evil.example', '/now?x=1'],
  ['https://app.example//evil.example', '/now?x=1'],
  ['javascript:alert(1)', '/now?x=1'],
])
  test(`a sign-in that should return to ${wanted} returns to ${landed}`, () => {
    page.call(calls.LOGIN_BY_NAVIGATION, { returnTo: wanted });
    perform(page, 'navigateToLogin', 0, 0, false);
    assert.deepEqual(went, [`https://app.example/auth/login?return_to=${encodeURIComponent(landed)}`]);
  });

test('how strong and how recent a sign-in is to be goes to the sign-in page, by the names of the preset', () => {
  page.call(calls.LOGIN_BY_NAVIGATION, { returnTo: '/transfer', acrValues: 'urn:a b&c', maxAge: 0 });
  perform(page, 'navigateToLogin', 0, 0, false);
  assert.deepEqual(went, ['https://app.example/auth/login?return_to=%2Ftransfer&acr_values=urn%3Aa+b%26c&max_age=0']);
});

test('what a sign-in was to lead to is not lost while a renewal settles', async () => {
  const leaving = page.call(calls.LOGIN_BY_NAVIGATION, { returnTo: '/orders' });
  perform(page, 'resolve', idOf(0), 0, false);
  await leaving;
  page.call(calls.CHECK);
  perform(page, 'navigateToLogin', 0, 0, false);
  assert.deepEqual(went, ['https://app.example/auth/login?return_to=%2Forders']);
});

test('a sign-in asks for no more than the last one that was called for', () => {
  page.call(calls.LOGIN_BY_NAVIGATION, { returnTo: '/a', maxAge: 5 });
  page.call(calls.LOGIN_BY_NAVIGATION);
  perform(page, 'navigateToLogin', 0, 0, false);
  assert.deepEqual(went, ['https://app.example/auth/login?return_to=%2Fnow%3Fx%3D1']);
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
    assert.deepEqual(asks, [`https://app.example/auth/logout${asked}`]);
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
    const watched = createPage({ preset: headers['www-authenticate'] ? OTHER : HALLPASS, origins: [], name: 'session' }, { ...SINK, emit: (event) => events.push(event) });
    watched.start({
      create() {},
      push(input) {
        watched.imports._snapshot(0, 0, 5, NaN, NaN, NaN);
        if (input === InputKind.Responded) watched.imports._event(STEP_UP, 0, NaN);
        return Infinity;
      },
    });
    watched.fetch(new Request('https://app.example/api'));
    perform(watched, 'dispatch', 1, 0, false);
    await settled();
    assert.deepEqual(events, [{ type: 'step-up', ...wanted, response }]);
  });

test('a snapshot bears what its status has use for, once; a time of zero is a time, and NaN is none', () => {
  const shown = [];
  let say;
  let failed;
  const error = (code) => ({ code });
  const watched = createPage({ preset: HALLPASS, origins: [], name: 'session' }, { ...SINK, error, publish: (snapshot) => shown.push(snapshot) });
  const publish = (...numbers) => ((say = numbers), watched.handle(0), shown.splice(0));
  say = [1, 1, NO_REASON, NaN, NaN, NaN];
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
  assert.deepEqual(publish(0, 0, NO_REASON, 0, NaN, 5), [{ status: 'authenticated', activity: 'idle', claims: undefined, subject: null, ...times }]);
  assert.deepEqual(publish(0, 0, NO_REASON, 0, NaN, 5), []);
  assert.deepEqual(publish(2, 0, EXPIRED, 0, NaN, 5), [{ status: 'unauthenticated', activity: 'idle', reason: 'expired' }]);
  for (failed of ['network', 'timeout'])
    assert.deepEqual(publish(2, 0, EXPIRED, 0, NaN, 5), [{ status: 'unauthenticated', activity: 'idle', reason: 'expired', error: { code: failed } }]);
  assert.deepEqual(publish(2, 0, EXPIRED, 0, NaN, 5), []);
});

for (const [what, odd] of [['a BigInt', { id: 7n }], ['a cycle', (() => { const odd = {}; odd.self = odd; return odd; })()]])
  test(`claims that JSON cannot write are claims: ${what} (W2)`, async () => {
    const shown = [];
    stub('fetch', async () => Response.json({ authenticated: true, claims: { name: 'Ada' }, subject: 'ada' }));
    const watched = createPage({ preset: HALLPASS, origins: [], name: 'session' }, { ...SINK, publish: (snapshot) => shown.push(snapshot), validate: async () => odd });
    let status = 1;
    watched.start({
      create() {},
      push(input) {
        if (input === InputKind.Answered) {
          watched.imports._effect(ADOPT_CLAIMS, 0, 0, false);
          status = 0;
        }
        watched.imports._snapshot(status, 0, NO_REASON, NaN, NaN, NaN);
        return Infinity;
      },
    });
    for (let check = 1; check < 3; check++) {
      await perform(watched, 'send', check, HALLPASS.session, 'check', 0);
      await settled();
    }
    assert.deepEqual(shown.map(({ status }) => status), ['loading', 'authenticated'], 'once: they are the same');
    assert.equal(shown[1].claims, odd);
  });

test('what an effect throws is reported, and the others are carried out all the same (P31)', async (t) => {
  const reported = [];
  t.mock.method(globalThis, 'queueMicrotask', (task) => {
    try {
      task();
    } catch (cause) {
      reported.push(cause.message);
    }
  });
  let denied = false;
  stub('document', { get cookie() { return ''; }, set cookie(_) { denied = true; throw new Error('SecurityError'); }, visibilityState: 'visible' });
  const watched = createPage({ preset: HALLPASS, origins: [], name: 'session' }, { ...SINK, error: (code) => ({ code }) });
  watched.start({
    create() {},
    push(input, id) {
      if (input === InputKind.Called) {
        watched.imports._effect(WRITE_TOMBSTONE, 0, 1, false);
        watched.imports._effect(RESOLVE, id, 0, true);
      }
      watched.imports._snapshot(1, 0, NO_REASON, NaN, NaN, NaN);
      return Infinity;
    },
  });
  assert.deepEqual(await watched.call(calls.LOGOUT), { confirmed: true });
  assert.ok(denied);
  assert.deepEqual(reported, ['SecurityError']);
});

test('an engine that traps ends what is pending with an error, and takes no further input (P31)', async () => {
  const cause = new WebAssembly.RuntimeError('unreachable');
  const broken = [];
  let pushes = 0;
  const watched = createPage({ preset: HALLPASS, origins: [], name: 'session' }, { ...SINK, error: (code) => ({ code }), broken: (cause) => (broken.push(cause), { code: 'wasm_load_failed' }) });
  watched.start({
    create() {},
    push(input) {
      pushes++;
      if (input === InputKind.Called) throw cause;
      watched.imports._snapshot(1, 0, NO_REASON, NaN, NaN, NaN);
      return Infinity;
    },
  });
  const request = watched.fetch(new Request('https://app.example/api'));
  await assert.rejects(watched.call(calls.CHECK), { code: 'wasm_load_failed' });
  await assert.rejects(request, { code: 'wasm_load_failed' });
  const before = pushes;
  perform(watched, 'readTombstone', 0, 0);
  assert.deepEqual([pushes, broken], [before, [cause]]);
});

test('session calls go to the origin of the page, whatever a <base> says (W1)', async () => {
  stub('document', { cookie: '', visibilityState: 'visible', baseURI: 'https://evil.example/' });
  page.call(calls.LOGIN, ada);
  const urls = [];
  stub('fetch', async (url) => (urls.push(url), Response.json({})));
  await post(1);
  perform(page, 'navigateToLogin', 0, 0, false);
  assert.deepEqual(urls, ['https://app.example/auth/login']);
  assert.match(went[0], /^https:\/\/app\.example\//);
});

test('why there is no answer is told: the network, or our own code; and by what', async (t) => {
  const { Headers } = globalThis;
  t.after(() => stub('Headers', Headers));
  stub('fetch', () => Promise.reject(new TypeError('Failed to fetch')));
  await post(1);
  assert.deepEqual(pushed.at(-1).slice(0, 3), [InputKind.Failed, 1, NETWORK]);
  stub('Headers', class {
    constructor() {
      throw new TypeError('ours');
    }
  });
  await post(2);
  assert.deepEqual(pushed.at(-1).slice(0, 3), [InputKind.Failed, 2, REJECTED]);
});

test('an error that an answer caused carries the answer, parsed too, and its words (B1)', async () => {
  const said = { error: 'two_factor', error_description: 'A code is wanted.' };
  const response = Response.json(said, { status: 403 });
  stub('fetch', async () => response);
  const errors = [];
  const watched = createPage({ preset: HALLPASS, origins: [], name: 'session' }, { ...SINK, error: (code, known) => (errors.push({ code, ...known }), new Error(code)) });
  let id;
  watched.start({
    create() {},
    push(input, call) {
      if (input === InputKind.Called) id = call;
      if (input === InputKind.Answered) watched.imports._fail(FAIL, id, CODES.indexOf('server'), DETAILS.length, 403, NaN);
      watched.imports._snapshot(1, 0, NO_REASON, NaN, NaN, NaN);
      return Infinity;
    },
  });
  const login = watched.call(calls.LOGIN, ada);
  await perform(watched, 'send', 1, HALLPASS.login, 'login', 0);
  await assert.rejects(login, { message: 'server' });
  assert.deepEqual([errors[0].message, errors[0].body, errors[0].response], ['A code is wanted.', said, response]);
});

test('an error names the request that it is about, without the query, and why it failed', async () => {
  const cause = new TypeError('offline');
  const errors = [];
  const watched = createPage({ preset: HALLPASS, origins: [], name: 'session' }, { ...SINK, error: (code, known) => Object.assign(new Error(code), known, (errors.push(known), {})) });
  let call;
  let fetched;
  watched.start({
    create() {},
    push(input, id) {
      const fails = (effect, call, code) => watched.imports._fail(effect, call, CODES.indexOf(code), DETAILS.length, 0, NaN);
      if (input === InputKind.Called) call = id;
      if (input === InputKind.Requested) fetched = id;
      if (input === InputKind.Failed) {
        fails(FAIL, call, 'network');
        fails(REJECT, fetched, 'session_ended');
      }
      watched.imports._snapshot(1, 0, NO_REASON, NaN, NaN, NaN);
      return Infinity;
    },
  });
  const login = watched.call(calls.LOGIN, ada);
  const request = watched.fetch(new Request('https://app.example/api/orders?token=x', { method: 'POST' }));
  stub('fetch', () => Promise.reject(cause));
  await perform(watched, 'send', 1, HALLPASS.login, 'login', 0);
  await assert.rejects(login, { request: 'POST https://app.example/auth/login', cause });
  await assert.rejects(request, { request: 'POST https://app.example/api/orders', cause });
  assert.equal(errors.length, 2);
});

test('a response that an error hands over stays readable (E8)', async () => {
  let signal;
  stub('fetch', async (_, init) => ((signal = init.signal), Response.json({ error: 'session_expired' }, { status: 401 })));
  const watched = createPage({ preset: HALLPASS, origins: [], name: 'session' }, { ...SINK, error: (code, known) => Object.assign(new Error(code), known) });
  let fetched;
  watched.start({
    create() {},
    push(input, id) {
      if (input === InputKind.Requested) watched.imports._effect(EFFECTS.indexOf('dispatch'), (fetched = id), 0, false);
      if (input === InputKind.Responded) watched.imports._fail(REJECT, fetched, CODES.indexOf('body_not_replayable'), DETAILS.length, 0, NaN);
      watched.imports._snapshot(1, 0, NO_REASON, NaN, NaN, NaN);
      return Infinity;
    },
  });
  const error = await watched.fetch(new Request('https://app.example/api')).catch((error) => error);
  assert.equal(signal.aborted, false);
  assert.deepEqual(await error.response.json(), { error: 'session_expired' });
});

for (const [headers, wanted] of [
  [{ 'retry-after': '7' }, 7000],
  [{ 'x-retry-after': '8' }, 8000],
  [{ 'ratelimit-reset': '9' }, 9000],
  [{ ratelimit: '"login";r=0;t=10' }, 10_000],
  [{ ratelimit: 'limit=5, remaining=0, reset=11' }, 11_000],
  [{ 'retry-after': '12', 'ratelimit-reset': '99' }, 12_000],
  [{}, NaN],
])
  test(`how long a server asks to wait: ${JSON.stringify(headers)} (B6)`, async () => {
    stub('fetch', async () => Response.json({}, { status: 429, headers }));
    await post(1);
    const [input, , status, wait] = pushed.at(-1);
    assert.deepEqual([input, status, wait], [InputKind.Answered, 429, wanted]);
  });
