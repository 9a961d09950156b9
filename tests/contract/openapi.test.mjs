// The contract as OpenAPI: it is valid, its examples keep to its schemas, and the reference server answers as it says.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { Validator } from '@seriousme/openapi-schema-validator';
import { DEMO, SECOND, serve } from '../e2e/harness/server.mjs';
import { Client } from './harness/client.mjs';
import { FILE, complaints, document, judge, operations } from './harness/openapi.mjs';

test('docs/contract/openapi.yaml is OpenAPI 3.1', async () => {
  const validator = new Validator();
  const { valid, errors } = await validator.validate(FILE);
  assert.ok(valid, JSON.stringify(errors));
  assert.equal(validator.version, '3.1');
});

test('each body of the contract has an example, and each example is one that its schema allows', () => {
  let count = 0;
  const look = (node, at) => {
    if (!node || typeof node !== 'object') return;
    for (const [type, { schema, examples }] of Object.entries(node.content ?? {})) {
      assert.ok(examples, `${at}: ${type} has no example`);
      for (const [name, given] of Object.entries(examples)) {
        const { value } = given.$ref ? document.components.examples[given.$ref.split('/').at(-1)] : given;
        assert.deepEqual(complaints(schema, value), [], `${at}, example ${name}`);
        count++;
      }
    }
    for (const [name, child] of Object.entries(node)) look(child, `${at}/${name}`);
  };
  look(document, '');
  assert.ok(count > 20, `${count} examples`);
});

test('an answer that is none of the contract is named', () => {
  const right = { method: 'POST', path: '/auth/login', status: 200, text: JSON.stringify(document.components.examples.Session.value) };
  const headers = (more = {}) => new Headers({ 'content-type': 'application/json', 'cache-control': 'no-store', 'set-cookie': 's=1; HttpOnly; SameSite=Lax; Path=/', ...more });
  assert.deepEqual(judge({ ...right, headers: headers() }), []);
  for (const [what, change] of [
    ['no-store', { headers: headers({ 'cache-control': 'private' }) }],
    ['HttpOnly', { headers: headers({ 'set-cookie': 's=1; SameSite=Lax; Path=/' }) }],
    ['SameSite', { headers: headers({ 'set-cookie': 's=1; HttpOnly; Path=/' }) }],
    ['status', { status: 418 }],
    ['route', { path: '/auth/elsewhere' }],
    ['member', { text: '{"authenticated":true}' }],
    ['unit', { text: right.text.replace('300', '300000000000') }],
    ['type', { headers: headers({ 'content-type': 'text/plain' }) }],
    ['cookie of a refusal', { status: 401, text: '{"error":"invalid_credentials","error_description":"No."}', headers: headers({ 'www-authenticate': 'x' }) }],
  ])
    assert.notDeepEqual(judge({ ...right, headers: headers(), ...change }), [], what);
});

/** What only a server under load or one with an identity provider answers; the reference server's own tests bring these about. */
const ELSEWHERE = ['302', '408', '500', '503'];

for (const strategy of ['session', 'jwt']) {
  const seen = new Set();
  let server;
  const client = () => new Client(server.url, { seen });
  const signedIn = async (account = DEMO) => {
    const one = client();
    const { body } = await one.login({ email: account.email, password: account.password });
    return Object.assign(one, { handle: body.session });
  };
  const code = ({ status, body }) => [status, body.error];

  before(async () => {
    server = await serve('.', { args: ['--strategy', strategy, '--failures-per-account', '2'] });
  });
  after(() => server?.stop());
  const scene = (name, run) => test(`${strategy}: ${name}`, { timeout: 60_000 }, async () => {
    await server.reset();
    await run();
  });

  scene('session tells who is signed in, and extends nothing', async () => {
    const one = client();
    assert.deepEqual((await one.get('/auth/session')).body, { authenticated: false });
    const { body: first } = await one.login({ email: DEMO.email, password: DEMO.password });
    assert.deepEqual((await one.get('/auth/session')).body.session, first.session);
    await server.clock(10);
    const { body, headers } = await one.get('/auth/session');
    assert.deepEqual(headers.getSetCookie(), []);
    for (const limit of ['expires_in', 'idle_expires_in', 'absolute_expires_in']) assert.ok(body[limit] <= first[limit] - 10, limit);
  });

  scene('a lapsed access part is 401 everywhere, and a refresh revives it; the handle stays', async () => {
    const one = await signedIn();
    await server.expire();
    assert.deepEqual(code(await one.get('/auth/session')), [401, 'session_expired']);
    assert.deepEqual(code(await one.get('/api/me')), [401, 'session_expired']);
    assert.deepEqual(code(await one.post('/auth/touch')), [401, 'session_expired']);
    const { status, body } = await one.post('/auth/refresh', { headers: { 'hallpass-session': one.handle } });
    assert.deepEqual([status, body.session], [200, one.handle]);
    assert.equal((await one.get('/api/me')).status, 200);
  });

  scene('touch alone moves the idle limit; refresh leaves it', async () => {
    const one = await signedIn();
    await server.clock(20);
    const refreshed = (await one.post('/auth/refresh')).body.idle_expires_in;
    const touched = (await one.post('/auth/touch')).body.idle_expires_in;
    assert.ok(touched >= refreshed + 19, `${refreshed}, then ${touched}`);
  });

  scene('nobody: refresh and touch are session_ended, logout is 200', async () => {
    const one = client();
    for (const path of ['/auth/refresh', '/auth/touch', '/api/me', '/api/transfer'])
      assert.deepEqual(code(await one.ask(path === '/api/me' ? 'GET' : 'POST', path, { json: path.includes('api') && path !== '/api/me' ? {} : undefined })), [401, 'session_ended'], path);
    assert.equal((await one.post('/auth/logout')).status, 200);
  });

  scene('another session in the cookie: 409, and nothing was executed', async () => {
    const one = await signedIn();
    const wrong = { 'hallpass-session': 'another' };
    for (const path of ['/auth/refresh', '/auth/touch', '/auth/logout', '/api/transfer'])
      assert.deepEqual(code(await one.post(path, { headers: wrong })), [409, 'session_mismatch'], path);
    assert.deepEqual(code(await one.get('/api/me', { headers: wrong })), [409, 'session_mismatch']);
    assert.equal((await one.get('/auth/session', { headers: wrong })).body.session, one.handle, 'session answers for what the cookie holds');
  });

  scene('a request that does not prove where it comes from: 403', async () => {
    const one = await signedIn();
    for (const headers of [{ 'x-csrf': undefined }, { origin: 'https://evil.example' }, { 'sec-fetch-site': 'cross-site' }]) {
      for (const path of ['/auth/session', '/api/me']) assert.deepEqual(code(await one.get(path, { headers })), [403, 'csrf'], path);
      for (const path of ['/auth/refresh', '/auth/touch', '/auth/logout', '/auth/login', '/api/transfer'])
        assert.deepEqual(code(await one.post(path, { json: {}, headers })), [403, 'csrf'], path);
    }
    assert.equal((await one.get('/auth/session')).body.session, one.handle);
  });

  scene('signing in: a new handle each time; wrong, malformed, too often', async () => {
    const one = await signedIn();
    const { body } = await one.login({ email: DEMO.email, password: DEMO.password });
    assert.notEqual(body.session, one.handle);
    assert.equal((await one.post('/auth/login', { body: 'no', headers: { 'content-type': 'application/json' } })).status, 400);
    assert.equal((await one.post('/auth/login', { body: 'x'.repeat(70_000), headers: { 'content-type': 'application/json' } })).status, 413);
    const other = client();
    const tries = [];
    for (let count = 0; count < 4; count++) tries.push((await other.login({ email: SECOND.email, password: 'wrong' })).status);
    assert.deepEqual([tries[0], tries.at(-1)], [401, 429]);
  });

  scene('the form: a page, a redirect back, and a refusal of foreign forms', async () => {
    const one = client();
    const { text } = await one.get('/auth/login?return_to=/orders', { headers: { 'x-csrf': undefined } });
    const token = /name="token" value="([^"]+)"/.exec(text)[1];
    const send = (fields) => one.post('/auth/login', {
      body: new URLSearchParams({ email: DEMO.email, password: DEMO.password, return_to: '/orders', ...fields }).toString(),
      headers: { 'x-csrf': undefined, 'content-type': 'application/x-www-form-urlencoded' },
    });
    const { status, headers } = await send({ token });
    assert.deepEqual([status, headers.get('location')], [303, '/orders']);
    assert.equal((await send({ token: 'forged' })).status, 403);
  });

  scene('step-up is RFC 9470, and no refresh helps', async () => {
    const one = await signedIn();
    await server.config({ step_up_max_age: 1 });
    await server.clock(5);
    const refused = await one.post('/api/transfer', { json: { to: 'Savings', amount: 1 } });
    assert.deepEqual(code(refused), [401, 'insufficient_user_authentication']);
    assert.match(refused.headers.get('www-authenticate'), /^Bearer .*max_age="1"/);
    await server.config({ step_up_max_age: 300 });
    assert.equal((await one.post('/api/transfer', { json: { to: 'Savings', amount: 1 } })).status, 200);
    assert.equal((await one.post('/api/transfer', { json: [] })).status, 400);
    assert.equal((await one.post('/api/transfer', { body: 'x'.repeat(70_000) })).status, 413);
  });

  scene('logout ends every copy, and a second one is no mistake', async () => {
    const one = await signedIn();
    const copy = one.copy();
    assert.equal((await one.post('/auth/logout', { headers: { 'hallpass-session': one.handle } })).status, 200);
    assert.equal((await one.post('/auth/logout')).status, 200);
    assert.deepEqual((await copy.get('/auth/session')).body, { authenticated: false });
    assert.deepEqual(code(await copy.post('/auth/refresh')), [401, 'session_ended']);
    assert.equal((await one.post('/auth/logout', { json: { everywhere: true } })).body.everywhere, false);
    assert.equal((await one.post('/auth/logout', { body: '[', headers: { 'content-type': 'application/json' } })).status, 400);
    for (const path of ['/auth/logout', '/auth/refresh']) assert.equal((await one.post(path, { body: 'x'.repeat(70_000) })).status, 413);
  });

  scene('a refresh may ask for less, and for nothing more', async () => {
    const one = await signedIn();
    assert.equal((await one.post('/auth/refresh', { json: { scope: 'everything' } })).status, 400);
  });

  test(`${strategy}: every answer of the contract was seen`, () => {
    const wanted = operations.flatMap(([method, path, { responses }]) => Object.keys(responses).map((status) => `${method} ${path} ${status}`));
    const missed = wanted.filter((answer) => !seen.has(answer) && !ELSEWHERE.includes(answer.split(' ')[2]));
    assert.deepEqual(missed, ['POST /auth/refresh 429'], 'the reference server never brakes a refresh');
  });
}
