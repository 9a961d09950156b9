// Refreshing within one tab (P4, P8, P9, P10).
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { DEMO, STRATEGIES, setup, webkit } from './harness/index.mjs';

const world = setup();
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
  await world.fresh({ access_lifetime: 3 });
  const [tab] = await world.signedIn(1, DEMO);
  const first = (await tab.snapshot()).expiresAt;
  await tab.run(() => test.until(() => events.filter(({ type }) => type === 'refreshed').length === 2));
  const [refreshed] = await tab.events('refreshed');
  assert.ok(refreshed.at < first, 'ahead of the expiry');
  assert.ok(first - refreshed.at < 2000, 'and not at once');
  const { requests } = await world.server.stats();
  assert.equal(requests.refresh, 2);
  assert.equal(requests.api, undefined);
});

test('a hidden tab lets the session lapse, and the first look at it refreshes', async () => {
  await world.fresh({ access_lifetime: 2 });
  // WebKitGTK shows the first window whatever is selected; elsewhere a new tab hides the others.
  const front = await world.page(webkit ? undefined : {});
  await front.status('unauthenticated');
  const behind = webkit ? await world.another() : front;
  await behind.login(DEMO);
  const cover = webkit ? front : await world.another({ idle: true });
  if (webkit) await front.open(`${world.url}/?idle`);
  await cover.show();
  await new Promise((resolve) => setTimeout(resolve, 200));
  const counts = await world.counting(() => cover.run(() => new Promise((resolve) => setTimeout(resolve, 3500))));
  assert.deepEqual(counts, {}, 'nobody asked for anything');
  const { hidden } = await behind.run(() => test.seen);
  assert.ok(hidden, 'the tab was never hidden: this proves nothing');
  if (webkit) assert.equal((await behind.request('/api/me')).status, 200);
  else await behind.event('refreshed');
  assert.equal((await world.server.stats()).requests.refresh, 1);
});

test('a hidden tab refreshes where the options say so', { skip: webkit && 'the tabs of WebKitGTK are not hidden by others' }, async () => {
  await world.fresh({ access_lifetime: 3 });
  const [tab] = await world.signedIn(1, DEMO, { options: { refresh: { when: 'always' } } });
  const cover = await world.another({ idle: true });
  const counts = await world.counting(() => cover.run(() => new Promise((resolve) => setTimeout(resolve, 3500))));
  assert.ok(counts.refresh >= 1);
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
