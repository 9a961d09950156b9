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
  // Node requires a module by its own file system, which does not look into the archives of Yarn's Plug'n'Play.
  assert.equal(manifest.preferUnplugged, true);
  for (const absent of ['dependencies', 'scripts', 'main']) assert.equal(manifest[absent], undefined, absent);
  assert.deepEqual(Object.keys(manifest.peerDependenciesMeta), Object.keys(manifest.peerDependencies));
  assert.ok(Object.values(manifest.peerDependenciesMeta).every(({ optional }) => optional));
  for (const [name, target] of Object.entries(manifest.exports)) {
    if (typeof target === 'object') assert.equal(Object.keys(target)[0], 'types', name);
    for (const path of Object.values(typeof target === 'object' ? target : { target }))
      if (!path.includes('*')) assert.ok(existsSync(join(dir, path)), `${name}: ${path}`);
  }
  for (const path of Object.values(manifest.bin)) assert.match(readFileSync(join(dir, path), 'utf8'), /^#!\/usr\/bin\/env node\n/, path);
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
      bundle: true, minify: true, format: 'esm', write: false, external: ['msw', 'react', 'vue', 'svelte', 'solid-js', '@angular/*', 'rxjs'], logLevel: 'silent',
    });
    assert.equal(outputFiles[0].text.trim(), '', name);
  }
});

test('the facade stays small, and an adapter smaller', async () => {
  const weigh = async (path) => {
    const { outputFiles } = await build({
      entryPoints: [path], bundle: true, minify: true, format: 'esm', target: 'es2022', write: false, mangleProps: /^_[a-z]/,
      external: ['./engine.js', './inline.js', './page/trace.js', './check.js', './overruled.js', './servers.js', './token.js', './devtools/panel.js', 'react', 'vue', 'svelte', 'solid-js', '@angular/*', 'rxjs'],
    });
    return brotliCompressSync(outputFiles[0].contents).length;
  };
  const limits = { 'page/trace': 1180, devtools: 3700, 'devtools/panel': 6300, index: 3830, slim: 3830, react: 980, vue: 1600, svelte: 240, solid: 260, axios: 150, ky: 250, router: 800, 'tanstack-query': 250, 'step-up': 1300, jwt: 1130, claims: 350 };
  for (const [name, limit] of Object.entries(limits)) {
    const bytes = await weigh(join(dir, `${name}.js`));
    assert.ok(bytes <= limit, `${name}: ${bytes} of ${limit} bytes`);
  }
  const page = await weigh(fileURLToPath(new URL('../../src/browser/page/page.ts', import.meta.url)));
  assert.ok(page <= 7090, `the page: ${page} of 7090 bytes`);
});

test('adapters translate and nothing more', () => {
  const source = fileURLToPath(new URL('../../pkg-template/src/', import.meta.url));
  for (const name of ['react', 'react-session', 'react-parts', 'vue', 'vue-session', 'vue-guard', 'vue-parts', 'svelte', 'solid', 'angular-session', 'angular-guard', 'angular-http', 'angular-request', 'angular-answer', 'axios', 'ky', 'router', 'tanstack-query']) {
    const lines = readFileSync(join(source, `${name}.ts`), 'utf8').split('\n');
    const code = lines.filter((line) => !/^\s*($|\/\/|\/\*\*|\*)/.test(line)).length;
    assert.ok(code <= 60, `${name}: ${code} lines of code`);
  }
});
