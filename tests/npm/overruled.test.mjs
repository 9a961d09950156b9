// Options that do not hold say so: the console is told once what of the option `idle` is overruled.
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';
import { stage } from './session.mjs';
import { built, settled } from './setup.mjs';

const { createTestSession } = await import('hallpass/testing');
const { tell } = await import(`${built}/overruled.js`);

/** What the console is told of an option, while a session passes through these idle limits, in seconds from now. */
function toldOf(t, idle, ...limits) {
  t.mock.timers.enable({ apis: ['Date'], now: performance.timeOrigin + 60_000 });
  const warn = t.mock.method(console, 'warn', () => {});
  const session = createTestSession();
  tell(session, idle);
  for (const limit of limits) {
    session.set({ status: 'authenticated', claims: {}, idleExpiresAt: limit === null ? null : Date.now() + limit * 1000 });
    t.mock.timers.tick(10_000);
  }
  return warn.mock.calls.map(({ arguments: [text] }) => text);
}

const overruled = (timeout, left) =>
  `hallpass: idle.timeout is ${timeout} s, but the server has an idle limit of its own, which counts: it ends the session in ${left} s.`;
const cut = (warn, ahead) =>
  `hallpass: idle.warn is ${warn} s, but the warning comes ${ahead} s ahead: at least 20 s, and at most half of the limit.`;

for (const [what, idle, limits, said] of [
  ['a server with a longer limit', { timeout: 60, warn: 45 }, [150, 150, 140], [overruled(60, 150)]],
  ['a server with a shorter limit', { timeout: 3600 }, [150, 900], [overruled(3600, 150)]],
  ['a server whose limit shows later', { timeout: 60 }, [60, 150, 150], [overruled(60, 150)]],
  ['a limit of the page', { timeout: 60, warn: 30 }, [60, 50, 60], []],
  ['no limit at all', { timeout: 60, warn: 45 }, [null], []],
  ['a warning ahead of half of the limit', { timeout: 60, warn: 45 }, [60, 60], [cut(45, 30)]],
  ['a warning too late to be read', { timeout: 600, warn: 5 }, [600, 600], [cut(5, 20)]],
  ['a short limit, of which half is less than the least', { timeout: 30, warn: 20 }, [30], [cut(20, 15)]],
])
  test(`the console is told once: ${what}`, (t) => assert.deepEqual(toldOf(t, idle, ...limits), said));

test('nothing is told of a user who is not there', (t) => {
  const warn = t.mock.method(console, 'warn', () => {});
  tell(createTestSession({ status: 'unauthenticated' }), { timeout: 60, warn: 45 });
  assert.equal(warn.mock.callCount(), 0);
});

test('the least warning is that of the engine', () => {
  const [, least] = /LEAST_WARNING: Millis = ([\d_]+);/.exec(readFileSync(new URL('../../src/machine/idle.rs', import.meta.url), 'utf8'));
  assert.match(readFileSync(`${built}/overruled.js`, 'utf8'), new RegExp(`LEAST_WARNING = ${least.replaceAll('_', '') / 1000};`));
});

test('a session tells of its own option', async (t) => {
  const warn = t.mock.method(console, 'warn', () => {});
  await import(`${built}/overruled.js`);
  const [, engine] = await stage.start({ idle: { timeout: 60 } });
  await settled();
  engine.sink.publish({ status: 'authenticated', activity: 'idle', claims: {}, subject: null, expiresAt: null, idleExpiresAt: Date.now() + 150_000, absoluteExpiresAt: null });
  assert.deepEqual(warn.mock.calls.map(({ arguments: [text] }) => text), [overruled(60, 150)]);
});
