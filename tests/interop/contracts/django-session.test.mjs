import assert from 'node:assert/strict';
import { test } from 'node:test';
import { USER, contract, lapse } from '../harness/contract.mjs';

const SESSION = 3;
const world = contract('django-session', { SESSION_SECONDS: SESSION });

const csrf = async (client) => ({ 'x-csrftoken': await client.readable('csrftoken') });
async function signedIn() {
  const client = world.client();
  await client.get('/api/csrf');
  const answer = await client.post('/api/login', { json: USER, headers: await csrf(client) });
  assert.equal(answer.status, 200);
  return Object.assign(client, { answer });
}

test('nobody: a redirect to LOGIN_URL, with the way back in its query', async () => {
  for (const path of ['/api/session', '/api/data']) {
    const { status, headers } = await world.client().get(path);
    assert.deepEqual([status, headers.get('location')], [302, `/accounts/login/?next=${path}`]);
  }
});

test('signing in sets an HttpOnly Lax cookie and changes the CSRF token', async () => {
  const client = world.client();
  await client.get('/api/csrf');
  const before = await csrf(client);
  const { set } = await client.post('/api/login', { json: USER, headers: before });
  const { httpOnly, sameSite, maxAge } = set.sessionid;
  assert.deepEqual({ httpOnly, sameSite, maxAge }, { httpOnly: true, sameSite: 'lax', maxAge: SESSION });
  assert.notDeepEqual(await csrf(client), before);
});

test('without the CSRF token: 403, and a page', async () => {
  const { status, body } = await world.client().post('/api/login', { json: USER });
  assert.deepEqual([status, body], [403, null]);
});

test('a session tells its user, and when it ends, which no read moves', async () => {
  const client = await signedIn();
  const { body } = await client.get('/api/session');
  assert.equal(body.user.email, USER.email);
  assert.ok(Date.parse(body.expires_at) - Date.now() <= SESSION * 1000);
  await lapse(1);
  assert.equal((await client.get('/api/session')).body.expires_at, body.expires_at);
});

test('a session that has lapsed is answered as nobody is', async () => {
  const client = await signedIn();
  await lapse(SESSION);
  assert.equal((await client.get('/api/session')).status, 302);
});

test('logout ends the session on the server; a second one is no failure', async () => {
  const client = await signedIn();
  const thief = await client.hoarder();
  for (const time of ['first', 'second']) {
    assert.equal((await client.post('/api/logout', { headers: await csrf(client) })).status, 200, time);
    assert.equal((await thief.get('/api/data')).status, 302, time);
  }
});
