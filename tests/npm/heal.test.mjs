// What failed to load is loaded again (W5). A file of its own: a module that has been loaded stays.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { createSession } from './session.mjs';
import { playEngine, playPage, settled } from './setup.mjs';

test('a session that is disposed of loads no engine, however often that has failed', async (t) => {
  playPage();
  t.mock.timers.enable({ apis: ['setTimeout'] });
  const { loads } = playEngine({ init: () => Promise.reject(new TypeError('no network')) });
  const session = createSession();
  await settled();
  await assert.rejects(session.check(), { code: 'wasm_load_failed' });
  const { length } = loads;
  session.dispose();
  t.mock.timers.tick(600_000);
  await settled();
  assert.equal(loads.length, length);
});

test('an engine that could not be loaded is loaded again by itself (W5)', async (t) => {
  playPage();
  t.mock.timers.enable({ apis: ['setTimeout'] });
  let works = false;
  const { loads } = playEngine({
    async init() {
      if (!works) throw new TypeError('Failed to fetch dynamically imported module');
    },
  });
  const session = createSession();
  await settled();
  const first = loads.length;
  t.mock.timers.tick(1000);
  await settled();
  assert.equal(loads.length, first + 1, 'after a second');
  t.mock.timers.tick(1999);
  await settled();
  assert.equal(loads.length, first + 1);
  works = true;
  t.mock.timers.tick(1);
  await settled();
  assert.equal(loads.length, first + 2, 'after two more');
  session.dispose();
  t.mock.timers.tick(600_000);
  await settled();
  assert.equal(loads.length, first + 2);
});
