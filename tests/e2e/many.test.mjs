// A page that makes and disposes of sessions again and again: hot reloads, catalogues of components, tests (P25).
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { DEMO, setup } from './harness/index.mjs';

const world = setup();
const SESSIONS = 10_000;
/** A script of WebDriver has its time; so many sessions are done in it. */
const AT_ONCE = 500;

test('ten thousand sessions come and go in one page, by one instance of the module, and one more works', async () => {
  await world.fresh();
  const tab = await world.page({ idle: true });
  await tab.run(() => {
    const { WebAssembly } = window;
    const { instantiate } = WebAssembly;
    test.instances = 0;
    WebAssembly.instantiate = (...given) => (test.instances++, instantiate(...given));
    // The server is not what is asked here.
    test.fetch = fetch;
    window.fetch = async () => Response.json({ authenticated: false });
    test.states = async (count) => {
      const states = new Set();
      for (let i = 0; i < count; i++) {
        const session = test.createSession();
        const { status, error } = await session.ready();
        // A call that waits when its session ends is forgotten with it.
        session.check().catch(() => {});
        session.dispose();
        states.add(error?.message ?? status);
      }
      return [...states];
    };
  });
  for (let done = 0; done < SESSIONS; done += AT_ONCE) {
    const states = await tab.run((count) => test.states(count), AT_ONCE);
    assert.deepEqual(states, ['unauthenticated'], `of the ${AT_ONCE} after ${done}`);
  }
  assert.equal(await tab.run(() => test.instances), 1);
  const snapshot = await tab.run((account) => {
    window.fetch = test.fetch;
    const session = test.createSession();
    return session.login(account).then(() => session.getSnapshot());
  }, DEMO);
  assert.equal(snapshot.status, 'authenticated');
});

test('sessions at one time have an instance each, and the next ones take those', async () => {
  await world.fresh();
  const tab = await world.page({ idle: true });
  const told = await tab.run(async () => {
    const { WebAssembly } = window;
    const { instantiate } = WebAssembly;
    let instances = 0;
    WebAssembly.instantiate = (...given) => (instances++, instantiate(...given));
    const some = async () => {
      const sessions = Array.from({ length: 5 }, (_, i) => test.createSession({ name: `s${i}` }));
      const states = await Promise.all(sessions.map((session) => session.ready().then(({ status }) => status)));
      for (const session of sessions) session.dispose();
      return states;
    };
    return [await some(), instances, await some(), instances];
  });
  const states = Array(5).fill('unauthenticated');
  assert.deepEqual(told, [states, 5, states, 5]);
});
