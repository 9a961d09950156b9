// What a test file starts with: one browser, one server, and a clean slate for each test.
import assert from 'node:assert/strict';
import { after, afterEach, before } from 'node:test';
import { browse } from './engine.mjs';
import { proxy } from './proxy.mjs';
import { serve } from './server.mjs';
import { site } from './site.mjs';
import { Tab } from './tab.mjs';

export { ENGINE, chromium, firefox, webkit } from './engine.mjs';
export { DEMO, SECOND } from './server.mjs';

export const STRATEGIES = ['session', 'jwt'];

/** Sets a file up: its browser and its server (the reference server, or what `start` starts), closed when its tests are over. */
export function setup({ args, app, through, begin, start = serve } = {}) {
  const world = {};
  before(async () => {
    const starting = [
      (async () => (world.server = await start((await app?.()) ?? site(), { args })))(),
      (async () => (world.driver = await browse()))(),
    ];
    // Both, though one may fail: what has started is to be stopped.
    await Promise.allSettled(starting);
    await Promise.all(starting);
    if (through === 'proxy') world.proxy = await proxy(world.server.url);
    world.url = (world.proxy ?? world.server).url;
    await begin?.(world);
    world.first = new Tab(world.driver, await world.driver.getWindowHandle());
  });
  after(async () => {
    await world.driver?.quit();
    world.proxy?.stop();
    await world.server?.stop();
  });
  // Over the whole suite: no storage is touched, and no policy is violated (P1, P3).
  afterEach(async () => {
    for (const tab of await world.tabs()) {
      const seen = await tab.run(() => window.test?.seen && { storage: test.seen.storage, violations: test.seen.violations }).catch(() => {});
      if (seen && !world.blocked) assert.deepEqual(seen, { storage: [], violations: [] });
    }
  });

  world.tabs = async () => (await world.driver.getAllWindowHandles()).map((handle) => new Tab(world.driver, handle));

  /** Forgets everything: windows, cookies, sessions, faults. */
  world.fresh = async (config) => {
    const { driver, first, server } = world;
    world.proxy?.reset();
    world.blocked = false;
    for (const tab of await world.tabs()) if (tab.handle !== first.handle) await tab.close();
    await server.reset();
    await first.open(`${world.url}/test/blank`);
    await driver.manage().deleteAllCookies();
    if (config) await server.config(config);
  };

  const settled = async (tab, query) => {
    // The first answer is here, and with it the engine: from now on it hears the others.
    if (!query?.idle) await tab.run(() => session.ready().then(() => {}));
    return tab;
  };
  /** Opens the bare page in the first window. */
  world.page = async (query) => settled(await world.first.open(world.address(query)), query);
  /** Opens it in so many windows. */
  world.pages = async (count, query) => {
    const tabs = [await world.page(query)];
    while (tabs.length < count) tabs.push(await world.another(query));
    return tabs;
  };
  /** Opens it in a window more. */
  world.another = async (query) => {
    await world.driver.switchTo().newWindow('tab');
    const tab = new Tab(world.driver, await world.driver.getWindowHandle());
    return settled(await tab.open(world.address(query)), query);
  };
  /** Opens an address of the server in so many windows. */
  world.windows = async (count, path) => {
    const tabs = [await world.first.open(world.url + path)];
    while (tabs.length < count) {
      await world.driver.switchTo().newWindow('tab');
      tabs.push(await new Tab(world.driver, await world.driver.getWindowHandle()).open(world.url + path));
    }
    return tabs;
  };
  /** Opens it in so many windows, and signs somebody in. */
  world.signedIn = async (count, account, query) => {
    const tabs = await world.pages(count, query);
    await tabs[0].login(account);
    for (const tab of tabs) await tab.status('authenticated');
    return tabs;
  };

  /** `options` go to `createSession`; `without` names what the browser is to lack; `idle` makes no session. */
  world.address = ({ options, without, idle } = {}) => {
    const query = new URLSearchParams();
    if (options) query.set('options', JSON.stringify(options));
    if (without) query.set('without', without);
    if (idle) query.set('idle', '');
    return `${world.url}/?${query}`;
  };

  /** Resolves with how many requests of each route `act` came to. */
  world.counting = async (act) => {
    const before = (await world.server.stats()).requests;
    await act();
    const { requests } = await world.server.stats();
    return Object.fromEntries(
      Object.entries(requests).flatMap(([route, count]) => (count > (before[route] ?? 0) ? [[route, count - (before[route] ?? 0)]] : [])),
    );
  };
  return world;
}
