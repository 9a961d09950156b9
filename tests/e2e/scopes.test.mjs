// What a refresh takes away is gone at once.
import assert from 'node:assert/strict';
import { join } from 'node:path';
import { test } from 'node:test';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { DEMO, setup, webkit } from './harness/index.mjs';

const PACKAGE = process.env.HALLPASS_PACKAGE ?? fileURLToPath(new URL('../../pkg', import.meta.url));
const { HALLPASS } = await import(pathToFileURL(join(PACKAGE, 'hallpass.js')));

const world = setup();
/** Asks for less with each refresh (RFC 6749 section 6). */
const preset = { ...HALLPASS, refresh: { ...HALLPASS.refresh, body: { scope: 'orders:read' } } };
const scopes = (tab) => tab.run(() => ['orders:read', 'orders:write', 'orders:read orders:write'].map((scope) => test.hasScope(session.getSnapshot(), scope)));

for (const strategy of ['session', 'jwt'])
  test(`a refresh that narrows the scopes is seen at once, in every tab that is looked at (${strategy})`, async () => {
    await world.fresh({ strategy });
    const tabs = await world.signedIn(2, DEMO, { options: { preset } });
    for (const tab of tabs) {
      assert.deepEqual(await scopes(tab), [true, true, true]);
      assert.equal(await tab.run(() => test.hasRole(session.getSnapshot(), 'nobody')), false);
    }
    // Told with the event itself, before anybody can act on what was.
    const seen = await tabs[0].run(() => {
      let seen;
      session.on('refreshed', () => (seen = test.hasScope(session.getSnapshot(), 'orders:write')));
      return session.refresh().then((snapshot) => [seen, test.hasScope(snapshot, 'orders:write')]);
    });
    assert.deepEqual(seen, [false, false]);
    for (const tab of tabs) {
      // A hidden page asks once it is looked at, and the driver of WebKit shows one window alone.
      if (webkit) await tab.run(() => void (document.hidden && session.check()));
      await tab.run(() => test.until(() => !test.hasScope(session.getSnapshot(), 'orders:write')));
      assert.deepEqual(await scopes(tab), [true, false, false]);
    }
  });
