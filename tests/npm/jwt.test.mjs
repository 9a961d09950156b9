// Tokens in the package as it is built: the module, the keys, the whole of `hallpass/jwt`.
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { z } from 'zod';

const dir = process.env.HALLPASS_PACKAGE ?? fileURLToPath(new URL('../../pkg', import.meta.url));
const { jwt } = await import(pathToFileURL(join(dir, 'jwt.js')));
const { createSession } = await import(pathToFileURL(join(dir, 'index.js')));
const { sets, rows } = JSON.parse(readFileSync(new URL('../claims/corpus.json', import.meta.url), 'utf8'));
const [good] = rows;

/** What a schema makes of a token that came with an answer at that time. */
const read = (schema, token, now = good.now) => {
  const answer = { body: { user: token }, headers: new Headers(), now: now * 1000 };
  return schema['~standard'].validate(token, { libraryOptions: { answer } }).then((result) => ({ ...result, answer }));
};

for (const { name, token, policy, keys, now, refused, claims } of rows)
  test(`token: ${name}`, async () => {
    // The core asks of no empty text: nobody's token.
    if (!token) return assert.deepEqual(await read(jwt(), token).then(({ issues }) => issues), [{ message: 'the claims are no token' }]);
    const { issues, value, answer } = await read(jwt({ ...policy, ...(keys && { jwks: sets[keys] }) }), token, now);
    if (refused) {
      assert.deepEqual(issues?.map(({ path }) => path), [[refused]], JSON.stringify(value));
      assert.match(issues[0].message, new RegExp(`^${refused.replaceAll('.', '\\.')} (is|has) .+`));
      assert.ok(!issues[0].message.includes(token) || token.length < 9, 'a refusal repeats no token');
      assert.equal(answer.body.user, token);
    } else {
      assert.deepEqual(value, claims);
      assert.deepEqual(answer.body.user, claims);
    }
  });

test('what is no text is no token', async () => {
  for (const value of [undefined, null, '', 7, {}, [], { token: good.token }])
    assert.deepEqual(await jwt()['~standard'].validate(value), { issues: [{ message: 'the claims are no token' }] });
});

test('a schema judges what the token said, and only what is believed', async () => {
  const asked = [];
  const schema = z.object({ sub: z.string().transform((sub) => (asked.push(sub), sub.toUpperCase())) });
  const { value, answer } = await read(jwt({ jwks: sets.all, schema }), good.token);
  assert.deepEqual(value, { sub: 'ADA' });
  // The places of the preset look at what the server said.
  assert.equal(answer.body.user.sub, 'ada');
  const { issues } = await read(jwt({ jwks: sets.all, issuer: 'x', schema }), good.token);
  assert.equal(issues[0].path[0], 'iss');
  assert.deepEqual(asked, ['ada']);
  const wrong = await read(jwt({ schema: z.object({ email: z.string() }) }), good.token);
  assert.equal(wrong.issues[0].path[0], 'email');
});

test('the claims stand in the answer wherever the token stood', async () => {
  const { token, claims, now } = good;
  const answer = { body: { a: [{ id_token: token }], other: 'x' }, headers: new Headers({ 'x-token': token, 'x-other': 'y' }), now: now * 1000 };
  await jwt()['~standard'].validate(token, { libraryOptions: { answer } });
  assert.deepEqual(answer.body, { a: [{ id_token: claims }], other: 'x' });
  assert.deepEqual(answer.headers.get('x-token'), claims);
  assert.equal(answer.headers.get('x-other'), 'y');
  assert.equal(answer.headers.get('x-none'), null);
  const bearer = { headers: new Headers({ authorization: `Bearer ${token}` }), now: now * 1000 };
  assert.deepEqual((await jwt()['~standard'].validate(`Bearer ${token}`, { libraryOptions: { answer: bearer } })).value, claims);
  assert.equal(bearer.body, undefined);
  assert.equal(bearer.headers.get('authorization').sub, 'ada');
});

test('the clock is that of the server where its answer shows it, else that of this machine', async () => {
  assert.match((await read(jwt(), good.token, good.now + 1e6)).issues[0].message, /^exp is \d+, not later than \d+$/);
  const { issues } = await jwt({ leeway: 0 })['~standard'].validate(good.token);
  assert.equal(Date.now() / 1000 < good.claims.iat ? issues[0].path[0] : 'iat', 'iat');
});

test('options that cannot work are told at once', () => {
  for (const [options, words] of [
    [{ jwks: '' }, 'jwks'], [{ jwks: {} }, 'jwks'], [{ jwks: null }, 'jwks'],
    [{ algorithms: [] }, 'algorithms'], [{ algorithms: ['HS256'] }, 'algorithms'], [{ algorithms: ['none'] }, 'algorithms'], [{ algorithms: ['es256'] }, 'algorithms'],
    [{ issuer: 7 }, 'issuer'], [{ audience: ['a', ''] }, 'audience'], [{ type: 7 }, 'type'], [{ required: 'exp' }, 'required'],
    [{ leeway: -1 }, 'leeway'], [{ leeway: NaN }, 'leeway'], [{ leeway: 86_400 }, 'leeway'], [{ schema: {} }, 'schema'],
  ])
    assert.throws(() => jwt(options), (error) => error.code === 'config_invalid' && error.message.startsWith(`jwt: ${words} is `), words);
  assert.ok(jwt({ jwks: new URL('https://a.example/jwks'), issuer: ['a'], leeway: 3600 }));
});

test('the module may be brought along', async () => {
  const bytes = readFileSync(join(dir, 'jwt.wasm'));
  for (const wasm of [bytes, await WebAssembly.compile(bytes), new Response(bytes, { headers: { 'content-type': 'application/wasm' } })])
    assert.equal((await read(jwt({ wasm }), good.token)).value.sub, 'ada');
});

test('a module that does not load is told as what it is, and tried again', async () => {
  const wasm = () => new Response('gone', { status: 404 });
  await assert.rejects(read(jwt({ wasm: wasm() }), good.token), { code: 'wasm_load_failed', status: 404 });
  const broken = jwt({ wasm: new Uint8Array([1, 2, 3]) });
  await assert.rejects(read(broken, good.token), { code: 'wasm_load_failed' });
  await assert.rejects(read(broken, good.token), { code: 'wasm_load_failed' });
});

test('many tokens leave no memory behind', async () => {
  const bytes = readFileSync(join(dir, 'jwt.wasm'));
  const { instance } = await WebAssembly.instantiate(bytes);
  const { instantiate } = WebAssembly;
  WebAssembly.instantiate = async () => instance;
  try {
    const schema = jwt({ wasm: bytes, jwks: sets.all });
    for (let i = 0; i < 50; i++) await read(schema, good.token);
    const before = instance.exports.memory.buffer.byteLength;
    for (let i = 0; i < 500; i++) await read(schema, i % 2 ? good.token : 'a.b.c');
    assert.equal(instance.exports.memory.buffer.byteLength, before);
  } finally {
    WebAssembly.instantiate = instantiate;
  }
});

test('on a server it is made, and does nothing', () => {
  const session = createSession({ claims: jwt({ jwks: '/jwks' }) });
  assert.equal(session.getSnapshot().status, 'loading');
});
