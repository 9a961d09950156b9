// What a page makes of what it was told, and had asked, before its engine was there (P15).
import assert from 'node:assert/strict';
import { beforeEach, test } from 'node:test';
import { built, settled, source } from './setup.mjs';

const stub = (name, value) => Object.defineProperty(globalThis, name, { value, configurable: true, writable: true });
const { createPage } = await import(`${source}/page.js`);
const { InputKind } = await import(`${source}/generated/border.js`);
const { TERMS } = await import(`${source}/generated/border.js`);
const { INTENTS } = await import(`${source}/generated/trace.js`);
await import(`${source}/servers.js`);
const { HALLPASS } = await import(`${built}/hallpass.js`);

const RENEWED = [1, 0], SIGNED_IN = [1, 1], LOGGED_OUT = [1, 2], ENDED = [1, 3];
const ACTIVE = [1, 4], BACKOFF = [1, 5], PING = [1, 6], HOLDING = [1, 7];
/** What an engine does: ask for something, who is signed in or else; want the lock. */
const ask = (id, intent = 'check', endpoint = 'session') => ({ _effect, _get }) => _effect(0, id, _get(1, TERMS.indexOf(endpoint)), INTENTS.indexOf(intent), 0);
const lock = (id) => ({ _effect }) => _effect(2, id, 0, false);

/** In the order in which they happen: `open`, `ask` and the path. */
let happened;
let channels;
let told;
let page;
/** How far the clocks are ahead. */
let later;
const { performance } = globalThis;
beforeEach(() => {
  happened = [];
  channels = [];
  told = [];
  later = 0;
  stub('performance', { now: () => performance.now() + later });
  stub('navigator', { onLine: true });
  stub('origin', 'https://app.example');
  stub('location', { origin: 'https://app.example', protocol: 'https:', href: 'https://app.example/' });
  stub('document', { cookie: '', visibilityState: 'visible', baseURI: 'https://app.example/' });
  stub('addEventListener', () => {});
  stub('fetch', async (url) => (happened.push(new URL(url).pathname), Response.json({})));
  stub('BroadcastChannel', class {
    constructor(name) {
      happened.push(name);
      channels.push(this);
    }
    close() {
      this.closed = true;
    }
  });
});

/** Opens a page, lets it hear messages, and `span` ms later starts it with an engine that reacts as a test says, once each. */
async function start(messages = [], { reactions = { [InputKind.Started]: ask(1) }, span = 10, preset = HALLPASS } = {}) {
  page = createPage({ preset, origins: [], name: 'session', idle: false }, { send: (...request) => fetch(...request), publish() {}, emit() {} });
  for (const data of messages) channels[0].onmessage({ data });
  later += span;
  page.start({
    create() {},
    push(input, id, a, b, ...clocks) {
      told.push({ input, clocks });
      const react = reactions[input];
      delete reactions[input];
      react?.(page.imports);
      page.imports._snapshot(1, 0, 5, NaN, NaN, NaN);
      return Infinity;
    },
  });
  await settled();
}
const inputs = () => told.map(({ input }) => input);
const asked = () => happened.filter((what) => !what.startsWith('hallpass:'));

test('a page listens before it asks', async () => {
  await start();
  assert.deepEqual(happened, ['hallpass:session:', '/auth/session']);
});

test('the engine starts at the time of the question that has been asked, and everything later has its own', async () => {
  const before = performance.now();
  const wall = Date.now();
  await start([], { span: 3000 });
  assert.deepEqual(asked(), ['/auth/session']);
  assert.deepEqual(inputs(), [InputKind.Started, InputKind.Answered]);
  const [[monotonic, epoch], [next]] = told.map(({ clocks }) => clocks);
  assert.ok(monotonic >= before && monotonic < before + 3000, `${monotonic - before}`);
  assert.ok(epoch <= wall, 'both clocks go back by as much');
  assert.ok(next >= monotonic + 2999, `${next - monotonic}`);
});

test('what was heard meanwhile is told right after the start, before the answer', async () => {
  await start([PING, 'x', null]);
  assert.deepEqual(asked(), ['/auth/session']);
  assert.deepEqual(inputs(), [InputKind.Started, InputKind.Heard, InputKind.Heard, InputKind.Heard, InputKind.Answered]);
});

for (const [news, message] of Object.entries({ RENEWED, SIGNED_IN, LOGGED_OUT, ENDED }))
  test(`after ${news} the question is asked anew, and the start is now`, async () => {
    const before = performance.now();
    await start([ACTIVE, message], { span: 3000 });
    assert.deepEqual(asked(), ['/auth/session', '/auth/session']);
    assert.deepEqual(inputs(), [InputKind.Started, InputKind.Heard, InputKind.Heard, InputKind.Answered]);
    assert.ok(told[0].clocks[0] >= before + 3000);
  });

for (const [news, message] of Object.entries({ ACTIVE, BACKOFF, PING, HOLDING }))
  test(`${news} says nothing of who is signed in: the answer counts`, async () => {
    await start([message]);
    assert.deepEqual(asked(), ['/auth/session']);
  });

test('an answer that waited ten seconds for its engine is none', async () => {
  await start([], { span: 9_000 });
  assert.equal(asked().length, 1);
  await start([], { span: 10_001 });
  assert.equal(asked().length, 3);
});

test('the answer is that of the question which the start causes, never of a later one', async () => {
  // The start wants a lock first: so it does where somebody is to be signed out.
  await start([PING], { reactions: { [InputKind.Started]: lock(1), [InputKind.Heard]: ask(2) } });
  assert.equal(asked().length, 2);
});

test('nor of anything else that the start causes', async () => {
  // Without locks one is granted at once, within the start.
  await start([], { reactions: { [InputKind.Started]: lock(1), [InputKind.LockGranted]: ask(2, 'refresh', 'refresh') } });
  assert.deepEqual(asked(), ['/auth/session', '/auth/refresh']);
});

test('once only', async () => {
  await start([], { reactions: { [InputKind.Started]: ask(1), [InputKind.Answered]: ask(2) } });
  assert.equal(asked().length, 2);
});

test('a server that wants tokens is asked no more often', async () => {
  await start([], { preset: { session: { path: '/me' }, csrf: { cookie: 'xsrf', header: 'X-XSRF' } } });
  assert.deepEqual(asked(), ['/me']);
  assert.deepEqual(inputs(), [InputKind.Started, InputKind.Answered]);
});

test('where nothing is asked ahead, the start is now', async () => {
  const before = performance.now();
  await start([], { span: 3000, preset: { session: { path: '/me', method: 'POST' } } });
  assert.deepEqual(asked(), ['/me']);
  assert.ok(told[0].clocks[0] >= before + 3000);
});

test('a page disposed of before its engine has come listens no more', () => {
  page = createPage({ preset: HALLPASS, origins: [], name: 'session' }, { send: (...request) => fetch(...request), publish() {}, emit() {} });
  page.dispose();
  assert.ok(channels[0].closed);
});
