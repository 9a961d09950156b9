import assert from 'node:assert/strict';
import { test } from 'node:test';
import { USER, contract, lapse } from '../harness/contract.mjs';

const SESSION = 3;
const world = contract('tower-sessions', { SESSION_SECONDS: SESSION });

async function signedIn() {
  const client = world.client();
  const answer = await client.post('/login', { json: USER });
  assert.equal(answer.status, 200);
  return Object.assign(client, { answer });
}

test('signing in sets an HttpOnly cookie that lives as long as an unused session', async () => {
  const { httpOnly, path, maxAge } = (await signedIn()).answer.set.id;
  assert.deepEqual({ httpOnly, path, maxAge }, { httpOnly: true, path: '/', maxAge: SESSION });
});

test('nobody, and wrong credentials: 401 with an empty body', async () => {
  for (const { status, text } of [await world.client().get('/me'), await world.client().post('/login', { json: { ...USER, password: 'wrong' } })])
    assert.deepEqual([status, text], [401, '']);
});

test('its expiry counts from now, though reading extends nothing', async () => {
  const client = await signedIn();
  const first = await client.get('/me');
  await lapse(SESSION / 2);
  const second = await client.get('/me');
  assert.ok(second.body.expires_at > first.body.expires_at, 'it says that it lives longer');
  assert.deepEqual(second.set, {});
  await lapse(SESSION / 2);
  assert.equal((await client.get('/me')).status, 401, 'it does not');
});

test('a change extends: 204', async () => {
  const client = await signedIn();
  await lapse(SESSION / 2);
  const { status, text, set } = await client.post('/touch');
  assert.deepEqual([status, text], [204, '']);
  assert.equal(set.id.maxAge, SESSION);
  await lapse(SESSION / 2);
  assert.equal((await client.get('/api/data')).status, 200);
});

test('an expired session: 401 with an empty body', async () => {
  const client = await (await signedIn()).hoarder();
  await lapse(SESSION);
  const { status, text } = await client.get('/api/data');
  assert.deepEqual([status, text], [401, '']);
});

test('logout: 204, the id is dead; a second time 204', async () => {
  const client = await signedIn();
  const thief = await client.hoarder();
  assert.equal((await client.post('/logout')).status, 204);
  assert.equal((await thief.get('/api/data')).status, 401);
  assert.equal((await client.post('/logout')).status, 204);
});
