import assert from 'node:assert/strict';
import { test } from 'node:test';
import { USER, contract, lapse } from '../harness/contract.mjs';

const SESSION = 3;
const world = contract('next-auth', { SESSION_SECONDS: SESSION });

const PATHS = { csrf: '/api/auth/csrf', session: '/api/auth/session', login: '/api/auth/callback/credentials', logout: '/api/auth/signout' };
const COOKIE = 'next-auth.session-token';
const AS_JSON = { json: 'true' };

const token = async (client) => (await client.get(PATHS.csrf)).body.csrfToken;
async function signedIn() {
  const client = world.client();
  const answer = await client.post(PATHS.login, { json: { ...USER, ...AS_JSON, csrfToken: await token(client) } });
  assert.equal(answer.status, 200);
  assert.ok(answer.set[COOKIE]);
  return Object.assign(client, { answer });
}

test('the CSRF token stands in a body: its cookie is HttpOnly', async () => {
  const { body, set } = await world.client().get(PATHS.csrf);
  assert.match(body.csrfToken, /^[0-9a-f]{64}$/);
  assert.equal(set['next-auth.csrf-token'].httpOnly, true);
});

test('signing in answers 200 {url} and sets an HttpOnly Lax cookie', async () => {
  const { answer } = await signedIn();
  assert.equal(typeof answer.body.url, 'string');
  assert.doesNotMatch(answer.body.url, /error=|csrf=true/);
  const { httpOnly, sameSite, path } = answer.set[COOKIE];
  assert.deepEqual({ httpOnly, sameSite, path }, { httpOnly: true, sameSite: 'lax', path: '/' });
});

test('a body that does not ask for JSON is answered by a redirect, whatever its header says', async () => {
  const client = world.client();
  const headers = { 'x-auth-return-redirect': '1' };
  assert.equal((await client.post(PATHS.login, { json: { ...USER, csrfToken: await token(client) }, headers })).status, 302);
});

test('wrong credentials: 401 {url}', async () => {
  const client = world.client();
  const { status, body, set } = await client.post(PATHS.login, { json: { ...USER, ...AS_JSON, password: 'wrong', csrfToken: await token(client) } });
  assert.equal(status, 401);
  assert.match(body.url, /[?&]error=CredentialsSignin/);
  assert.equal(set[COOKIE], undefined);
});

test('a missing CSRF token: 200, and only the address tells', async () => {
  for (const path of [PATHS.login, PATHS.logout]) {
    const { status, body } = await world.client().post(path, { json: { ...USER, ...AS_JSON } });
    assert.equal(status, 200);
    assert.match(body.url, /csrf=true/);
  }
});

test('a session: user at /user, expiry at /expires as ISO, and every read extends', async () => {
  const client = await signedIn();
  const first = await client.get(PATHS.session);
  assert.deepEqual(first.body.user, { name: 'Demo User', email: USER.email });
  await lapse(1);
  const second = await client.get(PATHS.session);
  assert.ok(Date.parse(second.body.expires) >= Date.parse(first.body.expires) + 1000);
});

test('nobody: 200 {}', async () => {
  const { status, text } = await world.client().get(PATHS.session);
  assert.deepEqual([status, text], [200, '{}']);
});

test('logout: 200 {url}; a second time the same; nothing is revoked', async () => {
  const client = await signedIn();
  const thief = await client.hoarder();
  for (const time of ['first', 'second']) {
    const { status, body } = await client.post(PATHS.logout, { json: { ...AS_JSON, csrfToken: await token(client) } });
    assert.equal(status, 200, time);
    assert.doesNotMatch(body.url, /error=|csrf=true/, time);
    assert.equal((await client.get('/api/data')).status, 401, time);
  }
  assert.equal((await thief.get(PATHS.session)).body.user.email, USER.email);
});

const more = { code: contract('next-auth', { TWO_FACTOR: 1 }), page: contract('next-auth', { UNVERIFIED: 1 }) };
const asked = async (of) => {
  const client = of.client();
  return client.post(PATHS.login, { json: { ...USER, ...AS_JSON, csrfToken: await token(client) } });
};

test('an error of the app’s own: 401, and its message in the address', async () => {
  const { status, body } = await asked(more.code);
  assert.equal(status, 401);
  assert.match(body.url, /[?&]error=second_factor/);
});

test('a callback `signIn` that returns a page: 200 with that page, as a success, and no cookie of a session', async () => {
  const { status, body, set } = await asked(more.page);
  assert.equal(status, 200);
  assert.match(body.url, /\/verify-email$/);
  assert.equal(set[COOKIE], undefined);
});
