// The panel of hallpass/devtools: what it shows, by mouse, keyboard and screen reader, under a strict policy (P1, P3).
import assert from 'node:assert/strict';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { Key } from 'selenium-webdriver';
import { DEMO, chromium, setup } from './harness/index.mjs';

const world = setup({ through: 'proxy' });
const AXE = readFileSync(new URL('../node_modules/axe-core/axe.min.js', import.meta.url), 'utf8');
const pictures = process.env.HALLPASS_PICTURES;

/** What every test looks at: the panel's shadow root. */
const look = () => {
  window.panel = document.querySelector('[data-hallpass-devtools]').shadowRoot;
  window.text = (css) => panel.querySelector(css).innerText;
  /** Resolves once it holds of the panel: it draws with the next frame. */
  window.drawn = (holds) =>
    new Promise((resolve, reject) => {
      const timer = test.setTimeout(() => reject(new Error(`in vain: ${holds}, there is\n${panel.querySelector('.frame').innerText}`)), 40_000);
      const again = () => (holds() ? (test.clearTimeout(timer), resolve()) : requestAnimationFrame(again));
      again();
    });
};

/** Mounts the panel, and waits until it is there. */
async function mounted(tab, options = {}) {
  await tab.run(async (options) => {
    const { mountDevtools } = await import('/hallpass/devtools.js');
    if (options.make) {
      window.session = test.createSession();
      Object.assign(window, test.watch(session));
    }
    if (options.target) options.target = document.body.appendChild(document.createElement('main'));
    const there = new Promise((resolve) => new MutationObserver(() => document.querySelector('[data-hallpass-devtools]') && resolve()).observe(document, { childList: true, subtree: true }));
    window.unmount = mountDevtools(session, options);
    await there;
  }, options);
  await tab.run(look);
  return tab;
}

async function signedIn(options) {
  await world.fresh();
  const tab = await world.page();
  await mounted(tab, options);
  await tab.login(DEMO);
  await tab.status('authenticated');
  return tab;
}

const sentence = (tab, words) => tab.run((words) => drawn(() => text('.why').includes(words)), words);
const picture = async (name) => {
  if (!pictures) return;
  mkdirSync(pictures, { recursive: true });
  writeFileSync(join(pictures, `devtools-${name}.png`), await world.driver.takeScreenshot(), 'base64');
};

test('a request that met a lapsed session is one group: refused, lock, refresh, sent again', async () => {
  const tab = await signedIn({ open: true });
  await world.server.expire();
  assert.equal((await tab.request('/api/me')).status, 200);
  await tab.run(() => drawn(() => [...panel.querySelectorAll('[data-topic=requests] .what')].some((one) => one.textContent === 'request → 401 session_expired → lock → refresh → 200 → sent again → 200')));
  await sentence(tab, 'A user is signed in.');
  assert.equal(await tab.run(() => text('.clocks dt')), 'Access');
});

test('“why am I signed out?”: in one sentence, with the lines that prove it', async () => {
  const tab = await signedIn({ open: true });
  const other = await world.another();
  await other.status('authenticated');
  await other.logout();
  await other.close();
  await tab.status('unauthenticated');
  await sentence(tab, 'Another tab signed out, and this one was told.');
  assert.equal(await tab.run(() => text('h2')), 'Why am I signed out?');
  const lines = await tab.run(() => [...panel.querySelectorAll('.proof .lines b')].map((one) => one.textContent));
  assert.ok(lines.includes('event ended') && lines.includes('snapshot'), lines.join());
});

test('what happened before the panel was loaded is there, and so is a session that it comes late to', async () => {
  await world.fresh();
  const tab = await world.first.open(world.address({ idle: true }));
  await mounted(tab, { open: true, make: true });
  await tab.status('unauthenticated');
  await sentence(tab, 'Nobody was signed in when the page asked: the session endpoint answered 200.');
  await tab.run(() => unmount());
  await mounted(tab, { open: true });
  await sentence(tab, 'Nobody was signed in when the page asked.');
});

test('filters narrow it down: by topic and by text', async () => {
  const tab = await signedIn({ open: true });
  await tab.request('/api/me');
  const topics = () => tab.run(() => [...new Set([...panel.querySelectorAll('[data-topic]')].map((one) => one.dataset.topic))].sort());
  await tab.run(() => drawn(() => panel.querySelector('[data-topic=requests]')));
  assert.ok((await topics()).includes('session'));
  await tab.run(() => panel.querySelectorAll('[type=checkbox]').forEach((box, index) => index > 0 && box.click()));
  assert.deepEqual(await topics(), ['requests']);
  await tab.run(() => panel.querySelectorAll('[type=checkbox]').forEach((box, index) => index > 0 && box.click()));
  await tab.run(() => {
    const search = panel.querySelector('[type=search]');
    search.value = 'login()';
    search.dispatchEvent(new Event('input'));
  });
  assert.equal(await tab.run(() => panel.querySelectorAll('.groups > li').length), 1);
});

test('by keyboard: it opens, each part is reached, Escape closes it and gives the focus back', async () => {
  const tab = await signedIn();
  assert.deepEqual(await tab.run(() => [panel.querySelector('.body').hidden, panel.querySelector('.toggle').ariaExpanded]), [true, 'false']);
  await tab.run(() => panel.querySelector('.toggle').focus());
  const press = (...keys) => tab.element('body', (body) => body.getDriver().actions().sendKeys(...keys).perform());
  await press(Key.ENTER);
  assert.equal(await tab.run(() => panel.querySelector('.toggle').ariaExpanded), 'true');
  const reached = [];
  for (let count = 0; count < 40; count++) {
    await press(Key.TAB);
    const name = await tab.run(() => {
      const { activeElement: one } = panel;
      return one && (one.getAttribute('aria-label') || one.innerText || one.type);
    });
    if (!name) break;
    reached.push(name.split('\n')[0]);
  }
  for (const wanted of ['The lines that prove it', 'Filter by text', 'Timeline', 'Copy report', 'Clear']) assert.ok(reached.some((name) => name.startsWith(wanted)), `${wanted} of ${reached}`);
  await tab.run(() => panel.querySelector('[type=search]').focus());
  await press(Key.ESCAPE);
  assert.deepEqual(await tab.run(() => [panel.querySelector('.body').hidden, panel.activeElement?.className]), [true, 'toggle']);
});

const looks = chromium ? ['light', 'dark'] : ['light'];
for (const scheme of looks)
  for (const [device, width, height] of [['desktop', 1280, 900], ['phone', 390, 844]])
    test(`axe finds nothing: ${scheme}, ${device}`, async () => {
      const { driver } = world;
      const emulate = (command, parameters) => chromium && driver.sendDevToolsCommand(command, parameters);
      await emulate('Emulation.setEmulatedMedia', { features: [{ name: 'prefers-color-scheme', value: scheme }] });
      await emulate('Emulation.setDeviceMetricsOverride', { width, height, deviceScaleFactor: 1, mobile: false });
      try {
        const tab = await signedIn();
        await tab.run(() => {
          document.title = 'An app';
          document.body.append(Object.assign(document.createElement('h1'), { textContent: 'An app' }));
        });
        await world.server.expire();
        await tab.request('/api/me');
        await tab.logout();
        await driver.executeScript(AXE);
        const examine = (state) =>
          tab.run(() => axe.run({ include: [['[data-hallpass-devtools]']] }, { resultTypes: ['violations', 'incomplete'] }).then(({ violations, passes }) => ({ violations: violations.map(({ id, nodes }) => [id, nodes.map(({ target, failureSummary }) => `${target} ${failureSummary}`)]), passes: passes.length })))
            .then(({ violations, passes }) => {
              assert.deepEqual(violations, [], state);
              assert.ok(passes > 5, `${state}: axe looked at ${passes} rules`);
            });
        await examine('closed');
        await tab.run(() => panel.querySelector('.toggle').click());
        await tab.run(() => drawn(() => panel.querySelectorAll('.groups > li').length > 3));
        await tab.run(() => panel.querySelectorAll('details').forEach((one, index) => (one.open = index < 3)));
        await examine('open');
        const { left, right, all } = await tab.run(() => ({ ...panel.querySelector('.frame').getBoundingClientRect().toJSON(), all: innerWidth }));
        if (chromium) assert.equal(all, width);
        assert.ok(left >= 0 && right <= all, `it stands from ${left} to ${right} of ${all}`);
        await picture(`${scheme}-${device}`);
      } finally {
        await emulate('Emulation.setEmulatedMedia', { features: [] });
        await emulate('Emulation.clearDeviceMetricsOverride', {});
      }
    });

test('the report can be sent along: the trace and why, and no secret', async () => {
  const tab = await signedIn({ open: true });
  await world.server.expire();
  await tab.request('/api/me');
  const handle = await tab.run(async () => (await (await fetch('/auth/session', { headers: { 'x-csrf': '1' } })).json()).session);
  const written = await tab.run(async () => {
    const copied = new Promise((resolve) => Object.defineProperty(navigator, 'clipboard', { configurable: true, value: { writeText: async (text) => resolve(text) } }));
    [...panel.querySelectorAll('button')].find((one) => one.textContent === 'Copy report').click();
    return copied;
  });
  const { snapshot, why, entries } = JSON.parse(written);
  assert.deepEqual([snapshot.status, why], ['authenticated', 'A user is signed in.']);
  assert.ok(entries.some(({ event }) => event === 'effect dispatch'));
  const tokens = (await world.server.tokens()).map(({ token }) => token);
  assert.ok(tokens.length && handle);
  for (const secret of [DEMO.email, DEMO.password, DEMO.subject, handle, ...tokens]) assert.ok(!written.includes(secret), 'a secret in the report');
});

test('without a clipboard the report is there to be copied by hand', async () => {
  const tab = await signedIn({ open: true });
  await tab.run(() => {
    Object.defineProperty(navigator, 'clipboard', { configurable: true, value: undefined });
    [...panel.querySelectorAll('button')].find((one) => one.textContent === 'Copy report').click();
  });
  await tab.run(() => drawn(() => !panel.querySelector('textarea').hidden));
  assert.equal(JSON.parse(await tab.run(() => panel.querySelector('textarea').value)).hallpass, 1);
});

test('it stands where it is told to, and leaves nothing behind', async () => {
  const tab = await signedIn({ open: true, target: true });
  assert.equal(await tab.run(() => getComputedStyle(panel.querySelector('.frame')).position), 'static');
  const timers = () => tab.run(() => test.seen.timers.size);
  const before = await timers();
  await tab.run(() => (unmount(), unmount()));
  assert.equal(await tab.run(() => document.querySelector('[data-hallpass-devtools]')), null);
  assert.ok((await timers()) <= before);
  assert.equal((await tab.request('/api/me')).status, 200);
});

test('a panel that is taken away before it is loaded does not come', async () => {
  await world.fresh();
  const tab = await world.page();
  const count = await tab.run(async () => {
    const { mountDevtools } = await import('/hallpass/devtools.js');
    mountDevtools(session)();
    await import('/hallpass/devtools/panel.js');
    await new Promise((resolve) => requestAnimationFrame(resolve));
    return document.querySelectorAll('[data-hallpass-devtools]').length;
  });
  assert.equal(count, 0);
});

const POLICY = "default-src 'none'; script-src 'self' 'wasm-unsafe-eval'; connect-src 'self'; style-src 'nonce-of-this-page'; img-src data:; require-trusted-types-for 'script'";
for (const [what, prepare, nonce] of [
  ['a constructed style sheet, which needs no nonce', () => {}, undefined],
  ['an element with the nonce, where there are none', () => delete CSSStyleSheet.prototype.replaceSync, 'of-this-page'],
])
  test(`under a policy that knows no style but by nonce: ${what}`, async () => {
    await world.fresh();
    const html = '<!doctype html><html lang=en><title>strict</title><link rel=icon href="data:,"><script src="/prelude.js"></script><script type=module src="/page.js"></script>';
    world.proxy.answer = ({ url }, response) => url === '/strict' && (response.writeHead(200, { 'content-type': 'text/html', 'content-security-policy': POLICY }).end(html), true);
    const tab = await world.first.open(`${world.url}/strict`);
    await tab.status('unauthenticated');
    await tab.run(prepare);
    await mounted(tab, { open: true, ...(nonce && { nonce }) });
    assert.deepEqual(await tab.run(() => [getComputedStyle(panel.querySelector('.frame')).position, getComputedStyle(panel.querySelector('.toggle')).borderRadius]), ['fixed', '8px']);
    assert.deepEqual(await tab.run(() => test.seen.violations), []);
  });
