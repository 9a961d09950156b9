import assert from 'node:assert/strict';
import { test } from 'node:test';
import { USER, contract, lapse } from '../harness/contract.mjs';

const ACCESS = 3;
const REFRESH = 7;
const world = contract('flask-jwt-extended', { ACCESS_SECONDS: ACCESS, REFRESH_SECONDS: REFRESH });
/** Ends are whole seconds, rounded down: so long that half of it is over a second before any end. */
const RENEWED = 6;
const implicit = contract('flask-jwt-extended', { ACCESS_SECONDS: RENEWED, REFRESH_SECONDS: REFRESH, IMPLICIT: 1 });

const csrf = async (client, kind = 'access') => ({ 'x-csrf-token': await client.readable(`csrf_${kind}_token`) });

async function signedIn(of = world) {
  const client = of.client();
  const answer = await client.post('/login', { json: USER });
  assert.equal(answer.status, 200);
  return Object.assign(client, { answer });
}

test('signing in sets four cookies: two tokens no script can read, and a CSRF value for each', async () => {
  const { set } = (await signedIn()).answer;
  assert.deepEqual(
    Object.values(set).map(({ key, httpOnly, path, maxAge }) => [key, httpOnly, path, maxAge]),
    [
      ['access_token_cookie', true, '/', null],
      ['csrf_access_token', false, '/', null],
      ['refresh_token_cookie', true, '/', null],
      ['csrf_refresh_token', false, '/', null],
    ],
  );
});

test('wrong credentials: 401', async () => {
  assert.equal((await world.client().post('/login', { json: { ...USER, password: 'wrong' } })).status, 401);
});

test('a session: the app tells, expiry in epoch seconds', async () => {
  const before = Date.now() / 1000;
  const { status, body } = await (await signedIn()).get('/session');
  assert.deepEqual([status, body.user.id], [200, USER.email]);
  const issued = body.exp - ACCESS;
  // It counts in whole seconds.
  assert.ok(before - 1 < issued && issued <= Date.now() / 1000, `${issued} is not between sign-in and now`);
});

test('nobody: 401 Missing cookie', async () => {
  const { status, body } = await world.client().get('/session');
  assert.deepEqual([status, body], [401, { msg: 'Missing cookie "access_token_cookie"' }]);
});

test('an expired token, which the browser goes on sending: 401 Token has expired', async () => {
  const client = await signedIn();
  await lapse(ACCESS);
  for (const path of ['/api/data', '/session']) {
    const { status, body } = await client.get(path);
    assert.deepEqual([status, body], [401, { msg: 'Token has expired' }], path);
  }
});

test('a token that is none: 422', async () => {
  const client = world.client();
  await client.jar.setCookie('access_token_cookie=garbage', world.server.url);
  assert.equal((await client.get('/session')).status, 422);
});

test('CSRF failures are 401 too, and only their words tell', async () => {
  const client = await signedIn();
  const without = await client.post('/api/data');
  assert.deepEqual([without.status, without.body], [401, { msg: 'Missing CSRF token' }]);
  const wrong = await client.post('/api/data', { headers: await csrf(client, 'refresh') });
  assert.deepEqual([wrong.status, wrong.body], [401, { msg: 'CSRF double submit tokens do not match' }]);
  assert.equal((await client.post('/api/data', { headers: await csrf(client) })).status, 200);
});

test('refreshing wants the CSRF value of the refresh token, and changes both', async () => {
  const client = await signedIn();
  const old = await csrf(client);
  await lapse(ACCESS);
  assert.deepEqual((await client.post('/refresh', { headers: old })).body, { msg: 'CSRF double submit tokens do not match' });
  const { status, body } = await client.post('/refresh', { headers: await csrf(client, 'refresh') });
  assert.equal(status, 200);
  assert.ok(body.exp > Date.now() / 1000);
  assert.equal((await client.post('/api/data', { headers: old })).status, 401, 'the value from before');
  assert.equal((await client.post('/api/data', { headers: await csrf(client) })).status, 200);
});

test('a used refresh token is revoked, the session that used it is not', async () => {
  const client = await signedIn();
  const tab = await client.copy();
  assert.equal((await client.post('/refresh', { headers: await csrf(client, 'refresh') })).status, 200);
  const again = await tab.post('/refresh', { headers: await csrf(tab, 'refresh') });
  assert.deepEqual([again.status, again.body], [401, { msg: 'Token has been revoked' }]);
  assert.equal((await client.post('/refresh', { headers: await csrf(client, 'refresh') })).status, 200);
});

test('a lapsed refresh token: 401 Token has expired', async () => {
  const client = await signedIn();
  await lapse(REFRESH);
  const { status, body } = await client.post('/refresh', { headers: await csrf(client, 'refresh') });
  assert.deepEqual([status, body], [401, { msg: 'Token has expired' }]);
});

test('step-up: a token that came of a refresh is not fresh, 401 Fresh token required', async () => {
  const client = await signedIn();
  assert.equal((await client.get('/api/sensitive')).status, 200);
  await client.post('/refresh', { headers: await csrf(client, 'refresh') });
  const { status, body } = await client.get('/api/sensitive');
  assert.deepEqual([status, body], [401, { msg: 'Fresh token required' }]);
});

test('renewing implicitly, a read near the end sets new cookies, CSRF value and all', async () => {
  const client = await signedIn(implicit);
  const old = await csrf(client);
  await lapse(RENEWED / 2);
  const { set } = await client.get('/session');
  assert.ok(set.access_token_cookie && set.csrf_access_token);
  assert.notDeepEqual(await csrf(client), old);
});

test('logout: 200 and no cookie left; a second time 200', async () => {
  const client = await signedIn();
  const thief = await client.hoarder();
  assert.equal((await client.post('/logout')).status, 200);
  assert.deepEqual(await client.cookies(), []);
  assert.deepEqual((await thief.get('/api/data')).body, { msg: 'Token has been revoked' });
  assert.equal((await client.post('/logout')).status, 200);
});

test('logout once the access token has lapsed revokes the other', async () => {
  const client = await signedIn();
  const tab = await client.copy();
  await lapse(ACCESS);
  assert.equal((await client.post('/logout')).status, 200);
  const { status, body } = await tab.post('/refresh', { headers: await csrf(tab, 'refresh') });
  assert.deepEqual([status, body], [401, { msg: 'Token has been revoked' }]);
});

const renamed = contract('flask-jwt-extended', { ACCESS_SECONDS: ACCESS, REFRESH_SECONDS: REFRESH, RENAMED: 1, HEADERS: 1 });

test('with names of the app’s own, the words name the cookie, and first where else a token was looked for', async () => {
  const client = renamed.client();
  assert.deepEqual((await client.get('/session')).body, {
    msg: 'Missing JWT in headers or cookies (Missing Authorization Header; Missing cookie "shop_access")',
  });
  assert.deepEqual(Object.keys((await client.post('/login', { json: USER })).set), ['shop_access', 'shop_csrf', 'shop_refresh', 'shop_refresh_csrf']);
});

test('with names of the app’s own, a refresh has a header of its own for its CSRF value', async () => {
  const client = await signedIn(renamed);
  const value = await client.readable('shop_refresh_csrf');
  assert.deepEqual((await client.post('/refresh', { headers: { 'x-shop-csrf': value } })).body, { msg: 'Missing CSRF token' });
  assert.equal((await client.post('/refresh', { headers: { 'x-shop-refresh-csrf': value } })).status, 200);
});
