// Fresh folders, each with the packed package and pinned tools in it: as a user gets them from npm.
import { execFileSync } from 'node:child_process';
import { cpSync, existsSync, mkdtempSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { PACKAGE, managerOf } from './managers.mjs';

const path = (relative) => fileURLToPath(new URL(relative, import.meta.url));
/** The package under test. */
export const BUILT = process.env.HALLPASS_PACKAGE ?? path('../../pkg');

/** A program that is a package of npm: the one for this machine. */
const NODE_24 = { [`node-${process.platform}-${process.arch}`]: '^24.0.0' };

/** What is installed together: a folder to copy, one to lay over it, and what differs from what the manifest asks for. */
export const INSTALLS = {
  node: { from: 'node' },
  bundlers: { from: 'bundlers' },
  vitest: { from: 'vitest' },
  'vitest-3': { from: 'vitest', versions: { vitest: '^3.2.4', jsdom: '^26.1.0' } },
  'vitest-5-node-24': { from: 'vitest', versions: { vitest: '^5.1.2', ...NODE_24 } },
  jest: { from: 'jest' },
  'node-24': { from: 'node', versions: NODE_24 },
  'vitest-3-node-24': { from: 'vitest', versions: { vitest: '^3.2.4', jsdom: '^26.1.0', ...NODE_24 } },
  'vitest-4-node-24': { from: 'vitest', versions: NODE_24 },
  'types-5.4': { from: 'types', versions: { typescript: '~5.4.0' } },
  'types-5': { from: 'types', versions: { typescript: '^5.9.0' } },
  'types-6': { from: 'types', versions: { typescript: '^6.0.0' } },
  'types-7': { from: 'types', versions: { typescript: '^7.0.0' } },
  bun: { from: 'node', versions: { bun: '^1.4.5' } },
  deno: { from: 'node', versions: { deno: '^2.9.6' } },
  'bun-build': { from: 'bundlers', over: 'bun' },
  rspack: { from: 'bundlers', over: 'rspack' },
  rsbuild: { from: 'bundlers', over: 'rsbuild' },
  parcel: { from: 'bundlers', over: 'parcel' },
  managers: { from: 'managers' },
  'node-pnpm': { from: 'node', by: 'pnpm' },
  'node-yarn': { from: 'node', by: 'yarn' },
  'bundlers-yarn': { from: 'bundlers', by: 'yarn' },
  'react-vite': { from: '../../examples/react-vite' },
  'react-vite-pnpm': { from: '../../examples/react-vite', by: 'pnpm' },
  // Yarn wants each optional dependency to be there, of whatever platform.
  'react-vite-yarn': { from: '../../examples/react-vite', by: 'yarn', versions: { vite: '~8.3.8' } },
  storybook: { from: '../../examples/react-vite', over: 'storybook' },
  'storybook-msw-3': { from: '../../examples/react-vite', over: 'storybook', versions: { msw: '^3.0.5' } },
  astro: { from: 'bundlers', over: 'astro', versions: NODE_24 },
  'astro-react': { from: '../../examples/react-vite', over: 'astro-react', versions: NODE_24 },
  'astro-rendered': { from: '../../examples/react-vite', over: 'astro-rendered', versions: NODE_24 },
  playwright: { from: '../../examples/react-vite', over: 'playwright' },
  'playwright-msw-3': { from: '../../examples/react-vite', over: 'playwright', versions: { msw: '^3.0.5', ...NODE_24 } },
  'react-router': { from: '../../examples/react-router' },
  'vue-vite': { from: '../../examples/vue-vite' },
  'vite-7': { from: '../../examples/vue-vite', versions: { vite: '^7.3.8' } },
  next: { from: '../../examples/next' },
  sveltekit: { from: '../../examples/sveltekit' },
  angular: { from: '../../examples/angular' },
  'angular-zone': { from: '../../examples/angular', versions: { 'zone.js': '~0.15.1' } },
  nuxt: { from: '../../examples/nuxt' },
  'react-router-framework': { from: '../../examples/react-router-framework' },
  'tanstack-start': { from: '../../examples/tanstack-start' },
};

/** The manager that installs it: npm, unless it says another. */
export const managerFor = (name) => managerOf(INSTALLS[name].by, () => install('managers'));

export const lockOf = (name) => path(`locks/${name}.${managerFor(name).pinned}`);

/** The manifest of a folder, with the packed package in place of the published one. */
export function manifestOf(install) {
  const { versions = {} } = INSTALLS[install];
  const manifest = JSON.parse(readFileSync(origin(install, 'package.json'), 'utf8'));
  manifest.devDependencies ??= {};
  if (manifest.dependencies) manifest.dependencies.hallpass = `file:${PACKAGE}`;
  for (const [name, version] of Object.entries(versions)) manifest.devDependencies[name] = version;
  return JSON.stringify(manifest, null, 2);
}

let room;
let packed;

/** A new folder outside the repository, so that no tool finds anything of it; gone at the end. */
export function temporary(prefix) {
  if (!room) {
    room = mkdtempSync(join(tmpdir(), 'hallpass-tools-'));
    process.on('exit', () => rmSync(room, { recursive: true, force: true }));
  }
  return mkdtempSync(join(room, `${prefix}-`));
}

/** Packs the package under test, once; where the archive is. */
export function pack() {
  if (!packed) {
    const dir = temporary('packed');
    execFileSync('npm', ['pack', '--silent', '--ignore-scripts', '--pack-destination', dir], { cwd: BUILT });
    packed = join(dir, readdirSync(dir)[0]);
  }
  return packed;
}

const installed = new Map();

/** Where a file of an installation comes from. */
export function origin(install, file) {
  const { from, over } = INSTALLS[install];
  return [over, from].filter(Boolean).map((folder) => path(`${folder}/${file}`)).find(existsSync);
}

/** Installs, once for all rows that share it; the folder. */
export function install(name) {
  if (!installed.has(name)) {
    const dir = temporary(name);
    const { from, over } = INSTALLS[name];
    for (const folder of [from, over].filter(Boolean))
      cpSync(path(folder), dir, { recursive: true, filter: (file) => !/\/(node_modules|dist|\.next|\.svelte-kit|\.nuxt|\.output|build)$/.test(file) });
    cpSync(pack(), join(dir, PACKAGE));
    writeFileSync(join(dir, 'package.json'), manifestOf(name));
    const manager = managerFor(name);
    cpSync(lockOf(name), join(dir, manager.lock));
    manager.install(dir);
    installed.set(name, dir);
  }
  return installed.get(name);
}

/** A command, as it starts in an installation: Yarn is no program of the machine. */
export const commandOf = (name, [program, ...args]) => [...(program === 'yarn' ? managerFor(name).program() : [program]), ...args];

/** The installed version of a tool. */
export function versionOf(name, tool) {
  const dir = install(name);
  if (INSTALLS[name].by !== 'yarn') return JSON.parse(readFileSync(join(dir, 'node_modules', tool, 'package.json'), 'utf8')).version;
  const [, version] = new RegExp(`^"${tool}@npm:.*\\n  version: (.*)$`, 'm').exec(readFileSync(join(dir, 'yarn.lock'), 'utf8'));
  return version;
}
