// Claims out of a signed token, in a real browser: the corpus, and a back end that answers with tokens.
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';
import { isDeepStrictEqual } from 'node:util';
import { setup } from './harness/index.mjs';
import { issue } from './harness/issuer.mjs';

const world = setup({ start: issue });
const { sets, rows } = JSON.parse(readFileSync(new URL('../claims/corpus.json', import.meta.url), 'utf8'));

const BODY = { session: { path: '/me' }, user: '/id_token', subject: '/id_token/sub', expiry: { at: '/id_token/exp', unit: 's' }, anonymous: { status: 401 } };
const HEADER = {
  session: { path: '/me' }, user: { header: 'X-Id-Token' }, subject: { header: 'X-Id-Token', at: '/sub' },
  expiry: { at: { header: 'X-Id-Token', at: '/exp' }, unit: 's' }, anonymous: { status: 401 },
};
/** Opens the page with a session that reads tokens. */
const page = (preset = BODY, jwt = {}) => world.page({ options: { preset, jwt: { jwks: '/jwks', issuer: world.url, audience: 'spa', ...jwt } } });
const requests = (path) => world.server.told.requests[path] ?? 0;

test('each token of the corpus comes to what it should', async () => {
  await world.fresh();
  const tab = await world.page({ idle: true });
  const found = await tab.run(
    async (rows, sets) => {
      const all = [];
      for (const { token, policy, keys, now } of rows) {
        const answer = { body: { token }, headers: new Headers(), now: now * 1000 };
        const schema = test.jwt({ ...policy, ...(keys && { jwks: sets[keys] }) });
        const { issues, value } = await schema['~standard'].validate(token, { libraryOptions: { answer } });
        all.push({ value, issues, stands: answer.body.token });
      }
      return all;
    },
    rows, sets,
  );
  const complaints = rows.flatMap(({ name, token, refused, at, claims }, i) => {
    const { value, issues, stands } = found[i];
    const part = issues?.[0].path?.[0];
    // WebKit looks at the numbers of a key when it first verifies by it.
    const right = refused
      ? (part === refused || token === '' || (at === 'verify' && part === 'signature')) && stands === token
      : isDeepStrictEqual(value, claims) && isDeepStrictEqual(stands, claims);
    return right ? [] : [`${name}: ${JSON.stringify(issues ?? value)}`];
  });
  assert.deepEqual(complaints, []);
});

for (const [where, preset, me] of [
  ['the body', BODY, (token) => ({ body: { id_token: token } })],
  ['a header', HEADER, (token) => ({ status: 204, headers: { 'x-id-token': token } })],
])
  test(`a token in ${where} is a session: who, what, until when`, async () => {
    await world.fresh();
    const { server } = world;
    const exp = Math.floor(Date.now() / 1000) + 300;
    server.told.me = me(server.token({ name: 'Åda', exp, realm_access: { roles: ['admin'] } }));
    const tab = await page(preset);
    const snapshot = await tab.snapshot();
    assert.equal(snapshot.status, 'authenticated');
    assert.deepEqual([snapshot.subject, snapshot.claims.name, snapshot.claims.exp], ['ada', 'Åda', exp]);
    assert.ok(Math.abs(snapshot.expiresAt - exp * 1000) < 3000, `${snapshot.expiresAt - exp * 1000} ms off`);
    assert.equal(await tab.run(() => test.hasRole(session.getSnapshot(), 'admin', { claim: 'realm_access.roles' })), true);
    // Asked again, by the keys that are there.
    server.told.me = me(server.token({ name: 'Ada', exp }));
    await tab.run(() => session.check().then(() => {}));
    assert.equal((await tab.snapshot()).claims.name, 'Ada');
    assert.deepEqual([requests('/me'), requests('/jwks')], [2, 1]);
    assert.equal(server.told.headers['/jwks'].cookie, undefined);
  });

test('nobody needs neither module nor keys', async () => {
  await world.fresh();
  const tab = await page();
  assert.deepEqual([(await tab.snapshot()).status, (await tab.snapshot()).reason, (await tab.snapshot()).error], ['unauthenticated', 'none', undefined]);
  assert.deepEqual([requests('/jwks'), requests('/hallpass/jwt-inline.js'), requests('/hallpass/token.js')], [0, 0, 0]);
});

test('what says nobody is signed in is not judged', async () => {
  await world.fresh();
  // Here a refusal stands where a person would.
  const tab = await page({ session: { path: '/me' }, subject: '/sub', anonymous: { status: 401 } });
  const { status, reason, error } = await tab.snapshot();
  assert.deepEqual([status, reason, error], ['unauthenticated', 'none', undefined]);
});

test('a token that is refused is no session, and says why', async () => {
  await world.fresh();
  const { server, url } = world;
  const now = Math.floor(Date.now() / 1000);
  const good = server.token();
  const [head, body] = good.split('.');
  for (const [token, words] of [
    [server.token({ exp: now - 3600 }), /^exp is \d+, not later than \d+$/],
    [server.token({ nbf: now + 3600 }), /^nbf is \d+, not at most \d+$/],
    [server.token({ iss: 'https://evil.example' }), new RegExp(`^iss is https://evil.example, not ${url}$`)],
    [server.token({ aud: 'api' }), /^aud is api, not spa$/],
    [server.token({}, { kid: 'gone' }), /^kid is gone, not a known key for ES256$/],
    [server.token({}, { crit: ['exp'] }), /^crit is there, not absent/],
    [`${Buffer.from('{"alg":"none"}').toString('base64url')}.${body}.`, /^alg is none, not ES256 or EdDSA or RS256$/],
    [`${head}.${body}.${'A'.repeat(86)}`, /^signature is not one of the ES256 key 0 of the set$/],
    [good.slice(0, -1), /^token is not base64url/],
  ]) {
    server.told.me = { body: { id_token: token } };
    const tab = await page();
    const { status, error } = await tab.run(() => {
      const { status, error } = session.getSnapshot();
      return { status, error: error && test.failure(error) };
    });
    assert.equal(status, 'unauthenticated');
    assert.equal(error.code, 'unexpected_response');
    assert.match(error.message.replace('The claims schema rejects: ', ''), words);
  }
});

test('a token without a schema that reads it is no session', async () => {
  await world.fresh();
  const { server } = world;
  server.told.me = { body: { id_token: server.token() } };
  const tab = await world.page({ options: { preset: BODY } });
  const { status } = await tab.snapshot();
  assert.equal(status, 'unauthenticated');
  assert.equal(await tab.run(() => session.getSnapshot().error?.code), 'unexpected_response');
});

test('a refused token does not end a session that is known', async () => {
  await world.fresh();
  const { server } = world;
  server.told.me = { body: { id_token: server.token() } };
  const tab = await page();
  await tab.status('authenticated');
  server.told.me = { body: { id_token: server.token({ aud: 'api', sub: 'eve' }) } };
  await tab.run(() => session.check().catch(() => {}));
  const snapshot = await tab.snapshot();
  assert.deepEqual([snapshot.status, snapshot.subject], ['authenticated', 'ada']);
});

test('without keys nothing is believed, and all is well once they are there', async () => {
  await world.fresh();
  const { server } = world;
  const { jwks } = server.told;
  server.told.me = { body: { id_token: server.token() } };
  server.told.jwks = { status: 503, body: {} };
  const tab = await page();
  assert.equal((await tab.snapshot()).status, 'unauthenticated');
  assert.equal(await tab.run(() => session.getSnapshot().error?.code), 'network');
  server.told.jwks = { status: 404, body: {} };
  await tab.run(() => session.check().catch(() => {}));
  assert.match(await tab.run(() => session.getSnapshot().error?.message), /jwks is answered 404, not a JWK set/);
  server.told.jwks = jwks;
  await tab.run(() => session.check().then(() => {}));
  await tab.status('authenticated');
});

test('the clock of the server counts, not that of this machine', async () => {
  await world.fresh();
  const { server } = world;
  const now = Math.floor(Date.now() / 1000) - 86_400;
  const token = server.token({ iat: now, exp: now + 300 });
  server.told.me = { body: { id_token: token }, headers: { date: new Date(now * 1000).toUTCString() } };
  const tab = await page();
  const { status, expiresAt } = await tab.snapshot();
  assert.equal(status, 'authenticated');
  assert.ok(Math.abs(expiresAt - Date.now() - 300_000) < 10_000, `${expiresAt - Date.now()} ms left`);
  server.told.me = { body: { id_token: token } };
  const other = await page();
  assert.equal((await other.snapshot()).status, 'unauthenticated');
});
