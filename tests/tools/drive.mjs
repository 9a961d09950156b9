// What a person does with a page, and what must have been seen meanwhile.
import assert from 'node:assert/strict';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { inspect } from '../e2e/harness/cdp.mjs';
import { browse, chromium, webkit } from '../e2e/harness/engine.mjs';
import { DEMO } from '../e2e/harness/server.mjs';
import { Tab } from '../e2e/harness/tab.mjs';
import { holding } from './serving.mjs';

const RECORDER = readFileSync(new URL('recorder.js', import.meta.url), 'utf8');

/** One window, with the recorder in every page it opens: in WebKit, whose driver cannot, by the page itself (`recording`). */
export async function openWindow() {
  const driver = await browse({ webSocketUrl: !chromium && !webkit });
  const tab = new Tab(driver, await driver.getWindowHandle());
  const record = webkit ? () => {} : chromium ? recordByInspector : recordByBidi;
  await record(driver, tab);
  return {
    driver,
    tab,
    /** A second tab, with the recorder in it too. */
    async another(url) {
      await driver.switchTo().newWindow('tab');
      const other = new Tab(driver, await driver.getWindowHandle());
      // The driver speaks to all tabs at once, Chromium's inspector to one.
      if (chromium) await record(driver, other);
      return other.open(url);
    },
    close: () => driver.quit(),
  };
}

async function recordByInspector(driver, tab) {
  const inspector = await inspect(driver, tab);
  await inspector.send('Page.enable');
  await inspector.send('Page.addScriptToEvaluateOnNewDocument', { source: RECORDER });
}

/** What the other drivers have for it (WebDriver BiDi). */
async function recordByBidi(driver) {
  const bidi = await driver.getBidi();
  const { type, message } = await bidi.send({ method: 'script.addPreloadScript', params: { functionDeclaration: `() => {\n${RECORDER}}` } });
  assert.equal(type, 'success', message);
}

/** Has a page of ours load the recorder before anything else, in the engine whose driver cannot see to it. */
export function recording(dir) {
  if (!webkit) return;
  const page = join(dir, 'index.html');
  writeFileSync(join(dir, 'recorder.js'), RECORDER);
  writeFileSync(page, readFileSync(page, 'utf8').replace(/<head>(?!<script src="\/recorder)/, '<head><script src="/recorder.js"></script>'));
}

export const shows = (tab, state) => tab.run((state) => seen.shows(state), state);

/** Does what a page offers, once the page listens: what a server has rendered is seen before it can be used. */
async function press(tab, css) {
  await tab.run((css) => seen.answers(css, 'click'), css);
  await tab.click(css);
}

/** Signs in by the form of the page. */
export async function signIn(tab) {
  await tab.run(() => seen.answers('form', 'submit'));
  await tab.type('input[name="email"]', DEMO.email);
  await tab.type('input[name="password"]', DEMO.password);
  await tab.click('form button');
}

/** Signs out in a second tab of a page. */
export async function signOutElsewhere(window, site) {
  const other = await window.another(site.url);
  await press(other, 'h1 ~ button');
  await shows(other, 'unauthenticated');
  await other.close();
}

/** Nothing else was shown, and nothing complained: a mismatch on hydration would. */
export async function saw(tab, states) {
  const seen = await tab.run(() => ({ states: window.seen.states, complaints: window.seen.complaints }));
  assert.deepEqual(seen, { states, complaints: [] });
}

/** Keeps what a person sees, where somebody wants to look at it. */
export async function picture({ driver }, name, state) {
  const dir = process.env.HALLPASS_PICTURES;
  if (dir) writeFileSync(join(dir, `${name}, ${state}.png`), await driver.takeScreenshot(), 'base64');
}

/** Signs in, reloads, signs out; the addresses of the code that the page loaded. */
export async function drive(window, site, { name }) {
  const { driver, tab } = window;
  // The answer is held back until the first state has been seen.
  const asking = holding(site, '/auth/session');
  await tab.open(site.url);
  await shows(tab, 'loading');
  await asking.held();
  asking.release();
  await shows(tab, 'unauthenticated');
  await saw(tab, ['loading', 'unauthenticated']);
  const code = await tab.run(() => seen.code());
  await picture(tab, name, 'out');

  await signIn(tab);
  await shows(tab, 'authenticated');
  await tab.run(() => seen.reads('Hello, Demo User'));
  await tab.run(() => seen.reads('Fountain pen'));
  await saw(tab, ['loading', 'unauthenticated', 'authenticated']);
  await picture(tab, name, 'in');

  const again = holding(site, '/auth/session');
  await tab.reload();
  await shows(tab, 'loading');
  await again.held();
  again.release();
  await shows(tab, 'authenticated');
  await tab.run(() => seen.reads('Fountain pen'));
  // Who signs out in another window is signed out in this one.
  await signOutElsewhere(window, site);
  await shows(tab, 'unauthenticated');
  await saw(tab, ['loading', 'authenticated', 'unauthenticated']);
  await driver.manage().deleteAllCookies();
  return code;
}

