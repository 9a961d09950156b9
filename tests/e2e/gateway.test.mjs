// A gateway that says nothing to a script when the session is over: the session endpoint is asked, once (P21, P28).
import assert from 'node:assert/strict';
import { join } from 'node:path';
import { after, test } from 'node:test';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { proxy } from './harness/proxy.mjs';
import { DEMO, setup } from './harness/index.mjs';

const PACKAGE = process.env.HALLPASS_PACKAGE ?? fileURLToPath(new URL('../../pkg', import.meta.url));
const { HALLPASS } = await import(pathToFileURL(join(PACKAGE, 'hallpass.js')));

let provider;
const world = setup({ through: 'proxy', begin: async ({ server }) => (provider = await proxy(server.url)) });
after(() => provider.stop());

/** A clean slate, and a page that may ask other origins. */
async function fresh() {
  await world.fresh();
  world.proxy.change = (_, headers) => delete headers['content-security-policy'];
  provider.reset();
}

/** What the server has just said is believed for a second, whatever an API says. */
const later = (tab) => tab.run(() => new Promise((resolve) => test.setTimeout(resolve, 1_100)));

const ANSWERS = {
  'leads API calls to the provider': (response) => response.writeHead(302, { location: `${provider.url}/authorize` }).end(),
  'leads API calls to the provider by 307': (response) => response.writeHead(307, { location: `${provider.url}/authorize` }).end(),
  'closes the connection': (response) => response.socket.destroy(),
};

for (const [name, answer] of Object.entries(ANSWERS))
  test(`a gateway that ${name}: a page that is signed out learns it`, async () => {
    const { server, proxy } = world;
    await fresh();
    const [tab] = await world.signedIn(1, DEMO);
    await server.kill();
    await later(tab);
    proxy.log = [];
    proxy.answer = ({ url }, response) => url === '/api/me' && (answer(response), true);
    const { failed } = await tab.request('/api/me');
    assert.ok(failed);
    await tab.status('unauthenticated');
    assert.equal(proxy.log.filter(({ path }) => path === '/auth/session').length, 1);
  });

for (const [name, answer] of Object.entries(ANSWERS))
  test(`a gateway that ${name}: a page that is signed in stays so`, async () => {
    const { proxy } = world;
    await fresh();
    const [tab] = await world.signedIn(1, DEMO);
    await later(tab);
    proxy.log = [];
    proxy.answer = ({ url }, response) => url === '/api/me' && (answer(response), true);
    for (let calls = 0; calls < 5; calls++) assert.ok((await tab.request('/api/me')).failed);
    await tab.run(() => test.until(() => session.getSnapshot().activity === 'idle'));
    assert.equal((await tab.snapshot()).status, 'authenticated');
    // The server has been asked, and is believed for a second.
    const asked = proxy.log.filter(({ path }) => path === '/auth/session').map(({ at }) => at);
    assert.ok(asked.length > 0);
    for (const [i, at] of asked.slice(1).entries()) assert.ok(at - asked[i] >= 1_000, `${at - asked[i]} ms after the last one`);
  });

test('a 401 of a listed origin without CORS headers: the session endpoint is asked', async () => {
  const { server } = world;
  await fresh();
  await world.signedIn(1, DEMO);
  const tab = await world.first.open(world.address({ options: { origins: [provider.url] } }));
  await tab.status('authenticated');
  await server.kill();
  await later(tab);
  provider.answer = (_, response) => (response.writeHead(401).end(), true);
  assert.ok((await tab.request(`${provider.url}/api/me`)).failed);
  await tab.status('unauthenticated');
});

test('an answer that a request was led to, a page or a refusal, sends nothing again that may have been done (P10)', async () => {
  const { proxy } = world;
  const preset = { ...HALLPASS, expired: [HALLPASS.expired, { status: 0 }].flat() };
  for (const to of ['/test/blank', '/led/refused'])
    for (const [method, sent] of [['POST', 1], ['GET', 2]]) {
      // A session of its own for each: one that is refreshed again and again, to no avail, is left alone for a while.
      await fresh();
      const [tab] = await world.signedIn(1, DEMO, { options: { preset } });
      await later(tab);
      let asked = 0;
      proxy.answer = ({ url }, response) => {
        if (url === '/led/refused') return (response.writeHead(401, { 'content-type': 'application/json' }).end('{"error":"session_expired"}'), true);
        return url === '/led' && (asked++, response.writeHead(303, { location: to }).end(), true);
      };
      const answer = await tab.run((method) => session.fetch('/led', { method }).then(({ status, redirected }) => ({ status, redirected })), method);
      assert.equal(asked, sent, `${method}, led to ${to}`);
      assert.deepEqual(answer, { status: to === '/test/blank' ? 200 : 401, redirected: true });
    }
});
