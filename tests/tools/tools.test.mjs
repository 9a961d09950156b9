// Every tool, no configuration: installs the packed package, builds with the tool, and sees the status change.
import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { cpSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { promisify } from 'node:util';
import { drive, openWindow } from './drive.mjs';
import { drivePainted } from './painted.mjs';
import { choose } from './flavours.mjs';
import { commandOf, install, origin, versionOf } from './install.mjs';
import { ROWS, RUNS } from './rows.mjs';
import { serve } from './server.mjs';
import { QUIET, serving } from './serving.mjs';
import { table } from './table.mjs';
import { weigh } from './weigh.mjs';

/** All rows, or those whose name contains one of some words; else those of the tools most people use. */
const full = process.env.HALLPASS_FULL === '1';
const named = process.env.HALLPASS_TOOL?.toLowerCase().split(',');
const asked = (row) => (named ? named.some((word) => row.name.toLowerCase().includes(word)) : full || !row.full);

const results = [];
after(() => console.log(table(results)));

const execute = promisify(execFile);
async function run(dir, [program, ...args], env = {}) {
  await execute(program, args, { cwd: dir, env: { ...process.env, ...QUIET, ...env }, timeout: 400_000 }).catch((error) => {
    throw new Error(`${program} ${args.join(' ')}\n${error.stdout}${error.stderr}`);
  });
}

/** A test, and a row of the table. */
function row({ name, flavour, tool, ...rest }, act) {
  test(flavour ? `${name}, ${flavour}` : name, { timeout: 600_000 }, async () => {
    const result = { tool: name, version: '', flavour: flavour ?? '', result: 'failed', kB: '' };
    results.push(result);
    const started = Date.now();
    const dir = install(rest.install);
    result.version = tool === 'node' ? process.versions.node : tool ? versionOf(rest.install, tool) : '';
    const bytes = await act(dir, { ...rest, name, flavour });
    Object.assign(result, { result: 'ok', seconds: (Date.now() - started) / 1000, kB: bytes ? (bytes / 1000).toFixed(1) : '' });
  });
}

let window;
const inBrowser = ROWS.filter(asked);
before(async () => {
  if (inBrowser.length) window = await openWindow();
});
after(() => window?.close());

for (const each of inBrowser)
  row({ flavour: 'inlined', ...each }, async (dir, row) => {
    choose(row.flavour, dir, origin(row.install, row.session), row.session);
    if (row.root && row.root !== '.') rmSync(join(dir, row.root), { recursive: true, force: true });
    // The folder is shared: what the last row made of its page is undone.
    if (row.alone) cpSync(origin(row.install, 'index.html'), join(dir, 'index.html'));
    for (const [file, change] of Object.entries(row.config ?? {})) configure(dir, row, file, change);
    if (row.importMap) mapImports(dir);
    const site = await serving(dir, { ...row, command: row.command && commandOf(row.install, row.command) });
    try {
      if (row.run) await run(dir, commandOf(row.install, row.run), { BACK_END: site.network.url });
      await site.open();
      const code = await (row.driven ?? (row.painted ? drivePainted : drive))(window, site, row);
      return row.dev ? 0 : await weigh(code, row.alone);
    } finally {
      await site.stop();
    }
  });

for (const each of RUNS.filter(asked))
  row({ ...each }, async (dir, { install, run: command, env }) => {
    const server = await serve();
    try {
      await run(dir, commandOf(install, command), { BACK_END: server.url, ...env });
    } finally {
      await server.stop();
    }
  });

/** For the tools that do want to be told something: one text of a file gives way to another. */
function configure(dir, { install }, file, [before, after]) {
  const text = readFileSync(origin(install, file), 'utf8');
  const configured = text.replace(before, after);
  assert.notEqual(configured, text, `${file} has nothing to change`);
  writeFileSync(join(dir, file), configured);
}

/** Without a tool: the browser is told where the package stands. */
function mapImports(dir) {
  const page = join(dir, 'index.html');
  const entries = { hallpass: 'index', 'hallpass/slim': 'slim', 'hallpass/wasm-url': 'wasm-url' };
  const imports = Object.fromEntries(Object.entries(entries).map(([name, file]) => [name, `./node_modules/hallpass/${file}.js`]));
  const html = readFileSync(page, 'utf8').replace('<script type="module"', `<script type="importmap">${JSON.stringify({ imports })}</script>\n  $&`);
  writeFileSync(page, html);
}
