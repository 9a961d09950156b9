// The loader alone, with a module that is compiled for real: small, but with an import and a start.
import assert from 'node:assert/strict';
import { createServer } from 'node:http';
import { after, before, beforeEach, test } from 'node:test';
import { built } from './setup.mjs';

const text = (words) => [words.length, ...Buffer.from(words)];
const section = (id, ...content) => [id, content.length, ...content];
/** Imports `started` of the page, and exports it as what the page calls. */
const bytes = new Uint8Array([
  0, 97, 115, 109, 1, 0, 0, 0,
  ...section(1, 1, 0x60, 0, 0),
  ...section(2, 1, ...text('page'), ...text('started'), 0, 0),
  ...section(7, 1, ...text('create'), 0, 0),
]);
const { SessionError, isSessionError } = await import('hallpass');
const refused = (status) => (error) => isSessionError(error) && error.code === 'wasm_load_failed' && error.status === status;

let server;
let base;
before(async () => {
  server = createServer((request, response) => {
    // No `application/wasm`: a server that does not know the type will do.
    response.writeHead(request.url === '/session.wasm' ? 200 : 404).end(bytes);
  });
  await new Promise((resolve) => server.listen(0, '127.0.0.1', resolve));
  base = `http://127.0.0.1:${server.address().port}`;
});
after(() => server.close());

let happened;
beforeEach(() => (happened = []));

/** A loader that has loaded nothing yet. */
let copies = 0;
const loader = () => import(`${built}/load.js?${++copies}`);

const response = () => new Response(bytes, { headers: { 'content-type': 'application/wasm' } });
for (const [what, source] of [
  ['a URL', () => new URL('/session.wasm', base)],
  ['a string', () => `${base}/session.wasm`],
  ['a Response', response],
  ['a promise of a Response', async () => response()],
  ['bytes', () => bytes],
  ['an ArrayBuffer', () => bytes.slice().buffer],
  ['a part of a buffer', () => Uint8Array.of(9, 9, ...bytes, 9).subarray(2, -1)],
  ['a WebAssembly.Module', () => new WebAssembly.Module(bytes)],
])
  test(`loads ${what}`, async () => {
    const { load } = await loader();
    const module = await load(source);
    const imports = { started: () => happened.push('started') };
    (await WebAssembly.instantiate(module, { page: imports })).exports.create();
    assert.deepEqual(happened, ['started']);
    assert.equal(await load(() => assert.fail('twice')), module);
  });

for (const [what, source] of [
  ['an address', () => `${base}/elsewhere`],
  ['a Response', () => new Response('not here', { status: 404 })],
])
  test(`${what} that is not found fails with its status, and is tried again`, async () => {
    const { load, blame } = await loader();
    const error = await load(source).catch(blame);
    assert.ok(refused(404)(error));
    if (what === 'an address') assert.match(error.message, /^GET http.+\/elsewhere answered 404\.$/);
    assert.ok((await load(() => bytes)) instanceof WebAssembly.Module);
  });

for (const [what, source] of [
  ['nothing to connect to', () => 'http://127.0.0.1:1/session.wasm'],
  ['something else than a module', () => new TextEncoder().encode('<!doctype html>')],
  ['half of a module', () => bytes.slice(0, 20)],
  ['a promise that fails', () => Promise.reject(new TypeError('offline'))],
  ['nothing', () => undefined],
])
  test(`${what} is wasm_load_failed, without a status`, async () => {
    const { load, blame } = await loader();
    assert.ok(refused(undefined)(await load(source).catch(blame)));
  });

test('what is to blame is told once: an error of ours stays as it is', async () => {
  const { blame } = await loader();
  const error = new SessionError('disposed');
  assert.equal(blame(error), error);
});
