// A body that is still being read ends with the session whose it is (P12, P17).
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { DEMO, SECOND, setup, webkit } from './harness/index.mjs';

const world = setup({ through: 'proxy' });

/** Plays a stream that never ends by itself. */
const stream = (request, response) => {
  if (request.url !== '/api/stream') return false;
  response.writeHead(200, { 'content-type': 'text/event-stream', 'cache-control': 'no-store' });
  response.write('data: one\n\n');
  return true;
};

/** Starts to read it in a tab; resolves once the first part is here. */
const listen = (tab) =>
  tab.run(async () => {
    const response = await session.fetch('/api/stream');
    const reader = response.body.getReader();
    const { value } = await reader.read();
    window.over = reader.read().then(
      ({ done, value }) => (done ? 'ended' : new TextDecoder().decode(value)),
      ({ name, code }) => (name === 'AbortError' ? name : code),
    );
    return new TextDecoder().decode(value);
  });

const ENDS = {
  'a logout here': (tab) => tab.logout(),
  'a logout in another tab': (_, other) => other.logout(),
  'a session that was revoked': async (tab) => {
    await world.server.kill();
    await tab.check().catch(() => {});
  },
  'another person who signs in': async (_, other) => {
    await other.logout();
    await other.login(SECOND);
  },
};

for (const [name, end] of Object.entries(ENDS))
  test(`${name} ends a stream`, async () => {
    const { proxy } = world;
    await world.fresh();
    const [tab, other] = await world.signedIn(2, DEMO);
    proxy.answer = stream;
    assert.equal(await listen(tab), 'data: one\n\n');
    await end(tab, other);
    // A stream of WebKit does not take the reason of the signal that ends it.
    assert.match(await tab.run(() => window.over), webkit ? /^AbortError$/ : /^(session_ended|identity_changed)$/);
    await proxy.seen('/api/stream', ({ gone }) => gone);
  });

test('a stream goes on over a refresh', async () => {
  const { proxy } = world;
  await world.fresh();
  const [tab] = await world.signedIn(1, DEMO);
  const open = [];
  proxy.answer = (request, response) => stream(request, response) && open.push(response);
  await listen(tab);
  await tab.run(() => session.refresh().then(() => {}));
  open[0].write('data: two\n\n');
  assert.equal(await tab.run(() => window.over), 'data: two\n\n');
});
