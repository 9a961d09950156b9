// Signing in, and what a page then knows.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { DEMO, STRATEGIES, setup } from './harness/index.mjs';

const world = setup();

for (const strategy of STRATEGIES) {
  test(`credentials sign in, and the snapshot says who and for how long (${strategy})`, async () => {
    await world.fresh({ strategy, access_lifetime: 60, idle: 600, absolute: 3600 });
    const tab = await world.page();
    await tab.status('unauthenticated', 'none');
    assert.equal(await tab.login(DEMO), 'authenticated');
    const { expiresAt, idleExpiresAt, absoluteExpiresAt, ...rest } = await tab.snapshot();
    assert.deepEqual(rest, {
      status: 'authenticated',
      activity: 'idle',
      subject: DEMO.subject,
      claims: { name: 'Demo User', email: DEMO.email, roles: ['customer', 'admin'], scope: 'profile orders:read orders:write transfers:write', tenant: 'acme' },
    });
    for (const [at, seconds] of [[expiresAt, 60], [idleExpiresAt, 600], [absoluteExpiresAt, 3600]])
      assert.ok(Math.abs(at - Date.now() - seconds * 1000) < 5000, `${at} is not ${seconds} s ahead`);
    assert.deepEqual((await tab.events()).map(({ type }) => type), ['authenticated']);
    assert.equal((await tab.request('/api/me')).body.subject, DEMO.subject);
  });
}
