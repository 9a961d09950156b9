// Compiles the facade into node_modules/hallpass, beside an engine that the tests play themselves.
import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { cpSync, existsSync, mkdirSync, readFileSync, readdirSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';

import { EFFECTS } from '../../src/browser/page/trace.js';

const here = fileURLToPath(new URL('.', import.meta.url));
const template = join(here, '../../pkg-template');
const trace = join(here, '../../src/browser/page/trace.js');
const tokens = join(here, '../../src/browser/jwt');
const modules = join(here, 'node_modules');

/** The package under test: the compiled facade and a scripted engine. */
export const built = join(modules, 'hallpass');

/** Has a page carry out an effect, by its name. */
export const perform = (page, name, ...values) => page.perform(EFFECTS.indexOf(name), ...values);

/** TypeScript's compiler. */
export const tsc = join(here, '../node_modules/.bin/tsc');

const ENGINE = `
const kinds = ['check', 'refresh', 'ensureFresh', 'extend', 'login', 'navigate', 'logout', 'logoutEverywhere'];
export class Page {
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
    return this.played.call(kinds[kind], argument);
  }
  fetch(...parts) {
    return this.played.fetch(...parts);
  }
  dispose() {
    this.played.dispose();
  }
}
`;
/** The least that is a module. */
const EMPTY = Uint8Array.of(0, 97, 115, 109, 1, 0, 0, 0);
const INLINE = `export const bytes = () => new Uint8Array([${EMPTY}]);\n`;

const sources = [join(template, 'src'), tokens].flatMap((dir) =>
  readdirSync(dir, { recursive: true }).filter((name) => /\.[jt]s$/.test(name)).map((name) => join(dir, name)),
);
const hash = createHash('sha256');
for (const file of [...sources, trace, join(template, 'package.json'), join(template, 'tsconfig.json'), fileURLToPath(import.meta.url)])
  hash.update(readFileSync(file));
const wanted = hash.digest('hex');
const stamp = join(built, '.stamp');
const fresh = () => existsSync(stamp) && readFileSync(stamp, 'utf8') === wanted;

function build() {
  const room = join(modules, '.room');
  rmSync(room, { recursive: true, force: true });
  cpSync(join(template, 'src'), join(room, 'src'), { recursive: true });
  writeFileSync(join(room, 'package.json'), '{ "type": "module" }');
  cpSync(join(template, 'tsconfig.json'), join(room, 'tsconfig.json'));
  execFileSync(tsc, ['--project', room, '--outDir', join(room, 'out')], { stdio: 'inherit' });
  const out = join(room, 'out');
  const { devDependencies, ...manifest } = JSON.parse(readFileSync(join(template, 'package.json'), 'utf8'));
  writeFileSync(join(out, 'package.json'), JSON.stringify(manifest, null, 2));
  for (const text of ['README.md', 'CHANGELOG.md']) cpSync(join(template, text), join(out, text));
  writeFileSync(join(out, 'engine.js'), ENGINE);
  cpSync(trace, join(out, 'page/trace.js'));
  writeFileSync(join(out, 'inline.js'), INLINE);
  writeFileSync(join(out, 'jwt-inline.js'), INLINE);
  for (const module of ['session.wasm', 'jwt.wasm']) writeFileSync(join(out, module), EMPTY);
  cpSync(tokens, join(out, 'jwt'), { recursive: true });
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
  globalThis.document = { cookie };
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
