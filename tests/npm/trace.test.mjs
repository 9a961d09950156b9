import assert from 'node:assert/strict';
import { beforeEach, test } from 'node:test';
import { inspect } from 'node:util';
import { built, perform, playEngine, playPage, settled, source } from './setup.mjs';

const { createSession } = await import('hallpass');
const { InputKind, Intent } = await import(`${source}/generated/border.js`);
const { EFFECTS, INPUTS } = await import(`${source}/generated/trace.js`);
const { seen } = await import(`${source}/answers.js`);
// The first import takes its time; the tests below count on microtasks.
await Promise.all(['engine', 'inline', 'page/trace'].map((name) => import(`${built}/${name}.js`)));

let engines;
beforeEach(() => {
  playPage();
  ({ engines } = playEngine());
});

async function traced() {
  const entries = [];
  const session = createSession({ debug: (entry) => entries.push(entry) });
  // The trace is a module of its own: it arrives when it arrives.
  while (!engines.at(-1)?.started) await settled();
  return { session, entries, engine: engines.at(-1), said: () => entries.map(({ event, detail }) => [event, detail]) };
}

/** Effects as the engine performs them: name, id, and what belongs to it. */
const effect = (engine, name, id = 0, ...values) => perform(engine.page, name, id, ...values);

/** A session that is refreshed a minute ahead, and that the server then calls ended. */
function refreshRefused(engine) {
  const { sink } = engine;
  engine.handle = (kind, id) => {
    if (kind === InputKind.Timeout) {
      effect(engine, 'acquireLock', 7, 0, false);
      sink.publish({ status: 'authenticated', activity: 'refreshing', claims: { name: 'Ada' }, subject: 'ada', expiresAt: 5 });
    } else if (kind === InputKind.LockGranted) effect(engine, 'send', 8, { path: '/refresh' }, 'refresh', 1);
    else if (kind === InputKind.Answered) {
      effect(engine, 'releaseLock', 7);
      effect(engine, 'reject', 3, 'session_ended', '', 401, NaN);
      effect(engine, 'broadcast', 1, 3, 12, 99, 0, -1, -1, -1, 0);
      engine.show('unauthenticated', 'idle', 'revoked');
      sink.emit({ type: 'ended', reason: 'revoked', by: 'server' });
    }
    return Infinity;
  };
  engine.push(InputKind.Timeout, 0, 0, 0);
  engine.push(InputKind.LockGranted, 7, 11, 0);
  engine.push(InputKind.Answered, 8, 401, NaN, seen(new Response(null, { status: 401 }), { error: 'session_ended' }));
}

test('“Why was I logged out?”: the last ten entries answer', async () => {
  const { entries, engine, said } = await traced();
  refreshRefused(engine);
  await null;
  assert.deepEqual(said().slice(-10), [
    ['snapshot', { status: 'authenticated', activity: 'refreshing' }],
    ['input lock-granted', { id: 7, newest: 11 }],
    ['effect send', { id: 8, intent: 'refresh', path: '/refresh' }],
    ['input answered', { id: 8, status: 401, error: 'session_ended' }],
    ['effect releaseLock', { id: 7 }],
    ['effect reject', { id: 3, error: 'session_ended' }],
    ['effect broadcast', { version: 1, news: 'ended', generation: 12, identity: 99, claims: 0, expiresIn: -1, idleExpiresIn: -1, absoluteExpiresIn: -1, wait: 0 }],
    ['snapshot', { status: 'unauthenticated', activity: 'idle', reason: 'revoked' }],
    ['event ended', { reason: 'revoked', by: 'server' }],
  ].toSpliced(0, 0, ['effect acquireLock', { id: 7, steal: false }]));
  for (const { at } of entries) assert.ok(Math.abs(Date.now() - at) < 5000);
});

test('doors still open: what is traced happens all the same', async () => {
  const { engine, session } = await traced();
  engine.signIn();
  refreshRefused(engine);
  assert.deepEqual(engine.performed.map(([number, id]) => [EFFECTS[number], id]), [
    ['acquireLock', 7], ['send', 8], ['releaseLock', 7], ['reject', 3], ['broadcast', 1],
  ]);
  assert.deepEqual(engine.performed[1], [EFFECTS.indexOf('send'), 8, { path: '/refresh' }, Intent.Refresh, 1]);
  assert.equal(session.getSnapshot().reason, 'revoked');
  engine.handle = () => 17;
  assert.equal(engine.push(InputKind.Resumed, 0, 0, 0), 17);
});

test('a pointer that moves is told of once something comes of it', async () => {
  const { engine, said } = await traced();
  for (let i = 0; i < 5; i++) engine.push(InputKind.Active, 0, 0, 0);
  engine.handle = () => effect(engine, 'send', 9, { path: '/touch' }, 'touch', 1);
  engine.push(InputKind.Active, 0, 0, 0);
  engine.handle = () => Infinity;
  engine.push(InputKind.WentOffline, 0, 0, 0);
  await null;
  assert.deepEqual(said(), [
    ['input active', {}], ['effect send', { id: 9, intent: 'touch', path: '/touch' }], ['input went-offline', {}],
  ]);
});

test('no credential, claim, handle or address of another site is ever told', async () => {
  const secrets = ['ada@example.org', 'correct horse', 'Lovelace', 'subject-1', 'handle-1', 'id-token-1', 'acr-1'];
  const [email, password, name, subject, handle, token, acr] = secrets;
  const { session, engine, entries, said } = await traced();
  const { sink } = engine;
  // Whatever an input brings, in each place that could take it; also a server that echoes.
  const body = { claims: { name }, subject, session: handle, logout_url: `https://id.example/?id_token_hint=${token}` };
  const values = [body, handle, secrets, { ...body, error: password }, { error: { password } }, { error_description: password, error: email }];
  for (const kind of INPUTS.keys()) for (const value of values) {
    engine.push(kind, 1, 401, 2, value);
    engine.push(kind, 1, 401, 2, seen(new Response(null, { status: 401, headers: { 'x-token': token } }), value));
  }
  effect(engine, 'broadcast', ...secrets);
  for (const effectName of ['send', 'dispatch', 'writeTombstone', 'navigateAway', 'adoptClaims', 'deliver'])
    effect(engine, effectName, 1, 5, true, effectName === 'send' ? '/login' : '', handle);
  const error = sink.error('invalid_credentials', { message: `no ${password} for ${email}`, status: 401 });
  effect(engine, 'fail', 1, 'invalid_credentials', `no ${password} for ${email}`, 401, NaN);
  sink.publish({ status: 'authenticated', activity: 'idle', claims: { name }, subject, expiresAt: 1, error });
  sink.emit({ type: 'fault', error });
  sink.emit({ type: 'identity-changed', from: subject, to: name });
  sink.emit({ type: 'step-up', acrValues: acr, maxAge: 60 });
  await session.login({ email, password });
  await settled();
  assert.ok(entries.length > 40);
  const told = inspect(entries, { depth: null, showHidden: true, maxArrayLength: null });
  for (const secret of secrets) assert.ok(!told.includes(secret), secret);
  assert.deepEqual(said().filter(([event]) => event === 'event fault'), [['event fault', { error: 'invalid_credentials' }]]);
});

test('a listener that throws is reported, and breaks nothing', async (t) => {
  const reported = [];
  t.mock.method(globalThis, 'queueMicrotask', (task) => {
    try {
      task();
    } catch (error) {
      reported.push(error.message);
    }
  });
  const session = createSession({ debug() { throw new Error('no'); } });
  await settled();
  engines[0].signIn();
  assert.equal(session.getSnapshot().status, 'authenticated');
  assert.deepEqual(reported, ['no']);
});

test('true writes to the console, and without the option nothing is in the way', async (t) => {
  const written = [];
  t.mock.method(console, 'debug', (...parts) => written.push(parts));
  createSession({ debug: true });
  await settled();
  engines[0].signIn();
  await null;
  assert.equal(written[0][0], 'hallpass');
  assert.equal(written[0][1].event, 'snapshot');
  createSession();
  await settled();
  engines[1].signIn();
  await null;
  assert.equal(written.length, 1);
});
