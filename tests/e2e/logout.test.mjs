// Leaving: at once, in every tab, for good (P13, P15, P17).
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { DEMO, STRATEGIES, setup } from './harness/index.mjs';

const world = setup();

for (const strategy of STRATEGIES) {
  test(`a logout signs every tab out and kills what was copied (${strategy})`, async () => {
    const { server } = world;
    await world.fresh({ strategy });
    const tabs = await world.pages(3);
    await tabs[0].login(DEMO);
    for (const tab of tabs) await tab.status('authenticated');
    const stolen = await server.tokens();
    assert.equal(stolen.length, strategy === 'jwt' ? 2 : 1);
    assert.equal((await server.replay('/api/me', stolen)).status, 200, 'the copy works before');

    const left = await Promise.all(tabs.map((tab) => tab.begin(() =>
      test.until(() => session.getSnapshot().status === 'unauthenticated').then(() => Date.now()))));
    const begun = Date.now();
    assert.deepEqual(await tabs[0].logout(), { confirmed: true });
    for (const [index, when] of left.entries()) {
      const took = (await when()) - begun;
      assert.ok(took < 1000, `tab ${index} was signed in for ${took} ms more`);
    }
    for (const tab of tabs) {
      const { status, reason } = await tab.snapshot();
      assert.deepEqual({ status, reason }, { status: 'unauthenticated', reason: 'logged-out' });
      assert.deepEqual((await tab.events('ended')).map(({ reason }) => reason), ['logged-out']);
    }
    for (const { value } of stolen) assert.equal(await server.alive(value), false);
    assert.equal((await server.replay('/api/me', stolen)).status, 401);
    const refreshed = await server.replay('/auth/refresh', stolen, { method: 'POST' });
    assert.equal(refreshed.status, 401);
    assert.deepEqual(refreshed.headers.getSetCookie(), []);
    assert.equal(await tabs[0].run(() => document.cookie), '', 'no tombstone is left');
  });
}
