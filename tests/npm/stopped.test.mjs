// An instance of the module that stopped halfway is in no state to be relied on: no other session gets it (P31).
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { start, world } from './held.mjs';

const { instantiate } = WebAssembly;

/** Has the next instance stop in one of its exports, once; counts how many there are. */
function stops(name) {
  const made = { count: 0 };
  WebAssembly.instantiate = async (module, imports) => {
    const { exports } = await instantiate(module, imports);
    if (!imports?.page || made.count++) return { exports };
    const stop = () => {
      throw new WebAssembly.RuntimeError('unreachable');
    };
    return { exports: { ...exports, [name]: stop } };
  };
  return made;
}

for (const name of ['create', 'push'])
  test(`an instance that stopped in ${name} serves no session again`, async () => {
    const made = stops(name);
    world.build();
    const { session, until, events } = start({ initial: undefined });
    await until(() => events.length);
    assert.deepEqual(events.map(({ error }) => error.code), ['wasm_load_failed']);
    assert.equal((await session.check()).status, 'unauthenticated');
    const { session: other } = start({ initial: undefined });
    assert.equal((await other.ready()).reason, 'none');
    assert.equal(made.count, 3);
    WebAssembly.instantiate = instantiate;
  });
