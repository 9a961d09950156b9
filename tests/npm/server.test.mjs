// Imported where there is no page (P26).
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';
// Angular's own packages are compiled to the end by the application's build, or by this.
import '@angular/compiler';
import { built } from './setup.mjs';

const globals = Object.getOwnPropertyNames(globalThis);
const asked = [];
globalThis.fetch = (...parts) => (asked.push(parts), Promise.reject(new Error('no network')));

const names = Object.keys(JSON.parse(readFileSync(`${built}/package.json`, 'utf8')).exports)
  .filter((name) => !/\*|\.wasm|\.json/.test(name))
  .map((name) => name.replace('.', 'hallpass'));

test('every entry can be imported on a server, without a trace', async () => {
  assert.ok(names.length >= 10);
  for (const name of names) await import(name);
  const added = Object.getOwnPropertyNames(globalThis).filter((name) => !globals.includes(name));
  // Vue's, Solid's and Angular's own flags aside.
  assert.deepEqual(added.filter((name) => !/^__VUE|^Solid|^_\$HY|^ngDevMode$|^devtoolsFormatters$/.test(name)), []);
});

test('a session on a server does nothing, and says so', async () => {
  const { createSession, isSessionError } = await import('hallpass');
  const session = createSession({ baseUrl: '/auth' });
  assert.equal((await session.ready()).status, 'loading');
  assert.equal(session.getSnapshot(), session.getServerSnapshot());
  for (const method of ['check', 'refresh', 'ensureFresh', 'fetch', 'login', 'logout', 'extend'])
    await assert.rejects(session[method]('/'), (error) => isSessionError(error) && error.code === 'config_invalid', method);
  session.dispose();
  await assert.rejects(session.check(), (error) => error.code === 'disposed');
  assert.throws(() => createSession({ preset: {} }), (error) => error.code === 'config_invalid');
  assert.deepEqual(asked, []);
});

test('an error is known to another copy of the package', async () => {
  const { SessionError } = await import('hallpass');
  const copy = await import(`${built}/errors.js?copy`);
  assert.notEqual(copy.SessionError, SessionError);
  assert.ok(copy.isSessionError(new SessionError('network')));
  for (const other of [null, undefined, 1, 'x', new Error('x'), {}]) assert.equal(copy.isSessionError(other), false);
});
