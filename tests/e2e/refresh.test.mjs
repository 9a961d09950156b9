// Refreshing within one tab (P4, P8, P9, P10).
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { DEMO, STRATEGIES, setup, webkit } from './harness/index.mjs';

const world = setup({ through: 'proxy' });
const order = { method: 'POST', headers: { 'content-type': 'application/json' }, body: '{"item":"tea"}' };

for (const strategy of STRATEGIES) {
  test(`50 parallel requests on a lapsed session make one refresh (${strategy})`, async () => {
    const { server } = world;
    await world.fresh({ strategy });
    const [tab] = await world.signedIn(1, DEMO);
    await server.expire();
    const counts = await world.counting(async () => assert.deepEqual(await tab.requests(50, '/api/orders'), { 200: 50 }));
    assert.equal(counts.refresh, 1);
    assert.equal(counts.session, undefined, 'no check was needed');
    assert.ok(counts.api <= 100, `${counts.api} requests: some were replayed twice`);
    assert.deepEqual((await server.stats()).executed_by, { [DEMO.subject]: 50 });
    assert.deepEqual((await tab.events()).map(({ type }) => type), ['authenticated', 'refreshed']);
  });

  test(`requests with a body are replayed with it, and executed once (${strategy})`, async () => {
    await world.fresh({ strategy });
    const [tab] = await world.signedIn(1, DEMO);
    await world.server.expire();
    assert.deepEqual(await tab.requests(10, '/api/orders', order), { 201: 10 });
    // The same by a `Request`, whose body is read by sending it.
    await world.server.expire();
    const status = await tab.run(async (init) => (await session.fetch(new Request('/api/orders', init))).status, order);
    assert.equal(status, 201);
    assert.equal((await world.server.stats()).executed.length, 11);
  });
}

test('a visible tab refreshes by itself, ahead of the expiry', async () => {
  const lifetime = 9;
  await world.fresh({ access_lifetime: lifetime });
  const [tab] = await world.signedIn(1, DEMO);
  const first = (await tab.snapshot()).expiresAt;
  const { at } = await tab.event('refreshed');
  assert.ok(at < first, 'ahead of the expiry');
  // A third, and a tenth of jitter.
  assert.ok(first - at < (lifetime * 1000) / 2, 'and not at once');
  const { requests } = await world.server.stats();
  assert.deepEqual([requests.refresh, requests.api], [1, undefined]);
});

/** Opens a page that signs somebody in as soon as nobody looks at it, and covers it; resolves once that is done. */
async function signedInUnseen(query) {
  // WebKitGTK shows the first window whatever is selected; elsewhere a new tab hides the others.
  const front = await world.page(webkit ? undefined : query);
  const tab = webkit ? await world.another(query) : front;
  await tab.begin(async ({ email, password }) => {
    if (!document.hidden) await new Promise((resolve) => document.addEventListener('visibilitychange', resolve, { once: true }));
    await session.login({ email, password });
  }, DEMO);
  await (webkit ? front.open(`${world.url}/?idle`) : world.another({ idle: true }));
  return [tab, await world.proxy.seen('/auth/login', ({ status }) => status)];
}
const refreshes = () => world.proxy.log.filter(({ path }) => path === '/auth/refresh').length;

test('a hidden tab lets the session lapse, and the first look at it refreshes', async () => {
  const lifetime = 3000;
  await world.fresh({ access_lifetime: lifetime / 1000 });
  const [tab, { at }] = await signedInUnseen();
  await new Promise((resolve) => setTimeout(resolve, lifetime + 1500));
  assert.equal(refreshes(), 0);
  assert.deepEqual(world.proxy.log.filter((entry) => entry.at > at + lifetime), [], 'nobody asked for anything');
  if (webkit) assert.equal((await tab.request('/api/me')).status, 200);
  else await tab.event('refreshed');
  assert.equal(refreshes(), 1);
});

test('a hidden tab refreshes where the options say so', async () => {
  await world.fresh({ access_lifetime: 3 });
  const [tab] = await signedInUnseen({ options: { refresh: { when: 'always' } } });
  // Nobody looks at it before that.
  await world.proxy.seen('/auth/refresh', ({ status }) => status);
  await tab.event('refreshed');
  assert.equal((await tab.snapshot()).status, 'authenticated');
});

test('an API that always says expired costs two requests and one refresh, and its answer is handed back', async () => {
  await world.fresh();
  const [tab] = await world.signedIn(1, DEMO);
  let answer;
  const counts = await world.counting(async () => (answer = await tab.request('/test/always-expired')));
  assert.deepEqual(answer, { status: 401, body: { error: 'session_expired' } });
  assert.equal(counts['always-expired'], 2);
  assert.equal(counts.refresh, 1);
  assert.deepEqual((await tab.events('fault')).map(({ error }) => error.code), ['refresh_inconsistent']);
  // However often one tries: no more than three refreshes a minute without a success.
  const more = await world.counting(() => tab.requests(20, '/test/always-expired'));
  assert.ok((more.refresh ?? 0) <= 3, `${more.refresh} refreshes`);
  assert.equal((await tab.snapshot()).status, 'authenticated');
});

test('a step-up is handed back and told, never refreshed for', async () => {
  await world.fresh({ step_up_max_age: 0 });
  const [tab] = await world.signedIn(1, DEMO);
  let answer;
  const counts = await world.counting(async () => {
    answer = await tab.request('/api/transfer', { ...order, body: '{"to":"x","amount":1}' });
  });
  assert.equal(answer.status, 401);
  assert.equal(answer.body.error, 'insufficient_user_authentication');
  assert.deepEqual(counts, { api: 1 });
  const { acrValues, maxAge } = await tab.event('step-up');
  assert.deepEqual({ acrValues, maxAge }, { acrValues: 'urn:hallpass:acr:password', maxAge: 0 });
});

for (const status of [401, 403, 404, 409, 429, 500])
  test(`a plain ${status} of the API is handed back untouched`, async () => {
    await world.fresh();
    const [tab] = await world.signedIn(1, DEMO);
    await world.server.fault('api', 'status', { status });
    let answer;
    const counts = await world.counting(async () => (answer = await tab.request('/api/me')));
    assert.deepEqual(answer, { status, body: { error: 'server_error' } });
    assert.deepEqual(counts, { api: 1 });
    assert.equal((await tab.snapshot()).status, 'authenticated');
  });

test('a rejected CSRF token is read anew and the request sent once more, never refreshed for', async () => {
  await world.fresh();
  const [tab] = await world.signedIn(1, DEMO);
  const { answer, sent } = await tab.run(async (order) => {
    let sent = 0;
    test.play = (url) => url.endsWith('/api/orders') && (sent++, new Response('{"error":"csrf"}', { status: 403, headers: { 'content-type': 'application/json' } }));
    const answer = await test.request('/api/orders', order);
    test.play = undefined;
    return { answer, sent };
  }, order);
  assert.deepEqual(answer, { status: 403, body: { error: 'csrf' } });
  assert.equal(sent, 2);
  assert.equal((await world.server.stats()).requests.refresh, undefined);
});

test('a stream is refreshed for before it is sent, and else fails with the answer kept', async () => {
  await world.fresh({ access_lifetime: 8 });
  const [tab] = await world.signedIn(1, DEMO);
  const outcome = await tab.run(async () => {
    const order = [];
    const expired = () => new Response('{"error":"session_expired"}', { status: 401, headers: { 'content-type': 'application/json' } });
    test.play = (url, init) => {
      order.push(`${new URL(url, location.href).pathname}`);
      // Over HTTP/1.1 no browser sends a stream: the page plays the server.
      return url.endsWith('/api/upload') ? expired() : undefined;
    };
    const body = new ReadableStream({ start: (stream) => stream.close() });
    const error = await session.fetch('/api/upload', { method: 'POST', body, duplex: 'half' }).catch((error) => error);
    await test.until(() => session.getSnapshot().activity === 'idle');
    return { order, code: error.code, kept: error.response?.status };
  });
  // Eight seconds left are too few for an upload; the answer then says expired all the same.
  assert.deepEqual(outcome, { order: ['/auth/refresh', '/api/upload', '/auth/refresh'], code: 'body_not_replayable', kept: 401 });
});

test('ensureFresh refreshes what does not last long enough, and only that', async () => {
  await world.fresh({ access_lifetime: 30 });
  const [tab] = await world.signedIn(1, DEMO);
  assert.deepEqual(await world.counting(() => tab.run(() => session.ensureFresh(5).then(() => {}))), {});
  assert.deepEqual(await world.counting(() => tab.run(() => session.ensureFresh(60).then(() => {}))), { refresh: 1 });
});
