// A part that is loaded late, in a browser that keeps the failure of an import by its address (W5).
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { source } from './setup.mjs';

const { late } = await import(`${source}/late.js`);

test('what loads is handed on, and loaded by its own address each time', async () => {
  let loads = 0;
  const load = late(async () => ({ loads: ++loads }));
  assert.deepEqual([await load(), await load()], [{ loads: 1 }, { loads: 2 }]);
});

test('the first failure is told as it is; then the module is imported by the address that the failure names', async () => {
  const kept = new TypeError('error loading dynamically imported module: https://app.example/assets/part-1a2b.js');
  const load = late(() => Promise.reject(kept));
  await assert.rejects(load(), kept);
  // Node imports nothing from the web, and says so; tests/e2e/chunks.test.mjs has browsers do it.
  await assert.rejects(load(), { code: 'ERR_UNSUPPORTED_ESM_URL_SCHEME' });
});

test('where the error names no address, there is no other', async () => {
  const kept = new TypeError('Importing a module script failed.');
  const load = late(() => Promise.reject(kept));
  for (const _ of [1, 2]) await assert.rejects(load(), kept);
});
