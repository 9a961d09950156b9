import assert from 'node:assert/strict';
import { test } from 'node:test';
import { USER, contract, lapse } from '../harness/contract.mjs';
import { SECRET, totp } from '../harness/totp.mjs';

const SESSION = 4;
const FRESH = 2;
const world = contract('django-allauth', { SESSION_SECONDS: SESSION, REAUTHENTICATION_SECONDS: FRESH });
const rolling = contract('django-allauth', { SESSION_SECONDS: SESSION, ROLLING: 1 });

const BASE = '/_allauth/browser/v1';
const PATHS = { session: `${BASE}/auth/session`, login: `${BASE}/auth/login`, email: `${BASE}/account/email` };

const csrf = async (client) => ({ 'x-csrftoken': await client.readable('csrftoken') });

async function signedIn(of = world) {
  const client = of.client();
  await client.get(PATHS.session);
  const before = await client.readable('csrftoken');
  const answer = await client.post(PATHS.login, { json: USER, headers: await csrf(client) });
  assert.equal(answer.status, 200);
  return Object.assign(client, { answer, before });
}

test('nobody: 401 whose meta says so; asking primes a CSRF cookie that scripts can read', async () => {
  const client = world.client();
  const { status, body } = await client.get(PATHS.session);
  assert.deepEqual([status, body.status, body.meta.is_authenticated], [401, 401, false]);
  assert.ok(body.data.flows.some(({ id }) => id === 'login'));
  assert.match(await client.readable('csrftoken'), /^\w{32}$/);
});

test('signing in: 200 in the shape of the session, the CSRF token changes', async () => {
  const client = await signedIn();
  const { httpOnly, sameSite, path, maxAge } = client.answer.set.sessionid;
  assert.deepEqual({ httpOnly, sameSite, path, maxAge }, { httpOnly: true, sameSite: 'lax', path: '/', maxAge: SESSION });
  assert.equal(client.answer.body.meta.is_authenticated, true);
  assert.notEqual(await client.readable('csrftoken'), client.before);
});

test('a session: user at /data/user with an id, no expiry anywhere', async () => {
  const { status, body } = await (await signedIn()).get(PATHS.session);
  assert.equal(status, 200);
  assert.equal(body.data.user.email, USER.email);
  assert.notEqual(body.data.user.id, undefined);
  assert.equal(body.data.methods[0].method, 'password');
  assert.doesNotMatch(JSON.stringify(body), /expir/i);
});

test('wrong credentials: 400 with errors', async () => {
  const client = world.client();
  await client.get(PATHS.session);
  const { status, body } = await client.post(PATHS.login, { json: { ...USER, password: 'wrong' }, headers: await csrf(client) });
  assert.equal(status, 400);
  assert.equal(body.errors[0].code, 'email_password_mismatch');
  assert.equal(typeof body.errors[0].message, 'string');
});

test('signing in again while signed in: 409', async () => {
  const client = await signedIn();
  assert.equal((await client.post(PATHS.login, { json: USER, headers: await csrf(client) })).status, 409);
});

test('a missing CSRF token, or the one from before the sign-in: 403 as a page', async () => {
  const client = await signedIn();
  for (const headers of [{}, { 'x-csrftoken': client.before }]) {
    const { status, type, body } = await client.delete(PATHS.session, { headers });
    assert.deepEqual([status, body], [403, null]);
    assert.match(type, /^text\/html/);
  }
  assert.equal((await client.get(PATHS.session)).status, 200);
});

test('another origin is refused, whatever its token', async () => {
  const client = await signedIn();
  const { status } = await client.delete(PATHS.session, { headers: { ...(await csrf(client)), origin: 'https://evil.example' } });
  assert.equal(status, 403);
});

test('reading does not extend, unless every request does', async () => {
  const fixed = await signedIn();
  const sliding = await signedIn(rolling);
  await lapse(SESSION / 2);
  assert.equal((await fixed.get(PATHS.session)).set.sessionid, undefined);
  assert.equal((await sliding.get(PATHS.session)).set.sessionid.maxAge, SESSION);
  await lapse(SESSION / 2);
  assert.equal((await fixed.get('/api/data')).status, 401);
  assert.equal((await sliding.get('/api/data')).status, 200);
});

test('an expired session: 401 from the session, as for nobody, and from the API', async () => {
  const client = await (await signedIn()).hoarder();
  await lapse(SESSION);
  const { status, body } = await client.get(PATHS.session);
  assert.deepEqual([status, body.meta.is_authenticated], [401, false]);
  assert.equal((await client.get('/api/data')).status, 401);
});

test('step-up: 401 with is_authenticated true and the flows that confirm it, then it goes through', async () => {
  const client = await signedIn();
  await lapse(FRESH);
  const change = async () => client.post(PATHS.email, { json: { email: 'other@example.com' }, headers: await csrf(client) });
  const { status, body } = await change();
  assert.deepEqual([status, body.meta.is_authenticated], [401, true]);
  assert.ok(body.data.flows.some(({ id }) => id === 'reauthenticate'));
  const confirmed = await client.post(`${BASE}/auth/reauthenticate`, { json: { password: USER.password }, headers: await csrf(client) });
  assert.equal(confirmed.status, 200);
  assert.equal((await change()).status, 200);
});

test('logout: DELETE is answered 401 as for nobody, and so it is a second time', async () => {
  const client = await signedIn();
  const thief = await client.hoarder();
  for (const time of ['first', 'second']) {
    const { status, body } = await client.delete(PATHS.session, { headers: await csrf(client) });
    assert.deepEqual([status, body.meta.is_authenticated], [401, false], time);
  }
  assert.equal((await thief.get('/api/data')).status, 401);
});

const guarded = contract('django-allauth', { TWO_FACTOR: SECRET });
const unverified = contract('django-allauth', { UNVERIFIED: 1 });

/** The credentials are right, and a flow is still to be gone through: of this name. */
async function pending(of, flow) {
  const client = of.client();
  await client.get(PATHS.session);
  const { status, body } = await client.post(PATHS.login, { json: USER, headers: await csrf(client) });
  assert.deepEqual([status, body.meta.is_authenticated], [401, false]);
  assert.equal(body.data.flows.find(({ is_pending }) => is_pending).id, flow);
  return client;
}

test('a second factor: 401 with a pending flow, and a code ends it', async () => {
  const client = await pending(guarded, 'mfa_authenticate');
  const give = async (code) => client.post(`${BASE}/auth/2fa/authenticate`, { json: { code }, headers: await csrf(client) });
  assert.deepEqual((await give('000000')).body.errors[0].code, 'incorrect_code');
  const { status, body } = await give(totp());
  assert.deepEqual([status, body.meta.is_authenticated], [200, true]);
});

test('an address to be verified: 401 with a pending flow', () => pending(unverified, 'verify_email'));

test('who is signed in and signs in: 409', async () => {
  const client = await signedIn();
  assert.equal((await client.post(PATHS.login, { json: USER, headers: await csrf(client) })).status, 409);
});
