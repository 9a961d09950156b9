// What an application calls, and the end of it (P25).
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { code, createSession, stage } from './session.mjs';
import { settled } from './setup.mjs';

test('a call made before the module is there waits for it, and resolves with the snapshot', async () => {
  stage.play({ async call() { this.signIn(); } });
  const session = createSession();
  assert.equal((await session.check()).status, 'authenticated');
  await session.ensureFresh(60);
  await session.login({ email: 'a', password: 'b', returnTo: '/' });
  await session.login({ returnTo: '/orders' });
  await session.refresh();
  await session.extend();
  assert.deepEqual(stage.engines[0].calls.map(([kind, argument]) => [kind, argument]), [
    ['check', undefined], ['ensureFresh', 60], ['login', '{"email":"a","password":"b"}'], ['navigate', { returnTo: '/orders', acrValues: undefined, maxAge: undefined }], ['refresh', undefined], ['extend', undefined],
  ]);
});

for (const confirmed of [true, false])
  test(`logout says that the server has ${confirmed ? '' : 'not yet '}confirmed`, async () => {
    stage.play({ call: async () => ({ confirmed }) });
    const session = createSession();
    assert.deepEqual(await session.logout(), { confirmed });
    assert.deepEqual(await session.logout({ everywhere: true, returnTo: '/bye' }), { confirmed });
    assert.deepEqual(stage.engines[0].calls, [['logout', { everywhere: undefined, returnTo: undefined }], ['logout', { everywhere: true, returnTo: '/bye' }]]);
  });

test('fetch hands everything through, detached too', async () => {
  const seen = [];
  stage.play({ fetch: async (...parts) => (seen.push(parts), new Response('x')) });
  const { fetch } = createSession();
  const init = { method: 'POST', body: 'a' };
  const sent = fetch('/api', init);
  init.method = 'DELETE';
  assert.equal(await (await sent).text(), 'x');
  const [[request, streams]] = seen;
  assert.deepEqual([request.method, request.url, streams], ['POST', 'https://app.example/api', false], 'as it was when it was called');
  assert.equal(await request.text(), 'a');
});

test('fetch reads its arguments as the browser does: a prototype, getters, a Request in either place', async () => {
  const seen = [];
  stage.play({ fetch: async (request, streams) => (seen.push([request.method, request.headers.get('x'), streams]), new Response('x')) });
  const { fetch } = createSession();
  class Options {
    get method() {
      return 'PUT';
    }
    get headers() {
      return { x: '1' };
    }
  }
  await fetch('/api', new Options());
  await fetch('/api', new Request('https://app.example/', { method: 'DELETE', headers: { x: '2' } }));
  await fetch(new Request('https://app.example/', { method: 'PATCH', headers: { x: '3' } }));
  await fetch('/api', { method: 'POST', body: new ReadableStream(), duplex: 'half' });
  assert.deepEqual(seen, [['PUT', '1', false], ['DELETE', '2', false], ['PATCH', '3', false], ['POST', null, true]]);
});

test('what fetch would not send is refused as fetch refuses it', async () => {
  const { fetch } = createSession();
  for (const [input, init] of [['http://['], ['/api', { method: 'TRACE' }], ['/api', { body: 'a' }], ['http://user:pw@app.example/']])
    await assert.rejects(fetch(input, init), TypeError);
  assert.deepEqual(stage.engines.at(-1)?.calls ?? [], []);
});

test('a request is given up at once, also while there is no engine yet', async () => {
  stage.play({ init: () => new Promise(() => {}) });
  const { fetch } = createSession();
  const controller = new AbortController();
  const sent = fetch('/api', { signal: controller.signal });
  controller.abort('changed my mind');
  await assert.rejects(sent, (reason) => reason === 'changed my mind');
  await assert.rejects(fetch('/api', { signal: controller.signal }), (reason) => reason === 'changed my mind');
});

test('a fetch of the application that calls the session sends one request (W3)', async () => {
  const native = [];
  globalThis.fetch = async (...request) => (native.push(request[0]), new Response('x'));
  stage.play({ fetch: (request) => stage.engines.at(-1).sink.send(request) });
  const session = createSession();
  globalThis.fetch = (...request) => session.fetch(...request);
  native.length = 0;
  assert.equal(await (await session.fetch('https://app.example/api')).text(), 'x');
  assert.equal(await (await fetch('https://app.example/api')).text(), 'x');
  assert.deepEqual(native.map(({ url }) => url), ['https://app.example/api', 'https://app.example/api']);
});

test('so does one that waits before it calls the session (W3)', async () => {
  const native = [];
  globalThis.fetch = async (...request) => (native.push(request[0]), new Response('x'));
  stage.play({ fetch: (request) => stage.engines.at(-1).sink.send(request, { headers: { a: 'b' }, signal: new AbortController().signal }) });
  const session = createSession();
  globalThis.fetch = async (input, init) => {
    await settled();
    return session.fetch(input, { ...init });
  };
  native.length = 0;
  assert.equal(await (await fetch('https://app.example/api')).text(), 'x');
  assert.deepEqual(native.map(({ url }) => url), ['https://app.example/api']);
});

test('a fetch that called the session before it was made is told so, and does not go round for ever (W3)', async () => {
  let session;
  globalThis.fetch = async (input, init) => {
    await settled();
    return session.fetch(input, { ...init });
  };
  stage.play({ fetch: (request) => stage.engines.at(-1).sink.send(request, { signal: new AbortController().signal }) });
  session = createSession();
  await assert.rejects(fetch('https://app.example/api'), { code: 'config_invalid', message: /before window\.fetch calls it/ });
});

test('an engine that breaks down ends what is pending, says so, and is made anew by the next call', async () => {
  const session = createSession();
  await settled();
  const faults = [];
  session.on('fault', ({ error }) => faults.push(error));
  const cause = new WebAssembly.RuntimeError('unreachable');
  const error = stage.engines[0].sink.broken(cause);
  assert.equal(session.getSnapshot().error, error);
  assert.deepEqual([error.code, error.cause, faults], ['wasm_load_failed', cause, [error]]);
  await session.check();
  assert.equal(stage.engines.length, 2);
});

test('a schema judges the claims', async () => {
  const claims = {
    '~standard': {
      version: 1,
      vendor: 'test',
      validate: async (value) => (value.ok ? { value: { fine: true } } : { issues: [{ message: 'not ok' }] }),
    },
  };
  const [, { sink }] = await stage.start({ claims });
  assert.deepEqual(await sink.validate({ ok: true }), { fine: true });
  await assert.rejects(sink.validate({}), /not ok/);
  const [, plain] = await stage.start();
  const told = {};
  assert.equal(await plain.sink.validate(told), told);
});

test('dispose is final, and done once', async () => {
  const [session, engine] = await stage.start();
  const waiting = session.ready();
  waiting.catch(() => {});
  session.subscribe(() => assert.fail('after dispose'));
  const { signal } = session;
  session.dispose();
  session.dispose();
  session[Symbol.dispose ?? 'dispose']();
  engine.signIn();
  engine.sink.emit({ type: 'authenticated' });
  assert.equal(engine.disposed, 1);
  assert.ok(code('disposed')(signal.reason));
  await assert.rejects(waiting, code('disposed'));
  for (const method of ['ready', 'check', 'refresh', 'ensureFresh', 'fetch', 'login', 'logout', 'extend'])
    await assert.rejects(session[method]('/'), code('disposed'), method);
  assert.deepEqual(engine.calls, []);
});

test('disposed before the module is there, nothing begins', async () => {
  const session = createSession();
  const pending = session.check();
  session.dispose();
  await assert.rejects(pending, code('disposed'));
  await settled();
  assert.equal(stage.engines[0].started, undefined);
  assert.ok(stage.engines[0].disposed);
});

test('a call that waits while the session is disposed of does not reach the engine', async () => {
  const [session, engine] = await stage.start();
  const pending = session.check();
  session.dispose();
  await assert.rejects(pending, code('disposed'));
  assert.deepEqual(engine.calls, []);
});

test('many sessions share one module', async () => {
  await stage.start();
  await stage.start();
  assert.ok(stage.loads.length <= 1);
  assert.equal(stage.engines.length, 2);
});
