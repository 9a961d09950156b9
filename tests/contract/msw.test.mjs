// `hallpass/msw` under the real MSW: its answers are those of the contract, and its levers move what they say.
import assert from 'node:assert/strict';
import { after, afterEach, before, test } from 'node:test';
import { HttpResponse, http } from 'msw';
import { setupServer } from 'msw/node';
import { Client } from './harness/client.mjs';
import { load } from './harness/package.mjs';

const { sessionHandlers } = await load('msw.js');
const ORIGIN = 'https://app.example';
const ADA = { sub: 'ada', name: 'Ada' };
const code = ({ status, body }) => [status, body.error];

const server = setupServer();
before(() => server.listen({ onUnhandledRequest: 'error' }));
after(() => server.close());
afterEach(() => server.resetHandlers());

/** A server in memory, and a client whose every answer is held to the contract. */
function backend(options) {
  const handlers = sessionHandlers(options);
  const api = [
    http.get('*/api/me', handlers.protect(() => HttpResponse.json({ name: 'Ada' }, { headers: { 'cache-control': 'no-store' } }))),
    http.post('*/api/transfer', handlers.protect(() => HttpResponse.json({}, { headers: { 'cache-control': 'no-store' } }), { maxAge: 60 })),
  ];
  server.use(...handlers, ...api);
  return { handlers, page: new Client(ORIGIN) };
}

test('nobody is signed in, unless claims say so', async () => {
  const { handlers, page } = backend();
  assert.deepEqual((await page.get('/auth/session')).body, { authenticated: false });
  assert.equal(handlers.handlers, handlers);
  const { page: ada } = backend({ claims: ADA });
  const { body } = await ada.get('/auth/session');
  assert.deepEqual([body.authenticated, body.claims, body.subject], [true, ADA, 'ada']);
});

test('signing in by credentials: right, wrong, malformed; a new handle each time', async () => {
  const { page } = backend({ claims: ADA });
  const { body: first } = await page.login({ email: 'ada@example.com', password: 'right' });
  const { body: second } = await page.login({ email: 'ada@example.com', password: 'right' });
  assert.notEqual(first.session, second.session);
  assert.deepEqual(code(await page.login({ email: 'ada@example.com', password: 'wrong' })), [401, 'invalid_credentials']);
  assert.equal((await page.post('/auth/login', { body: 'no' })).status, 400);
  const { page: own } = backend({ login: ({ password }) => (password === 'mine' ? { email: 'x@example.com' } : null) });
  assert.equal((await own.login({ email: 'x@example.com', password: 'right' })).status, 401);
  assert.equal((await own.login({ email: 'x@example.com', password: 'mine' })).body.subject, 'x@example.com');
});

test('expire(): 401 until a refresh', async () => {
  const { handlers, page } = backend({ claims: ADA });
  handlers.expire();
  assert.deepEqual(code(await page.get('/auth/session')), [401, 'session_expired']);
  assert.deepEqual(code(await page.get('/api/me')), [401, 'session_expired']);
  assert.deepEqual(code(await page.post('/auth/touch')), [401, 'session_expired']);
  assert.equal((await page.post('/auth/refresh')).body.claims.name, 'Ada');
  assert.equal((await page.get('/api/me')).status, 200);
});

test('revoke(): nothing revives the session', async () => {
  const { handlers, page } = backend({ claims: ADA });
  handlers.revoke();
  assert.deepEqual((await page.get('/auth/session')).body, { authenticated: false });
  for (const [path, method] of [['/auth/refresh', 'post'], ['/auth/touch', 'post'], ['/api/me', 'get']])
    assert.deepEqual(code(await page[method](path)), [401, 'session_ended'], path);
  assert.equal((await page.post('/auth/logout')).status, 200);
});

test('signIn(claims): another session, which a request that believes in the former one does not reach', async () => {
  const { handlers, page } = backend({ claims: ADA });
  const { session } = (await page.get('/auth/session')).body;
  handlers.signIn({ sub: 'bob' });
  const believed = { 'hallpass-session': session };
  assert.deepEqual(code(await page.get('/api/me', { headers: believed })), [409, 'session_mismatch']);
  assert.deepEqual(code(await page.post('/auth/logout', { headers: believed })), [409, 'session_mismatch']);
  assert.equal((await page.get('/auth/session', { headers: believed })).body.subject, 'bob');
});

test('outage(ms): 503 with a wait, then as before', async (t) => {
  t.mock.timers.enable({ apis: ['Date'], now: Date.now() });
  const { handlers, page } = backend({ claims: ADA });
  handlers.outage(60_000);
  const { status, headers } = await page.get('/auth/session');
  assert.deepEqual([status, headers.get('retry-after')], [503, '60']);
  assert.equal((await page.get('/api/me')).status, 503);
  handlers.outage(0);
  assert.equal((await page.get('/auth/session')).status, 200);
});

test('slow(ms): an answer takes so long', async () => {
  const { handlers, page } = backend({ claims: ADA });
  handlers.slow(200);
  const begun = performance.now();
  await page.get('/auth/session');
  // Timers of Node may fire a millisecond early.
  assert.ok(performance.now() - begun >= 199);
});

test('without X-CSRF: 403', async () => {
  const { page } = backend({ claims: ADA });
  for (const path of ['/auth/session', '/api/me'])
    assert.deepEqual(code(await page.get(path, { headers: { 'x-csrf': undefined } })), [403, 'csrf'], path);
});

test('limits lapse by the clock: access, idle, absolute; touch moves the idle one alone', async (t) => {
  t.mock.timers.enable({ apis: ['Date'], now: Date.now() });
  const { page } = backend({ claims: ADA, expiresIn: 60, idleExpiresIn: 100, absoluteExpiresIn: 300 });
  t.mock.timers.tick(61_000);
  assert.equal((await page.get('/auth/session')).status, 401);
  const { body: refreshed } = await page.post('/auth/refresh');
  assert.deepEqual([refreshed.expires_in, refreshed.idle_expires_in, refreshed.absolute_expires_in], [60, 39, 239]);
  assert.equal((await page.post('/auth/touch')).body.idle_expires_in, 100);
  t.mock.timers.tick(101_000);
  assert.deepEqual((await page.get('/auth/session')).body, { authenticated: false });
  const { page: endless } = backend({ claims: ADA, expiresIn: null, idleExpiresIn: null, absoluteExpiresIn: null });
  assert.equal((await endless.get('/auth/session')).body.expires_in, null);
});

test('protect with maxAge: step-up, until a new sign-in', async (t) => {
  t.mock.timers.enable({ apis: ['Date'], now: Date.now() });
  const { handlers, page } = backend({ claims: ADA });
  assert.equal((await page.post('/api/transfer')).status, 200);
  t.mock.timers.tick(61_000);
  assert.deepEqual(code(await page.post('/api/transfer')), [401, 'insufficient_user_authentication']);
  handlers.signIn(ADA);
  assert.equal((await page.post('/api/transfer')).status, 200);
});

test('baseUrl: another path on any origin, or a whole address', async () => {
  server.use(...sessionHandlers({ baseUrl: '/bff/', claims: ADA }));
  const ask = (url) => fetch(url, { headers: { 'x-csrf': '1' } }).then((answer) => answer.json());
  assert.equal((await ask(`${ORIGIN}/bff/session`)).subject, 'ada');
  server.use(...sessionHandlers({ baseUrl: 'https://id.example/s', claims: { sub: 'bob' } }));
  assert.equal((await ask('https://id.example/s/session')).subject, 'bob');
});
