// Session calls go to the page's own origin, whatever a document says that its relative addresses are relative to (P2, P32).
import assert from 'node:assert/strict';
import { after, test } from 'node:test';
import { proxy } from './harness/proxy.mjs';
import { DEMO, setup } from './harness/index.mjs';

/** Another origin, which would answer everything. */
let stranger;
const world = setup({ through: 'proxy', begin: async ({ server }) => (stranger = await proxy(server.url)) });
after(() => stranger.stop());

/** A clean slate, and documents that may have a base: the policy of the demo has none. */
async function fresh() {
  await world.fresh();
  world.proxy.change = (_, headers) => delete headers['content-security-policy'];
  stranger.reset();
}

/** Sets what relative addresses of the document are relative to. */
const base = (url) => void document.head.append(Object.assign(document.createElement('base'), { href: url }));

test('a base of another origin hears no session call', async () => {
  await fresh();
  const tab = await world.first.open(world.address({ idle: true }));
  await tab.run(base, stranger.url);
  const status = await tab.run(async ({ email, password }) => {
    window.session = test.createSession();
    await session.ready();
    await session.login({ email, password });
    await session.refresh();
    await session.extend();
    const { status } = session.getSnapshot();
    await session.logout();
    return status;
  }, DEMO);
  assert.equal(status, 'authenticated');
  assert.deepEqual(stranger.log, []);
});

test('a base path within the origin changes no session call', async () => {
  await fresh();
  const tab = await world.first.open(world.address({ idle: true }));
  await tab.run(base, `${world.url}/app/deep/`);
  assert.equal(
    await tab.run(async ({ email, password }) => {
      window.session = test.createSession({ baseUrl: '/auth' });
      return (await session.login({ email, password })).status;
    }, DEMO),
    'authenticated',
  );
});

test('a relative address of the app is read as fetch reads it, when the call is made', async () => {
  await fresh();
  const [tab] = await world.signedIn(1, DEMO);
  const outcome = await tab.run(async (url) => {
    const base = Object.assign(document.createElement('base'), { href: url });
    // Asked for before the base was there.
    const before = session.fetch('api/me').then((response) => response.url);
    document.head.append(base);
    const after = session.fetch('api/me').then(
      () => 'answered',
      (error) => error.code,
    );
    const outcome = [await before, await after];
    base.remove();
    return outcome;
  }, stranger.url);
  assert.deepEqual(outcome, [`${world.url}/api/me`, 'untrusted_origin']);
  assert.deepEqual(stranger.log, []);
});
