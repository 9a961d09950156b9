// A sign-in that is given up, answered oddly, doubled, or left alone: what its caller hears, and what the page then knows (P29).
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { DEMO, SECOND, setup } from './harness/index.mjs';

const world = setup({ through: 'proxy' });
const credentials = ({ email, password }) => ({ email, password });
const posted = () => world.proxy.log.filter(({ method, path }) => method === 'POST' && path === '/auth/login').length;

/** Begins a sign-in with a signal, which `giveUp` aborts; what it came to is `test.came`. */
const begin = (tab, account) =>
  tab.run((given) => {
    test.controller = new AbortController();
    test.came = session.login({ ...given, signal: test.controller.signal }).then(
      ({ status }) => status,
      (reason) => (reason === test.reason ? 'given up' : test.failure(reason)),
    );
  }, credentials(account));
const giveUp = (tab) =>
  tab.run(() => {
    test.reason = new Error('The dialog was closed.');
    test.controller.abort(test.reason);
    return test.came;
  });

/** Holds requests of a path back, until they are let go. */
function gate(path) {
  let open;
  const opened = new Promise((resolve) => (open = resolve));
  world.proxy.hold = (asked) => (asked === path ? opened : undefined);
  return open;
}

test('a signal that has aborted posts nothing', async () => {
  await world.fresh();
  const tab = await world.page();
  const name = await tab.run((given) => session.login({ ...given, signal: AbortSignal.abort() }).catch(({ name }) => name), credentials(DEMO));
  assert.equal(name, 'AbortError');
  assert.equal(posted(), 0);
  assert.equal(await tab.login(DEMO), 'authenticated');
});

test('a signal is no credential', async () => {
  await world.fresh();
  const tab = await world.page();
  let body = '';
  world.proxy.answer = (request) => {
    if (request.url === '/auth/login') request.on('data', (part) => (body += part));
    return false;
  };
  await tab.run(async (given) => void (await session.login({ ...given, signal: new AbortController().signal })), credentials(DEMO));
  assert.deepEqual(JSON.parse(body), credentials(DEMO));
});

test('a sign-in that is given up on its way is over at once, and nobody is signed in', async () => {
  await world.fresh();
  const tab = await world.page();
  const open = gate('/auth/login');
  await begin(tab, DEMO);
  await world.proxy.seen('/auth/login');
  assert.equal(await giveUp(tab), 'given up');
  open();
  assert.equal(await tab.check(), 'unauthenticated');
  assert.deepEqual(await tab.events('fault'), []);
  assert.equal(posted(), 1);
  assert.equal(await tab.login(DEMO), 'authenticated', 'and the next one works');
});

test('a sign-in that is given up once the server has done it shows what came of it', async () => {
  await world.fresh();
  const tab = await world.page();
  const open = gate('/auth/session');
  const before = world.proxy.log.length;
  await begin(tab, DEMO);
  await world.proxy.seen('/auth/session', (entry) => world.proxy.log.indexOf(entry) >= before);
  assert.equal(await giveUp(tab), 'given up');
  open();
  await tab.status('authenticated');
  assert.equal((await tab.snapshot()).subject, DEMO.subject);
  assert.equal(posted(), 1);
});

for (const [what, answer, expected] of [
  ['a failure', { status: 502, body: '{"error":"bad_gateway","error_description":"The gateway is tired."}' }, { code: 'server', status: 502, message: 'The gateway is tired.' }],
  ['a success that is none', { status: 200, body: '{"welcome":true}' }, { code: 'unexpected_response', status: 200 }],
  ['a conflict', { status: 409, body: '{"error_description":"You are here already."}' }, { code: 'server', status: 409, message: 'You are here already.' }],
])
  test(`of ${what} the caller gets the answer to the sign-in, and not the later one of the session endpoint`, async () => {
    await world.fresh();
    const tab = await world.page();
    world.proxy.answer = ({ url }, response) => {
      if (url !== '/auth/login') return false;
      response.writeHead(answer.status, { 'content-type': 'application/json' }).end(answer.body);
      return true;
    };
    const error = await tab.login(DEMO).then(() => assert.fail('signed in'), (error) => error);
    for (const [name, value] of Object.entries(expected)) assert.equal(error[name], value, name);
    assert.deepEqual(await tab.run(() => test.said), { status: answer.status, response: answer.status, body: JSON.parse(answer.body) });
    assert.equal(posted(), 1);
    assert.equal((await tab.snapshot()).error, undefined);
  });

test('a sign-in whose answer was cut off behind its cookie is found out', async () => {
  await world.fresh();
  const tab = await world.page();
  await world.server.fault('login', 'close_after_headers');
  assert.equal(await tab.login(DEMO), 'authenticated');
  assert.equal(posted(), 1);
  assert.deepEqual(await tab.events('fault'), []);
});

test('of two at once the second is told to wait', async () => {
  await world.fresh();
  const tab = await world.page();
  const outcome = await tab.run(
    async (one, two) => {
      const first = session.login(one);
      const second = await session.login(two).catch(test.failure);
      return [(await first).subject, second.code, second.message];
    },
    credentials(DEMO),
    credentials(SECOND),
  );
  assert.deepEqual(outcome, [DEMO.subject, 'config_invalid', 'await the login() under way']);
  assert.equal(posted(), 1);
});

test('a wrong password takes nobody out who is signed in, and the right one of somebody else does', async () => {
  await world.fresh();
  const [tab] = await world.signedIn(1, DEMO);
  await assert.rejects(tab.login({ ...SECOND, password: 'wrong' }), { code: 'invalid_credentials' });
  assert.equal((await tab.snapshot()).subject, DEMO.subject);
  assert.deepEqual(await tab.events('ended'), []);
  assert.equal(await tab.login(SECOND), 'authenticated');
  assert.equal((await tab.snapshot()).subject, SECOND.subject);
  assert.equal((await tab.events('identity-changed')).length, 1);
});

test('a page that is left amid its sign-in posts nothing again, and the next one asks', async () => {
  await world.fresh();
  const tab = await world.page();
  const open = gate('/auth/login');
  await begin(tab, DEMO);
  await world.proxy.seen('/auth/login');
  await tab.reload();
  open();
  assert.equal(await tab.check(), 'unauthenticated');
  assert.equal(posted(), 1);
});

test('a page that has signed out reaches its server, as a sign-in of the app’s own has to', async () => {
  await world.fresh();
  const [tab] = await world.signedIn(1, DEMO);
  assert.deepEqual(await tab.logout(), { confirmed: true });
  assert.equal((await tab.request('/api/me')).status, 401);
  const headers = { 'content-type': 'application/json' };
  const body = JSON.stringify(credentials(SECOND));
  assert.equal((await tab.request('/auth/login', { method: 'POST', headers, body })).status, 200);
  assert.equal(await tab.check(), 'authenticated');
  assert.equal((await tab.snapshot()).subject, SECOND.subject);
});
