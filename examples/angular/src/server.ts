import { AngularNodeAppEngine, createNodeRequestHandler, writeResponseToNodeResponse } from '@angular/ssr/node';
import { readSession, sessionScript } from 'hallpass/server';
import { createReadStream, existsSync, statSync } from 'node:fs';
import { type IncomingMessage, type ServerResponse, createServer, request as ask } from 'node:http';
import { extname, join, normalize } from 'node:path';

const backEnd = process.env['BACK_END'] ?? 'http://127.0.0.1:8080';
const browser = join(import.meta.dirname, '../browser');
const engine = new AngularNodeAppEngine();
const TYPES: Record<string, string> = { '.js': 'text/javascript', '.css': 'text/css', '.html': 'text/html' };

/** What belongs to the back end goes there, as it came: it compares `Origin` with `Host`. */
function pass(incoming: IncomingMessage, outgoing: ServerResponse): void {
  const { method, url, headers } = incoming;
  const passed = ask(backEnd + url, { method, headers }, (answer) => {
    outgoing.writeHead(answer.statusCode!, answer.headers);
    answer.pipe(outgoing);
  });
  passed.on('error', () => outgoing.destroy());
  incoming.pipe(passed);
}

async function render(incoming: IncomingMessage, outgoing: ServerResponse): Promise<void> {
  const { cookie } = incoming.headers;
  const { snapshot, initial } = await readSession({ cookie, url: 'http://localhost/' }, { baseUrl: `${backEnd}/auth` });
  const response = await engine.handle(incoming, snapshot);
  if (!response) return void outgoing.writeHead(404).end();
  const headers = new Headers(response.headers);
  // It is the page of one user.
  headers.set('cache-control', 'private, no-store');
  const html = (await response.text()).replace('</head>', () => `${sessionScript(initial)}</head>`);
  await writeResponseToNodeResponse(new Response(html || null, { status: response.status, headers }), outgoing);
}

export const reqHandler = createNodeRequestHandler((incoming: IncomingMessage, outgoing: ServerResponse) => {
  const path = normalize(new URL(incoming.url!, 'http://localhost').pathname);
  const file = join(browser, path);
  if (/^\/(auth|api)\//.test(path)) return pass(incoming, outgoing);
  if (!existsSync(file) || !statSync(file).isFile()) return render(incoming, outgoing).catch(() => void outgoing.writeHead(500).end());
  outgoing.writeHead(200, { 'content-type': TYPES[extname(file)] ?? 'application/octet-stream' });
  return void createReadStream(file).pipe(outgoing);
});

const port = process.env['PORT'];
if (port) createServer(reqHandler as any).listen(Number(port), '127.0.0.1', () => console.log(`Listening on http://127.0.0.1:${port}`));
