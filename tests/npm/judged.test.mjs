// What came with the document stands until the engine has judged it, and not where another tab, or the server, knows better (P12, P16, P30).
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { BODY, says, start, still, window, world } from './held.mjs';
import { built as facade, source } from './setup.mjs';

const { News } = await import(`${source}/generated/border.js`);
const { painting } = await import(`${source}/painting.js`);
const { HALLPASS } = await import(`${facade}/hallpass.js`);
const BOB = { ...BODY, claims: { name: 'Bob' }, subject: 'bob', session: 'another' };
const questions = () => world.asked.filter((one) => one.endsWith('/session'));

const kept = () => window.dispatchEvent(Object.assign(new window.Event('pageshow'), { persisted: true }));
const schema = (validate) => ({ '~standard': { version: 1, vendor: 'test', validate } });

test('what the engine says too is not shown anew, and a schema judges it once', async () => {
  let judgements = 0;
  const { session, shown, events, until } = start({ claims: schema(({ name }) => (judgements++, { value: { name: name.toUpperCase() } })) });
  const snapshot = session.getSnapshot();
  world.build();
  await until(() => events.length);
  assert.equal(session.getSnapshot(), snapshot);
  assert.deepEqual([shown, judgements, events.map(({ type }) => type), world.asked], [[], 1, ['authenticated'], []]);
});

for (const [what, news, meanwhile] of [
  ['that the cookie was renewed', News.Renewed, 'authenticated'],
  ['that a user has signed in', News.SignedIn, 'loading'],
  ['that the user has signed out', News.LoggedOut, 'loading'],
  ['that the session has ended', News.Ended, 'loading'],
]) {
  test(`another tab says ahead of the engine ${what}: it is asked anew`, async () => {
    const name = `ahead ${news}`;
    const { session, events, is } = start({ name });
    await says(name, news);
    assert.equal(session.getSnapshot().status, meanwhile);
    world.build();
    await is('unauthenticated');
    assert.ok(questions().length >= 1);
    assert.deepEqual(events.map(({ type }) => type), ['ended'], 'what was kept for the user is to go');
  });

  if (meanwhile === 'loading')
    test(`another tab says while the engine asks ${what}: the document stands no longer`, async () => {
      const name = `asking ${news}`;
      const { session, is } = start({ name });
      let come;
      world.answer = () => new Promise((resolve) => (come = () => resolve(Response.json({ authenticated: false }))));
      await says(name, News.Renewed);
      world.build();
      while (!come) await still();
      assert.equal(session.getSnapshot().status, 'authenticated');
      await says(name, news);
      assert.equal(session.getSnapshot().status, 'loading');
      world.answer = () => Response.json({ authenticated: false });
      come();
      await is('unauthenticated');
    });
}

test('another tab says that the user is active: that changes nothing', async () => {
  const { events, until } = start({ name: 'active' });
  await says('active', News.Active);
  world.build();
  await until(() => events.length);
  assert.deepEqual(world.asked, []);
});

test('a page that is kept while its engine asks shows nobody', async () => {
  const { session, is } = start({ name: 'kept' });
  let come;
  world.answer = () => new Promise((resolve) => (come = () => resolve(Response.json({ authenticated: false }))));
  await says('kept', News.Renewed);
  world.build();
  while (!come) await still();
  assert.equal(session.getSnapshot().status, 'authenticated');
  kept();
  assert.equal(session.getSnapshot().status, 'loading');
  world.answer = () => Response.json({ authenticated: false });
  come();
  await is('unauthenticated');
});

for (const [whom, says_, happens] of [
  ['another user', BOB, { type: 'identity-changed', from: 'ada', to: 'bob' }],
  ['no user', { authenticated: false }, { type: 'ended', reason: 'revoked', by: 'server' }],
])
  test(`a request meant for the user whom the document names is not sent for ${whom}`, async () => {
    const name = `meant for ${whom}`;
    const { session, events, until } = start({ name });
    const sent = session.fetch('http://localhost/api/orders', { method: 'POST', body: 'x' });
    const refused = assert.rejects(sent, { code: 'session_ended' });
    await says(name, News.Renewed);
    world.answer = (url) => Response.json(url.endsWith('/session') ? says_ : {});
    world.build();
    await refused;
    await until(() => events.some(({ type }) => type === happens.type));
    assert.deepEqual(events.find(({ type }) => type === happens.type), happens);
    await still();
    assert.deepEqual(world.asked.filter((url) => url.includes('/api/')), []);
  });

test('nor is one that was made while the document was out of date', async () => {
  const { session, events, until } = start({ name: 'out of date' });
  await says('out of date', News.SignedIn);
  const sent = assert.rejects(session.fetch('http://localhost/api/orders', { method: 'POST', body: 'x' }), { code: 'session_ended' });
  world.answer = (url) => Response.json(url.endsWith('/session') ? BOB : {});
  world.build();
  await sent;
  await until(() => events.some(({ type }) => type === 'identity-changed'));
  await still();
  assert.deepEqual(world.asked.filter((url) => url.includes('/api/')), []);
});

test('a user of the document whose session turns out to have expired is told', async () => {
  const { events, is } = start({ name: 'expired' });
  await says('expired', News.Renewed);
  world.answer = () => Response.json({ error: 'session_expired' }, { status: 401 });
  world.build();
  await is('unauthenticated');
  assert.deepEqual(events, [{ type: 'ended', reason: 'expired', by: 'server' }]);
});

test('a request meant for the user whom the document names is sent once the engine agrees', async () => {
  const { session } = start();
  world.answer = () => Response.json({ done: true });
  const sent = session.fetch('http://localhost/api/orders', { method: 'POST', body: 'x' });
  await still();
  assert.deepEqual(world.asked, []);
  world.build();
  assert.deepEqual(await (await sent).json(), { done: true });
});

test('an engine that is loaded a second time does not believe the document again', async () => {
  const name = 'twice';
  const { session, events, until, is } = start({ name });
  await says(name, News.LoggedOut);
  world.build(Promise.reject(new TypeError('no network')));
  await until(() => events.some(({ type }) => type === 'fault'));
  world.built = undefined;
  await session.check();
  await is('unauthenticated');
  assert.equal(session.getSnapshot().reason, 'none');
  assert.ok(questions().length >= 1);
});

/** What a document shows, and what is shown after a verdict that differs in these members. */
function verdict(initial, more) {
  const shown = [];
  const { paint, publish } = painting({ initial, name: 'verdict', preset: HALLPASS }, undefined, (next) => shown.push(next), () => {});
  paint();
  publish({ ...shown[0], ...more });
  return shown;
}

test('a verdict is shown where it differs, whatever that looks like', () => {
  const [before] = verdict({ ...BODY, subject: '41' }, {});
  const differs = { subject: ['42', null], claims: [{ ...before.claims }], expiresAt: [before.expiresAt + 2_000, null], absoluteExpiresAt: [null], idleExpiresAt: [0], activity: ['paused'] };
  for (const [name, values] of Object.entries(differs))
    for (const value of values) assert.equal(verdict({ ...BODY, subject: '41' }, { [name]: value }).length, 2, `${name}: ${value}`);
  for (const name of ['expiresAt', 'absoluteExpiresAt']) assert.equal(verdict({ ...BODY, subject: '41' }, { [name]: before[name] + 3 }).length, 1, name);
});

test('a schema that takes its time and rejects is heard once', async () => {
  let unhandled = 0;
  const count = () => unhandled++;
  process.on('unhandledRejection', count);
  const { session } = start({ claims: schema(() => Promise.reject(new Error('no name'))) });
  await still();
  world.build();
  assert.match((await session.ready()).error.message, /no name/);
  await still();
  process.off('unhandledRejection', count);
  assert.equal(unhandled, 0);
});
