// A back end that answers with a signed token, and publishes its keys.
import { generateKeyPairSync, sign } from 'node:crypto';
import { createReadStream, existsSync } from 'node:fs';
import { createServer } from 'node:http';
import { extname, join } from 'node:path';

const TYPES = { '.html': 'text/html', '.js': 'text/javascript', '.wasm': 'application/wasm', '.json': 'application/json' };
/** As strict as the package promises to get along with. */
const POLICY = "default-src 'none'; script-src 'self' 'wasm-unsafe-eval'; connect-src 'self'; img-src data:";

/** Starts one for a folder of static files. */
export async function issue(app) {
  const { privateKey, publicKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
  const keys = [{ ...publicKey.export({ format: 'jwk' }), kid: 'now', alg: 'ES256', use: 'sig' }];
  const told = { requests: {} };

  const server = createServer((request, response) => {
    const { pathname } = new URL(request.url, 'http://a');
    told.requests[pathname] = (told.requests[pathname] ?? 0) + 1;
    told.headers = { ...told.headers, [pathname]: request.headers };
    const answer = ({ status = 200, body, headers = {} }) => {
      response.writeHead(status, { 'cache-control': 'no-store', ...(body !== undefined && { 'content-type': 'application/json' }), ...headers });
      response.end(body === undefined ? undefined : typeof body === 'string' ? body : JSON.stringify(body));
    };
    if (pathname === '/me') return answer(told.me);
    if (pathname === '/jwks') return answer(told.jwks);
    if (pathname === '/test/blank') return answer({ headers: { 'content-type': 'text/html' } });
    const file = join(app, pathname === '/' ? 'index.html' : pathname);
    if (!existsSync(file)) return answer({ status: 404 });
    response.writeHead(200, { 'content-type': TYPES[extname(file)] ?? 'text/plain', 'content-security-policy': POLICY });
    createReadStream(file).pipe(response);
  });
  await new Promise((resolve) => server.listen(0, '127.0.0.1', resolve));
  const url = `http://127.0.0.1:${server.address().port}`;

  return {
    url,
    stop: () => {
      server.closeAllConnections();
      server.close();
    },
    /** What it answers from now on: `me` and `jwks`, each `{ status, body, headers }`. */
    told,
    async reset() {
      Object.assign(told, { requests: {}, headers: {}, me: { status: 401, body: { detail: 'nobody' } }, jwks: { body: { keys } } });
    },
    /** A token of this server. */
    token(claims, header = {}) {
      const now = Math.floor(Date.now() / 1000);
      const parts = [{ alg: 'ES256', kid: 'now', ...header }, { iss: url, aud: 'spa', sub: 'ada', iat: now, exp: now + 300, ...claims }];
      const data = parts.map((part) => Buffer.from(JSON.stringify(part)).toString('base64url')).join('.');
      return `${data}.${sign('sha256', Buffer.from(data), { key: privateKey, dsaEncoding: 'ieee-p1363' }).toString('base64url')}`;
    },
  };
}
