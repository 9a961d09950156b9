// A part of the package that fails to load once: it is loaded again, in all engines (P28, P31).
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { DEMO, setup } from './harness/index.mjs';

const world = setup({ through: 'proxy' });

/** Once, of each path that holds: no connection, or no file. Firefox asks again by itself after the first, and keeps the second. */
const ONCE = {
  'a connection that is cut': (holds) => {
    world.proxy.cut = holds;
  },
  'a server that is not up': (holds) => {
    world.proxy.answer = ({ url }, response) => holds(url) && !!response.writeHead(503).end();
  },
};

/** Whether a path is asked for the first time, of those that hold. */
const first = (holds) => {
  const seen = new Set();
  return (path) => holds(path) && !seen.has(path) && !!seen.add(path);
};

for (const [what, fail] of Object.entries(ONCE))
  test(`the engine, which did not load at first, is loaded later by itself: ${what}`, async () => {
    const { proxy } = world;
    await world.fresh();
    await world.signedIn(1, DEMO);
    const loaded = proxy.log.map(({ path }) => path).filter((path) => path.startsWith('/hallpass/'));
    // Whatever is loaded by import() alone: what the page itself imports would keep the page from running.
    const lazy = loaded.filter((path) => /inline|wasm/.test(path));
    assert.ok(lazy.length > 0, `${loaded}`);
    fail(first((path) => lazy.includes(path)));
    const tab = await world.first.open(world.address());
    await tab.status('authenticated');
    assert.equal((await tab.request('/api/me')).status, 200);
  });

test('the parts that a preset of an application loads are loaded later by themselves, too', async () => {
  await world.fresh();
  await world.signedIn(1, DEMO);
  const failed = [];
  const once = first((path) => /\/(check|servers)\.js$/.test(path) && failed.push(path));
  ONCE['a server that is not up'](once);
  const tab = await world.first.open(world.address({ idle: true }));
  const { status } = await tab.run(async () => {
    const preset = {
      baseUrl: '/auth',
      headers: { 'X-CSRF': '1' },
      session: { path: '/session' },
      subject: '/subject',
      user: '/claims',
      csrf: { cookie: 'none', header: 'X-Token' },
    };
    window.session = test.createSession({ preset });
    return new Promise((resolve) => {
      const look = () => session.getSnapshot().status === 'authenticated' && resolve(session.getSnapshot());
      session.subscribe(look);
      look();
    });
  });
  assert.equal(status, 'authenticated');
  assert.equal(new Set(failed).size, 2, `${failed}`);
});

test('an abort is heard while the engine is still being loaded', async () => {
  const { proxy } = world;
  await world.fresh();
  let open;
  const gate = new Promise((resolve) => (open = resolve));
  const tab = await world.first.open(world.address({ idle: true }));
  proxy.hold = (path) => (/^\/hallpass\/.*(inline|wasm)/.test(path) ? gate : undefined);
  const reason = await tab.run(async () => {
    const session = test.createSession();
    const controller = new AbortController();
    const promise = session.fetch('/api/me', { signal: controller.signal });
    controller.abort('enough');
    return promise.then(() => 'answered', (reason) => reason).finally(() => session.dispose());
  });
  assert.equal(reason, 'enough');
  assert.deepEqual(proxy.log.filter(({ path }) => path === '/api/me'), []);
  open();
});
