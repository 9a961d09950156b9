// A page whose HTML the server writes shows who is signed in from its first moment on, and an old one never does (P30).
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { DEMO, chromium, setup, webkit } from './harness/index.mjs';

const PACKAGE = process.env.HALLPASS_PACKAGE ?? fileURLToPath(new URL('../../pkg', import.meta.url));
const { readSession, sessionScript } = await import(pathToFileURL(join(PACKAGE, 'server.js')));
const PAGE = readFileSync(new URL('page/index.html', import.meta.url), 'utf8');
// `img-src 'self'`, as the reference server has it: Firefox counts the icon of the page before as one of this page, when a user goes back.
const POLICY = "default-src 'none'; script-src 'self' 'wasm-unsafe-eval'; connect-src 'self'; img-src 'self' data:; require-trusted-types-for 'script'";

// As the other pages of this origin have it: where it differs, the browser changes windows, and WebKit's driver loses a page it goes back to.
const SAME = { 'cross-origin-opener-policy': 'same-origin' };

const world = setup({ through: 'proxy' });

/** What is asked of the back end by the browser itself, since the book was opened. */
const asked = () => world.proxy.log.filter(({ path }) => path.startsWith('/auth/')).map(({ method, path }) => `${method} ${path}`);

const OPTIONS = `?${new URLSearchParams({ options: JSON.stringify({ initial: 'document' }) })}`;
const WRITTEN = '/written';
const isWritten = (path) => path.startsWith(WRITTEN);

/** A clean slate, and a server that writes who is signed in into its pages; `headers` are those of such a page. */
async function fresh({ headers = { 'cache-control': 'no-store' }, written } = {}) {
  await world.fresh();
  world.proxy.log = [];
  world.proxy.answer = async ({ url, headers: { cookie } }, response) => {
    if (!isWritten(url)) return false;
    const { initial } = await readSession({ cookie }, { baseUrl: `${world.server.url}/auth`, deadline: 60 });
    const script = sessionScript(written ?? initial);
    response.writeHead(200, { 'content-type': 'text/html', 'content-security-policy': POLICY, ...SAME, ...headers });
    response.end(PAGE.replace('<script', () => `${script}<script`));
    return true;
  };
}

const open = (tab = world.first, more = '') => tab.open(`${world.url}${WRITTEN}${more}${OPTIONS}`);
/** Signs in as a form of the page would; the page itself knows nothing. */
async function signIn() {
  for (const { name, value } of await world.server.signIn(DEMO)) await world.driver.manage().addCookie({ name, value, path: '/', httpOnly: true, sameSite: 'Lax' });
}
const goOn = (tab, path) => tab.run((path) => void (window.test?.setTimeout ?? setTimeout)(() => location.assign(path)), path);
/** Which statuses there were, without their reasons, from the first moment on. */
const shown = async (tab) => (await tab.statuses()).map((status) => status.split(':')[0]).filter((status, i, all) => status !== all[i - 1]);

test('who is signed in is there at once, without a request, and stays', async () => {
  await fresh();
  await signIn();
  const tab = await open();
  await tab.event('authenticated');
  assert.deepEqual(await tab.statuses(), ['authenticated']);
  assert.deepEqual(asked(), []);
  const { claims, subject, expiresAt } = await tab.snapshot();
  assert.equal(subject, DEMO.subject);
  assert.equal(claims.email, DEMO.email);
  assert.ok(expiresAt > Date.now());
  // And the session is one like any other.
  assert.equal((await tab.request('/api/me')).status, 200);
  await world.server.expire();
  assert.equal((await tab.request('/api/me')).status, 200);
});

test('a page that is signed out says so at once, without a request, and signs in', async () => {
  await fresh();
  const tab = await open();
  assert.deepEqual(await shown(tab), ['unauthenticated']);
  await tab.login(DEMO);
  assert.deepEqual(asked().slice(0, 1), ['POST /auth/login']);
  assert.deepEqual(await shown(tab), ['unauthenticated', 'authenticated']);
  await tab.reload();
  await tab.event('authenticated');
  assert.deepEqual(await tab.statuses(), ['authenticated']);
});

test('an access part that has lapsed is renewed as ever', async () => {
  await fresh();
  await signIn();
  await world.server.expire();
  const tab = await open();
  await tab.status('authenticated');
  assert.deepEqual(await tab.statuses(), ['loading', 'authenticated']);
});

test('a logout in another tab is heard', async () => {
  await fresh();
  await signIn();
  const tab = await open();
  await tab.event('authenticated');
  const other = await world.another();
  await other.logout();
  await tab.status('unauthenticated', 'logged-out');
});

test('a session that is to die is not shown, though the server still writes it', async () => {
  await fresh();
  await signIn();
  const tab = await open();
  await tab.event('authenticated');
  world.proxy.cut = (path) => path === '/auth/logout';
  assert.deepEqual(await tab.logout(), { confirmed: false });
  await tab.reload();
  assert.ok((await tab.run(() => document.querySelector('#hallpass-session').textContent)).includes(DEMO.email), 'the server has not heard of it');
  assert.deepEqual(await shown(tab), ['unauthenticated']);
  assert.equal((await tab.snapshot()).reason, 'logged-out');
});

test('a document whose times have passed before its scripts run says nothing', async () => {
  const written = { authenticated: true, claims: { name: 'Nobody' }, subject: 'former', session: 'handle', expires_in: 1.2, idle_expires_in: null, absolute_expires_in: null };
  await fresh({ written });
  // Longer than the session lasts: the network is slow.
  world.proxy.hold = (path) => path === '/page.js' && new Promise((resolve) => setTimeout(resolve, 1_500));
  const tab = await open();
  await tab.status('unauthenticated');
  assert.deepEqual(await shown(tab), ['loading', 'unauthenticated']);
});

/** Whether a page came out of the cache: then the server was not asked for it. */
async function outOfTheCache(tab, act) {
  const before = world.proxy.log.filter(({ path }) => isWritten(path)).length;
  await act();
  await tab.run(() => session.ready().then(() => {}));
  return world.proxy.log.filter(({ path }) => isWritten(path)).length === before;
}

// The driver's WebKit keeps no cache of documents.
for (const [how, act] of [['a link', (tab) => goOn(tab, `${WRITTEN}${OPTIONS}`)], ['the back button', (tab) => tab.back()]])
  test(`a document out of the HTTP cache never shows a former user: ${how}`, { skip: webkit && 'no HTTP cache' }, async () => {
    await fresh({ headers: { 'cache-control': 'max-age=600' } });
    await signIn();
    const tab = await open();
    await tab.event('authenticated');
    // Such a page is not kept whole: the document alone is.
    await tab.run(() => void addEventListener('unload', () => {}));
    await goOn(tab, '/test/blank');
    await tab.arrived('/test/blank');
    await world.server.kill();
    const cached = await outOfTheCache(tab, async () => {
      await act(tab);
      await tab.arrived(WRITTEN);
    });
    assert.ok(cached, 'the server was asked for the page: this proves nothing');
    assert.ok((await tab.run(() => document.querySelector('#hallpass-session').textContent)).includes(DEMO.email), 'it is the old document');
    await tab.status('unauthenticated');
    assert.deepEqual(await shown(tab), ['loading', 'unauthenticated']);
  });

test('a page out of the back/forward cache never shows a former user', async () => {
  await fresh({ headers: { 'cache-control': 'max-age=0' } });
  await signIn();
  const tab = await open();
  await tab.event('authenticated');
  await tab.run(() => test.until(() => session.getSnapshot().activity === 'idle').then(() => {}));
  await goOn(tab, '/test/blank');
  await tab.arrived('/test/blank');
  await world.server.kill();
  await tab.back();
  assert.deepEqual(await tab.run(() => test.seen.pageshow), [false, true], 'the page was not kept, and loaded anew');
  await tab.status('unauthenticated');
  const statuses = await tab.statuses();
  assert.ok(!statuses.slice(statuses.indexOf('restored')).includes('authenticated'), `${statuses}`);
});

test('a page that a service worker answers is asked about', async () => {
  await fresh();
  await signIn();
  const worker = "addEventListener('fetch', (event) => event.request.mode === 'navigate' && event.respondWith(fetch(event.request)));";
  const { answer } = world.proxy;
  world.proxy.answer = (request, response) => (request.url === '/worker.js' ? (response.writeHead(200, { 'content-type': 'text/javascript' }).end(worker), true) : answer(request, response));
  world.proxy.change = (_, headers) => delete headers['content-security-policy'];
  const tab = await world.first.open(`${world.url}/test/blank`);
  await tab.run(async () => {
    await navigator.serviceWorker.register('/worker.js');
    await navigator.serviceWorker.ready;
  });
  await open(tab);
  const controlled = await tab.run(() => !!navigator.serviceWorker.controller);
  await tab.status('authenticated');
  const statuses = await tab.statuses();
  await tab.run(async () => {
    for (const each of await navigator.serviceWorker.getRegistrations()) await each.unregister();
  });
  assert.ok(controlled, 'no service worker was asked: this proves nothing');
  assert.deepEqual(statuses, ['loading', 'authenticated']);
});

/** In a page that is loaded ahead: says when it has been judged, and that it is shown; by then twenty seconds have passed. */
const AHEAD = `
  addEventListener('prerenderingchange', () => {
    const { now } = performance;
    performance.now = () => now.call(performance) + 20_000;
    statuses.push('shown');
    fetch('/shown');
  }, { capture: true });
  if (document.prerendering) addEventListener('load', () => test.until(() => events.some(({ type }) => type === 'authenticated')).then(() => fetch('/judged')));`;

test('a page that was loaded ahead, and shown long after, never shows a former user', { skip: !chromium && 'this engine loads no page ahead' }, async (t) => {
  await fresh();
  await signIn();
  const { answer } = world.proxy;
  const url = `${WRITTEN}${OPTIONS}`;
  const rules = JSON.stringify({ prerender: [{ urls: [url], eagerness: 'immediate' }] });
  const others = {
    '/before': ['text/html', `<title>before</title><script type="speculationrules">${rules}</script>`],
    '/prelude.js': ['text/javascript', readFileSync(new URL('page/prelude.js', import.meta.url), 'utf8') + AHEAD],
    '/judged': ['text/plain', ''],
    '/shown': ['text/plain', ''],
  };
  world.proxy.answer = (request, response) => {
    const [type, text] = others[request.url] ?? [];
    return type ? (response.writeHead(200, { 'content-type': type, 'cache-control': 'no-store' }).end(text), true) : answer(request, response);
  };
  const tab = await world.first.open(`${world.url}/before`);
  // A browser short of memory loads nothing ahead, or gives it up.
  if (!(await world.proxy.seen('/judged').catch(() => {}))) return t.skip('nothing was loaded ahead');
  await world.server.kill();
  await goOn(tab, url);
  if (!(await world.proxy.seen('/shown').catch(() => {}))) return t.skip('what was loaded ahead was given up');
  // A page that was loaded ahead is a window of its own for the driver.
  [world.first] = await world.tabs();
  await world.first.status('unauthenticated');
  const statuses = await world.first.statuses();
  assert.deepEqual(statuses.slice(statuses.indexOf('shown')), ['shown', 'loading', 'unauthenticated:revoked']);
});
