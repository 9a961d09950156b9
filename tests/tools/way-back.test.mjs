// After a sign-in the examples go back to the page that was wanted, and to no other site that a link names.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { DEMO } from '../e2e/harness/server.mjs';
import { openWindow } from './drive.mjs';
import { install } from './install.mjs';
import { serving } from './serving.mjs';

let window;
before(async () => (window = await openWindow()));
after(() => window?.close());

const row = { command: ['vite', '--port', '{port}', '--strictPort'], ready: /Local/ };
const ABROAD = ['//evil.example/', '/\\evil.example/', '/\t/evil.example/', '/.//evil.example/', 'https://evil.example/', 'javascript:alert(1)', '//'];

for (const example of ['react-router', 'vue-vite'])
  test(`${example}: a way back that leads to another site is not taken`, { timeout: 300_000 }, async () => {
    const site = await serving(install(example), row);
    const { driver, tab } = window;
    try {
      await site.open();
      for (const [wanted, path] of [['/?page=2#end', '/?page=2#end'], ...ABROAD.map((wanted) => [wanted, '/'])]) {
        await tab.open(`${site.url}/sign-in?redirect=${encodeURIComponent(wanted)}`);
        await tab.type('input[name="email"]', DEMO.email);
        await tab.type('input[name="password"]', DEMO.password);
        await tab.click('form button');
        await tab.element('h1 ~ button', () => {});
        assert.equal(await tab.url(), site.url + path, wanted);
        await driver.manage().deleteAllCookies();
      }
    } finally {
      await site.stop();
    }
  });
