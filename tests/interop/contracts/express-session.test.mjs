import assert from 'node:assert/strict';
import { test } from 'node:test';
import { USER, contract, lapse } from '../harness/contract.mjs';

const SESSION = 3;
const world = contract('express-session', { SESSION_SECONDS: SESSION });
const rolling = contract('express-session', { SESSION_SECONDS: SESSION, ROLLING: 1 });
const html = contract('express-session', { SESSION_SECONDS: SESSION, HTML: 1 });

const COOKIE = 'connect.sid';
const token = async (client) => ({ 'x-csrf-token': (await client.get('/csrf')).body.csrfToken });

async function signedIn(of = world) {
  const client = of.client();
  const answer = await client.post('/login', { json: USER, headers: await token(client) });
  assert.equal(answer.status, 200);
  return Object.assign(client, { answer });
}
const ends = ({ body }) => Date.parse(body.expires);

test('signing in needs a CSRF token, which stands in a body: its cookie is HttpOnly', async () => {
  const client = world.client();
  const primed = await client.get('/csrf');
  assert.equal(typeof primed.body.csrfToken, 'string');
  assert.equal(primed.set['psifi.x-csrf-token'].httpOnly, true);
  const without = await client.post('/login', { json: USER });
  assert.deepEqual([without.status, without.body.code], [403, 'EBADCSRFTOKEN']);
});

test('signing in makes a new session id: the token from before is refused after', async () => {
  const client = world.client();
  const { csrfToken } = (await client.get('/csrf')).body;
  const before = (await client.jar.getCookies(client.url)).find(({ key }) => key === COOKIE).value;
  const { set } = await client.post('/login', { json: USER, headers: { 'x-csrf-token': csrfToken } });
  assert.notEqual(set[COOKIE].value, before);
  assert.equal(set[COOKIE].httpOnly, true);
  const refused = await client.post('/api/data', { headers: { 'x-csrf-token': csrfToken } });
  assert.deepEqual([refused.status, refused.body.code], [403, 'EBADCSRFTOKEN']);
  assert.equal((await client.post('/api/data', { headers: await token(client) })).status, 200);
});

test('wrong credentials: 401', async () => {
  const client = world.client();
  const { status, body } = await client.post('/login', { json: { ...USER, password: 'wrong' }, headers: await token(client) });
  assert.deepEqual([status, body.error], [401, 'invalid_credentials']);
});

test('a session: user at /user, expiry at /expires as ISO', async () => {
  const answer = await (await signedIn()).get('/me');
  assert.deepEqual([answer.status, answer.body.user], [200, { id: 1, email: USER.email }]);
  assert.match(answer.body.expires, /^\d{4}-\d\d-\d\dT[\d:.]+Z$/);
});

test('nobody: 401', async () => {
  assert.equal((await world.client().get('/me')).status, 401);
});

test('reading does not extend; a changed session does', async () => {
  const client = await signedIn();
  const first = await client.get('/me');
  await lapse(SESSION / 2);
  const second = await client.get('/me');
  assert.ok(Math.abs(ends(second) - ends(first)) < 100, 'the same expiry');
  assert.equal(second.set[COOKIE], undefined);
  const touched = await client.post('/touch', { headers: await token(client) });
  assert.ok(ends(touched) > ends(first) + 900);
  assert.ok(touched.set[COOKIE]);
});

test('rolling: every answer extends and sets the cookie; the expiry in the body is the one from before', async () => {
  const client = await signedIn(rolling);
  await lapse(SESSION / 2);
  const read = await client.get('/me');
  assert.ok(read.set[COOKIE]);
  assert.ok(read.set[COOKIE].expires.getTime() > ends(read) + 500, 'the cookie lives longer than the body says');
  await lapse(SESSION / 2);
  assert.equal((await client.get('/api/data')).status, 200, 'the read did extend');
});

test('an expired session: 401 from both', async () => {
  const client = await (await signedIn()).hoarder();
  await lapse(SESSION);
  assert.equal((await client.get('/me')).status, 401);
  assert.equal((await client.get('/api/data')).status, 401);
});

test('where pages are rendered on the server, an expired request is sent to one: HTML, 200', async () => {
  const client = html.client();
  const redirect = await client.get('/api/data');
  assert.deepEqual([redirect.status, redirect.headers.get('location')], [302, '/login']);
  const page = await client.get('/login');
  assert.deepEqual([page.status, page.body], [200, null]);
  assert.match(page.type, /^text\/html/);
});

test('logout: 204, the id is dead; a second time 204 too', async () => {
  const client = await signedIn();
  const thief = await client.hoarder();
  assert.equal((await client.post('/logout')).status, 403, 'not without a token');
  assert.equal((await client.post('/logout', { headers: await token(client) })).status, 204);
  assert.equal((await thief.get('/api/data')).status, 401);
  assert.equal((await client.post('/logout', { headers: await token(client) })).status, 204);
});
