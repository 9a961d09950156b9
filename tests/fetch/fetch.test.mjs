// `session.fetch` is `fetch`: the same call by both, and all compared that a server and a page can see (P27).
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { BLOCKS } from './cases/index.mjs';
import { compare, setup } from './harness.mjs';

const world = setup();

for (const [name, cases] of Object.entries(BLOCKS))
  test(`${name}: ${cases.length} cases`, async () => {
    assert.deepEqual(await compare(world, cases), []);
  });
