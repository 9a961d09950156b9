import assert from 'node:assert/strict';
import { test } from 'node:test';
import { USER, contract, lapse } from '../harness/contract.mjs';

const SESSION = 4;
const world = contract('fastapi-users', { SESSION_SECONDS: SESSION });

const PATHS = { session: '/users/me', login: '/auth/jwt/login', logout: '/auth/jwt/logout' };
const FORM = { username: USER.email, password: USER.password };
const COOKIE = 'fastapiusersauth';

async function signedIn() {
  const client = world.client();
  const answer = await client.post(PATHS.login, { form: FORM });
  assert.equal(answer.status, 204);
  return Object.assign(client, { answer });
}

test('signing in takes a form, and answers 204 with a cookie that lives as long as the token', async () => {
  const { httpOnly, sameSite, path, maxAge } = (await signedIn()).answer.set[COOKIE];
  assert.deepEqual({ httpOnly, sameSite, path, maxAge }, { httpOnly: true, sameSite: 'lax', path: '/', maxAge: SESSION });
});

test('JSON is refused: 422', async () => {
  assert.equal((await world.client().post(PATHS.login, { json: FORM })).status, 422);
});

test('wrong credentials: 400 with a code', async () => {
  const { status, body } = await world.client().post(PATHS.login, { form: { ...FORM, password: 'wrong' } });
  assert.deepEqual([status, body], [400, { detail: 'LOGIN_BAD_CREDENTIALS' }]);
});

test('a session: the user is the answer, and no expiry is in it', async () => {
  const { status, body } = await (await signedIn()).get(PATHS.session);
  assert.equal(status, 200);
  assert.deepEqual(Object.keys(body).sort(), ['email', 'id', 'is_active', 'is_superuser', 'is_verified']);
  assert.equal(body.email, USER.email);
});

test('nobody: 401 Unauthorized', async () => {
  const { status, body } = await world.client().get(PATHS.session);
  assert.deepEqual([status, body], [401, { detail: 'Unauthorized' }]);
});

test('reading extends nothing: the session ends when it said it would', async () => {
  const client = await signedIn();
  const thief = await client.hoarder();
  await lapse(SESSION / 2);
  assert.deepEqual((await client.get(PATHS.session)).set, {});
  await lapse(SESSION / 2);
  for (const path of [PATHS.session, '/api/data']) {
    const { status, body } = await thief.get(path);
    assert.deepEqual([status, body], [401, { detail: 'Unauthorized' }], path);
  }
});

test('logout: 204, the token lives on; a second time 401', async () => {
  const client = await signedIn();
  const thief = await client.hoarder();
  assert.equal((await client.post(PATHS.logout)).status, 204);
  assert.deepEqual(await client.cookies(), []);
  assert.equal((await client.post(PATHS.logout)).status, 401);
  assert.equal((await thief.get('/api/data')).status, 200, 'nothing is revoked');
});

const unverified = contract('fastapi-users', { SESSION_SECONDS: SESSION, UNVERIFIED: 1 });

test('an address that is not verified: 400 with a code of its own', async () => {
  const { status, body } = await unverified.client().post(PATHS.login, { form: FORM });
  assert.deepEqual([status, body], [400, { detail: 'LOGIN_USER_NOT_VERIFIED' }]);
});
