// The server of the comparison: it plays the session endpoints and the application, on three origins, and keeps a book.
import { once } from 'node:events';
import { createReadStream, existsSync } from 'node:fs';
import { createServer } from 'node:http';
import { extname, join } from 'node:path';
import { ANSWERS, redirect } from './answers.mjs';

const TYPES = { '.html': 'text/html', '.js': 'text/javascript', '.wasm': 'application/wasm', '.json': 'application/json' };
/** How long an answer is held for the page at most, in ms. */
const PATIENCE = 5_000;
const SESSION = { authenticated: true, claims: { name: 'Ada' }, subject: 'ada', session: 'h1', expires_in: 3600, idle_expires_in: null, absolute_expires_in: null };

/** Starts it for folders of static files, the first that has a file serves it. */
export async function play(folders) {
  /** Of each call, by its key: what came, in that order. */
  const book = new Map();
  /** Of each key and name, what waits to be told. */
  const waiting = new Map();
  const told = new Set();
  /** The lanes whose session has lapsed. */
  const lapsed = new Set();
  const of = (key) => book.get(key) ?? book.set(key, { requests: [], preflights: [], over: [] }).get(key);

  const until = (name) => {
    if (told.has(name)) return Promise.resolve(true);
    return new Promise((resolve) => {
      const timer = setTimeout(resolve, PATIENCE, false);
      waiting.set(name, () => (clearTimeout(timer), resolve(true)));
    });
  };
  const tell = (name) => {
    told.add(name);
    waiting.get(name)?.();
  };

  const servers = {};
  const url = (where) => `http://127.0.0.1:${servers[where].address().port}`;

  const allow = (where, request, response) => {
    const { origin } = request.headers;
    const asks = request.headers['access-control-request-method'];
    // Chromium says of a preflight that a redirect leads back to the own origin that it comes from there.
    if (!origin || (where === 'own' && !asks && request.headers['sec-fetch-site'] === 'same-origin')) return;
    response.setHeader('access-control-allow-origin', origin);
    response.setHeader('access-control-allow-credentials', 'true');
    response.setHeader('access-control-expose-headers', 'x-answer, etag, location, retry-after, content-range');
  };

  /** A request of a case: written down, and answered as its path says. */
  async function exchange(where, request, response, key, answer) {
    const { requests, preflights, over } = of(key);
    const { method, headers } = request;
    allow(where, request, response);
    if (method === 'OPTIONS' && headers['access-control-request-method']) {
      const asked = headers['access-control-request-headers'] ?? '';
      preflights.push({ where, method: headers['access-control-request-method'], headers: asked.split(',').sort().join() });
      response.setHeader('access-control-allow-methods', headers['access-control-request-method']);
      response.setHeader('access-control-allow-headers', asked);
      response.setHeader('access-control-max-age', '0');
      response.writeHead(204).end();
      return;
    }
    const entry = { where, path: request.url.replace(`/x/${key}/`, '/x/-/'), method, headers: { ...headers, host: undefined }, body: undefined, gone: false };
    requests.push(entry);
    tell(`held/${key}`);
    over.push(once(response, 'close').then(() => (entry.gone = answer === 'held' && !response.writableFinished)));
    if (answer === 'held') response.on('close', () => tell(`never/${key}`));
    const chunks = [];
    for await (const chunk of request) chunks.push(chunk);
    const body = Buffer.concat(chunks).toString('latin1');
    // The boundary of a form is another each time.
    const [, type, boundary] = /^(multipart\/form-data; boundary=)(.+)$/.exec(headers['content-type'] ?? '') ?? [undefined, undefined, /^--(\S*form\S*)\r\n/i.exec(body)?.[1]];
    entry.body = boundary ? body.replaceAll(boundary, 'boundary') : body;
    if (type) entry.headers['content-type'] = `${type}boundary`;
    if (boundary && headers['content-length']) entry.headers['content-length'] = 'its own';
    const address = (where, then) => `${url(where)}/x/${key}/${encodeURIComponent(then)}`;
    const act = ANSWERS[answer] ?? redirect(answer, address);
    if (!act) throw new Error(`no such answer: ${answer}`);
    await act(response, { until: (name) => until(`${name}/${key}`) });
  }

  const listen = async (where, handle) => {
    const server = (servers[where] = createServer((request, response) => {
      response.sendDate = false;
      response.setHeader('cache-control', 'no-store');
      // A body that breaks off, and an answer to a page that has gone, are part of the play.
      request.on('error', () => {});
      response.on('error', () => {});
      handle(request, response).catch((error) => {
        if (error.code !== 'ECONNRESET') console.error(error);
        response.destroy();
      });
    }));
    // No connection ends between two requests: browsers repeat what dies on one.
    server.keepAliveTimeout = 600_000;
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
  };

  const json = (response, value, headers = {}) => response.writeHead(200, { 'content-type': 'application/json', ...headers }).end(JSON.stringify(value));

  /** What every origin of the application answers; false if it is something else. */
  const application = async (where, request, response) => {
    const [, key, rest] = /^\/x\/([^/]+)\/([^?]*)/.exec(request.url) ?? [];
    if (!key) return false;
    let answer = decodeURIComponent(rest);
    if (answer.startsWith('expired/')) answer = of(key).requests.length ? answer.slice(8) : 'expired';
    // What the test itself sends by native fetch is not this session's affair.
    if (answer === 'expired' && key.endsWith('s') && request.method !== 'OPTIONS') lapsed.add(key.split('-')[0]);
    await exchange(where, request, response, key, answer);
    return true;
  };
  const nothing = (response) => void response.writeHead(404).end();

  await listen('listed', async (request, response) => (await application('listed', request, response)) || nothing(response));
  await listen('foreign', async (request, response) => (await application('foreign', request, response)) || nothing(response));
  // Where the test itself asks: never kept waiting by what is held.
  await listen('control', async (request, response) => {
    allow('control', request, response);
    const [, what, key] = request.url.split('/');
    if (what === 'held') await until(`held/${key}`);
    else tell(`${what}/${key}`);
    response.writeHead(200).end();
  });
  await listen('own', async (request, response) => {
    if (await application('own', request, response)) return;
    const { pathname } = new URL(request.url, 'http://a');
    if (pathname === '/addresses') return json(response, Object.fromEntries(['listed', 'foreign', 'control'].map((where) => [where, url(where)])));
    const [, lane, what] = /^\/auth\/(.*)\/(session|refresh)$/.exec(pathname) ?? [];
    if (what) {
      request.resume();
      if (what === 'refresh') lapsed.delete(lane);
      return lapsed.has(lane) ? ANSWERS.expired(response) : json(response, SESSION);
    }
    const file = folders.map((folder) => join(folder, pathname === '/' ? 'index.html' : pathname)).find((file) => existsSync(file));
    if (!file) return nothing(response);
    response.writeHead(200, { 'content-type': TYPES[extname(file)] ?? 'text/plain', ...(pathname === '/' && { 'set-cookie': 'own=1; Path=/; SameSite=Strict' }) });
    createReadStream(file).pipe(response);
  });

  return {
    url: url('own'),
    listed: url('listed'),
    foreign: url('foreign'),
    /** What came for a key, once all of it is over. */
    async seen(key) {
      const { requests, preflights, over } = of(key);
      await Promise.all(over);
      book.delete(key);
      return { requests, preflights };
    },
    stop() {
      for (const server of Object.values(servers)) {
        server.closeAllConnections();
        server.close();
      }
    },
  };
}
