import assert from 'node:assert/strict';
import { test } from 'node:test';
import { USER, contract, lapse } from '../harness/contract.mjs';
import { SECRET, totp } from '../harness/totp.mjs';

const ACCESS = 2;
const REFRESH = 6;
const LIFETIMES = { ACCESS_SECONDS: ACCESS, REFRESH_SECONDS: REFRESH };
const world = contract('dj-rest-auth', { ...LIFETIMES, TIME_ZONE: 'America/Chicago' });
const guarded = contract('dj-rest-auth', { ...LIFETIMES, CSRF: 1 });

const BASE = '/dj-rest-auth';
const PATHS = { session: `${BASE}/user/`, login: `${BASE}/login/`, refresh: `${BASE}/token/refresh/`, logout: `${BASE}/logout/` };

async function signedIn(of = world) {
  const client = of.client();
  const answer = await client.post(PATHS.login, { json: USER });
  assert.equal(answer.status, 200);
  return Object.assign(client, { answer });
}

test('signing in sets two HttpOnly cookies that live as long as their tokens', async () => {
  const { set } = (await signedIn()).answer;
  assert.deepEqual(
    Object.values(set).map(({ key, httpOnly, sameSite, path, maxAge }) => [key, httpOnly, sameSite, path, maxAge]).sort(),
    [
      ['access', true, 'lax', '/', ACCESS],
      ['refresh', true, 'lax', '/', REFRESH],
    ],
  );
});

test('signing in tells the expiry with the offset of the server and microseconds, and leaks the access token', async () => {
  const before = Date.now();
  const { body, set } = (await signedIn()).answer;
  assert.match(body.access_expiration, /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{6}-0[56]:00$/);
  const began = Date.parse(body.access_expiration) - ACCESS * 1000;
  assert.ok(before <= began && began <= Date.now(), `${began} is not within ${before}..${Date.now()}`);
  assert.equal(body.access, set.access.value);
  assert.equal(body.refresh, '');
  assert.equal(body.user.email, USER.email);
});

test('wrong credentials: 400 non_field_errors', async () => {
  const { status, body } = await world.client().post(PATHS.login, { json: { ...USER, password: 'wrong' } });
  assert.equal(status, 400);
  assert.equal(typeof body.non_field_errors[0], 'string');
});

test('a session: the user is the answer, with pk and without expiry', async () => {
  const { status, body } = await (await signedIn()).get(PATHS.session);
  assert.deepEqual([status, body.email], [200, USER.email]);
  assert.ok(body.pk);
  assert.doesNotMatch(JSON.stringify(body), /expir/i);
});

test('nobody: 401, without a code; so from a browser whose access cookie has lapsed', async () => {
  const nobody = await world.client().get(PATHS.session);
  assert.deepEqual([nobody.status, Object.keys(nobody.body)], [401, ['detail']]);
  const client = await signedIn();
  await lapse(ACCESS);
  assert.deepEqual((await client.get(PATHS.session)).body, nobody.body);
});

test('an expired token: 401 token_not_valid, even for a sign-in', async () => {
  const client = await (await signedIn()).hoarder();
  await lapse(ACCESS);
  for (const answer of [await client.get('/api/data'), await client.post(PATHS.login, { json: USER })])
    assert.deepEqual([answer.status, answer.body.code], [401, 'token_not_valid']);
});

test('refreshing needs no body, tells the new expiry, in UTC this time, and rotates', async () => {
  const client = await signedIn();
  await lapse(ACCESS);
  const { status, body, set } = await client.post(PATHS.refresh);
  assert.equal(status, 200);
  assert.ok(Date.parse(body.access_expiration) > Date.now());
  assert.match(body.access_expiration, /Z$/);
  assert.notEqual(set.refresh.value, client.answer.set.refresh.value);
  assert.equal((await client.get('/api/data')).status, 200);
});

test('a used refresh token: 401 token_not_valid, and the session that used it goes on', async () => {
  const client = await signedIn();
  const tab = await client.copy();
  assert.equal((await client.post(PATHS.refresh)).status, 200);
  const again = await tab.post(PATHS.refresh);
  assert.deepEqual([again.status, again.body.code], [401, 'token_not_valid']);
  assert.equal((await client.post(PATHS.refresh)).status, 200);
});

test('no refresh cookie, and a lapsed one: 401', async () => {
  assert.equal((await world.client().post(PATHS.refresh)).status, 401);
  const client = await signedIn();
  await lapse(REFRESH);
  assert.equal((await client.post(PATHS.refresh)).status, 401);
});

test('with CSRF protection a POST without a token is 403 as JSON, logout too', async () => {
  const client = await signedIn(guarded);
  for (const path of ['/api/data', PATHS.logout]) {
    const { status, body } = await client.post(path);
    assert.equal(status, 403, path);
    assert.match(body.detail, /^CSRF Failed/, path);
  }
  assert.equal((await client.get('/api/data')).status, 200);
});

test('logout: 200 and no cookie left, the refresh token is dead; a second time 401', async () => {
  const client = await signedIn();
  const tab = await client.copy();
  assert.equal((await client.post(PATHS.logout)).status, 200);
  assert.deepEqual(await client.cookies(), []);
  assert.equal((await tab.post(PATHS.refresh)).status, 401);
  assert.equal((await client.post(PATHS.logout)).status, 401);
});

const factor = contract('dj-rest-auth', { ...LIFETIMES, TWO_FACTOR: SECRET });
const unverified = contract('dj-rest-auth', { ...LIFETIMES, UNVERIFIED: 1 });

test('a second factor: 200 mfa_required without a cookie, and a token that goes along with the code', async () => {
  const client = factor.client();
  const { status, body, set } = await client.post(PATHS.login, { json: USER });
  assert.deepEqual([status, body.mfa_required, typeof body.ephemeral_token, set], [200, true, 'string', {}]);
  const verify = (code) => client.post(`${BASE}/mfa/verify/`, { json: { ephemeral_token: body.ephemeral_token, code } });
  assert.equal((await verify('000000')).status, 400);
  assert.equal((await verify(totp())).status, 200);
  assert.equal((await client.get(PATHS.session)).body.email, USER.email);
});

test('an address that is not verified: 400, and these words alone', async () => {
  const { status, body } = await unverified.client().post(PATHS.login, { json: USER });
  assert.deepEqual([status, body], [400, { non_field_errors: ['E-mail is not verified.'] }]);
});
