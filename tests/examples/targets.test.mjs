// What `wasm-pack build` makes of an app written in Rust, by where it is to run; `--target web` is what rust.test.mjs drives.
import assert from 'node:assert/strict';
import { execFileSync, spawnSync } from 'node:child_process';
import { cpSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { drive, openWindow, recording } from '../tools/drive.mjs';
import { install, temporary } from '../tools/install.mjs';
import { untyped } from '../tools/policies.mjs';
import { serving } from '../tools/serving.mjs';

const built = process.env.HALLPASS_TARGETS;
const example = fileURLToPath(new URL('../../examples/wasm-bindgen', import.meta.url));
/** With `--full`, what has to be installed too. */
const testInstalled = process.env.HALLPASS_FULL === '1' ? test : () => {};
const DENO = 'deno@2.9.6';

/** The app starts a session as it loads, which has to say that there is no page. */
function refuses(program, args, cwd) {
  const { status, stderr } = spawnSync(program, args, { cwd, encoding: 'utf8', env: { ...process.env, NO_COLOR: '1' } });
  assert.notEqual(status, 0);
  assert.match(stderr, /Error: config_invalid: .*Session::loading\(\)/);
}

test('nodejs: the module loads by require, and a session says that there is no page', () => {
  refuses('node', ['--eval', "require('./app.js')"], join(built, 'nodejs'));
});

testInstalled('deno: the module loads, and a session says that there is no page', () => {
  const dir = temporary('deno');
  writeFileSync(join(dir, 'package.json'), '{ "private": true }');
  execFileSync('npm', ['install', '--prefer-offline', '--no-audit', '--no-fund', '--ignore-scripts', '--loglevel=error', DENO], { cwd: dir });
  refuses(join(dir, 'node_modules/.bin/deno'), ['run', '--allow-read', join(built, 'deno/app.js')], dir);
});

testInstalled('bundler: webpack makes a page of it, and a user signs in', { timeout: 240_000 }, async () => {
  const dir = install('bundlers');
  cpSync(join(built, 'bundler'), join(dir, 'app'), { recursive: true });
  for (const file of ['index.html', 'style.css']) cpSync(join(example, file), join(dir, 'dist', file), { recursive: true });
  writeFileSync(join(dir, 'start.js'), "import './app/app.js';\n");
  const args = ['./start.js', '--mode', 'production', '-o', 'dist', '--output-filename', 'main.js', '--experiments-async-web-assembly'];
  execFileSync('npx', ['webpack', ...args], { cwd: dir });
  const window = await openWindow();
  const site = await serving(dir, { root: 'dist', ...untyped });
  try {
    recording(join(dir, 'dist'));
    await site.open();
    const code = await drive(window, site, { name: 'wasm-bindgen, webpack' });
    assert.ok(code.length <= 4, code.join('\n'));
  } finally {
    await site.stop();
    await window.close();
  }
});
