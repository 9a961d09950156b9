// The keys of a server: fetched once, kept, asked for anew where that may help, and never at any price.
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { afterEach, test } from 'node:test';
import { built } from './setup.mjs';

const { verifier } = await import(`${built}/jwt/keys.js`);

const { sets, rows } = JSON.parse(readFileSync(new URL('../claims/corpus.json', import.meta.url), 'utf8'));
const { token } = rows[0];
const ADDRESS = 'https://id.example/jwks';

const { fetch, crypto } = globalThis;
afterEach(() => {
  globalThis.fetch = fetch;
  Object.defineProperty(globalThis, 'crypto', { value: crypto, configurable: true });
});

/** A server that answers so, one after the other; the last goes on for ever. */
function serve(...answers) {
  const requests = [];
  globalThis.fetch = async (url, init) => {
    requests.push([url, init]);
    const answer = answers[Math.min(requests.length, answers.length) - 1];
    if (answer instanceof Error) throw answer;
    return typeof answer === 'function' ? answer(init) : answer instanceof Response ? answer.clone() : Response.json(answer);
  };
  return requests;
}
const clock = { at: 0 };
const failed = (code, words, status) => Object.assign(new Error(words), { code, status });
/** Finds the key of the token as the module would. */
const choose = (_, set) => {
  const at = JSON.parse(set).keys.findIndex(({ kid }) => kid === 'ec');
  return at < 0 ? { part: 'kid', message: 'kid is ec, not known', stale: true } : { algorithm: 'ES256', at };
};
const verify = (source = ADDRESS) => verifier(source, choose, failed, () => clock.at);

test('they are fetched with the first token, without credentials, and kept for ten minutes', async () => {
  const requests = serve(sets.all);
  const check = verify();
  assert.equal(requests.length, 0);
  for (let i = 0; i < 3; i++) assert.equal(await check(token), undefined);
  clock.at += 599_999;
  assert.equal(await check(token), undefined);
  assert.equal(requests.length, 1);
  const [url, { credentials, redirect, referrerPolicy, cache }] = requests[0];
  assert.deepEqual([url, credentials, redirect, referrerPolicy, cache], [ADDRESS, 'omit', 'error', 'no-referrer', 'default']);
  clock.at += 1;
  assert.equal(await check(token), undefined);
  assert.deepEqual(requests.map(([, { cache }]) => cache), ['default', 'no-cache']);
});

test('many tokens at once come to one request', async () => {
  const requests = serve(sets.all);
  const check = verify();
  assert.deepEqual(await Promise.all(Array.from({ length: 50 }, () => check(token))), Array(50).fill(undefined));
  assert.equal(requests.length, 1);
});

test('an unknown key asks for a newer set, once, and not soon again', async () => {
  const requests = serve({ keys: [] }, { keys: [] }, sets.all);
  const check = verify();
  const refusal = { part: 'kid', message: 'kid is ec, not known', stale: true };
  // What was fetched just now is as new as it gets.
  assert.deepEqual(await check(token), refusal);
  assert.equal(requests.length, 1);
  clock.at += 30_000;
  assert.deepEqual(await check(token), refusal);
  assert.equal(requests.length, 1);
  clock.at += 1;
  assert.deepEqual(await Promise.all([check(token), check(token)]), [refusal, refusal]);
  assert.equal(requests.length, 2);
  clock.at += 30_001;
  assert.equal(await check(token), undefined);
  assert.equal(requests.length, 3);
});

test('a set that is given is never fetched', async () => {
  const requests = serve(sets.all);
  assert.equal(await verify(sets.all)(token), undefined);
  clock.at += 1e9;
  assert.equal((await verify({ keys: [] })(token)).part, 'kid');
  assert.equal(requests.length, 0);
});

test('a server out of reach says nothing about a token, and is asked again', async () => {
  for (const [answer, code, status] of [
    [new TypeError('Failed to fetch'), 'network'],
    [new DOMException('late', 'TimeoutError'), 'timeout'],
    [new Response('', { status: 503 }), 'server', 503],
    [new Response('', { status: 429 }), 'server', 429],
  ]) {
    const requests = serve(answer, sets.all);
    const check = verify();
    await assert.rejects(check(token), { code, ...(status && { status }) });
    assert.equal(await check(token), undefined);
    assert.equal(requests.length, 2);
  }
});

test('a connection that breaks within the answer is a network error', async () => {
  serve(() => new Response(new ReadableStream({ pull: (controller) => controller.error(new TypeError('broken')) })));
  await assert.rejects(verify()(token), { code: 'network' });
});

test('what is no set of keys is refused', async () => {
  serve(new Response('not here', { status: 404 }));
  assert.deepEqual(await verify()(token), { part: 'jwks', message: `jwks is answered 404, not a JWK set: ${ADDRESS}` });
});

test('a set without end is given up', async () => {
  let sent = 0;
  let cancelled;
  serve(() => new Response(new ReadableStream({
    pull: (controller) => controller.enqueue(new Uint8Array(++sent && 65_536).fill(32)),
    cancel: () => (cancelled = true),
  })));
  assert.deepEqual(await verify()(token), { part: 'jwks', message: `jwks is longer than 262144 bytes: ${ADDRESS}` });
  assert.ok(cancelled && sent < 8, `${sent} parts`);
});

test('of a key its numbers alone are used, for its algorithm alone', async () => {
  const key = { ...sets.all.keys.find(({ kid }) => kid === 'ec'), ext: false, key_ops: ['sign'], alg: 'ES384', x5u: 'https://evil.example' };
  assert.equal(await verify({ keys: [key] })(token), undefined);
});

test('where there is no WebCrypto, or no such algorithm, a refusal says so', async () => {
  serve(sets.all);
  Object.defineProperty(globalThis, 'crypto', { value: {}, configurable: true });
  assert.equal((await verify()(token)).message, 'crypto.subtle is absent: signatures are verified on https and localhost alone');
  Object.defineProperty(globalThis, 'crypto', {
    value: { subtle: { importKey: async () => { throw new DOMException('', 'NotSupportedError'); } } },
    configurable: true,
  });
  assert.equal((await verify()(token)).message, 'alg is ES256, not known to this browser');
});
