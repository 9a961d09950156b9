// What a server that renders does with a session; the process ends by itself, for nothing is left running.
import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { createSession, isSessionError } from 'hallpass';
import { createTestSession } from 'hallpass/testing';

const session = createSession({ baseUrl: '/auth' });
assert.equal((await session.ready()).status, 'loading');
assert.equal(session.getSnapshot(), session.getServerSnapshot());
await assert.rejects(session.fetch('/api/orders'), isSessionError);

for (const entry of ['slim', 'wasm-url', 'presets/hallpass']) await import(`hallpass/${entry}`);
const module = await WebAssembly.compile(await readFile(new URL(import.meta.resolve('hallpass/session.wasm'))));
assert.ok(WebAssembly.Module.exports(module).length > 0);

const played = createTestSession();
const statuses = [played.getSnapshot().status];
played.subscribe(() => statuses.push(played.getSnapshot().status));
played.set({ status: 'authenticated', claims: {} });
await played.logout();
assert.deepEqual(statuses, ['loading', 'authenticated', 'unauthenticated']);
