// The reference server with a certified provider behind it, over HTTP: sign-in, refresh, logout, and what goes wrong.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { MARK, browse, world as make } from './harness.mjs';

const REVOKED = '/token/revocation';
let world;
before(async () => (world = await make()));
after(() => world?.stop());

const who = async (client) => (await client.get('/auth/session', { headers: MARK })).body;
const refresh = (client, json = {}) => client.post('/auth/refresh', { headers: MARK, json });
const logout = (client, json = {}) => client.post('/auth/logout', { headers: MARK, json });
const count = (path) => world.book.answers.filter((one) => one === path).length;

async function signedIn(query = '', filled = undefined) {
  const client = world.client();
  await browse(client, `/auth/login${query}`, filled);
  return client;
}

/** The tokens that the provider would still accept. */
async function tokens(act) {
  const issued = [];
  const keep = (token) => issued.push(token);
  for (const kind of ['access_token.saved', 'refresh_token.saved']) world.idp.provider.on(kind, keep);
  const result = await act();
  for (const kind of ['access_token.saved', 'refresh_token.saved']) world.idp.provider.off(kind, keep);
  const alive = async () => {
    const found = await Promise.all(issued.map((token) => token.constructor.find(token.jti, { ignoreExpiration: true })));
    return found.filter((token) => token && !token.consumed).length;
  };
  return { result, alive };
}

test('a user comes back to the page that was asked for, with claims and without a token', async () => {
  const client = world.client();
  assert.equal(await browse(client, '/auth/login?return_to=/orders'), `${world.url}/orders`);
  const session = await who(client);
  assert.equal(session.subject, 'ada');
  const { name, roles, vip, scope } = session.claims;
  assert.deepEqual({ name, roles, vip }, { name: 'Ada Lovelace', roles: ['customer', 'admin'], vip: true });
  assert.ok(scope.includes('orders:read'));
  assert.equal((await client.get('/api/vip', { headers: MARK })).status, 200);
  assert.deepEqual(await client.cookies(), ['hallpass']);
});

test('a claim protects a route', async () => {
  const client = await signedIn('', { login: 'grace', password: 'correct horse' });
  const { status, body } = await client.get('/api/vip', { headers: MARK });
  assert.deepEqual([status, body], [403, { error: 'insufficient_claims', claim: 'vip' }]);
  assert.equal((await client.get('/api/orders', { headers: MARK })).status, 200);
});

test('fifty refreshes at once are one at the provider, which rotates and would punish a second', async () => {
  const client = await signedIn();
  const before = count('/token');
  const all = await Promise.all(Array.from({ length: 50 }, () => refresh(client)));
  assert.deepEqual([...new Set(all.map(({ status }) => status))], [200]);
  assert.equal(count('/token') - before, 1);
  // The family is whole: another scope is another refresh.
  const less = await refresh(client, { scope: 'openid profile' });
  assert.deepEqual([less.status, less.body.claims.scope], [200, 'openid profile']);
  assert.ok((await refresh(client)).body.claims.scope.includes('orders:read'));
});

test('a logout kills both tokens at the provider, and leads on to it', async () => {
  const { result: client, alive } = await tokens(() => signedIn());
  assert.equal(await alive(), 2);
  const before = count(REVOKED);
  const { body } = await logout(client);
  assert.equal(new URL(body.logout_url).origin, world.idp.issuer);
  await world.answered(REVOKED, before + 2);
  assert.equal(await alive(), 0);
  assert.equal((await who(client)).authenticated, false);
});

test('a provider that answers 503 to a revocation, or nothing, is asked until it does: also over a kill', async () => {
  for (const fault of [503, 'cut']) {
    const { result: client, alive } = await tokens(() => signedIn());
    world.book.fault = (path) => path === REVOKED && fault;
    const before = count(REVOKED);
    await logout(client);
    await world.answered(REVOKED, before + 2);
    assert.equal(await alive(), 2, 'the provider believes in them still');
    assert.equal((await who(client)).authenticated, false, 'and this server does not');
    await world.kill();
    world.book.fault = () => undefined;
    const tried = count(REVOKED);
    await world.begin();
    await world.answered(REVOKED, tried + 2);
    assert.equal(await alive(), 0);
  }
});

test('a provider that is down or slow ends no session', async () => {
  const client = await signedIn();
  const { session } = await who(client);
  for (const fault of [503, 'cut']) {
    world.book.fault = (path) => path === '/token' && fault;
    const { status, headers } = await refresh(client);
    assert.equal(status, 503);
    assert.ok(Number(headers.get('retry-after')) >= 1);
    assert.equal((await who(client)).session, session);
  }
  world.book.fault = () => undefined;
  assert.equal((await refresh(client)).body.session, session);
});

test('a logout while the provider answers: what comes late is revoked, and stored nowhere', async () => {
  const { result: client, alive } = await tokens(async () => {
    const client = await signedIn();
    let go;
    const held = new Promise((resolve) => (go = resolve));
    world.book.hold = (path) => (path === '/token' ? held : undefined);
    const late = refresh(client);
    await world.thought('/token', 1);
    const before = count(REVOKED);
    await logout(client);
    await world.answered(REVOKED, before + 2);
    world.book.hold = () => undefined;
    go();
    const { status, set } = await late;
    assert.equal(status, 401);
    assert.deepEqual(set, {});
    await world.answered(REVOKED, before + 4);
    return client;
  });
  assert.equal((await who(client)).authenticated, false);
  assert.equal(await alive(), 0);
});

test('keys that rotate are fetched anew', async () => {
  world.idp.rotate();
  const client = await signedIn();
  assert.equal((await who(client)).subject, 'ada');
});

test('a grant that the provider withdraws ends the session at its next refresh', async () => {
  const client = await signedIn();
  let saved;
  world.idp.provider.once('refresh_token.saved', (token) => (saved = token));
  assert.equal((await refresh(client)).status, 200);
  await world.idp.provider.RefreshToken.revokeByGrantId(saved.grantId);
  // Another scope than before: not what a tab gets that did not hear of the first.
  const { status, body } = await refresh(client, { scope: 'openid' });
  assert.deepEqual([status, body.error], [401, 'session_ended']);
  assert.equal((await who(client)).authenticated, false);
});

test('a sign-in that is asked to be strong is strong, and one that is asked to be recent is recent', async () => {
  const client = await signedIn();
  const first = await who(client);
  const strong = { login: 'ada', password: 'correct horse', code: '123456' };
  await browse(client, '/auth/login?acr_values=urn:example:strong&max_age=0', strong);
  const second = await who(client);
  assert.equal(second.claims.acr, 'urn:example:strong');
  assert.notEqual(second.session, first.session);
  assert.equal((await client.post('/api/transfer', { headers: MARK, json: { to: 'x', amount: 1 } })).status, 200);
});

test('the provider signs the user out everywhere: by back channel', async () => {
  const client = await signedIn();
  const other = await client.copy();
  const session = await who(client);
  assert.ok(session.authenticated);
  // The user signs out at the provider, in whatever app.
  const out = await client.get(`${world.idp.issuer}/session/end`, { headers: { accept: 'text/html' } });
  const xsrf = /name="xsrf" value="([^"]+)"/.exec(out.text)[1];
  await client.post(`${world.idp.issuer}/session/end/confirm`, { form: { xsrf, logout: 'yes' }, headers: { accept: 'text/html', origin: world.idp.issuer } });
  await world.server.seen('/auth/backchannel-logout', ({ status }) => status === 200);
  assert.equal((await who(other)).authenticated, false);
});
