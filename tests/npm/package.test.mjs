import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { existsSync, readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { brotliCompressSync } from 'node:zlib';
import { build } from 'esbuild';
import { built } from './setup.mjs';

const bin = (name) => fileURLToPath(new URL(`../node_modules/.bin/${name}`, import.meta.url));
// The real package where one was built, else the facade with its scripted engine.
const dir = process.env.HALLPASS_PACKAGE ?? built;
const manifest = JSON.parse(readFileSync(join(dir, 'package.json'), 'utf8'));

test('the manifest keeps its word', () => {
  assert.equal(manifest.type, 'module');
  assert.equal(manifest.sideEffects, false);
  for (const absent of ['dependencies', 'scripts', 'main', 'bin']) assert.equal(manifest[absent], undefined, absent);
  assert.deepEqual(Object.keys(manifest.peerDependenciesMeta), Object.keys(manifest.peerDependencies));
  assert.ok(Object.values(manifest.peerDependenciesMeta).every(({ optional }) => optional));
  for (const [name, target] of Object.entries(manifest.exports)) {
    if (typeof target === 'object') assert.equal(Object.keys(target)[0], 'types', name);
    for (const path of Object.values(typeof target === 'object' ? target : { target }))
      if (!path.includes('*')) assert.ok(existsSync(join(dir, path)), `${name}: ${path}`);
  }
  assert.ok(existsSync(join(dir, 'presets')) && readdirSync(join(dir, 'presets')).length, 'presets');
});

test('publint finds nothing', () => {
  execFileSync(bin('publint'), ['--strict', dir], { stdio: 'pipe' });
});

test('the types resolve wherever the code does', () => {
  const entries = ['./session.wasm', './jwt.wasm', './presets/*'];
  execFileSync(bin('attw'), ['--pack', dir, '--profile', 'esm-only', '--exclude-entrypoints', ...entries], { stdio: 'pipe' });
});

test('no module has an effect: what is not used leaves no byte', async () => {
  for (const name of Object.keys(manifest.exports).filter((name) => !/\*|\.wasm|\.json/.test(name))) {
    const { outputFiles } = await build({
      stdin: { contents: `import ${JSON.stringify(manifest.exports[name].default)};`, resolveDir: dir },
      bundle: true, minify: true, format: 'esm', write: false, external: ['react', 'vue', 'svelte', 'solid-js'], logLevel: 'silent',
    });
    assert.equal(outputFiles[0].text.trim(), '', name);
  }
});

test('the facade stays small, and an adapter smaller', async () => {
  const weigh = async (path) => {
    const { outputFiles } = await build({
      entryPoints: [path], bundle: true, minify: true, format: 'esm', target: 'es2022', write: false, mangleProps: /^_[a-z]/,
      external: ['./engine.js', './inline.js', './page/trace.js', './check.js', './servers.js', './token.js', 'react', 'vue', 'svelte', 'solid-js'],
    });
    return brotliCompressSync(outputFiles[0].contents).length;
  };
  const limits = { 'page/trace': 1120, index: 2650, slim: 2650, react: 850, vue: 450, svelte: 150, solid: 200, axios: 150, ky: 250, router: 250, 'tanstack-query': 250, 'step-up': 1000, jwt: 800, claims: 350 };
  for (const [name, limit] of Object.entries(limits)) {
    const bytes = await weigh(join(dir, `${name}.js`));
    assert.ok(bytes <= limit, `${name}: ${bytes} of ${limit} bytes`);
  }
  const page = await weigh(fileURLToPath(new URL('../../src/browser/page/page.js', import.meta.url)));
  assert.ok(page <= 5200, `the page: ${page} of 5200 bytes`);
});

test('adapters translate and nothing more', () => {
  const source = fileURLToPath(new URL('../../pkg-template/src/', import.meta.url));
  for (const name of ['react', 'vue', 'svelte', 'solid', 'axios', 'ky', 'router', 'tanstack-query']) {
    const lines = readFileSync(join(source, `${name}.ts`), 'utf8').split('\n');
    const code = lines.filter((line) => !/^\s*($|\/\/|\/\*\*|\*)/.test(line)).length;
    assert.ok(code <= 60, `${name}: ${code} lines of code`);
  }
});
