// Refreshing within one tab (P4, P8, P9, P10).
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { DEMO, STRATEGIES, setup } from './harness/index.mjs';

const world = setup();

for (const strategy of STRATEGIES) {
  test(`50 parallel requests on a lapsed session make one refresh (${strategy})`, async () => {
    const { server } = world;
    await world.fresh({ strategy });
    const tab = await world.page();
    await tab.login(DEMO);
    await server.expire();
    const before = (await server.stats()).requests;
    assert.deepEqual(await tab.run(() => test.requests(50, '/api/orders')), { 200: 50 });
    const { requests, executed_by } = await server.stats();
    assert.equal(requests.refresh, 1);
    assert.equal(requests.session - before.session, 0, 'no check was needed');
    assert.ok(requests.api <= 100, `${requests.api} requests: some were replayed twice`);
    assert.deepEqual(executed_by, { [DEMO.subject]: 50 });
    assert.deepEqual((await tab.events()).map(({ type }) => type), ['authenticated', 'refreshed']);
  });
}
