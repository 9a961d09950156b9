// Compiles the facade into node_modules/hallpass, beside an engine that the tests play themselves.
import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { cpSync, existsSync, mkdirSync, readFileSync, readdirSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { buildSync } from 'esbuild';

const here = fileURLToPath(new URL('.', import.meta.url));
const template = join(here, '../../pkg-template');
const browser = join(here, '../../src/browser');
const modules = join(here, 'node_modules');

/** The package under test: the compiled facade and a scripted engine. */
export const built = join(modules, 'hallpass');

/** The page itself, file by file, without its types. */
export const source = join(built, 'page');

/** TypeScript's compiler. */
export const tsc = join(here, '../node_modules/.bin/tsc');

const ENGINE = `
export { safeReturnTo } from './page/return-to.js';
export { isLeft, leave } from './page/leave.js';
export { late } from './page/late.js';
export { painting } from './page/painting.js';
export { any } from './page/signals.js';
import { CALLS } from './page/generated/trace.js';
export const createPage = (...parts) => new Page(...parts);
class Page {
  imports = {};
  constructor(...parts) {
    this.played = globalThis.script.engine(...parts);
    this.played.page = this;
    // As the page does it: through the door, which a trace may watch.
    this.played.push = (...input) => this.handle(...input);
  }
  start(exports) {
    this.played.started = exports;
  }
  handle(...input) {
    return this.played.handle(...input);
  }
  perform(...effect) {
    this.played.performed.push(effect);
  }
  call(kind, argument) {
    return this.played.call(CALLS[kind], argument);
  }
  fetch(...parts) {
    return this.played.fetch(...parts);
  }
  forget() {}
  dispose() {
    this.played.dispose();
  }
}
`;
/** The least that is a module. */
const EMPTY = Uint8Array.of(0, 97, 115, 109, 1, 0, 0, 0);
const INLINE = `export const bytes = () => new Uint8Array([${EMPTY}]);\n`;

/** The files in TypeScript, however deep. */
const typescript = (dir) =>
  readdirSync(dir, { recursive: true }).filter((name) => name.endsWith('.ts')).map((name) => join(dir, name));
const sources = [join(template, 'src'), browser].flatMap(typescript);
const hash = createHash('sha256');
for (const file of [...sources, ...['package.json', 'tsconfig.json', 'tsconfig.emit.json'].map((name) => join(template, name)), fileURLToPath(import.meta.url)])
  hash.update(readFileSync(file));
const wanted = hash.digest('hex');
const stamp = join(built, '.stamp');
const fresh = () => existsSync(stamp) && readFileSync(stamp, 'utf8') === wanted;

function build() {
  const room = join(modules, '.room');
  rmSync(room, { recursive: true, force: true });
  cpSync(join(template, 'src'), join(room, 'src'), { recursive: true });
  writeFileSync(join(room, 'package.json'), '{ "type": "module" }');
  for (const name of ['tsconfig.json', 'tsconfig.emit.json']) cpSync(join(template, name), join(room, name));
  const out = join(room, 'out');
  execFileSync(tsc, ['--project', join(room, 'tsconfig.emit.json'), '--outDir', out], { stdio: 'inherit' });
  const entryPoints = ['page', 'jwt'].flatMap((name) => typescript(join(browser, name)));
  buildSync({ entryPoints, outdir: out, outbase: browser, format: 'esm', target: 'es2022' });
  const { devDependencies, ...manifest } = JSON.parse(readFileSync(join(template, 'package.json'), 'utf8'));
  writeFileSync(join(out, 'package.json'), JSON.stringify(manifest, null, 2));
  for (const text of ['README.md', 'CHANGELOG.md', 'wasm.d.ts']) cpSync(join(template, text), join(out, text));
  writeFileSync(join(out, 'engine.js'), ENGINE);
  writeFileSync(join(out, 'inline.js'), INLINE);
  writeFileSync(join(out, 'jwt-inline.js'), INLINE);
  for (const module of ['session.wasm', 'jwt.wasm']) writeFileSync(join(out, module), EMPTY);
  mkdirSync(join(out, 'presets'));
  writeFileSync(join(out, 'presets/example.js'), "export default { session: { path: '/me' }, subject: '/id' };\n");
  writeFileSync(
    join(out, 'presets/example.d.ts'),
    "import type { Preset } from '../preset.js';\ndeclare const preset: Preset;\nexport default preset;\n",
  );
  writeFileSync(join(out, '.stamp'), wanted);
  rmSync(built, { recursive: true, force: true });
  renameSync(out, built);
  rmSync(room, { recursive: true, force: true });
}

// Several test files may want it at the same time: the one that makes the folder builds.
const lock = join(modules, '.lock');
mkdirSync(modules, { recursive: true });
for (let waited = 0; !fresh(); waited += 50) {
  try {
    mkdirSync(lock);
  } catch {
    if (waited > 60_000) rmSync(lock, { recursive: true, force: true });
    await sleep(50);
    continue;
  }
  try {
    if (!fresh()) build();
  } finally {
    rmSync(lock, { recursive: true, force: true });
  }
}

const { EFFECTS, INTENTS } = await import(join(source, 'generated/trace.js'));

/** Has a page carry out an effect, by its name; what is sent, by the name of its intent. */
export const perform = (page, name, id, a, b, ...more) =>
  page.perform(EFFECTS.indexOf(name), id, a, name === 'send' ? INTENTS.indexOf(b) : b, ...more);

const { compile } = WebAssembly;
/** Of Node's loop; a stub that answers over several of them has enough. */
const TURNS = 10;

/** What the scripted engine got: options, sink, calls; and how the module was loaded. */
export function playEngine({ init = async () => {}, call = async () => {}, fetch = async () => new Response('ok') } = {}) {
  const engines = [];
  const loads = [];
  WebAssembly.compile = async (wasm) => {
    // Node itself runs on WebAssembly where it fetches: on more than a header.
    if (wasm.byteLength > EMPTY.length) return compile(wasm);
    loads.push(wasm);
    await init(wasm);
    // At once, so that nothing is left to a thread of its own: see `settled`.
    return new WebAssembly.Module(EMPTY);
  };
  globalThis.script = {
    engine(options, sink) {
      const show = (status, activity, reason, error) =>
        sink.publish({ status, activity, ...(reason && { reason }), ...(error && { error }) });
      const engine = {
        show,
        options, sink, calls: [], performed: [], disposed: 0,
        /** What an input leads to: for a test to play. */
        handle: () => Infinity,
        call(kind, argument) {
          engine.calls.push([kind, argument]);
          return call.call(engine, kind, argument);
        },
        fetch: (...parts) => fetch.apply(engine, parts),
        dispose() {
          engine.disposed++;
        },
        signIn: (claims = { name: 'Ada' }, subject = 'ada') =>
          sink.publish({ status: 'authenticated', activity: 'idle', claims, subject, expiresAt: 1000, idleExpiresAt: null, absoluteExpiresAt: null }),
        signOut: (reason = 'logged-out') => show('unauthenticated', 'idle', reason),
        /** Out of the back/forward cache: nothing is known until the server has been asked. */
        restore: () => show('loading', 'checking', ''),
      };
      engines.push(engine);
      return engine;
    },
  };
  return { engines, loads };
}

/** A page, as far as the facade looks at it: cookies and what it asks the network. */
export function playPage(cookie = '') {
  const requests = [];
  globalThis.document = { cookie, baseURI: 'https://app.example/' };
  // Node has one of its own from version 21 on.
  globalThis.navigator ??= { onLine: true };
  globalThis.fetch = (url, init) => {
    requests.push([url, init]);
    return Promise.resolve(Response.json({ authenticated: false }));
  };
  return { requests };
}

/** Lets everything happen that waits for nothing but its turn: no file, no thread, no clock. */
export async function settled() {
  for (let turn = 0; turn < TURNS; turn++) await new Promise((resolve) => setImmediate(resolve));
}
