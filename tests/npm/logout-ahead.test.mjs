// A logout ahead of the engine holds at once: here, in the other tabs, in later pages, and if no engine comes (P12, P13, P14, P15, P17).
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { presets, respond, signedIn, signs } from './answers.mjs';
import { contract, hold, refuse, says, start, still, window, world } from './held.mjs';
import { source } from './setup.mjs';

const { LEAVING, News } = await import(`${source}/generated/border.js`);
const tombstones = (name) => document.cookie.split('; ').filter((entry) => entry.startsWith(`hallpass.${encodeURIComponent(name)}+`));

/** How a session stands that a user has left. */
const stands = ({ status, activity, reason }) => ({ status, activity, reason });
const LEFT = { status: 'unauthenticated', activity: 'ending', reason: 'logged-out' };
const OUT = { ...LEFT, activity: 'idle' };
const ENDED = { type: 'ended', reason: 'logged-out', by: 'app' };
const ORDER = ['http://localhost/api/orders', { method: 'POST', body: 'x' }];
const orders = () => world.asked.filter((one) => one.endsWith('/api/orders'));
const LOGIN = { email: 'bob', password: 'x' };

for (const [whose, options, ended] of [
  ['of the user whom the document names', {}, [ENDED]],
  ['of a user who is not known yet', { initial: undefined }, []],
]) {
  test(`a logout ${whose} holds before there is an engine, and is carried out once there is`, async () => {
    const name = `holds ${ended.length}`;
    const other = new BroadcastChannel(`hallpass:${encodeURIComponent(name)}:`);
    const heard = new Promise((resolve) => (other.onmessage = ({ data }) => resolve(data)));
    const server = contract();
    const { session, shown, events } = start({ name, ...options });
    const left = session.logout();
    assert.deepEqual([stands(session.getSnapshot()), events, tombstones(name).length], [LEFT, ended, 1]);
    assert.deepEqual(await heard, LEAVING);
    other.close();
    world.build();
    assert.deepEqual(await left, { confirmed: true });
    assert.deepEqual([shown.map(stands), events, tombstones(name), server.logouts.length], [[LEFT, OUT], ended, [], 1]);
  });

  test(`a logout ${whose} holds where no engine comes, and is carried out by the one that comes later`, async () => {
    const name = `no engine ${ended.length}`;
    const server = contract();
    const { session, events, shown } = start({ name, ...options });
    const left = session.logout();
    assert.deepEqual(await refuse(() => left), { confirmed: false });
    const { error, ...snapshot } = session.getSnapshot();
    assert.deepEqual([snapshot, error.code, tombstones(name).length], [LEFT, 'wasm_load_failed', 1]);
    await session.check();
    assert.deepEqual([stands(session.getSnapshot()), session.getSnapshot().error], [OUT, undefined]);
    assert.equal(shown.map(({ error }) => error?.code).lastIndexOf('wasm_load_failed'), 1, 'not said any more once there is an engine');
    assert.deepEqual([tombstones(name), server.alive, events.map(({ type }) => type)], [[], false, [...ended.map(({ type }) => type), 'fault']]);
  });

  test(`a logout ${whose} holds in the next page, where this one goes before there is an engine`, async () => {
    const name = `next ${ended.length}`;
    const server = contract();
    const { session } = start({ name, ...options });
    const left = session.logout();
    session.dispose();
    await assert.rejects(left, { code: 'disposed' });
    const next = start({ name });
    const again = next.session.logout();
    assert.deepEqual([stands(next.session.getSnapshot()), tombstones(name).length], [LEFT, 1]);
    world.build();
    assert.deepEqual(await again, { confirmed: true });
    assert.deepEqual([tombstones(name), server.alive, server.logouts.length], [[], false, 1]);
    assert.equal((await next.session.fetch(...ORDER)).status, 200, 'as a visitor');
  });

  test(`nothing is sent for the user who has left, ${whose}, whichever call came first`, async () => {
    const server = contract();
    const { session } = start({ name: `sent ${ended.length}`, ...options });
    const ends = (call) => assert.rejects(call, { code: 'session_ended' });
    const { signal } = new AbortController();
    const before = [session.fetch(...ORDER), session.login(LOGIN), session.login({ ...LOGIN, signal }), session.extend()].map(ends);
    const left = session.logout();
    const after = ends(session.fetch(...ORDER));
    await still();
    world.build();
    await Promise.all([...before, after, left]);
    assert.deepEqual([orders(), server.subject, server.alive], [[], 'ada', false]);
  });

  test(`a logout ${whose} from all devices says so, also after a failure, and also if another one does not`, async () => {
    for (const act of [() => world.build(), refuse]) {
      hold();
      const server = contract();
      const { session } = start({ name: `everywhere ${ended.length} ${act.name}`, ...options });
      const left = [session.logout({ everywhere: true }), session.logout()];
      await act(() => Promise.all(left));
      await session.check();
      assert.deepEqual(server.logouts.map(({ everywhere }) => everywhere), [true]);
    }
  });

  test(`a logout ${whose} that another tab has carried out is none of the user who has signed in since`, async () => {
    const name = `since ${ended.length}`;
    const server = contract();
    const { session, is } = start({ name, ...options });
    const early = assert.rejects(session.fetch(...ORDER), { code: 'session_ended' });
    const left = session.logout();
    document.cookie = `${tombstones(name)[0]};Path=/;Max-Age=0`;
    Object.assign(server, { subject: 'bob', handle: 'of bob' });
    world.build();
    assert.deepEqual(await left, { confirmed: true });
    await Promise.all([early, is('authenticated')]);
    assert.deepEqual([session.getSnapshot().subject, server.logouts, orders()], ['bob', [], []]);
  });
}

for (const refuses of [false, true])
  test(`a logout ends the session that is there though another one was to die${refuses ? ', also after an engine did not load' : ''}`, async () => {
    const name = `stray ${refuses}`;
    document.cookie = `hallpass.${encodeURIComponent(name)}+123=~of%20bob;Path=/`;
    const server = contract();
    const { session } = start({ name });
    const left = session.logout();
    assert.deepEqual(tombstones(name), [`hallpass.${encodeURIComponent(name)}+0=~`]);
    if (refuses) assert.deepEqual(await refuse(() => left), { confirmed: false });
    else world.build();
    if (refuses) await session.check();
    else assert.deepEqual(await left, { confirmed: true });
    assert.deepEqual([server.alive, tombstones(name), session.getSnapshot().status], [false, [], 'unauthenticated']);
  });

test('a logout of a session that another page has named a tombstone for since is confirmed once it was carried out', async () => {
  const server = contract();
  const { session } = start({ name: 'named since' });
  const left = session.logout();
  document.cookie = 'hallpass.named%20since+123=~of%20bob;Path=/';
  document.cookie = 'hallpass.named%20since+0=~;Path=/;Max-Age=0';
  Object.assign(server, { subject: 'bob', handle: 'since' });
  world.build();
  assert.deepEqual([await left, server.logouts], [{ confirmed: true }, []]);
});

for (const [what, outdated] of [
  ['another tab has said that a user signed in', (name) => says(name, News.SignedIn)],
  ['another tab has said that the session was renewed', (name) => says(name, News.Renewed)],
  ['the page came out of the back/forward cache', () => window.dispatchEvent(Object.assign(new window.Event('pageshow'), { persisted: true }))],
  ['an engine did not load', (_, { until, events }) => refuse(() => until(() => events.length))],
])
  test(`a logout ends the session that there is, whatever the document names: ${what}`, async () => {
    const name = `is ${what}`;
    const server = contract();
    server.handle = 'second';
    const page = start({ name });
    await outdated(name, page);
    const left = page.session.logout();
    world.build();
    assert.deepEqual([await left, server.alive], [{ confirmed: true }, false]);
    assert.equal(page.session.getSnapshot().status, 'unauthenticated');
  });

test('a page without an engine keeps showing a logout, whatever the other tabs say', async () => {
  contract();
  const { session, shown } = start({ name: 'whatever' });
  const left = session.logout();
  for (const news of [News.Renewed, News.SignedIn, News.LoggedOut, News.Ended]) await says('whatever', news);
  assert.deepEqual(shown.map(stands), [LEFT]);
  world.build();
  await left;
  assert.notEqual(session.getSnapshot().status, 'authenticated');
});

for (const [how, listen] of [
  ['an event', ({ session }, act) => session.on('ended', act)],
  ['what is shown', ({ session }, act) => session.subscribe(act)],
])
  test(`a sign-in that a logout ahead leads to, by ${how}, comes after it`, async () => {
    const server = contract();
    const page = start({ name: `leads ${how}` });
    let login;
    listen(page, () => (login ??= page.session.login(LOGIN)));
    const left = page.session.logout();
    world.build();
    await Promise.all([left, login]);
    assert.deepEqual([page.session.getSnapshot().subject, server.logouts.length], ['bob', 1]);
  });

test('a logout from all devices that another tab has carried out is not confirmed: it knew of this one alone', async () => {
  contract();
  const { session } = start({ name: 'alone' });
  const left = session.logout({ everywhere: true });
  document.cookie = `${tombstones('alone')[0]};Path=/;Max-Age=0`;
  world.build();
  assert.deepEqual(await left, { confirmed: false });
});

test('an engine that breaks with what it is told first leaves a logout to the next one, and no call hangs', async () => {
  const server = contract();
  const { instantiate } = WebAssembly;
  WebAssembly.instantiate = async (...module) => {
    const { exports } = await instantiate(...module);
    if (!module[1].page) return { exports };
    WebAssembly.instantiate = instantiate;
    const push = () => {
      throw new WebAssembly.RuntimeError('unreachable');
    };
    return { exports: { ...exports, push } };
  };
  const { session } = start({ name: 'breaks' });
  const left = session.logout({ everywhere: true });
  const check = assert.rejects(session.check(), { code: 'wasm_load_failed' });
  world.build();
  assert.deepEqual(await left, { confirmed: false });
  await check;
  await session.check();
  assert.deepEqual(server.logouts.map(({ everywhere }) => everywhere), [true]);
});

test('a second logout ahead shows nothing anew', async () => {
  contract();
  const { session, shown } = start({ name: 'second' });
  const both = [session.logout(), session.logout()];
  assert.deepEqual(shown.map(stands), [LEFT]);
  world.build();
  assert.deepEqual(await Promise.all(both), [{ confirmed: true }, { confirmed: true }]);
});

test('a sign-in after a logout ahead comes after it', async () => {
  const server = contract();
  const { session } = start({ name: 'in again' });
  const calls = [session.logout(), session.login(LOGIN)];
  world.build();
  await Promise.all(calls);
  assert.deepEqual([session.getSnapshot().subject, server.logouts.length], ['bob', 1]);
});

test('a logout while the engine asks about the user of the document is told to what has kept something for them', async () => {
  const { session, events, until } = start({ name: 'asks' });
  let come;
  world.answer = () => new Promise((resolve) => (come = () => resolve(Response.json({ authenticated: false }))));
  await says('asks', News.Renewed);
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

test('a logout ahead that takes place by a navigation leaves once there is an engine, also after a failure', async () => {
  const preset = presets.find(({ name }) => name === 'duende-bff');
  const went = [];
  world.answer = () => {
    const answer = went.length ? signs({ anonymous: preset.anonymous })[0] : signedIn(preset);
    if (!went.length) answer.body.push({ type: 'bff:logout_url', value: '/bff/logout?sid=1' });
    return respond(answer);
  };
  const real = globalThis.location;
  const parts = ['href', 'origin', 'protocol', 'pathname', 'search', 'hash'].map((name) => [name, { get: () => real[name] }]);
  const away = new Promise((resolve) => {
    const assign = (to) => resolve(went.push(to));
    globalThis.location = Object.create(real, { assign: { value: assign }, ...Object.fromEntries(parts) });
  });
  const { session } = start({ name: 'navigates', preset, initial: undefined });
  const left = session.logout();
  assert.deepEqual(await refuse(() => left), { confirmed: false });
  session.check().catch(() => {});
  await away;
  globalThis.location = real;
  assert.deepEqual(went, ['http://localhost/bff/logout?sid=1&returnUrl=%2F']);
});

test('a request after a failed load is not that of the user whom the document named', async () => {
  contract();
  const { session, until, events } = start({ name: 'unknown' });
  await refuse(() => until(() => events.length));
  assert.equal((await session.fetch('http://localhost/api/orders')).status, 200);
});
