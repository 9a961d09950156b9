// What an app pays for: that alone, and once.
import assert from 'node:assert/strict';
import { execFileSync, spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, relative } from 'node:path';
import { test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';
import { built, playEngine, playPage, settled } from './setup.mjs';

const path = (place) => fileURLToPath(new URL(place, import.meta.url));
// The real package where one was built, else the facade with its scripted engine.
const dir = process.env.HALLPASS_PACKAGE ?? built;
const { exports } = JSON.parse(readFileSync(join(dir, 'package.json'), 'utf8'));
const entries = Object.keys(exports).filter((name) => !/\*|\.wasm|\.json/.test(name));
const presets = readdirSync(join(dir, 'presets')).filter((name) => name.endsWith('.js')).map((name) => name.slice(0, -3));

/** What of the package stands in the bundle of an app, file by file: those that left any byte. */
async function bundled(contents) {
  const { metafile } = await build({
    stdin: { contents, resolveDir: dir },
    alias: { hallpass: dir },
    bundle: true, splitting: true, minify: true, format: 'esm', write: false, metafile: true, outdir: 'out', logLevel: 'error',
    external: ['msw', 'react', 'vue', 'svelte', 'solid-js', '@angular/*', 'rxjs'],
  });
  const outputs = Object.values(metafile.outputs);
  // How often each stands there: a file within two chunks would run twice.
  return outputs.flatMap(({ inputs }) => Object.entries(inputs).flatMap(([file, { bytesInOutput }]) => (bytesInOutput ? [relative(dir, file)] : []))).sort();
}

const own = (name) => new RegExp(`^${name}\\.js$`);

test('an app that takes one entry gets neither adapters nor presets', async () => {
  const files = await bundled(`import { createSession } from 'hallpass'; console.log(createSession());`);
  assert.ok(files.includes('session.js') && files.includes('engine.js'), files.join());
  const others = ['react', 'vue', 'svelte', 'solid', 'angular', 'axios', 'ky', 'router', 'tanstack-query', 'step-up', 'testing', 'server', 'slim', 'wasm-url', 'watch', 'idle', 'jwt', 'token', 'jwt-inline', 'claims', 'msw', 'devtools'];
  assert.deepEqual(files.filter((file) => /^(presets|jwt)\//.test(file) || others.some((name) => own(name).test(file))), []);
});

test('the page is one file, and what few apps load, or a server, one each', { skip: !process.env.HALLPASS_PACKAGE && 'the facade alone has no page' }, () => {
  assert.deepEqual(readdirSync(join(dir, 'page')).sort(), ['outside.js', 'servers.js', 'trace.js']);
});

test('of the presets, the one that is named', async () => {
  const [wanted] = presets;
  const files = await bundled(
    `import { createSession } from 'hallpass'; import * as preset from 'hallpass/presets/${wanted}'; console.log(createSession, preset);`,
  );
  assert.deepEqual(files.filter((file) => file.startsWith('presets/')), [`presets/${wanted}.js`]);
});

test('of tokens, their module comes lazily, and scopes and roles come without', async () => {
  const tokens = await bundled(`import { createSession } from 'hallpass'; import { jwt } from 'hallpass/jwt'; console.log(createSession({ claims: jwt() }));`);
  assert.ok(tokens.includes('token.js') && tokens.includes('jwt/keys.js') && tokens.includes('jwt-inline.js'), tokens.join());
  const alone = await bundled(`import { hasRole } from 'hallpass/claims'; console.log(hasRole({}, 'admin'));`);
  assert.deepEqual(alone.filter((file) => !file.endsWith('<stdin>')), ['claims.js']);
});

test('the module as text comes with the entry that inlines it, and with no other', async () => {
  const slim = await bundled(`import { createSession } from 'hallpass/slim'; console.log(createSession({ wasm: '/session.wasm' }));`);
  assert.ok(!slim.includes('inline.js') && slim.includes('engine.js'), slim.join());
});

test('however many entries are imported, each part is there once', async () => {
  const all = entries.map((name, i) => `import * as e${i} from '${name.replace('.', 'hallpass')}'; console.log(e${i});`).join('\n');
  const files = await bundled(all);
  assert.ok(files.length > 15, files.join());
  assert.deepEqual(files.filter((file, i) => file === files[i - 1]), []);
});

test('sessions of all entries run on one module', async () => {
  playPage();
  const { engines, loads } = playEngine();
  const { createSession } = await import('hallpass');
  const slim = await import('hallpass/slim');
  const sessions = [createSession({ name: 'a' }), slim.createSession({ name: 'b', wasm: new Uint8Array(8) }), createSession({ name: 'c' })];
  while (!engines.every(({ started }) => started)) await settled();
  assert.equal(engines.length, 3);
  assert.equal(loads.length, 1);
  for (const session of sessions) session.dispose();
  delete globalThis.document;
});

test('what npm packs is what an app may import, and runs nothing when it is installed', () => {
  const [{ files, entryCount }] = JSON.parse(execFileSync('npm', ['pack', '--dry-run', '--json', '--ignore-scripts'], { cwd: dir, stdio: 'pipe' }));
  const names = files.map(({ path }) => path);
  assert.equal(names.length, entryCount);
  for (const name of ['index.js', 'index.d.ts', 'session.wasm', 'jwt.wasm', 'LICENSE', 'README.md', 'package.json'].filter((name) => name !== 'LICENSE' || dir !== built))
    assert.ok(names.includes(name), `${name} is not packed`);
  assert.deepEqual(names.filter((name) => !/^([\w-]+\.(js|d\.ts)|(page|presets|jwt|msw|devtools)\/[\w-]+\.(js|d\.ts)|doctor\/(checks\/)?[\w-]+\.js|(session|jwt)\.wasm|[A-Z]+(\.md)?|package\.json)$/.test(name)), []);
  // npm would run a build for these, without a word in the manifest.
  assert.deepEqual(names.filter((name) => /binding\.gyp|\.node$/.test(name)), []);
});

/** The modules that generated presets import, as entries. */
function generated() {
  const dir = path('../../xtask/src/generate');
  const code = readdirSync(dir).map((name) => readFileSync(join(dir, name), 'utf8')).join();
  return [...new Set([...code.matchAll(/'\.\.\/([\w-]+)\.js'/g)].map(([, name]) => `./${name}`))];
}

test('knip finds nothing unused', () => {
  const template = path('../../pkg-template');
  const room = mkdtempSync(join(tmpdir(), 'hallpass-knip-'));
  const config = join(room, 'knip.json');
  const source = (name) => `src/${name === '.' ? 'index' : name.slice(2)}.ts!`;
  writeFileSync(config, JSON.stringify({
    // What the build generates imports some, too.
    entry: [...[...entries, ...generated()].map(source), 'src/doctor/hallpass.ts!'],
    project: ['src/**/*.ts!'],
    // Run by the build.
    ignoreDependencies: ['@biomejs/biome', 'binaryen', 'esbuild'],
    // A declaration names the types beside it.
    ignoreExportsUsedInFile: { type: true, interface: true },
    // `wasm-url` gives its one value by name and by default.
    exclude: ['duplicates'],
  }));
  const { status, stdout, stderr } = spawnSync(path('../node_modules/.bin/knip'), ['--directory', template, '--config', config, '--no-progress'], { encoding: 'utf8' });
  rmSync(room, { recursive: true });
  assert.equal(status, 0, stdout + stderr);
});

test('every lock can be installed: npm ci wants the entries of all platforms', () => {
  for (const place of ['tests', 'pkg-template', 'docs', 'www/app']) {
    const { packages } = JSON.parse(readFileSync(path(`../../${place}/package-lock.json`), 'utf8'));
    const present = new Set(Object.keys(packages).map((name) => name.split('node_modules/').at(-1)));
    const missing = Object.values(packages).flatMap(({ optionalDependencies = {} }) => Object.keys(optionalDependencies).filter((name) => !present.has(name)));
    assert.deepEqual(missing, [], place);
  }
});
