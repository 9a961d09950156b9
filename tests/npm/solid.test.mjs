import { execFileSync } from 'node:child_process';
import { test } from 'node:test';
import { fileURLToPath } from 'node:url';
import './setup.mjs';

// Solid picks its server build in Node, where signals do not react: the browser's is asked for by condition.
const script = `
  import assert from 'node:assert/strict';
  import { createEffect, createRoot } from 'solid-js';
  import { createSessionSignal } from 'hallpass/solid';
  import { createTestSession } from 'hallpass/testing';

  const session = createTestSession({ status: 'authenticated', claims: {} });
  const seen = [];
  let snapshot;
  const dispose = createRoot((dispose) => {
    snapshot = createSessionSignal(session);
    createEffect(() => seen.push(snapshot().status));
    return dispose;
  });
  await 0;
  assert.equal(snapshot(), session.getSnapshot());
  session.set({ status: 'unauthenticated' });
  assert.deepEqual(seen, ['authenticated', 'unauthenticated']);
  dispose();
  session.set({ status: 'authenticated', claims: {} });
  assert.equal(snapshot().status, 'unauthenticated');
`;

test('solid: the signal follows the session for as long as its owner lives', () => {
  execFileSync(process.execPath, ['--conditions=browser', '--input-type=module', '--eval', script], {
    cwd: fileURLToPath(new URL('.', import.meta.url)),
    stdio: 'pipe',
  });
});
