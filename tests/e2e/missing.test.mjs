// What older browsers and hardened ones lack (P3, P31).
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { DEMO, setup } from './harness/index.mjs';

const world = setup({ through: 'proxy' });

test('without AbortSignal.any a signal still works, and so does the end of the session', async () => {
  const { proxy } = world;
  await world.fresh();
  await world.signedIn(1, DEMO);
  const tab = await world.first.open(world.address({ idle: true }));
  await tab.run(async () => {
    delete AbortSignal.any;
    window.session = test.createSession();
    await session.ready();
  });
  const controlled = (path) =>
    tab.begin(async (path) => {
      window.controller = new AbortController();
      return session.fetch(path, { signal: controller.signal }).then(({ status }) => status, (error) => error.code ?? error);
    }, path);
  assert.equal(await (await controlled('/api/me'))(), 200);
  proxy.hold = (path) => (path === '/api/held' ? new Promise(() => {}) : undefined);
  const aborted = await controlled('/api/held');
  await proxy.seen('/api/held');
  await tab.run(() => controller.abort('enough'));
  assert.equal(await aborted(), 'enough');
  proxy.log = [];
  const left = await controlled('/api/held');
  await proxy.seen('/api/held');
  await tab.logout();
  assert.equal(await left(), 'session_ended');
});

test('without WebAssembly the error has a code of its own', async () => {
  await world.fresh();
  const tab = await world.first.open(world.address({ without: 'WebAssembly' }));
  const { status, error } = await tab.run(async () => {
    await session.ready();
    const { status, error } = session.getSnapshot();
    return { status, error: test.failure(error) };
  });
  assert.deepEqual([status, error.code], ['unauthenticated', 'wasm_unsupported']);
  const { failed } = await tab.request('/api/me');
  assert.equal(failed.code, 'wasm_unsupported');
});

test('cookies that are joined without a space are found', async () => {
  const { server, proxy } = world;
  await world.fresh();
  await world.signedIn(1, DEMO);
  /** A session in a page whose cookies are joined as some WebViews do. */
  const open = async () => {
    const tab = await world.first.open(world.address({ idle: true }));
    await tab.run(async () => {
      const { get, set } = Object.getOwnPropertyDescriptor(Document.prototype, 'cookie');
      Object.defineProperty(document, 'cookie', { get: () => `first=1;${get.call(document).replaceAll('; ', ';')}`.replace(/;$/, ''), set: (value) => set.call(document, value) });
      window.session = test.createSession();
      await session.ready();
    });
    return tab;
  };
  const tab = await open();
  proxy.cut = (path) => path.startsWith('/auth/logout');
  await tab.run(() => session.logout());
  await open();
  assert.equal((await tab.run(() => session.getSnapshot())).reason, 'logged-out');
  proxy.cut = undefined;
  assert.equal((await server.stats()).sessions.length <= 1, true);
});
