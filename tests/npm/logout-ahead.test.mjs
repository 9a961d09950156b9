// A logout ahead of the engine holds at once: here, in the other tabs, in later pages, and if no engine comes (P13, P14, P15, P17).
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { start, still, world } from './held.mjs';
import { source } from './setup.mjs';

const { LEAVING } = await import(`${source}/generated/border.js`);
const { json } = await import(`${source}/json.js`);

/** The server that a document and its cookie are of. */
const serve = (url, method) => {
  if (method === 'POST' && url.endsWith('/logout')) serve.alive = false;
  return url.endsWith('/session') && serve.alive ? Response.json(serve.body) : Response.json({ authenticated: false });
};
const tombstones = (name) => document.cookie.split('; ').filter((entry) => entry.startsWith(`hallpass.${encodeURIComponent(name)}+`));
const HANDLE = `${json._digest('handle') | 0}=~handle`;

/** How a session stands that a user has left. */
const stands = ({ status, activity, reason }) => ({ status, activity, reason });
const LEFT = { status: 'unauthenticated', activity: 'ending', reason: 'logged-out' };
const ENDED = { type: 'ended', reason: 'logged-out', by: 'app' };
const refused = () => world.build(Promise.reject(new TypeError('no network')));

for (const [whose, initial, tombstone, events] of [
  ['of the user whom the document names', undefined, HANDLE, [ENDED]],
  ['of a user who is not known yet', null, '0=~', []],
]) {
  /** A page without an engine whose user logs out. */
  const leave = (name, options) => {
    serve.alive = true;
    serve.body = { authenticated: true, claims: { name: 'Ada' }, subject: 'ada', session: 'handle', expires_in: 300 };
    world.answer = serve;
    const page = start({ name, ...(initial === null && { initial: undefined }) });
    return { ...page, left: page.session.logout(options) };
  };

  test(`a logout ${whose} holds before there is an engine, and is carried out once there is`, async () => {
    const name = `holds ${tombstone}`;
    const other = new BroadcastChannel(`hallpass:${encodeURIComponent(name)}:`);
    const heard = new Promise((resolve) => (other.onmessage = ({ data }) => resolve(data)));
    const { session, shown, events: happened, left } = leave(name);
    assert.deepEqual(stands(session.getSnapshot()), LEFT);
    assert.deepEqual(happened, events);
    assert.deepEqual(tombstones(name), [`hallpass.${encodeURIComponent(name)}+${tombstone}`]);
    assert.deepEqual(await heard, LEAVING);
    other.close();
    world.build();
    assert.deepEqual(await left, { confirmed: true });
    assert.deepEqual(shown.map(stands), [LEFT, { ...LEFT, activity: 'idle' }]);
    assert.deepEqual(happened, events, 'told once');
    assert.deepEqual(tombstones(name), []);
    assert.ok(world.asked.includes('POST /auth/logout'));
  });

  test(`a logout ${whose} holds where no engine comes, and is carried out by the one that comes later`, async () => {
    const name = `no engine ${tombstone}`;
    const { session, events: happened, left } = leave(name);
    refused();
    assert.deepEqual(await left, { confirmed: false });
    const { error, ...snapshot } = session.getSnapshot();
    assert.deepEqual(snapshot, LEFT);
    assert.equal(error.code, 'wasm_load_failed');
    assert.equal(tombstones(name).length, 1);
    world.built = undefined;
    await session.check();
    assert.deepEqual(stands(session.getSnapshot()), { ...LEFT, activity: 'idle' });
    assert.equal(session.getSnapshot().error, undefined);
    assert.deepEqual([tombstones(name), serve.alive, happened.map(({ type }) => type)], [[], false, [...events.map(({ type }) => type), 'fault']]);
  });

  test(`a logout ${whose} holds in the next page, where this one goes before there is an engine`, async () => {
    const name = `next ${tombstone}`;
    const { session, left } = leave(name);
    session.dispose();
    await assert.rejects(left, { code: 'disposed' });
    assert.equal(serve.alive, true);
    const next = start({ name });
    assert.deepEqual(stands(next.session.getSnapshot()), LEFT);
    world.build();
    await next.until(() => next.session.getSnapshot().activity === 'idle');
    assert.deepEqual([tombstones(name), serve.alive], [[], false]);
  });

  test(`a request is not sent after a logout ${whose}, whichever of them came first`, async () => {
    serve.alive = true;
    world.answer = serve;
    const { session } = start({ name: `request ${tombstone}`, ...(initial === null && { initial: undefined }) });
    const before = assert.rejects(session.fetch('http://localhost/api/orders', { method: 'POST', body: 'x' }), { code: 'session_ended' });
    const left = session.logout();
    const after = assert.rejects(session.fetch('http://localhost/api/orders', { method: 'POST', body: 'x' }), { code: 'session_ended' });
    await still();
    world.build();
    await Promise.all([before, after, left]);
    assert.deepEqual(world.asked.filter((one) => one.includes('/api/')), []);
  });

  test(`a logout ${whose} reaches other devices, also where it comes ahead`, async () => {
    const { left } = leave(`everywhere ${tombstone}`, { everywhere: true });
    const bodies = [];
    const { fetch } = globalThis;
    globalThis.fetch = (input, init) => (bodies.push(init.body), fetch(input, init));
    world.build();
    assert.deepEqual(await left, { confirmed: true });
    assert.ok(bodies.some((body) => body?.includes?.('everywhere')), bodies);
  });
}

test('a page without an engine keeps showing a logout, whatever the other tabs say', async () => {
  const name = 'whatever';
  serve.alive = true;
  world.answer = serve;
  const { session, shown } = start({ name });
  const left = session.logout();
  const there = new BroadcastChannel(`hallpass:${name}:`);
  for (const news of [0, 1, 2, 3]) there.postMessage([1, news, 0, 0, 0, -1, -1, -1, 0]);
  await still();
  there.close();
  assert.deepEqual(shown.map(stands), [LEFT]);
  world.build();
  await left;
  assert.ok(session.getSnapshot().status !== 'authenticated');
});

test('a logout while the engine asks about the user of the document is told to what has kept something for them', async () => {
  const { session, events, until } = start({ name: 'asks' });
  let come;
  world.answer = () => new Promise((resolve) => (come = () => resolve(Response.json({ authenticated: false }))));
  const there = new BroadcastChannel('hallpass:asks:');
  there.postMessage([1, 0, 0, 0, 0, -1, -1, -1, 0]);
  await still();
  there.close();
  world.build();
  while (!come) await still();
  assert.equal(session.getSnapshot().status, 'authenticated');
  const left = session.logout();
  await until(() => session.getSnapshot().status === 'unauthenticated');
  assert.deepEqual(events, [ENDED]);
  world.answer = () => Response.json({ authenticated: false });
  come();
  assert.deepEqual(await left, { confirmed: true });
});
