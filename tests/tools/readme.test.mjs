// README.md, done as it is typed: every block of *Use it in your app*, in a folder beside the repository.
import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { cpSync, existsSync, mkdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { after, before, test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { freePort } from '../e2e/harness/engine.mjs';
import { start } from '../e2e/harness/process.mjs';
import { DEMO } from '../e2e/harness/server.mjs';
import { openWindow } from './drive.mjs';
import { lockOf, origin, temporary } from './install.mjs';
import { withoutKnobs } from './server.mjs';
import { QUIET } from './serving.mjs';

const repository = fileURLToPath(new URL('../..', import.meta.url));
const section = readFileSync(join(repository, 'README.md'), 'utf8').split(/^## /m).find((part) => part.startsWith('Use it in your app\n'));
const blocks = [...section.matchAll(/^```(\w+)\n(.*?)^```$/gms)].map(([, language, code]) => ({ language, code }));
/** The next block that was not taken yet; a block that no test takes is found at the end. */
function take(language, contains) {
  const [block] = blocks.splice(0, 1);
  assert.ok(block?.language === language && block.code.includes(contains), `README has no ${language} block with ${contains} here`);
  return block.code;
}
const commands = (code) => code.split('\n').map((line) => line.replace(/\s+#.*/, '')).filter(Boolean);

const execute = promisify(execFile);
const run = (command, cwd) => execute('bash', ['-c', command], { cwd, env: { ...process.env, ...QUIET }, timeout: 600_000 });

/** The address that README names. The tests take a free port instead, since another program may listen on this one. */
const ADDRESS = 'http://127.0.0.1:8080';
const room = temporary('readme');
let server;
let window;

before(async () => {
  symlinkSync(repository, join(room, 'hallpass'));
  window = await openWindow();
});
after(async () => {
  await window?.close();
  await server?.stop();
});

const [build, serve, install, proxy] = [...commands(take('sh', 'cargo')), take('sh', 'npm install'), take('js', 'changeOrigin: false')];
const react = [take('jsx', 'createRoot')];
const vue = [take('js', 'createSessionPlugin'), take('vue', 'useSession')];
// The wasm suite runs this one, and a test of xtask compares the two.
take('sh', 'wasm-pack test --headless --chrome');

test('README: the package is built, and the server starts', { timeout: 900_000 }, async () => {
  await run(build, repository);
  const [program, ...args] = serve.split(' ');
  server = await start(program, args, /listening on (\S+)/, { HALLPASS_ADDR: '127.0.0.1:0' }, repository);
  await withoutKnobs(server.said);
});

/** An app as `create-vite` makes it: a manifest, a page, and the files that README shows. */
async function app(framework, { element, plugin, entry }, files) {
  const dir = join(room, framework);
  mkdirSync(dir);
  withoutPackage(origin(`${framework}-vite`, 'package.json'), join(dir, 'package.json'));
  withoutPackage(lockOf(`${framework}-vite`), join(dir, 'package-lock.json'));
  writeFileSync(join(dir, 'index.html'), `<!doctype html><html lang="en"><link rel="icon" href="data:,"><div id="${element}"></div><script type="module" src="/${entry}"></script></html>`);
  for (const code of files) {
    const [, name] = /^(?:\/\/|<!--) (\S+)/.exec(code);
    mkdirSync(dirname(join(dir, name)), { recursive: true });
    writeFileSync(join(dir, name), code);
  }
  const config = `import plugin from '${plugin}';\nexport default {\nplugins: [plugin()],\n${proxy.replaceAll(ADDRESS, server.said)}};\n`;
  writeFileSync(join(dir, 'vite.config.js'), config);
  await run('npm ci --prefer-offline --no-audit --no-fund --ignore-scripts', dir);
  await run(install, dir);
  return dir;
}

/** Writes a manifest or a lock without the package: README's own command is to install it. */
function withoutPackage(from, to) {
  const manifest = JSON.parse(readFileSync(from, 'utf8'));
  for (const { dependencies } of [manifest, manifest.packages?.['']].filter(Boolean)) delete dependencies?.hallpass;
  delete manifest.packages?.['node_modules/hallpass'];
  writeFileSync(to, JSON.stringify(manifest));
}

/** Resolves once a window shows a text. */
const reads = (tab, text) =>
  tab.run(
    (text) =>
      new Promise((resolve, reject) => {
        const look = () => document.body.innerText.includes(text) && (observer.disconnect(), clearTimeout(timer), resolve());
        const observer = new MutationObserver(look);
        const timer = setTimeout(() => reject(new Error(`"${text}" never came, but "${document.body.innerText}"`)), 40_000);
        observer.observe(document, { subtree: true, childList: true, characterData: true });
        look();
      }),
    text,
  );

async function visit(dir) {
  const url = `http://localhost:${await freePort()}`;
  const { port } = new URL(url);
  const vite = await start('env', ['--chdir', dir, join(dir, 'node_modules/.bin/vite'), '--port', port, '--strictPort'], /Local/, QUIET);
  try {
    const { driver, tab } = window;
    await tab.open(url);
    await tab.type('input[name="email"]', DEMO.email);
    await tab.type('input[name="password"]', 'wrong');
    await tab.click('form button');
    await reads(tab, 'do not belong together');
    await tab.type('input[name="password"]', DEMO.password);
    await tab.click('form button');
    await reads(tab, 'Hello, Demo User');
    const other = await window.another(url);
    await reads(other, 'Hello, Demo User');
    await other.click('button');
    await other.element('input[name="password"]', () => {});
    await other.close();
    await tab.element('input[name="password"]', () => {});
    await driver.manage().deleteAllCookies();
  } finally {
    await vite.stop('SIGTERM');
  }
}

test('README: the React app signs in and out, in two tabs', { timeout: 300_000 }, async () => {
  await visit(await app('react', { element: 'root', plugin: '@vitejs/plugin-react', entry: 'src/main.jsx' }, react));
});

test('README: the Vue app signs in and out, in two tabs', { timeout: 300_000 }, async () => {
  await visit(await app('vue', { element: 'app', plugin: '@vitejs/plugin-vue', entry: 'src/main.js' }, vue));
});

test('README: no block is left that nothing has run', () => {
  assert.deepEqual(blocks, []);
});
