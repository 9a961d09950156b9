import assert from 'node:assert/strict';
import { until } from 'selenium-webdriver';
import { scenarios } from '../harness/browser.mjs';
import { USER } from '../harness/servers.mjs';

/** Waits until the browser stands at an address. */
const at = (world, address) => world.driver.wait(until.urlMatches(address), 20_000);
const homeOf = ({ url }) => new RegExp(`^${url}/$`);

/** The package leads home, where the page of this test has no options: it is opened anew with them. */
async function home(tab, world, query) {
  await at(world, homeOf(world));
  await tab.open(world.address(query));
}

scenarios('express-openid-connect', {
  // A fetch accepts anything: without ERRORS the API would redirect it to the provider, where it fails.
  env: { SESSION_SECONDS: 12, ACCESS_SECONDS: 4, ERRORS: 1 },
  // The app has a route that refreshes.
  overrides: { refresh: { path: '/refresh', ok: {}, refused: { status: 401 } } },
  lapses: 4,
  // It counts in whole seconds.
  ends: 14,
  refresh: ['POST', '/refresh'],
  undoes: true,
  async enter(tab, world, query) {
    await tab.run(() => void session.login());
    // The provider may still know this browser from before, and ask nothing.
    await at(world, new RegExp(`/interaction/|${homeOf(world).source}`));
    if (/interaction/.test(await tab.url())) {
      await tab.type('input[name=login]', USER.email);
      await tab.type('input[name=password]', USER.password);
      await tab.click('button[type=submit]');
    }
    await home(tab, world, query);
  },
  async leave(tab, world, query) {
    await tab.run(() => void session.logout());
    await tab.click('button[name=logout]');
    await at(world, homeOf(world));
    // What was asked meanwhile would be answered with a cookie that brings the session back.
    const { log } = world.server.front;
    const left = log.findLastIndex(({ path }) => path === '/logout');
    assert.notEqual(left, -1);
    assert.deepEqual(log.slice(left).filter(({ path }) => path === '/profile'), []);
    await home(tab, world, query);
  },
});
