// What stands before a server under test, as a web server would in production: it hands out the page,
// passes everything else on, and writes down what passed. It is the tests' instrument: no server counts for them.
import { readFile } from 'node:fs/promises';
import { extname, join, normalize } from 'node:path';
import { proxy } from '../../e2e/harness/proxy.mjs';

const TYPES = { '.html': 'text/html', '.js': 'text/javascript', '.mjs': 'text/javascript', '.wasm': 'application/wasm', '.css': 'text/css' };

/** Starts it; the server's address is set once there is one, since a server is told its public address first. */
export async function front(app) {
  const through = await proxy();
  const page = async (request, response) => {
    const { pathname } = new URL(request.url, through.url);
    const file = join(app, normalize(pathname.endsWith('/') ? `${pathname}index.html` : pathname));
    const content = request.method === 'GET' && (await readFile(file).catch(() => {}));
    if (!content) return false;
    response.writeHead(200, { 'content-type': `${TYPES[extname(file)] ?? 'application/octet-stream'}; charset=utf-8`, 'cache-control': 'no-store' });
    response.end(content);
    return true;
  };
  /** What takes back each cookie that came by: a driver deletes those for the path of the page alone, and leaves that of a refresh. */
  const expired = new Set();
  const blank = (request, response) => {
    if (request.url !== '/test/blank') return page(request, response);
    response.writeHead(200, { 'content-type': 'text/html', 'set-cookie': [...expired] }).end('<!doctype html>');
    return true;
  };
  const reset = through.reset;
  through.reset = () => {
    for (const { cookies = [] } of through.log)
      for (const cookie of cookies) expired.add(`${cookie.split('=')[0]}=; Max-Age=0; Path=${/;\s*path=([^;]*)/i.exec(cookie)?.[1] ?? '/'}`);
    return Object.assign(reset(), app && { answer: blank });
  };
  through.reset();
  return through;
}
