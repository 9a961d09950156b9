import { scenarios } from '../harness/browser.mjs';
import { USER } from '../harness/servers.mjs';

/** The package leads home, where the page of this test has no options: it is opened anew with them. */
async function home(tab, world, query) {
  await tab.arrived(`${world.url}/`);
  await tab.open(world.address(query));
}

scenarios('express-openid-connect', {
  env: { SESSION_SECONDS: 12, ACCESS_SECONDS: 4 },
  // The app has a route that refreshes.
  overrides: { refresh: { path: '/refresh', ok: {}, refused: { status: 401 } } },
  lapses: 4,
  ends: 12,
  refresh: ['POST', '/refresh'],
  async enter(tab, world, query) {
    await tab.run(() => void session.login());
    await tab.type('input[name=login]', USER.email);
    await tab.type('input[name=password]', USER.password);
    await tab.click('button[type=submit]');
    await home(tab, world, query);
  },
  async leave(tab, world, query) {
    await tab.run(() => void session.logout());
    await tab.click('button[name=logout]');
    await home(tab, world, query);
  },
});
