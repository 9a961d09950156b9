import assert from 'node:assert/strict';
import { test } from 'node:test';
import { USER, contract, lapse } from '../harness/contract.mjs';

const ACCESS = 3;
const REFRESH = 7;
const world = contract('fastify-jwt', { ACCESS_SECONDS: ACCESS, REFRESH_SECONDS: REFRESH });
const graceful = contract('fastify-jwt', { ACCESS_SECONDS: ACCESS, REFRESH_SECONDS: REFRESH, GRACE_SECONDS: 30 });

async function signedIn(of = world) {
  const client = of.client();
  const answer = await client.post('/auth/login', { json: USER });
  assert.equal(answer.status, 200);
  return Object.assign(client, { answer });
}

test('signing in: relative seconds in the body, the refresh cookie for its own path alone', async () => {
  const client = await signedIn();
  assert.deepEqual(client.answer.body, { user: { id: USER.email }, accessTokenExpiresIn: ACCESS });
  assert.deepEqual(await client.cookies('/'), ['token']);
  assert.deepEqual(await client.cookies('/auth/refresh'), ['refresh', 'token']);
  assert.equal(client.answer.set.token.sameSite, 'strict');
});

test('wrong credentials: 401', async () => {
  assert.equal((await world.client().post('/auth/login', { json: { ...USER, password: 'wrong' } })).status, 401);
});

test('a session: what the token says, expiry at /exp in epoch seconds', async () => {
  const before = Date.now() / 1000;
  const { status, body } = await (await signedIn()).get('/auth/me');
  assert.deepEqual([status, body.user.id], [200, USER.email]);
  const issued = body.exp - ACCESS;
  // It counts in whole seconds.
  assert.ok(before - 1 < issued && issued <= Date.now() / 1000, `${issued} is not between sign-in and now`);
});

test('nobody: 401 FST_JWT_NO_AUTHORIZATION_IN_COOKIE, from a browser whose cookie has lapsed too', async () => {
  const { status, body } = await world.client().get('/auth/me');
  assert.deepEqual([status, body.code], [401, 'FST_JWT_NO_AUTHORIZATION_IN_COOKIE']);
  const client = await signedIn();
  await lapse(ACCESS);
  assert.equal((await client.get('/auth/me')).body.code, 'FST_JWT_NO_AUTHORIZATION_IN_COOKIE');
});

test('an expired token: 401 FST_JWT_AUTHORIZATION_TOKEN_EXPIRED', async () => {
  const client = await (await signedIn()).hoarder();
  await lapse(ACCESS);
  const { status, body } = await client.get('/api/data');
  assert.deepEqual([status, body.code], [401, 'FST_JWT_AUTHORIZATION_TOKEN_EXPIRED']);
});

test('a POST without a body may bear no JSON content type', async () => {
  const client = await signedIn();
  const { status, body } = await client.post('/auth/refresh', { headers: { 'content-type': 'application/json' } });
  assert.deepEqual([status, body.code], [400, 'FST_ERR_CTP_EMPTY_JSON_BODY']);
});

test('refreshing renews and rotates', async () => {
  const client = await signedIn();
  await lapse(ACCESS);
  const { status, body, set } = await client.post('/auth/refresh');
  assert.deepEqual([status, body.accessTokenExpiresIn], [200, ACCESS]);
  assert.notEqual(set.refresh.value, client.answer.set.refresh.value);
  assert.equal((await client.get('/api/data')).status, 200);
});

test('two refreshes with one token end the session', async () => {
  const client = await signedIn();
  const tab = await client.copy();
  assert.equal((await client.post('/auth/refresh')).status, 200);
  assert.deepEqual((await tab.post('/auth/refresh')).body.code, 'REFRESH_REUSED');
  assert.equal((await client.post('/auth/refresh')).status, 401);
});

test('with a grace both succeed', async () => {
  const client = await signedIn(graceful);
  const tab = await client.copy();
  assert.equal((await client.post('/auth/refresh')).status, 200);
  assert.equal((await tab.post('/auth/refresh')).status, 200);
  assert.equal((await client.post('/auth/refresh')).status, 200);
});

test('a lapsed refresh token: 401', async () => {
  const client = await signedIn();
  await lapse(REFRESH);
  assert.equal((await client.post('/auth/refresh')).status, 401);
});

test('logout: 204, a refresh is refused; a second time 204', async () => {
  const client = await signedIn();
  const tab = await client.copy();
  assert.equal((await client.post('/auth/logout')).status, 204);
  assert.equal((await tab.post('/auth/refresh')).status, 401);
  assert.equal((await client.post('/auth/logout')).status, 204);
  assert.deepEqual(await client.cookies('/auth/refresh'), []);
});
