// The manual's page on streams, as it stands there: event streams, sockets, uploads and downloads of a session.
import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import { WebSocketServer } from 'ws';
import { DEMO, setup, webkit } from './harness/index.mjs';
import { bundle, compile, extract } from './harness/manual.mjs';
import { site } from './harness/site.mjs';

const code = mkdtempSync(join(tmpdir(), 'hallpass-manual-'));
process.on('exit', () => rmSync(code, { recursive: true, force: true }));
const files = extract('streams', code);
const served = site();

const world = setup({
  through: 'proxy',
  app: async () => {
    await bundle(code, files.filter((name) => name.endsWith('.ts')), served, 'manual.js');
    return served;
  },
});

test('every block compiles', () => {
  assert.equal(files.length, 8);
  compile(code, files, served);
});

/** Whether the cookies of a request are those of a session whose access part has not lapsed. */
async function admitted({ headers: { cookie = '' } }) {
  const answer = await fetch(`${world.server.url}/auth/session`, { headers: { cookie, 'x-csrf': '1' } });
  return answer.ok && (await answer.json()).authenticated;
}
const refuse = (answer) => answer.writeHead(401, { 'content-type': 'application/json' }).end('{"error":"session_expired"}');

/** Each connection that a back end accepted or refused, in the order in which they came, and how to wait for the next. */
function book() {
  const entries = [];
  const waiting = [];
  return {
    entries,
    note(entry) {
      entries.push(entry);
      waiting.shift()?.(entry);
    },
    /** Resolves with the connection of a number, once it has come. */
    async nth(number) {
      while (entries.length < number) await new Promise((resolve) => waiting.push(resolve));
      return entries[number - 1];
    },
  };
}

/** Signs a user in, in a window that runs the manual's code. */
async function signedIn(config) {
  await world.fresh(config);
  const tab = await world.page({ idle: true });
  await tab.run(async () => {
    window.manual = await import('/manual.js');
    window.session = manual.session;
    Object.assign(window, test.watch(session));
    window.received = [];
  });
  await tab.login(DEMO);
  return tab;
}
/** Starts the manual's loop with one of its connections; what it hears is kept. */
const start = (tab, kind, address) =>
  tab.begin((kind, address) => manual.stayConnected(manual[kind](address, (data) => received.push(data)), new AbortController().signal), kind, address);
const hears = (tab, data) =>
  tab.run(async (data) => {
    while (!received.includes(data)) await new Promise((resolve) => test.setTimeout(resolve, 20));
  }, data);

/** Opened with time enough, closed by the server, refused once the session has lapsed, opened again, and closed by the session. */
async function lives(tab, connections, outcome) {
  assert.equal((await world.server.stats()).requests.refresh, 1, 'too little time was left: it was refreshed before');
  const first = await connections.nth(1);
  first.send('one');
  await hears(tab, 'one');
  // From now on the page believes that much time is left: only a question can tell it otherwise.
  await world.server.config({ access_lifetime: 300 });
  await tab.run(() => session.refresh().then(() => {}));
  await world.server.expire();
  first.end();
  // What comes next meets a lapsed session; a browser may try more than once.
  let number = 2;
  while (!(await connections.nth(number)).send) number++;
  assert.ok(number > 2, 'it was never refused: this proves nothing');
  const last = await connections.nth(number);
  last.send('two');
  await hears(tab, 'two');
  await tab.logout();
  await last.closed;
  await outcome();
  assert.deepEqual(connections.entries.slice(number), [], 'nothing is opened after the end');
}

test('an event stream is opened with ensureFresh, opened again after an expiry, and closed by the end of the session', async () => {
  const tab = await signedIn({ access_lifetime: 20 });
  const connections = book();
  world.proxy.answer = async (asked, answer) => {
    if (asked.url !== '/api/events') return false;
    if (!(await admitted(asked))) {
      refuse(answer);
      connections.note({});
      return true;
    }
    answer.writeHead(200, { 'content-type': 'text/event-stream', 'cache-control': 'no-store' }).flushHeaders();
    answer.write('retry: 50\n\n');
    const closed = new Promise((resolve) => answer.on('close', resolve));
    connections.note({ closed, send: (data) => answer.write(`data: ${data}\n\n`), end: () => answer.end() });
    return true;
  };
  const outcome = await start(tab, 'events', '/api/events');
  await connections.nth(1);
  await lives(tab, connections, outcome);
});

test('a socket likewise', async () => {
  const tab = await signedIn({ access_lifetime: 20 });
  const connections = book();
  const sockets = new WebSocketServer({ noServer: true });
  world.proxy.upgrade = async (asked, socket, head) => {
    // After the end of a socket the page asks first, so it comes back with a session in order: the first one back is refused for no reason.
    if (connections.entries.length === 1 || asked.headers.origin !== world.url || !(await admitted(asked))) {
      socket.end('HTTP/1.1 401 Unauthorized\r\nConnection: close\r\n\r\n');
      return connections.note({});
    }
    sockets.handleUpgrade(asked, socket, head, (connection) => {
      const closed = new Promise((resolve) => connection.on('close', resolve));
      connections.note({ closed, send: (data) => connection.send(data), end: () => connection.close() });
    });
  };
  const outcome = await start(tab, 'socket', `${world.url.replace('http', 'ws')}/api/socket`);
  await connections.nth(1);
  await lives(tab, connections, outcome);
});

const SIZE = 3 << 20;
const DIGEST = createHash('sha256').update(Buffer.alloc(SIZE, 7)).digest('hex');

/** A back end that reads all of a body before it judges, as most do: what it answered, and the digest of what it read. */
function uploads() {
  const seen = [];
  world.proxy.answer = async (asked, answer) => {
    if (asked.url !== '/api/upload') return false;
    const hash = createHash('sha256');
    for await (const part of asked) hash.update(part);
    const status = (await admitted(asked)) ? 204 : 401;
    seen.push({ status, digest: hash.digest('hex'), csrf: asked.headers['x-csrf'] });
    status === 401 ? refuse(answer) : answer.writeHead(status).end();
    return true;
  };
  return seen;
}

test('an upload that meets an expired session is sent once more, all of it', async () => {
  const tab = await signedIn();
  const seen = uploads();
  await world.server.expire();
  await tab.run((size) => manual.upload('/api/upload', new Blob([new Uint8Array(size).fill(7)])), SIZE);
  assert.deepEqual(seen, [401, 204].map((status) => ({ status, digest: DIGEST, csrf: '1' })));
  assert.equal((await world.server.stats()).requests.refresh, 1);
});

test('an upload with progress is refreshed for before it is sent', async () => {
  const tab = await signedIn({ access_lifetime: 200 });
  const seen = uploads();
  const parts = await tab.run(async (size) => {
    const parts = [];
    await manual.uploadWithProgress('/api/upload', new Blob([new Uint8Array(size).fill(7)]), (part) => parts.push(part));
    return parts;
  }, SIZE);
  assert.equal(parts.at(-1), 1);
  assert.deepEqual(seen, [{ status: 204, digest: DIGEST, csrf: '1' }]);
  assert.equal((await world.server.stats()).requests.refresh, 1, 'two hundred seconds were too few');
});

test('a download tells its progress as it comes, and ends with the session', async () => {
  const tab = await signedIn();
  const gates = {};
  world.proxy.answer = async ({ url }, answer) => {
    if (!url.startsWith('/api/export')) return false;
    answer.writeHead(200, { 'content-type': 'application/octet-stream', 'content-length': 2000 }).write(Buffer.alloc(1000));
    gates[url] = () => answer.end(Buffer.alloc(1000));
    return true;
  };
  const begin = (address) =>
    tab.begin((address) => manual.download(address, (part) => received.push(`${address} ${part}`)).then((blob) => blob.size, ({ name, code }) => (name === 'AbortError' ? name : code)), address);
  const whole = await begin('/api/export?1');
  await hears(tab, '/api/export?1 0.5');
  gates['/api/export?1']();
  assert.equal(await whole(), 2000);
  const cut = await begin('/api/export?2');
  await hears(tab, '/api/export?2 0.5');
  await tab.logout();
  // A stream of WebKit does not take the reason of the signal that ends it.
  assert.equal(await cut(), webkit ? 'AbortError' : 'session_ended');
});
