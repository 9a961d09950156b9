import assert from 'node:assert/strict';
import { createServer } from 'node:http';
import { after, before, test } from 'node:test';
import './setup.mjs';

const { default: axios, isAxiosError } = await import('axios');
const kys = [['ky 2', await import('ky')], ['ky 1', await import('ky1')]];
const { attachSession } = await import('hallpass/axios');
const { sessionHooks } = await import('hallpass/ky');
const { SessionError, isSessionError } = await import('hallpass');

let server;
let base;
before(async () => {
  server = createServer((request, response) => {
    if (request.url === '/never') return;
    if (request.url === '/busy' && !request.headers['x-attempt']) response.statusCode = 503;
    const parts = [];
    request.on('data', (part) => parts.push(part)).on('end', () => {
      response.setHeader('content-type', 'application/json');
      response.end(JSON.stringify({ via: request.headers['x-session'] ?? null, body: Buffer.concat(parts).toString() }));
    });
  });
  await new Promise((resolve) => server.listen(0, '127.0.0.1', resolve));
  base = `http://127.0.0.1:${server.address().port}`;
});
after(() => {
  server.closeAllConnections();
  server.close();
});

/** Marks what passes through it, as the engine's would add credentials. */
function session(refuse) {
  const seen = [];
  // Node hears of an abort by way of a `Request` only as long as that is not collected, also while it is being fetched.
  const kept = [];
  return {
    seen,
    async fetch(input, init) {
      const request = new Request(input, init);
      kept.push(request);
      seen.push(`${request.method} ${new URL(request.url).pathname}`);
      if (refuse) throw refuse;
      request.headers.set('x-session', 'yes');
      if (seen.length > 1) request.headers.set('x-attempt', String(seen.length));
      return fetch(request);
    },
  };
}

test('axios sends through the session until it is detached', async () => {
  const instance = axios.create({ baseURL: base });
  const through = session();
  const detach = attachSession(instance, through);
  const { data, status } = await instance.post('/orders', { item: 1 });
  assert.equal(status, 200);
  assert.deepEqual(data, { via: 'yes', body: '{"item":1}' });
  assert.equal((await instance.get('/orders')).data.via, 'yes');
  detach();
  assert.equal((await instance.get('/orders')).data.via, null);
  assert.deepEqual(through.seen, ['POST /orders', 'GET /orders']);
});

test('axios: other instances are left alone, interceptors and aborts work', async () => {
  const instance = axios.create({ baseURL: base });
  attachSession(instance, session());
  assert.equal((await axios.get(`${base}/x`)).data.via, null);
  instance.interceptors.response.use((response) => ({ ...response, data: 'seen' }));
  assert.equal((await instance.get('/x')).data, 'seen');
  const abort = new AbortController();
  const pending = instance.get('/never', { signal: abort.signal });
  setTimeout(() => abort.abort(), 20);
  await assert.rejects(pending, axios.isCancel);
});

test('axios: what the session refuses is the cause of an AxiosError', async () => {
  const instance = axios.create({ baseURL: base });
  attachSession(instance, session(new SessionError('session_ended')));
  await assert.rejects(instance.get('/x'), (error) => isAxiosError(error) && isSessionError(error.cause) && error.cause.code === 'session_ended');
});

for (const [name, { default: ky }] of kys) {
  test(`${name} sends through the session, and again when it retries`, async () => {
    const through = session();
    const api = ky.extend({ hooks: sessionHooks(through), retry: { limit: 2, methods: ['post'], delay: () => 1 } });
    assert.deepEqual(await api.post(`${base}/busy`, { json: { item: 1 } }).json(), { via: 'yes', body: '{"item":1}' });
    assert.deepEqual(through.seen, ['POST /busy', 'POST /busy']);
  });

  test(`${name}: its timeout is kept, and refusals come through`, async () => {
    const api = ky.extend({ hooks: sessionHooks(session()), retry: 0, timeout: 50 });
    await assert.rejects(api.get(`${base}/never`).text(), { name: 'TimeoutError' });
    const refused = ky.extend({ hooks: sessionHooks(session(new SessionError('untrusted_origin'))), retry: 0 });
    await assert.rejects(refused.get(`${base}/x`).text(), isSessionError);
  });
}
