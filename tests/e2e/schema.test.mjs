// Whatever a claims schema yields or throws, the session goes on or says why not (P25, P31).
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { DEMO, setup } from './harness/index.mjs';

const world = setup();

/** What a schema may make of claims, in the page. */
const YIELDS = {
  'a BigInt': (value) => ({ value: { ...value, balance: 10n } }),
  'an object that contains itself': (value) => {
    const claims = { ...value };
    claims.self = claims;
    return { value: claims };
  },
  'an object whose toJSON throws': () => ({ value: { toJSON: () => { throw new Error('not this one'); } } }),
  'an object with a throwing getter': () => ({ value: Object.defineProperty({}, 'name', { enumerable: true, get: () => { throw new Error('not this one'); } }) }),
  'an instance of a class': () => ({ value: new (class Person { name = 'Ada'; greet() { return this.name; } })() }),
  'a Map': () => ({ value: new Map([['name', 'Ada']]) }),
  nothing: () => ({ value: undefined }),
};

/** Makes a session with a schema that behaves so from the nth judgement on. */
const create = (behave, from) => {
  let judged = 0;
  window.session = test.createSession({ claims: { '~standard': { version: 1, vendor: 'test', validate: (value) => (++judged >= from ? behave(value) : { value }) } } });
  Object.assign(window, test.watch(session));
};

/** Resolves with how a promise settles; a session that is stuck settles nothing. */
const settles = (name) =>
  Promise.race([
    { fetch: () => session.fetch('/api/me'), logout: () => session.logout(), ready: () => session.ready(), refresh: () => session.refresh() }[name]().then(() => 'done', (error) => error.code ?? error.name),
    new Promise((resolve) => test.setTimeout(resolve, 15_000, 'stuck')),
  ]);

for (const [name, yields] of Object.entries(YIELDS))
  for (const from of [1, 2])
    test(`a schema that yields ${name}, ${from === 1 ? 'at once' : 'after a refresh'}: nothing is stuck`, async () => {
      await world.fresh();
      await world.signedIn(1, DEMO);
      const tab = await world.first.open(world.address({ idle: true }));
      await tab.run(`() => (${create})(${yields}, ${from})`);
      assert.equal(await tab.run(settles, 'ready'), 'done');
      if (from === 2) assert.notEqual(await tab.run(settles, 'refresh'), 'stuck');
      const { status, error } = await tab.run(() => {
        const { status, error } = session.getSnapshot();
        return { status, error: error && test.failure(error) };
      });
      assert.ok(status === 'authenticated' || error, `${status}, and nothing is said`);
      assert.notEqual(await tab.run(settles, 'fetch'), 'stuck');
      assert.notEqual(await tab.run(settles, 'logout'), 'stuck');
      assert.equal(await tab.run(() => session.getSnapshot().status), 'unauthenticated');
    });
