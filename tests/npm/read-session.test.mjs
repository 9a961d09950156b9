// Who is signed in, asked by a server for one request, and written into its page (hallpass/server).
import assert from 'node:assert/strict';
import { createServer } from 'node:http';
import { after, beforeEach, test } from 'node:test';
import { parseFragment } from 'parse5';
import './setup.mjs';

const { readSession: readWithin, sessionScript, sessionText } = await import('hallpass/server');

const BODY = { authenticated: true, claims: { name: 'Ada' }, subject: 'ada', session: 'handle', expires_in: 300, idle_expires_in: null, absolute_expires_in: 28_800 };
const LOADING = { snapshot: { status: 'loading', activity: 'checking' } };

/** With the patience of a machine that is busy. */
const readSession = (request, options) => readWithin(request, { deadline: 60, ...options });

/** A back end that answers as the test says, and writes down what it is asked. */
let answer;
let asked;
const server = createServer((request, response) => {
  asked.push(request);
  answer(response, request);
}).listen(0, '127.0.0.1');
await new Promise((resolve) => server.once('listening', resolve));
after(() => {
  server.closeAllConnections();
  server.close();
});
const url = `http://127.0.0.1:${server.address().port}`;
const baseUrl = `${url}/auth`;
const json = (body, status = 200, headers = {}) => (response) => response.writeHead(status, { 'content-type': 'application/json', ...headers }).end(JSON.stringify(body));
beforeEach(() => {
  asked = [];
  answer = json(BODY);
});

test('of a request its cookies go on, and no other header', async () => {
  const headers = { cookie: '__Host-session=1; b=2', authorization: 'Bearer x', 'x-forwarded-for': '1.2.3.4', 'accept-language': 'de', referer: `${url}/a`, 'user-agent': 'Browser' };
  await readSession(new Request(`${url}/orders`, { headers }), { baseUrl });
  assert.equal(asked[0].method, 'GET');
  assert.equal(asked[0].url, '/auth/session');
  assert.equal(asked[0].headers.cookie, headers.cookie);
  assert.equal(asked[0].headers['x-csrf'], '1');
  for (const name of ['authorization', 'x-forwarded-for', 'referer']) assert.equal(asked[0].headers[name], undefined, name);
  assert.notEqual(asked[0].headers['accept-language'], headers['accept-language']);
  assert.notEqual(asked[0].headers['user-agent'], headers['user-agent']);
});

test('a request of another kind says its cookies and its address; a path is taken on its origin', async () => {
  for (const baseUrl of ['/auth', '/auth/', undefined]) {
    await readSession({ cookie: 'a=1', url: new URL('/orders?page=2', url) }, { baseUrl });
    const { url: path, headers } = asked.pop();
    assert.deepEqual([path, headers.cookie], ['/auth/session', 'a=1']);
  }
  await readSession({ cookie: undefined, url: `${url}/` }, { baseUrl: new URL(baseUrl) });
  assert.equal(asked[0].headers.cookie, undefined);
});

test('who is signed in is known, until when, and what the page is to be told', async () => {
  const before = Date.now();
  const { snapshot, initial } = await readSession(new Request(url), { baseUrl });
  const { expiresAt, absoluteExpiresAt, ...rest } = snapshot;
  assert.deepEqual(rest, { status: 'authenticated', activity: 'idle', claims: BODY.claims, subject: 'ada', idleExpiresAt: null });
  assert.ok(expiresAt >= before + 300_000 && expiresAt <= Date.now() + 300_000);
  assert.equal(absoluteExpiresAt - expiresAt, 28_500_000);
  assert.deepEqual(initial, BODY);
  answer = json({ authenticated: false });
  assert.deepEqual(await readSession(new Request(url), { baseUrl }), { snapshot: { status: 'unauthenticated', activity: 'idle', reason: 'none' }, initial: { authenticated: false } });
});

test('two requests are two questions: nothing is kept', async () => {
  await Promise.all([1, 2].map((user) => readSession({ cookie: `user=${user}`, url }, { baseUrl })));
  assert.deepEqual(asked.map(({ headers }) => headers.cookie).sort(), ['user=1', 'user=2']);
  for (const { headers } of asked) assert.match(headers['cache-control'], /no-cache|no-store/);
});

const DOUBTS = {
  'an access part that has lapsed': json({ error: 'session_expired' }, 401),
  'a session whose access part is about to lapse': json({ ...BODY, expires_in: 0 }),
  'a server that is overloaded': json({ error: 'x' }, 503, { 'retry-after': '1' }),
  'too many requests': json({}, 429),
  'a server that fails, with a session in its answer': json(BODY, 500),
  'a redirect': (response) => response.writeHead(302, { location: '/elsewhere', 'content-type': 'application/json' }).end(JSON.stringify(BODY)),
  'a page of HTML': (response) => response.writeHead(200, { 'content-type': 'text/html' }).end('<p>'),
  'JSON that is cut off': (response) => response.writeHead(200, { 'content-type': 'application/json' }).end('{"authenticated":tr'),
  'a copy out of a cache': json(BODY, 200, { age: '7' }),
  'a claim of the session without claims': json({ authenticated: true, subject: 'ada' }),
  null: json(null),
  'a connection that is cut': (response) => response.destroy(),
  'a step-up': json({ error: 'insufficient_user_authentication' }, 401),
};
for (const [what, said] of Object.entries(DOUBTS))
  test(`no verdict, but loading: ${what}`, async () => {
    answer = said;
    assert.deepEqual(await readSession(new Request(url), { baseUrl }), LOADING);
  });

test('a redirect is not followed, also to another origin', async () => {
  answer = (response) => response.writeHead(302, { location: `${url}/auth/session?again` }).end();
  await readSession({ cookie: 'a=1', url }, { baseUrl });
  assert.equal(asked.length, 1);
});

test('a back end that is late, with its head or with its body, is not waited for', { timeout: 20_000 }, async () => {
  for (const late of [() => {}, (response) => response.writeHead(200, { 'content-type': 'application/json' }).write('{')]) {
    answer = late;
    assert.deepEqual(await readSession(new Request(url), { baseUrl, deadline: 0.05 }), LOADING);
  }
});

test('a schema judges and changes the claims; what it rejects, or throws over, is loading', async () => {
  const schema = (validate) => ({ '~standard': { version: 1, vendor: 'test', validate } });
  const upper = await readSession(new Request(url), { baseUrl, claims: schema(async ({ name }) => ({ value: { name: name.toUpperCase() } })) });
  assert.deepEqual(upper.snapshot.claims, { name: 'ADA' });
  assert.deepEqual(upper.initial, BODY, 'the page judges by itself');
  const bad = () => { throw new Error('a mistake'); };
  for (const validate of [() => ({ issues: [{ message: 'no' }] }), bad]) assert.deepEqual(await readSession(new Request(url), { baseUrl, claims: schema(validate) }), LOADING);
});

test('the address of a request is not needed where the back end has one of its own', async () => {
  for (const address of [undefined, '/orders', 'nonsense']) assert.equal((await readSession({ cookie: 'a=1', url: address }, { baseUrl })).snapshot.status, 'authenticated');
});

test('an address that cannot be is a mistake, and said to be one', async () => {
  for (const [address, baseUrl] of [['nonsense', '/auth'], [undefined, undefined], ['/orders', '/auth'], [url, 'http://a b/auth']])
    await assert.rejects(readSession({ cookie: '', url: address }, { baseUrl }), ({ code, message }) => code === 'config_invalid' && /baseUrl should be/.test(message), `${address} ${baseUrl}`);
});

/** Numbers that look random, and are the same each time. */
function* chance(seed) {
  for (;;) yield (seed = (seed * 1103515245 + 12345) % 2147483648) / 2147483648;
}

test('whatever the claims contain, the element holds it all and nothing else, and reads back as it was', () => {
  const pieces = ['</script>', '<!--', '-->', '<script>', ']]>', '&lt;', '&', '<', '>', '"', "'", '\\', '\\u003c', '\u2028', '\u2029', '\0', '\ud800', '\udfff', '😀', '</SCRIPT\n>', '<!--<script>', '%3C', '\n', 'x'];
  const random = chance(17);
  const pick = (list) => list[Math.floor(random.next().value * list.length)];
  const text = () => Array.from({ length: 6 }, () => pick(pieces)).join('');
  const value = (depth) => {
    const kind = depth ? pick(['text', 'text', 'list', 'object', 'number', 'null']) : 'text';
    return kind === 'text' ? text() : kind === 'list' ? [value(depth - 1), value(depth - 1)] : kind === 'object' ? { [text()]: value(depth - 1), b: value(depth - 1) } : kind === 'number' ? random.next().value : null;
  };
  for (let i = 0; i < 400; i++) {
    const initial = { claims: value(3) };
    const name = text() || 'session';
    const nonce = pick([undefined, text()]);
    const html = sessionScript(initial, { name, nonce });
    const inner = html.slice(html.indexOf('>') + 1, -'</script>'.length);
    assert.doesNotMatch(inner, /[<>&\u2028\u2029]/, html);
    assert.equal(inner, sessionText(initial));
    assert.doesNotMatch(html.slice(1, html.indexOf('>')), /[<>]/, html);
    const nodes = parseFragment(`<b></b>${html}<p></p>`).childNodes;
    assert.deepEqual(nodes.map(({ nodeName }) => nodeName), ['b', 'script', 'p'], html);
    const attributes = Object.fromEntries(nodes[1].attrs.map(({ name, value }) => [name, value]));
    const kept = (text) => text.replace(/\0/g, '\ufffd');
    assert.deepEqual(attributes, { type: 'application/json', id: kept(`hallpass-${name}`), ...(nonce !== undefined && { nonce: kept(nonce) }) }, html);
    assert.deepEqual(JSON.parse(nodes[1].childNodes[0].value), initial);
  }
});

test('of nothing there is no element', () => {
  assert.equal(sessionScript(undefined), '');
  assert.equal(sessionScript(null), '<script type="application/json" id="hallpass-session">null</script>');
  assert.equal(sessionScript({}, { name: 'admin', nonce: 'r4nd0m' }), '<script type="application/json" id="hallpass-admin" nonce="r4nd0m">{}</script>');
});
