// What a server does that speaks the hallpass contract with a session of its own framework.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { USER, contract, lapse } from './contract.mjs';

/** In seconds, as all that these servers say: whole ones, so that one more or less is nothing. */
const SESSION = 4;
const MARK = { 'x-csrf': '1' };

/** `json`: whether credentials are posted as JSON, and not as a form. */
export function speaksTheContract(name, { json }) {
  const world = contract(name, { SESSION_SECONDS: SESSION });
  const credentials = (given) => (json ? { json: given, headers: MARK } : { form: given, headers: MARK });
  const signedIn = async () => {
    const client = world.client();
    const answer = await client.post('/auth/login', credentials(USER));
    assert.deepEqual([answer.status, answer.body.authenticated], [200, true]);
    return Object.assign(client, { answer });
  };
  const who = async (client) => (await client.get('/auth/session', { headers: MARK })).body;

  test(`${name}: nothing is answered without the custom header`, async () => {
    const client = await signedIn();
    for (const [method, path] of [['get', '/auth/session'], ['post', '/auth/logout'], ['post', '/auth/login'], ['get', '/api/data']]) {
      const { status, body } = await client[method](path);
      assert.deepEqual([status, body.error], [403, 'csrf'], path);
    }
  });

  test(`${name}: a session, by the names of the contract, in no cache`, async () => {
    const client = await signedIn();
    const { body, headers } = await client.get('/auth/session', { headers: MARK });
    assert.equal(headers.get('cache-control'), 'no-store');
    assert.deepEqual([body.authenticated, body.claims.email, typeof body.subject, typeof body.session], [true, USER.email, 'string', 'string']);
    assert.ok(body.idle_expires_in <= SESSION && body.absolute_expires_in > 28_000);
    const [cookie] = Object.values(client.answer.set).slice(-1);
    assert.equal(cookie.httpOnly, true);
  });

  test(`${name}: wrong credentials, and a user who is not signed in`, async () => {
    const client = world.client();
    const { status, body } = await client.post('/auth/login', credentials({ ...USER, password: 'wrong' }));
    assert.deepEqual([status, body.error], [401, 'invalid_credentials']);
    assert.equal((await who(client)).authenticated, false);
    assert.deepEqual([(await client.get('/api/data', { headers: MARK })).status], [401]);
  });

  test(`${name}: each sign-in has an id and a handle of its own`, async () => {
    const client = await signedIn();
    const thief = await client.hoarder();
    const first = (await who(client)).session;
    await client.post('/auth/login', credentials(USER));
    assert.notEqual((await who(client)).session, first);
    assert.equal((await who(thief)).authenticated, false, 'the id from before is dead');
  });

  test(`${name}: a request for another session than the one in the cookie is refused`, async () => {
    const client = await signedIn();
    const { status, body } = await client.get('/api/data', { headers: { ...MARK, 'hallpass-session': 'another' } });
    assert.deepEqual([status, body.error], [409, 'session_mismatch']);
  });

  test(`${name}: to read extends nothing, to touch does, and after that the session is over`, async () => {
    const client = await signedIn();
    await lapse(SESSION / 2);
    await who(client);
    const read = (await who(client)).idle_expires_in;
    assert.ok(read <= SESSION / 2, `${read} s are left`);
    const touched = await client.post('/auth/touch', { headers: MARK });
    assert.ok(touched.body.idle_expires_in > read, `${touched.body.idle_expires_in} s are left`);
    await lapse(SESSION);
    assert.equal((await who(client)).authenticated, false);
    assert.deepEqual([(await client.get('/api/data', { headers: MARK })).body.error], ['session_ended']);
  });

  test(`${name}: a logout ends the session, and a second one is no failure`, async () => {
    const client = await signedIn();
    const thief = await client.hoarder();
    assert.equal((await client.post('/auth/logout', { headers: MARK })).status, 200);
    assert.equal((await who(thief)).authenticated, false);
    assert.equal((await client.post('/auth/logout', { headers: MARK })).status, 200);
  });
}
