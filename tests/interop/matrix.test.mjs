// README.md shows what was measured just now, and names no server that is not tested.
import assert from 'node:assert/strict';
import { readdirSync } from 'node:fs';
import { test } from 'node:test';
import { CAPABILITIES, measured, shown } from './harness/matrix.mjs';

const tested = readdirSync(new URL('browser/', import.meta.url)).map((name) => name.replace('.test.mjs', ''));

test('README.md shows the cells that were measured: else run `node tests/interop/harness/matrix.mjs --write`', () => {
  const rows = measured();
  assert.ok(Object.keys(rows).length, 'something was measured');
  for (const [server, row] of Object.entries(rows))
    assert.deepEqual(shown()[server], CAPABILITIES.map((capability) => row[capability] ?? '✗'), server);
});

test('README.md shows every server that is tested, and no other', () => {
  assert.deepEqual(Object.keys(shown()).sort(), tested.sort());
});
