// Signing in, what a page then knows, and what is no session (P11, P21, P22).
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { DEMO, SECOND, STRATEGIES, setup } from './harness/index.mjs';

const world = setup({ through: 'proxy' });

for (const strategy of STRATEGIES) {
  test(`credentials sign in, and the snapshot says who and for how long (${strategy})`, async () => {
    await world.fresh({ strategy, access_lifetime: 60, idle: 600, absolute: 3600 });
    const tab = await world.page();
    await tab.status('unauthenticated', 'none');
    assert.equal(await tab.login(DEMO), 'authenticated');
    const { expiresAt, idleExpiresAt, absoluteExpiresAt, ...rest } = await tab.snapshot();
    assert.deepEqual(rest, {
      status: 'authenticated',
      activity: 'idle',
      subject: DEMO.subject,
      claims: { name: 'Demo User', email: DEMO.email, roles: ['customer', 'admin'], scope: 'profile orders:read orders:write transfers:write', tenant: 'acme' },
    });
    for (const [at, seconds] of [[expiresAt, 60], [idleExpiresAt, 600], [absoluteExpiresAt, 3600]])
      assert.ok(Math.abs(at - Date.now() - seconds * 1000) < 5000, `${at} is not ${seconds} s ahead`);
    assert.deepEqual((await tab.events()).map(({ type }) => type), ['authenticated']);
    assert.equal((await tab.request('/api/me')).body.subject, DEMO.subject);
  });

  test(`a returning visitor with a lapsed access part costs one check and one refresh (${strategy})`, async () => {
    await world.fresh({ strategy });
    const [tab] = await world.signedIn(1, DEMO);
    await world.server.expire();
    const counts = await world.counting(async () => {
      await tab.reload();
      await tab.status('authenticated');
    });
    assert.deepEqual(counts, { session: 1, refresh: 1 });
    assert.deepEqual(await tab.statuses(), ['loading', 'authenticated']);
  });

  test(`signing in by navigation comes back to where one was (${strategy})`, async () => {
    await world.fresh({ strategy });
    const tab = await world.page();
    await tab.status('unauthenticated');
    await tab.run(() => void session.login({ returnTo: '/?back=1#here' }));
    await tab.type('#email', SECOND.email);
    await tab.type('#password', SECOND.password);
    await tab.click('button');
    assert.equal(await tab.arrived('#here'), `${world.url}/?back=1#here`);
    await tab.status('authenticated');
    assert.equal((await tab.snapshot()).subject, SECOND.subject);
  });
}

test('a reload keeps the session, with one request', async () => {
  await world.fresh();
  const [tab] = await world.signedIn(1, DEMO);
  const counts = await world.counting(async () => {
    await tab.reload();
    await tab.status('authenticated');
  });
  assert.deepEqual(counts, { session: 1 });
});

test('a login elsewhere may not lead away from this origin', async () => {
  await world.fresh();
  const tab = await world.page();
  await tab.status('unauthenticated');
  await tab.run(() => void session.login({ returnTo: 'https://evil.example/' }));
  await tab.type('#email', DEMO.email);
  assert.match(await tab.url(), /\/auth\/login\?return_to=%2F/);
  assert.doesNotMatch(await tab.url(), /evil/);
});

test('wrong credentials fail with the words of the server', async () => {
  await world.fresh();
  const tab = await world.page();
  await assert.rejects(tab.login({ ...DEMO, password: 'wrong' }), (error) => {
    assert.equal(error.status, 401);
    assert.match(error.message, /That email address and password do not belong together\./);
    return true;
  });
  const { status, reason } = await tab.snapshot();
  assert.deepEqual({ status, reason }, { status: 'unauthenticated', reason: 'none' });
  assert.equal(await tab.login(DEMO), 'authenticated');
});

for (const [kind, more] of [['null'], ['empty'], ['garbage'], ['html'], ['redirect'], ['wrong_type'], ['status', { status: 500 }]])
  test(`${kind} from the session endpoint is no session, and ends none`, async () => {
    await world.fresh();
    const [tab] = await world.signedIn(1, DEMO);
    // Nothing is known yet: the page says so, and asks again.
    await world.server.fault('session', kind, more);
    await tab.reload();
    await tab.status('authenticated');
    assert.deepEqual(await tab.statuses(), ['loading', 'unauthenticated:unknown', 'authenticated']);
    const [{ error }] = await tab.events('fault');
    assert.match(error.code, /server|unexpected_response/);
    assert.equal((await tab.snapshot()).error, undefined);
    // Somebody is known to be signed in: so they stay.
    await world.server.fault('session', kind, more);
    await assert.rejects(tab.check(), ({ code }) => /^(server|unexpected_response)$/.test(code));
    assert.equal((await tab.snapshot()).status, 'authenticated');
    assert.deepEqual(await tab.events('ended'), []);
    assert.equal((await tab.request('/api/me')).status, 200);
  });

test('cookies that do not stick are recognised, without a loop', async () => {
  await world.fresh();
  world.proxy.change = (path, headers) => delete headers['set-cookie'];
  const tab = await world.page();
  await tab.status('unauthenticated');
  const counts = await world.counting(() => assert.rejects(tab.login(DEMO), { code: 'cookies_blocked' }));
  assert.deepEqual(counts, { login: 1, session: 1 });
  assert.equal((await tab.snapshot()).status, 'unauthenticated');
  assert.deepEqual((await tab.events('fault')).map(({ error }) => error.code), ['cookies_blocked']);
});

test('a browser that keeps no cookies at all is recognised after a form of the page', async () => {
  await world.fresh();
  const tab = await world.page();
  await tab.status('unauthenticated');
  await tab.run(() => void Object.defineProperty(navigator, 'cookieEnabled', { value: false }));
  const counts = await world.counting(() => assert.rejects(tab.check(), { code: 'cookies_blocked' }));
  assert.deepEqual(counts, { session: 1 }, 'asking again changes nothing');
  const { status, reason, error } = await tab.snapshot();
  assert.deepEqual([status, reason, error.code], ['unauthenticated', 'none', 'cookies_blocked']);
});

test('a disposed session is silent, and nobody is signed out', async () => {
  await world.fresh();
  const [tab] = await world.signedIn(1, DEMO);
  const outcome = await tab.run(async () => {
    const pending = session.fetch('/api/me').catch(test.failure);
    session.dispose();
    return [(await pending).code, await session.check().catch(test.failure), session.signal.aborted, test.seen.timers.size];
  });
  assert.equal(outcome[0], 'disposed');
  assert.equal(outcome[1].code, 'disposed');
  assert.deepEqual(outcome.slice(2), [true, 0]);
  await tab.reload();
  await tab.status('authenticated');
});
