import assert from 'node:assert/strict';
import { test } from 'node:test';
import { USER, contract, lapse } from '../harness/contract.mjs';

const SESSION = 3;
/** Auth.js forgives a clock that is this far off, so a token lives that much longer. */
const TOLERANCE = 15;
const world = contract('auth-js', { SESSION_SECONDS: SESSION });

const PATHS = { csrf: '/auth/csrf', session: '/auth/session', login: '/auth/callback/credentials', logout: '/auth/signout' };
const COOKIE = 'authjs.session-token';
const AS_JSON = { 'x-auth-return-redirect': '1' };

const token = async (client) => (await client.get(PATHS.csrf)).body.csrfToken;
async function signedIn() {
  const client = world.client();
  const answer = await client.post(PATHS.login, { json: { ...USER, csrfToken: await token(client) }, headers: AS_JSON });
  assert.equal(answer.status, 200);
  assert.ok(answer.set[COOKIE]);
  return Object.assign(client, { answer });
}

test('the CSRF token stands in a body: its cookie is HttpOnly', async () => {
  const { body, set } = await world.client().get(PATHS.csrf);
  assert.match(body.csrfToken, /^[0-9a-f]{64}$/);
  assert.equal(set['authjs.csrf-token'].httpOnly, true);
  assert.ok(decodeURIComponent(set['authjs.csrf-token'].value).startsWith(`${body.csrfToken}|`));
});

test('signing in answers 200 {url} and sets an HttpOnly Lax cookie with a date', async () => {
  const { answer } = await signedIn();
  assert.equal(typeof answer.body.url, 'string');
  assert.doesNotMatch(answer.body.url, /error=/);
  const { httpOnly, sameSite, path, maxAge, expires } = answer.set[COOKIE];
  assert.deepEqual({ httpOnly, sameSite, path, maxAge }, { httpOnly: true, sameSite: 'lax', path: '/', maxAge: null });
  assert.ok(expires instanceof Date);
});

test('wrong credentials: 200 as well, and only the address tells', async () => {
  const client = world.client();
  const { status, body, set } = await client.post(PATHS.login, { json: { ...USER, password: 'wrong', csrfToken: await token(client) }, headers: AS_JSON });
  assert.equal(status, 200);
  assert.match(body.url, /[?&]error=CredentialsSignin/);
  assert.equal(set[COOKIE], undefined);
});

test('a missing CSRF token: 200 too, MissingCSRF in the address; a header is not looked at', async () => {
  const client = world.client();
  const csrfToken = await token(client);
  const { status, body } = await client.post(PATHS.login, { json: USER, headers: { ...AS_JSON, 'x-csrf-token': csrfToken } });
  assert.equal(status, 200);
  assert.match(body.url, /[?&]error=MissingCSRF/);
});

test('a session: user at /user, expiry at /expires as ISO, and every read extends', async () => {
  const client = await signedIn();
  const first = await client.get(PATHS.session);
  assert.deepEqual(first.body.user, { name: 'Demo User', email: USER.email });
  assert.match(first.body.expires, /^\d{4}-\d\d-\d\dT[\d:.]+Z$/);
  await lapse(1);
  const second = await client.get(PATHS.session);
  assert.ok(Date.parse(second.body.expires) >= Date.parse(first.body.expires) + 1000);
  assert.notEqual(second.set[COOKIE].value, first.set[COOKIE].value);
});

test('nobody: 200 null', async () => {
  const { status, text } = await world.client().get(PATHS.session);
  assert.deepEqual([status, text], [200, 'null']);
});

test('POST session with a CSRF token extends; without one it is 400 null', async () => {
  const client = await signedIn();
  const extended = await client.post(PATHS.session, { json: { csrfToken: await token(client) } });
  assert.deepEqual([extended.status, extended.body.user.email], [200, USER.email]);
  assert.ok(extended.set[COOKIE]);
  const refused = await client.post(PATHS.session, { json: {} });
  assert.deepEqual([refused.status, refused.text], [400, 'null']);
});

test('the cookie outlives nothing, but the token outlives its expiry by the tolerance', { timeout: 60_000 }, async () => {
  const client = await signedIn();
  const clock = await client.hoarder();
  await lapse(SESSION);
  assert.equal((await client.get('/api/data')).status, 401, 'the browser sends the cookie no more');
  assert.equal((await clock.get('/api/data')).status, 200, 'the server would still take it');
  await lapse(TOLERANCE);
  assert.equal((await clock.get('/api/data')).status, 401);
  assert.deepEqual([(await clock.get(PATHS.session)).status, (await clock.get(PATHS.session)).text], [200, 'null']);
});

test('logout without the token: 200, and nobody is signed out', async () => {
  const client = await signedIn();
  const { status, body } = await client.post(PATHS.logout, { json: {}, headers: AS_JSON });
  assert.equal(status, 200);
  assert.match(body.url, /[?&]error=MissingCSRF/);
  assert.equal((await client.get('/api/data')).status, 200);
});

test('logout: 200 {url} without error; a second time the same; nothing is revoked', async () => {
  const client = await signedIn();
  const thief = await client.hoarder();
  for (const time of ['first', 'second']) {
    const { status, body } = await client.post(PATHS.logout, { json: { csrfToken: await token(client) }, headers: AS_JSON });
    assert.equal(status, 200, time);
    assert.doesNotMatch(body.url, /error=/, time);
    assert.equal((await client.get('/api/data')).status, 401, time);
  }
  const late = await thief.get(PATHS.session);
  assert.equal(late.body.user.email, USER.email);
  assert.ok(late.set[COOKIE], 'a read that lands after logout signs in again');
});

const more = { code: contract('auth-js', { TWO_FACTOR: 1 }), page: contract('auth-js', { UNVERIFIED: 1 }) };
const asked = async (of) => {
  const client = of.client();
  return client.post(PATHS.login, { json: { ...USER, csrfToken: await token(client) }, headers: AS_JSON });
};

test('an error of the app’s own: 200, and its code in the address', async () => {
  const { status, body } = await asked(more.code);
  assert.equal(status, 200);
  assert.match(body.url, /error=CredentialsSignin&code=second_factor/);
});

test('a callback `signIn` that returns a page: 200 with that page, as a success, and no cookie of a session', async () => {
  const { status, body, set } = await asked(more.page);
  assert.equal(status, 200);
  assert.match(body.url, /\/verify-email$/);
  assert.deepEqual(Object.keys(set).filter((name) => name.includes('session')), []);
});
