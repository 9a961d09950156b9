// One back end for every contestant: the same API, the same expiry, and the session routes that each client speaks.
import { createServer } from 'node:http';
import { readFileSync, statSync } from 'node:fs';
import { extname, join, normalize } from 'node:path';

/** How long the server takes to refresh, in ms: as long as a database and a signature would. */
const REFRESH_TAKES = 50;
const LIFETIME = 3600;
const TYPES = { '.html': 'text/html', '.js': 'text/javascript', '.wasm': 'application/wasm' };

/** Starts it for a folder of static files; resolves with its URL, and what it counted. */
export async function serve(dir) {
  const state = { generation: 1, padding: '', counts: {}, waiting: [] };
  const count = (what) => (state.counts[what] = (state.counts[what] ?? 0) + 1);

  const json = (response, status, body, headers = {}) => {
    const text = JSON.stringify(body);
    response.writeHead(status, { 'content-type': 'application/json', 'cache-control': 'no-store', ...headers }).end(text);
  };
  const cookie = () => ({ 'set-cookie': `access=${state.generation}; Path=/; HttpOnly; SameSite=Lax` });
  const claims = () => ({ name: 'Ada', role: 'admin', ...(state.padding && { padding: state.padding }) });
  const session = () => ({ authenticated: true, claims: claims(), subject: 'u1', session: 'h1', expires_in: LIFETIME, idle_expires_in: null, absolute_expires_in: null });
  /** What supertokens-website reads: who is signed in, and until when. */
  const frontToken = () => ({
    'front-token': Buffer.from(JSON.stringify({ uid: 'u1', ate: Date.now() + LIFETIME * 1000, up: claims() })).toString('base64'),
    'access-control-expose-headers': 'front-token',
  });
  const lapsed = (request) => Number(/access=(\d+)/.exec(request.headers.cookie ?? '')?.[1] ?? 0) < state.generation;

  const routes = {
    'GET /auth/session': (request, response) =>
      lapsed(request) ? json(response, 401, { error: 'session_expired' }) : json(response, 200, session()),
    'POST /auth/refresh': (_, response) => setTimeout(() => json(response, 200, session(), cookie()), REFRESH_TAKES),
    'POST /auth/session/refresh': (_, response) => setTimeout(() => json(response, 200, {}, { ...cookie(), ...frontToken() }), REFRESH_TAKES),
    'GET /api/auth/get-session': (request, response) =>
      json(response, 200, lapsed(request) ? null : { user: { id: 'u1', ...claims() }, session: { id: 'h1', expiresAt: new Date(Date.now() + LIFETIME * 1000) } }),
    'GET /api/auth/session': (_, response) => json(response, 200, { user: claims(), expires: new Date(Date.now() + LIFETIME * 1000) }),
    'GET /api/item': (request, response) =>
      lapsed(request) ? (count('refused'), json(response, 401, { error: 'session_expired' })) : json(response, 200, { id: 1 }),
    'POST /bench/sign-in': (_, response) => json(response, 200, {}, { ...cookie(), ...frontToken() }),
    // Every tab waits here; the bench lets them go at once.
    'GET /bench/gate': (_, response) => state.waiting.push(() => json(response, 200, {})),
  };

  const server = createServer((request, response) => {
    const { pathname } = new URL(request.url, 'http://127.0.0.1');
    const route = `${request.method} ${pathname}`;
    count(route);
    if (routes[route]) return routes[route](request, response);
    const file = join(dir, normalize(pathname.endsWith('/') ? `${pathname}index.html` : pathname));
    if (!file.startsWith(dir) || !statSync(file, { throwIfNoEntry: false })?.isFile()) return json(response, 404, {});
    response.writeHead(200, { 'content-type': TYPES[extname(file)] ?? 'text/plain', 'cache-control': 'no-store' }).end(readFileSync(file));
  });
  // A connection that is closed for idleness while a request is on its way over it is a failure of no contestant.
  server.keepAliveTimeout = 0;
  await new Promise((resolve) => server.listen(0, '127.0.0.1', resolve));

  return {
    url: `http://127.0.0.1:${server.address().port}`,
    /** Lapses the access part of every cookie. */
    expire: () => state.generation++,
    /** Lets claims weigh so many octets. */
    weigh: (octets) => (state.padding = 'x'.repeat(octets)),
    /** Resolves once so many tabs wait at the gate. */
    async gathered(tabs) {
      while (state.waiting.length < tabs) await new Promise((resolve) => setTimeout(resolve, 5));
    },
    open: () => state.waiting.splice(0).forEach((go) => go()),
    /** Returns what was counted since the last call. */
    take() {
      const { counts } = state;
      state.counts = {};
      return counts;
    },
    stop: () => server.closeAllConnections() ?? new Promise((resolve) => server.close(resolve)),
  };
}

/** Every route by which a contestant refreshes. */
export const REFRESHES = ['POST /auth/refresh', 'POST /auth/session/refresh'];
