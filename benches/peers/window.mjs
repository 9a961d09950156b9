// Windows of a browser, driven: what runs in the page is `page.js`.
import { browse } from '../../tests/e2e/harness/engine.mjs';
import { Tab } from '../../tests/e2e/harness/tab.mjs';

/** Opens so many windows, in a browser with a fresh profile or beside those of another contestant. */
export async function open(url, name, count = 1, beside = undefined) {
  const driver = beside?.driver ?? (await browse());
  // Thousands of requests in one call, on a machine that may be busy.
  await driver.manage().setTimeouts({ script: 600_000 });
  const tabs = [];
  while (tabs.length < count) {
    if (beside || tabs.length) await driver.switchTo().newWindow('tab');
    tabs.push(new Tab(driver, await driver.getWindowHandle()));
  }
  const load = (tab) => tab.open(`${url}/${name}/`);
  await load(tabs[0]);
  await tabs[0].run(() => bench.signIn().then(() => {}));
  // Again, as a visitor who returns signed in.
  for (const tab of tabs) {
    await load(tab);
    const { signedIn } = await tab.run(() => bench.known());
    if (!signedIn) throw new Error(`${name}: not signed in`);
  }
  return { driver, tabs, load, close: () => driver.quit() };
}
