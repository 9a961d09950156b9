import assert from 'node:assert/strict';
import { test } from 'node:test';
import { USER, contract, lapse } from '../harness/contract.mjs';
import { SECRET, totp } from '../harness/totp.mjs';

const SESSION = 5;
const FRESH = 2;
const world = contract('better-auth', { SESSION_SECONDS: SESSION, UPDATE_SECONDS: 1, FRESH_SECONDS: FRESH });
const deferring = contract('better-auth', { SESSION_SECONDS: SESSION, UPDATE_SECONDS: 1, DEFER: 1 });

const PATHS = { session: '/api/auth/get-session', login: '/api/auth/sign-in/email', logout: '/api/auth/sign-out' };
const COOKIE = 'better-auth.session_token';

async function signedIn(of = world) {
  const client = of.client();
  const answer = await client.post(PATHS.login, { json: USER });
  assert.equal(answer.status, 200);
  return Object.assign(client, { answer });
}
const ends = ({ body }) => Date.parse(body.session.expiresAt);

test('signing in sets an HttpOnly Lax cookie for the whole site, and tells the user', async () => {
  const { answer } = await signedIn();
  assert.equal(answer.body.user.email, USER.email);
  const { httpOnly, sameSite, path, maxAge } = answer.set[COOKIE];
  assert.deepEqual({ httpOnly, sameSite, path, maxAge }, { httpOnly: true, sameSite: 'lax', path: '/', maxAge: SESSION });
});

test('signing in leaks the token into the body', async () => {
  const { answer } = await signedIn();
  assert.ok(decodeURIComponent(answer.set[COOKIE].value).startsWith(answer.body.token));
});

test('wrong credentials: 401 with a code and words', async () => {
  const { status, body } = await world.client().post(PATHS.login, { json: { ...USER, password: 'wrong password' } });
  assert.equal(status, 401);
  assert.equal(body.code, 'INVALID_EMAIL_OR_PASSWORD');
  assert.equal(typeof body.message, 'string');
});

test('a session: user at /user, expiry at /session/expiresAt as ISO', async () => {
  const before = Date.now();
  const client = await signedIn();
  const after = Date.now();
  const answer = await client.get(PATHS.session);
  assert.equal(answer.status, 200);
  assert.equal(answer.body.user.email, USER.email);
  assert.match(answer.body.session.expiresAt, /^\d{4}-\d\d-\d\dT[\d:.]+Z$/);
  const began = ends(answer) - SESSION * 1000;
  assert.ok(before <= began && began <= after, `${began} is not within ${before}..${after}`);
});

test('nobody: 200 null', async () => {
  const { status, text } = await world.client().get(PATHS.session);
  assert.deepEqual([status, text], [200, 'null']);
});

test('reading extends once the session is old enough, reading passively does not', async () => {
  const client = await signedIn();
  const first = await client.get(PATHS.session);
  await lapse(1);
  const passive = await client.get(`${PATHS.session}?disableRefresh=true`);
  assert.equal(ends(passive), ends(first));
  assert.equal(passive.set[COOKIE], undefined);
  const active = await client.get(PATHS.session);
  assert.ok(ends(active) >= ends(first) + 1000, 'the expiry moved');
  assert.equal(active.set[COOKIE].value, (await client.jar.getCookies(world.server.url))[0].value, 'the same token, set again');
});

test('an expired session: 200 null from the session, 401 from the API', async () => {
  const stale = await (await signedIn()).hoarder();
  await lapse(SESSION);
  assert.equal((await stale.get('/api/data')).status, 401);
  assert.deepEqual([(await stale.get(PATHS.session)).status, (await stale.get(PATHS.session)).text], [200, 'null']);
});

test('POST get-session is refused unless deferring is on', async () => {
  const { status, body } = await (await signedIn()).post(PATHS.session);
  assert.deepEqual([status, body.code], [405, 'METHOD_NOT_ALLOWED_DEFER_SESSION_REQUIRED']);
});

test('deferring: a GET only says that it is time, a POST extends', async () => {
  const client = await signedIn(deferring);
  const first = await client.get(PATHS.session);
  assert.equal(first.body.needsRefresh, false);
  await lapse(1);
  const due = await client.get(PATHS.session);
  assert.deepEqual([due.body.needsRefresh, ends(due)], [true, ends(first)]);
  const renewed = await client.post(PATHS.session);
  assert.equal(renewed.status, 200);
  assert.ok(ends(renewed) >= ends(first) + 1000);
});

test('a session that is not fresh: 403 with a code of its own where freshness is wanted', async () => {
  const client = await signedIn();
  assert.equal((await client.get('/api/auth/list-sessions')).status, 200);
  await lapse(FRESH);
  const { status, body } = await client.get('/api/auth/list-sessions');
  assert.deepEqual([status, body.code], [403, 'SESSION_NOT_FRESH']);
  assert.equal((await client.get('/api/data')).status, 200);
});

test('no CSRF token, but the Origin is looked at once a cookie comes along', async () => {
  const client = await signedIn();
  const evil = await client.post(PATHS.logout, { headers: { origin: 'https://evil.example' } });
  assert.deepEqual([evil.status, evil.body.code], [403, 'INVALID_ORIGIN']);
  assert.equal((await client.get('/api/data')).status, 200);
});

test('logout: 200 {success:true}, the token is dead, and a second time the same', async () => {
  const client = await signedIn();
  const thief = await client.hoarder();
  const { status, body } = await client.post(PATHS.logout);
  assert.deepEqual([status, body], [200, { success: true }]);
  assert.equal((await thief.get('/api/data')).status, 401);
  assert.deepEqual((await client.post(PATHS.logout)).body, { success: true });
});

const guarded = contract('better-auth', { TWO_FACTOR: SECRET });
const unverified = contract('better-auth', { UNVERIFIED: 1 });

test('a second factor: 200 twoFactorRedirect, nobody is signed in, and a code ends it', async () => {
  const client = guarded.client();
  const { status, body } = await client.post('/api/auth/sign-in/email', { json: USER });
  assert.deepEqual([status, body.twoFactorRedirect, body.user], [200, true, undefined]);
  assert.equal((await client.get('/api/auth/get-session')).text, 'null');
  const wrong = await client.post('/api/auth/two-factor/verify-totp', { json: { code: '000000' } });
  assert.deepEqual([wrong.status, wrong.body.code], [401, 'INVALID_CODE']);
  assert.equal((await client.post('/api/auth/two-factor/verify-totp', { json: { code: totp() } })).status, 200);
  assert.equal((await client.get('/api/auth/get-session')).body.user.email, USER.email);
});

test('an address to be verified: 403 EMAIL_NOT_VERIFIED', async () => {
  const { status, body } = await unverified.client().post('/api/auth/sign-in/email', { json: USER });
  assert.deepEqual([status, body.code], [403, 'EMAIL_NOT_VERIFIED']);
});
