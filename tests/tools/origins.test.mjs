// A development server that replaces `Host`: the server refuses its page, says why and what to set, and the page shows that.
import assert from 'node:assert/strict';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { DEMO, serve as serveForTests } from '../e2e/harness/server.mjs';
import { drive, openWindow } from './drive.mjs';
import { install, origin } from './install.mjs';
import { serve, withoutKnobs } from './server.mjs';
import { serving } from './serving.mjs';

let window;
before(async () => (window = await openWindow()));
after(() => window?.close());

/** An example whose proxy is written the short way, `'/auth': 'http://…'`: Vite then replaces `Host`. */
function short(example) {
  const dir = install(example);
  const config = origin(example, 'vite.config.ts');
  const text = readFileSync(config, 'utf8').replaceAll('{ target, changeOrigin: false }', 'target');
  assert.match(text, /'\/auth': target,/);
  writeFileSync(join(dir, 'vite.short.config.ts'), text);
  return dir;
}
const row = { command: ['vite', '--port', '{port}', '--strictPort', '--config', 'vite.short.config.ts'], ready: /Local/ };

test('a page whose origin the server does not know says which origin met which host, and what to set', { timeout: 300_000 }, async () => {
  const site = await serving(short('react-vite'), row);
  const { tab } = window;
  try {
    await site.open();
    await tab.open(site.url);
    await tab.type('input[name="email"]', DEMO.email);
    await tab.type('input[name="password"]', DEMO.password);
    await tab.click('form button');
    const words = `the request came from the origin ${site.url} to ${site.network.url}`;
    await tab.run((words) => seen.reads(words), words);
    await tab.run((flag) => seen.reads(flag), `--app-origin ${site.url}`);
    assert.ok((await tab.run(() => document.querySelector('[role="alert"]').textContent)).includes(words), 'as the refusal of the form');
  } finally {
    await site.stop();
  }
});

test('with --app-origin, the same page signs in', { timeout: 300_000 }, async () => {
  const site = await serving(short('react-vite'), { ...row, rewritesHost: true });
  try {
    await site.open();
    await drive(window, site, { name: 'Vite dev, Host replaced' });
  } finally {
    await site.stop();
  }
});

test('no server with knobs passes for one that users run', async () => {
  const server = await serve();
  await server.stop();
  const tests = await serveForTests('.');
  try {
    await assert.rejects(withoutKnobs(tests.url), /test-knobs/);
  } finally {
    await tests.stop();
  }
});
