// What a page may never see, where nothing may be sent, and how the server is asked (P1, P2, P3, P23).
import assert from 'node:assert/strict';
import { after, test } from 'node:test';
import { proxy } from './harness/proxy.mjs';
import { DEMO, STRATEGIES, setup } from './harness/index.mjs';

/** Another origin, which keeps a book too. */
let stranger;
const world = setup({ through: 'proxy', begin: async ({ server }) => (stranger = await proxy(server.url)) });
after(() => stranger.stop());

for (const strategy of STRATEGIES)
  test(`no secret can be read by a page, nor leaves it but to the server (${strategy})`, async () => {
    const { server, proxy } = world;
    await world.fresh({ strategy });
    const [tab, other] = await world.signedIn(2, DEMO, { options: { debug: true } });
    await server.expire();
    assert.equal((await tab.request('/api/me')).status, 200);
    await tab.run(() => session.extend().then(() => {}));
    const tokens = await server.tokens();
    const handle = (await server.stats()).sessions[0].session;
    assert.ok(tokens.length > 0);
    const page = await tab.run(() => ({
      cookies: document.cookie,
      // One character a byte: every secret is ASCII.
      memory: new TextDecoder('latin1').decode(new Uint8Array(test.seen.memory.buffer)),
      messages: JSON.stringify(test.seen.messages),
      said: JSON.stringify([events, session.getSnapshot(), performance.getEntries().map(({ name }) => name), location.href, history.state]),
      bytes: test.seen.messages.flat(),
    }));
    assert.equal(page.cookies, '');
    assert.ok(page.memory.length >= 65_536, 'the memory was not read: this proves nothing');
    for (const secret of [...tokens.map(({ value }) => value), DEMO.password])
      for (const [place, text] of Object.entries(page)) assert.ok(!String(text).includes(secret), `${place} holds a secret`);
    assert.ok(page.bytes.length > 0 && page.bytes.every((value) => typeof value === 'number'), 'messages are numbers');
    for (const text of [handle, DEMO.subject, DEMO.email]) assert.ok(!page.messages.includes(text));
    assert.equal((await other.snapshot()).subject, DEMO.subject);
    for (const { path } of proxy.log) for (const { value } of tokens) assert.ok(!path.includes(value));

    // A logout that cannot be delivered leaves a note, which is no secret.
    proxy.cut = (path) => path.startsWith('/auth');
    await tab.logout();
    const [, note] = (await tab.run(() => document.cookie)).match(/^hallpass\.session\+-?\d+=~([^;]*)$/);
    assert.equal(decodeURIComponent(note), handle);
  });

test('nothing is sent to an address that is not the session’s own', async () => {
  await world.fresh();
  const [tab] = await world.signedIn(1, DEMO);
  const { host, port } = new URL(world.url);
  const addresses = [
    '//evil.example/x', 'https://evil.example/', 'http://evil.example', '\\\\evil.example\\x', '/\\evil.example', 'http:\\\\evil.example',
    'https:evil.example', `https://${host}/api/me`, `http://localhost:${port}/api/me`, `http://127.0.0.1.evil.example:${port}/`,
    `http://${host}@evil.example/`, `http://${host}.evil.example/`, stranger.url, `${stranger.url}/api/me`, `ws://${host}/`, `ftp://${host}/`,
    'blob:http://127.0.0.1/1', `blob:${world.url}/1`, 'data:text/plain,x', 'data:application/json,{}', 'javascript:alert(1)', 'file:///etc/passwd',
    'about:blank', 'http://[::1]/', 'http://0/', 'http://127.1:1/', '\t//evil.example', ' http://evil.example', 'ht\ntp://evil.example', 'http://', 'http://%', '///evil.example/',
  ];
  const outcomes = await tab.run(async (addresses) => {
    const outcomes = [];
    test.seen.fetches = [];
    for (const address of addresses)
      for (const input of [() => address, () => new URL(address, location.href), () => new Request(address)]) {
        let given;
        try {
          given = input();
        } catch {
          continue; // no such address can be written that way
        }
        const outcome = await session.fetch(given).then((response) => response.status, (error) => error.code ?? error.name);
        if (outcome !== 'untrusted_origin' && outcome !== 'TypeError') outcomes.push([address, outcome]);
      }
    return { outcomes, fetches: test.seen.fetches };
  }, addresses);
  assert.deepEqual(outcomes, { outcomes: [], fetches: [] });
  assert.deepEqual(stranger.log, []);
  // And its own, in any way one may write it.
  for (const own of ['/api/me', 'api/me', `${world.url}/api/me`, `//${host}/api/me`, '\\api\\me', './x/../api/me', `HTTP://${host}/api/me`])
    assert.equal((await tab.request(own)).status, 200, own);
});

test('a redirect to another origin takes nothing along', async () => {
  await world.fresh();
  // Neither the policy of the page nor that of the stranger stands in the way: hallpass must.
  world.proxy.change = (path, headers) => {
    headers['content-security-policy'] = headers['content-security-policy']?.replace("connect-src 'self'", 'connect-src *');
  };
  world.proxy.answer = ({ url }, answer) => url === '/api/away' && answer.writeHead(307, { location: `${stranger.url}/api/me` }).end();
  stranger.answer = ({ headers }, answer) =>
    answer
      .writeHead(200, {
        'access-control-allow-origin': headers.origin ?? '*',
        'access-control-allow-credentials': 'true',
        'access-control-allow-headers': 'x-csrf, hallpass-session, content-type',
        'content-type': 'application/json',
      })
      .end('{}');
  const [tab] = await world.signedIn(1, DEMO);
  stranger.log = [];
  // What only reads is followed, as by fetch; what may change something goes nowhere else.
  for (const init of [undefined, { mode: 'cors' }, { redirect: 'follow' }])
    assert.equal((await tab.request('/api/away', init)).status, 200, JSON.stringify(init));
  assert.ok((await tab.request('/api/away', { method: 'POST', body: '{}' })).failed);
  assert.deepEqual(stranger.log.map(({ method }) => method), ['GET', 'GET', 'GET']);
  for (const { headers } of stranger.log)
    for (const name of ['cookie', 'x-csrf', 'hallpass-session']) assert.equal(headers[name], undefined, name);
  assert.equal(await tab.run((url) => fetch(url, { credentials: 'include' }).then(({ status }) => status), `${stranger.url}/`), 200, 'the stranger could be reached');
});

test('the strictest policy the page is promised to work under is not violated', async () => {
  await world.fresh();
  world.proxy.change = (path, headers) => {
    headers['content-security-policy'] = "default-src 'none'; script-src 'self' 'wasm-unsafe-eval'; connect-src 'self'; require-trusted-types-for 'script'; trusted-types 'none'";
  };
  const [tab] = await world.signedIn(1, DEMO);
  await world.server.expire();
  assert.equal((await tab.request('/api/me')).status, 200);
  assert.deepEqual(await tab.logout(), { confirmed: true });
  // The icon is the page's own, not hallpass's.
  assert.deepEqual((await tab.run(() => test.seen.violations)).filter((text) => !/^img-src data/.test(text)), []);
  await tab.run(() => void (test.seen.violations = []));
});

test('without wasm-unsafe-eval the error names what is missing', async () => {
  await world.fresh();
  world.proxy.change = (path, headers) => {
    headers['content-security-policy'] = headers['content-security-policy']?.replace(" 'wasm-unsafe-eval'", '');
  };
  world.blocked = true;
  const tab = await world.page();
  const { status, error } = await tab.snapshot();
  assert.equal(status, 'unauthenticated');
  assert.equal(error.code, 'wasm_blocked');
  assert.match(error.message, /'wasm-unsafe-eval'/);
  assert.equal((await tab.request('/api/me')).failed.code, 'wasm_blocked');
});

for (const strategy of STRATEGIES)
  test(`every session call is asked as the contract has it (${strategy})`, async () => {
    const { proxy, server } = world;
    await world.fresh({ strategy });
    const [tab] = await world.signedIn(1, DEMO);
    const handle = (await server.stats()).sessions[0].session;
    await server.expire();
    await tab.request('/api/me');
    await tab.run(() => session.extend().then(() => {}));
    await tab.logout();
    const calls = proxy.log.filter(({ path }) => path.startsWith('/auth/'));
    assert.deepEqual([...new Set(calls.map(({ path }) => path.slice(6)))].sort(), ['login', 'logout', 'refresh', 'session', 'touch']);
    for (const { method, path, headers } of calls) {
      const login = path === '/auth/login';
      assert.equal(method, path === '/auth/session' ? 'GET' : 'POST');
      assert.equal(headers['x-csrf'], '1', path);
      assert.match(headers.accept, /application\/json/, path);
      assert.equal(headers['content-type'], login ? 'application/json' : undefined, `${path}: a type without a body`);
      assert.match(headers['cache-control'] ?? headers.pragma, /no-(cache|store)/, `${path} may come from a cache`);
      assert.equal(headers['hallpass-session'], login || path === '/auth/session' ? undefined : handle, path);
    }
    for (const { headers } of proxy.log.filter(({ path }) => path.startsWith('/api/'))) {
      assert.equal(headers['hallpass-session'], handle);
      assert.equal(headers['x-csrf'], '1');
    }
  });

test('a logout is delivered although its window closes', async () => {
  await world.fresh();
  const [, tab] = await world.signedIn(2, DEMO);
  const { proxy, server } = world;
  let open;
  const gate = new Promise((resolve) => (open = resolve));
  proxy.hold = (path) => (/^\/(auth\/logout|api\/me)/.test(path) ? gate : undefined);
  await tab.run(() => {
    // What is not meant to outlast its page: once it is given up, so would be whatever is not.
    fetch('/api/me');
    session.logout().catch(() => {});
  });
  await proxy.seen('/auth/logout');
  await proxy.seen('/api/me');
  await tab.close();
  await proxy.seen('/api/me', ({ gone }) => gone);
  assert.notEqual((await server.tokens()).length, 0, 'it had arrived before: this proves nothing');
  open();
  const { status } = await proxy.seen('/auth/logout', ({ status, gone }) => status || gone);
  assert.equal(status, 200);
  assert.deepEqual(await server.tokens(), []);
});
