// What a test file starts with: one browser, one server, and a clean slate for each test.
import { after, before } from 'node:test';
import { browse } from './engine.mjs';
import { serve } from './server.mjs';
import { site } from './site.mjs';
import { Tab } from './tab.mjs';

export { ENGINE, chromium, firefox, webkit } from './engine.mjs';
export { DEMO, SECOND } from './server.mjs';

export const STRATEGIES = ['session', 'jwt'];

/** Sets a file up: its browser and its server, closed when its tests are over. */
export function setup({ args } = {}) {
  const world = {};
  before(async () => {
    world.app = site();
    [world.server, world.driver] = await Promise.all([serve(world.app, { args }), browse()]);
    world.first = new Tab(world.driver, await world.driver.getWindowHandle());
  });
  after(async () => {
    await world.driver?.quit();
    await world.server?.stop();
  });

  /** Forgets everything: windows, cookies, sessions, faults. */
  world.fresh = async (config) => {
    const { driver, first, server } = world;
    for (const handle of await driver.getAllWindowHandles())
      if (handle !== first.handle) await new Tab(driver, handle).close();
    await server.reset();
    await first.open(`${server.url}/test/blank`);
    await driver.manage().deleteAllCookies();
    if (config) await server.config(config);
  };

  /** Opens the bare page: in the first window, or in so many. */
  world.page = (query) => world.first.open(address(world.server.url, query));
  world.pages = async (count, query) => {
    const tabs = [await world.page(query)];
    while (tabs.length < count) tabs.push(await world.another(query));
    return tabs;
  };
  /** Opens the bare page in a window more. */
  world.another = async (query) => {
    await world.driver.switchTo().newWindow('tab');
    const tab = new Tab(world.driver, await world.driver.getWindowHandle());
    return tab.open(address(world.server.url, query));
  };
  return world;
}

/** `options` go to `createSession`; `without` names what the browser is to lack; `idle` makes no session. */
export function address(url, { options, without, idle } = {}) {
  const query = new URLSearchParams();
  if (options) query.set('options', JSON.stringify(options));
  if (without) query.set('without', without);
  if (idle) query.set('idle', '');
  return `${url}/?${query}`;
}
