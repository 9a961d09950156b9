// One timer, which is set again only where that changes something.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { source } from './setup.mjs';

const { inbox } = await import(`${source}/inbox.js`);
const { InputKind } = await import(`${source}/generated/border.js`);

/** An inbox whose engine wants to be called again at `due`; the clock stands still unless a test moves it. */
function open(t) {
  const world = { now: 1_000, due: Infinity, set: [], handled: [] };
  t.mock.method(performance, 'now', () => world.now);
  t.mock.method(globalThis, 'setTimeout', (act, ms) => world.set.push({ act, ms }));
  t.mock.method(globalThis, 'clearTimeout', () => {});
  const { _push, _open, _close } = inbox({ _handle: (kind) => (world.handled.push(kind), world.meanwhile?.(), world.due), _broken: (cause) => assert.fail(cause) });
  _open(InputKind.Started);
  return Object.assign(world, { due: 61_000, handled: [], push: _push, close: _close, waits: () => world.set.map(({ ms }) => ms) });
}

test('it is set once for one moment, and again for another', (t) => {
  const world = open(t);
  world.push(InputKind.Requested);
  world.push(InputKind.Responded);
  assert.deepEqual(world.waits(), [60_001]);
  world.due = 31_000;
  world.push(InputKind.Responded);
  assert.deepEqual(world.waits(), [60_001, 30_001]);
});

test('one that was set before the machine slept is set anew', (t) => {
  const world = open(t);
  world.push(InputKind.Requested);
  world.now += 50_000;
  world.push(InputKind.Responded);
  assert.deepEqual(world.waits(), [60_001, 10_001]);
});

test('one that rings early, or after the longest wait, is set again for the same moment', (t) => {
  const world = open(t);
  world.push(InputKind.Requested);
  world.set.at(-1).act();
  assert.deepEqual([world.handled, world.waits()], [[InputKind.Requested, InputKind.Timeout], [60_001, 60_001]]);
});

test('none is set where a listener disposes of the session meanwhile', (t) => {
  const world = open(t);
  world.meanwhile = world.close;
  world.push(InputKind.Requested);
  assert.deepEqual(world.waits(), []);
});

test('none is set for never, nor once it is closed', (t) => {
  const world = open(t);
  world.due = Infinity;
  world.push(InputKind.Requested);
  world.due = 61_000;
  world.close();
  world.push(InputKind.Requested);
  assert.deepEqual(world.waits(), []);
});

test('what waits for the engine comes after its start, and before what the start leads to', () => {
  const handled = [];
  const { _push, _open } = inbox({ _handle: (kind) => (handled.push(kind), kind === InputKind.Started && _push(InputKind.LockGranted), Infinity), _broken: (cause) => assert.fail(cause) });
  _push(InputKind.Called);
  assert.deepEqual(handled, []);
  _open(InputKind.Started);
  assert.deepEqual(handled, [InputKind.Started, InputKind.Called, InputKind.LockGranted]);
});
