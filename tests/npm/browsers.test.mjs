// From which versions on the package works: as its manifest and its README say, and as its files show.
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { BROWSERS, DEMANDING, WITHOUT, entry, extensions, least, reads, scripts, uses } from './browsers.mjs';

const root = fileURLToPath(new URL('../../', import.meta.url));
const read = (file) => readFileSync(join(root, file), 'utf8');
const dir = process.env.HALLPASS_PACKAGE;
const manifest = JSON.parse(readFileSync(join(dir, 'package.json'), 'utf8'));
const all = scripts(dir);
const core = all.filter(({ name }) => !DEMANDING.test(name));
const LISTED = { chrome: 'chrome', edge: 'edge', firefox: 'firefox', safari: 'safari', safari_ios: 'ios_saf' };

const used = (files) => new Set(files.flatMap(({ code }) => [...uses(code)]));
const wasm = extensions(read('xtask/src/build/wasm.rs'));
const wanted = (files) => [...used(files), ...wasm].filter((key) => !(key in WITHOUT));

test('the oldest browsers of the manifest are those that have all that a session uses', () => {
  for (const key of wasm) assert.ok(entry(key), `${key}: not in the compatibility data`);
  const keys = wanted(core);
  const computed = BROWSERS.map((browser) => `${LISTED[browser]} >= ${least(keys, browser).version}`);
  assert.deepEqual(manifest.browserslist, computed, BROWSERS.map((browser) => `${browser}: ${least(keys, browser).key}`).join('; '));
});

test('they read its syntax as it stands', () => {
  for (const { name, code } of core)
    for (const browser of ['chrome', 'edge', 'firefox', 'safari', 'safari_ios']) {
      const [, version] = manifest.browserslist[BROWSERS.indexOf(browser)].split(' >= ');
      assert.ok(reads(code, `${browser === 'safari_ios' ? 'ios' : browser}${version}`), `${name} in ${browser} ${version}`);
    }
  assert.ok(!core.every(({ code }) => reads(code, 'chrome80')), 'this can tell');
});

test('what the session does without is used somewhere', () => {
  const keys = used(core);
  assert.deepEqual(Object.keys(WITHOUT).filter((key) => !keys.has(key)), []);
});

test('the READMEs say the same', () => {
  const [chrome, edge, firefox, safari] = manifest.browserslist.map((line) => line.split(' >= ')[1]);
  assert.equal(chrome, edge);
  const keys = [...used(all.filter(({ name }) => DEMANDING.test(name)))];
  const most = Object.fromEntries(BROWSERS.map((browser) => [browser, least(keys, browser).version]));
  for (const file of ['README.md', 'pkg-template/README.md']) {
    assert.ok(read(file).includes(`Chrome and Edge ${chrome}, Firefox ${firefox}, Safari ${safari}`), file);
  }
  const demanding = read('pkg-template/README.md');
  assert.ok(demanding.includes(`Chrome and Edge ${most.chrome}, Firefox ${most.firefox}, Safari ${most.safari}`), JSON.stringify(most));
});
