// What a test of the provider part starts with: the certified provider, the reference server, and a front that both
// know as the app's address.
import assert from 'node:assert/strict';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { start } from '../../e2e/harness/process.mjs';
import { Client } from '../harness/client.mjs';
import { front } from '../harness/front.mjs';
import { CLIENT, SCOPE, provide } from './provider.mjs';

const PROGRAM = process.env.HALLPASS_DEFAULT_SERVER ?? fileURLToPath(new URL('../../../target/debug/hallpass-server', import.meta.url));
/** How long the provider may take to hear of something, in ms. */
const PATIENCE = 60_000;

/** Starts all three; `page` is a folder of static files, `args` go to the server. */
export async function world({ page, args = [], accessSeconds } = {}) {
  const dir = mkdtempSync(join(tmpdir(), 'hallpass-provider-'));
  const through = await front(page);
  /** What the provider was asked, and what it is to do about it: the test's instrument. */
  const book = { calls: [], thought: [], answers: [], fault: () => undefined, hold: () => undefined, waiting: [] };
  const note = (list, pathname) => {
    list.push(pathname);
    for (const look of book.waiting.splice(0)) look();
  };
  const came = async (request, response) => {
    const { pathname } = new URL(request.url, 'http://a');
    // Closed: answered, or cut.
    response.once('close', () => note(book.answers, pathname));
    note(book.calls, pathname);
    const held = book.hold(pathname);
    if (held) {
      const end = response.end.bind(response);
      response.end = (...args) => {
        note(book.thought, pathname);
        held.then(() => end(...args));
        return response;
      };
    }
    const status = await book.fault(pathname, request);
    if (!status) return false;
    if (status === 'cut') request.socket.destroy();
    else response.writeHead(status, { 'retry-after': '1' }).end();
    return true;
  };
  const idp = await provide({ app: through.url, accessSeconds, came });
  const secret = join(dir, 'secret');
  writeFileSync(secret, CLIENT.secret, { mode: 0o600 });
  const command = ['--addr', '127.0.0.1:0', '--log=off', '--public-origin', through.url, '--issuer', idp.issuer];
  command.push('--client-id', CLIENT.id, '--client-secret-file', secret, '--scope', SCOPE, '--claim', 'vip');
  command.push('--db', join(dir, 'db'), '--key-file', join(dir, 'keys'), ...args);
  let running;
  async function reached(list, path, count) {
    const deadline = AbortSignal.timeout(PATIENCE);
    while (list.filter((one) => one === path).length < count)
      await new Promise((resolve, reject) => {
        book.waiting.push(resolve);
        deadline.addEventListener('abort', () => reject(new Error(`waited for ${count} of ${path}: ${list}`)));
      });
  }
  const begin = async () => {
    running = await start(PROGRAM, command, /listening on (\S+)/);
    through.target = running.said;
  };
  await begin();
  return {
    url: through.url,
    idp,
    book,
    server: through,
    client: () => new Client(through.url),
    /** Resolves once the provider was asked for a path so often in all. */
    asked: (path, count) => reached(book.calls, path, count),
    /** Resolves once so many of its answers were ready, and held back. */
    thought: (path, count) => reached(book.thought, path, count),
    /** Resolves once it has answered so often. */
    answered: (path, count) => reached(book.answers, path, count),
    kill: () => running.stop(),
    begin,
    async stop() {
      await running.stop();
      through.stop();
      idp.stop();
      rmSync(dir, { recursive: true, force: true });
    },
  };
}

export const MARK = { 'x-csrf': '1' };

/** Goes where a browser would, filling in the provider's form, until an address of the app answers. */
export async function browse(client, address, filled = { login: 'ada', password: 'correct horse' }) {
  const HTML = { accept: 'text/html' };
  let answer = await client.get(address, { headers: HTML });
  for (let steps = 0; steps < 12; steps++) {
    if (answer.status >= 300 && answer.status < 400) {
      const next = new URL(answer.headers.get('location'), answer.at);
      if (next.origin === new URL(client.url).origin && !next.pathname.startsWith('/auth/')) return next.href;
      answer = await client.get(next.href, { headers: HTML });
    } else {
      const action = /<form[^>]* action="([^"]+)"/.exec(answer.text)?.[1];
      assert.ok(action, `${answer.at}: ${answer.status} ${answer.text.slice(0, 300)}`);
      answer = await client.post(new URL(action, answer.at).href, { form: filled, headers: { ...HTML, origin: new URL(answer.at).origin } });
    }
  }
  assert.fail('no end to the redirects');
}
