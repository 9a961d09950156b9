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
    assert.deepEqual(stage.engines[0].calls, [['logout', { returnTo: undefined }], ['logoutEverywhere', { returnTo: '/bye' }]]);
  });

test('fetch hands everything through, detached too', async () => {
  const seen = [];
  stage.play({ fetch: async (...parts) => (seen.push(parts), new Response('x')) });
  const { fetch } = createSession();
  const init = { method: 'POST' };
  assert.equal(await (await fetch('/api', init)).text(), 'x');
  assert.equal(seen[0][0], '/api');
  assert.equal(seen[0][1], init);
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
  assert.equal(plain.sink.validate, undefined);
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
