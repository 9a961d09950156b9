// Whatever throws, once, wherever it is called: the session goes on or says why not (P31).
import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';

const DRIVE = fileURLToPath(new URL('throws/drive.mjs', import.meta.url));
/** The least that a session uses: what is not called fails nowhere. */
const CALLED = ['fetch', 'schema', 'subscriber', 'listener of ended', 'document.cookie =', 'navigator.locks.request', 'new BroadcastChannel', 'Response.json', 'setTimeout'];

test('each call out of the page fails once, and nothing is stuck (P31)', { skip: !process.env.HALLPASS_PACKAGE && 'the facade alone has no engine' }, async (t) => {
  const { stdout } = await promisify(execFile)(process.execPath, [DRIVE], { maxBuffer: 2 ** 26 });
  const { calls, tried, failures } = JSON.parse(stdout);
  t.diagnostic(`${tried} failures of ${new Set(calls).size} functions, in ${calls.length} calls`);
  for (const name of CALLED) assert.ok(calls.includes(name), `${name} is not called`);
  assert.deepEqual(failures, []);
});
