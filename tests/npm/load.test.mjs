// How the module is loaded, and what is told when it cannot be (P3).
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { playEngine, playPage, settled } from './setup.mjs';

const { createSession, isSessionError } = await import('hallpass');
const slim = await import('hallpass/slim');

const code = (code) => (error) => isSessionError(error) && error.code === code;

// In this order: a module that has been loaded stays.
for (const [where, message] of [
  ['Chromium', "WebAssembly.instantiate(): Compiling or instantiating WebAssembly module violates the following Content Security policy directive because neither 'wasm-eval' nor 'unsafe-eval' is an allowed source of script in the following Content Security Policy directive: \"script-src 'self'\""],
  ['Firefox', 'call to WebAssembly.instantiate() blocked by CSP'],
  ['WebKit', "Refused to create a WebAssembly object because 'unsafe-eval' or 'wasm-unsafe-eval' is not an allowed source of script in the following Content Security Policy directive: \"script-src 'self'\"."],
])
  test(`a policy that forbids WebAssembly ends in wasm_blocked, as ${where} says it`, async () => {
    playPage();
    playEngine({ init: () => Promise.reject(new WebAssembly.CompileError(message)) });
    const session = createSession();
    const faults = [];
    session.on('fault', ({ error }) => faults.push(error.code));
    const snapshot = await session.ready();
    assert.equal(snapshot.status, 'unauthenticated');
    assert.equal(snapshot.activity, 'idle');
    assert.equal(snapshot.reason, 'unknown');
    assert.ok(code('wasm_blocked')(snapshot.error));
    assert.match(snapshot.error.message, /script-src 'wasm-unsafe-eval'/);
    assert.deepEqual(faults, ['wasm_blocked']);
    await assert.rejects(session.fetch('/api'), code('wasm_blocked'));
  });

test('a module that does not load ends in wasm_load_failed, and the next call tries again', async () => {
  playPage();
  let works = false;
  const { engines, loads } = playEngine({
    async init() {
      if (!works) throw new WebAssembly.CompileError('expected magic word 00 61 73 6d, found 3c 21 64 6f');
    },
    async call() {
      this.signIn();
    },
  });
  const session = createSession();
  const snapshot = await session.ready();
  assert.ok(code('wasm_load_failed')(snapshot.error));
  assert.match(snapshot.error.cause.message, /magic word/);
  works = true;
  assert.equal((await session.check()).status, 'authenticated');
  assert.equal(session.getSnapshot().error, undefined);
  assert.equal(loads.length, 2);
  assert.deepEqual(engines.map(({ disposed }) => disposed), [1, 0], 'what the first page asked is stale by now');
});

test('an engine that refuses its options ends like one that does not load', async () => {
  playPage();
  playEngine();
  const { engine } = globalThis.script;
  globalThis.script.engine = (options, sink) => {
    throw sink.error('config_invalid', { message: 'preset.refresh' });
  };
  const session = createSession();
  assert.ok(code('config_invalid')((await session.ready()).error));
  globalThis.script.engine = engine;
  await session.check();
});

test('a session that began where there was no document stays one', async () => {
  delete globalThis.document;
  const session = createSession();
  playPage();
  const { engines } = playEngine();
  await assert.rejects(session.check(), code('config_invalid'));
  await assert.rejects(session.fetch('/api'), code('config_invalid'));
  assert.deepEqual(engines, []);
});

test('slim wants to be told where the module is', async () => {
  playPage();
  assert.throws(() => slim.createSession(), code('config_invalid'));
  assert.throws(() => slim.createSession({}), code('config_invalid'));
  const { engines } = playEngine();
  slim.createSession({ wasm: new Uint8Array(8) });
  await settled();
  assert.equal(engines.length, 1);
});
