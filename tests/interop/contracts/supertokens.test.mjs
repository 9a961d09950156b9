import assert from 'node:assert/strict';
import { test } from 'node:test';
import { USER, contract, lapse } from '../harness/contract.mjs';

const ACCESS = 2;
const REFRESH = 6;
const LIFETIMES = { ACCESS_SECONDS: ACCESS, REFRESH_SECONDS: REFRESH };
const world = contract('supertokens', LIFETIMES);
const byToken = contract('supertokens', { ...LIFETIMES, ANTI_CSRF: 'VIA_TOKEN' });

const PATHS = { session: '/auth/me', login: '/auth/signin', refresh: '/auth/session/refresh', logout: '/auth/signout' };
const RID = { rid: 'anti-csrf' };
const fields = ({ email, password }) => ({ formFields: [{ id: 'email', value: email }, { id: 'password', value: password }] });
const front = ({ headers }) => JSON.parse(Buffer.from(headers.get('front-token'), 'base64'));

async function signedIn(of = world) {
  const client = of.client();
  const answer = await client.post(PATHS.login, { json: fields(USER), headers: RID });
  assert.deepEqual([answer.status, answer.body.status], [200, 'OK']);
  return Object.assign(client, { answer });
}

test('signing in sets an access cookie that outlives its token, and a refresh cookie for one path', async () => {
  const client = await signedIn();
  const { sAccessToken, sRefreshToken } = client.answer.set;
  assert.deepEqual([sAccessToken.httpOnly, sAccessToken.path, sAccessToken.sameSite], [true, '/', 'lax']);
  assert.ok(sAccessToken.expires - Date.now() > 300 * 86400_000);
  assert.deepEqual([sRefreshToken.httpOnly, sRefreshToken.path], [true, PATHS.refresh]);
});

test('the expiry stands in the header front-token, in ms', async () => {
  const before = Date.now();
  const { answer } = await signedIn();
  const { uid, ate } = front(answer);
  assert.equal(uid, answer.body.user.id);
  const began = ate - ACCESS * 1000;
  // It counts in whole seconds.
  assert.ok(before - 1000 < began && began <= Date.now(), `${began} is not within ${before}..${Date.now()}`);
});

test('wrong credentials, and fields that make no sense: 200 with a status', async () => {
  const wrong = await world.client().post(PATHS.login, { json: fields({ ...USER, password: 'wrong horse 1' }), headers: RID });
  assert.deepEqual([wrong.status, wrong.body.status], [200, 'WRONG_CREDENTIALS_ERROR']);
  const senseless = await world.client().post(PATHS.login, { json: fields({ email: 'no address', password: '' }), headers: RID });
  assert.deepEqual([senseless.status, senseless.body.status], [200, 'FIELD_ERROR']);
});

test('a session, read from a route of the app', async () => {
  const client = await signedIn();
  const { status, body } = await client.get(PATHS.session);
  assert.deepEqual([status, body.userId], [200, client.answer.body.user.id]);
  assert.equal(typeof body.accessTokenPayload.exp, 'number');
});

test('nobody: 401 unauthorised', async () => {
  const { status, body } = await world.client().get(PATHS.session);
  assert.deepEqual([status, body], [401, { message: 'unauthorised' }]);
});

test('an expired token: 401 try refresh token', async () => {
  const client = await signedIn();
  await lapse(ACCESS);
  for (const path of [PATHS.session, '/api/data']) {
    const { status, body } = await client.get(path);
    assert.deepEqual([status, body], [401, { message: 'try refresh token' }], path);
  }
});

test('a change without the header that forms cannot send: 401 try refresh token, though nothing expired', async () => {
  const client = await signedIn();
  const { status, body } = await client.post('/api/data');
  assert.deepEqual([status, body], [401, { message: 'try refresh token' }]);
  assert.equal((await client.post('/api/data', { headers: RID })).status, 200);
});

test('refreshing renews and rotates; the first use afterwards sets the access cookie once more', async () => {
  const client = await signedIn();
  await lapse(ACCESS);
  const { status, body, set, ...answer } = await client.post(PATHS.refresh, { headers: RID });
  assert.deepEqual([status, body], [200, {}]);
  assert.ok(front(answer).ate > Date.now());
  assert.notEqual(set.sRefreshToken.value, client.answer.set.sRefreshToken.value);
  const first = await client.get('/api/data');
  assert.equal(first.status, 200);
  assert.ok(first.set.sAccessToken);
  assert.equal((await client.get('/api/data')).set.sAccessToken, undefined);
});

test('refreshing without that header ends the session', async () => {
  const client = await signedIn();
  assert.equal((await client.post(PATHS.refresh)).status, 401);
  assert.deepEqual(await client.cookies(PATHS.refresh), []);
});

test('a refresh token whose child was used is theft: 401, the session ends for all', async () => {
  const client = await signedIn();
  const tab = await client.copy();
  assert.equal((await client.post(PATHS.refresh, { headers: RID })).status, 200);
  assert.equal((await client.get('/api/data')).status, 200);
  const theft = await tab.post(PATHS.refresh, { headers: RID });
  assert.deepEqual([theft.status, theft.body], [401, { message: 'token theft detected' }]);
  assert.equal((await client.post(PATHS.refresh, { headers: RID })).status, 401);
});

test('no refresh cookie, and a lapsed one: 401', async () => {
  assert.equal((await world.client().post(PATHS.refresh, { headers: RID })).status, 401);
  const client = await signedIn();
  await lapse(REFRESH);
  assert.equal((await client.post(PATHS.refresh, { headers: RID })).status, 401);
});

test('by token, the proof comes in a response header and goes back in a request header', async () => {
  const client = await signedIn(byToken);
  const proof = client.answer.headers.get('anti-csrf');
  assert.ok(proof);
  assert.equal((await client.post('/api/data')).status, 401);
  assert.equal((await client.post('/api/data', { headers: { 'anti-csrf': proof } })).status, 200);
  const refreshed = await client.post(PATHS.refresh, { headers: { 'anti-csrf': proof } });
  assert.equal(refreshed.status, 200);
  assert.notEqual(refreshed.headers.get('anti-csrf'), proof);
});

test('logout: 200 OK and front-token remove; a second time 401', async () => {
  const client = await signedIn();
  const thief = await client.copy();
  const { status, body, headers } = await client.post(PATHS.logout, { headers: RID });
  assert.deepEqual([status, body, headers.get('front-token')], [200, { status: 'OK' }, 'remove']);
  assert.deepEqual(await client.cookies(PATHS.refresh), []);
  assert.equal((await thief.post(PATHS.refresh, { headers: RID })).status, 401);
  const again = await client.post(PATHS.logout, { headers: RID });
  assert.equal(again.status, 401);
});

const unverified = contract('supertokens', { UNVERIFIED: 1 });

test('an address to be verified: signed in, and the session endpoint answers 403 invalid claim', async () => {
  const { status, body } = await (await signedIn(unverified)).get(PATHS.session);
  assert.deepEqual([status, body.message], [403, 'invalid claim']);
  assert.deepEqual(body.claimValidationErrors.map(({ id }) => id), ['st-ev']);
});
