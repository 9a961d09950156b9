// What was measured, server by server: each browser test writes its cell down, README.md shows them all.
import { mkdirSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

const here = (path) => fileURLToPath(new URL(`../../../${path}`, import.meta.url));
const MEASURED = here('target/interop/measured');
const README = here('README.md');
const [BEGIN, END] = ['<!-- interop -->', '<!-- /interop -->'];

/** In the order of the table. */
export const CAPABILITIES = ['sign-in', 'second factor / unverified', 'signed in meanwhile', 'posted once', 'busy at load', 'session', '50 expired at once', 'kept by', 'expiry', 'step-up', 'two tabs', 'logout', 'logout twice'];

/** Starts a server's row anew. */
export function begin(server) {
  mkdirSync(MEASURED, { recursive: true });
  rmSync(file(server), { force: true });
}

/** Notes what came of one capability; a failed test notes nothing, and leaves a hole. */
export function note(server, capability, cell) {
  const row = read(server);
  writeFileSync(file(server), JSON.stringify({ ...row, [capability]: cell }));
}

/** Every row that was measured, by server. */
export function measured() {
  return Object.fromEntries(readdirSync(MEASURED).filter((name) => name.endsWith('.json')).map((name) => name.slice(0, -5)).map((server) => [server, read(server)]));
}

const file = (server) => `${MEASURED}/${server}.json`;
const read = (server) => {
  try {
    return JSON.parse(readFileSync(file(server), 'utf8'));
  } catch {
    return {};
  }
};

const line = (cells) => `| ${cells.join(' | ')} |`;

/** The table as it should stand: rows that were not measured this time are kept. */
export function table(rows = measured()) {
  const all = { ...shown(), ...Object.fromEntries(Object.entries(rows).map(([server, row]) => [server, CAPABILITIES.map((capability) => row[capability] ?? '✗')])) };
  return [line(['server', ...CAPABILITIES]), line(['---', ...CAPABILITIES.map(() => '---')]), ...Object.keys(all).sort().map((server) => line([`\`${server}\``, ...all[server]]))].join('\n');
}

/** The rows that README.md shows, by server. */
export function shown(text = readFileSync(README, 'utf8')) {
  const lines = (text.split(BEGIN)[1]?.split(END)[0] ?? '').split('\n').filter((line) => line.startsWith('| `'));
  return Object.fromEntries(lines.map((line) => line.slice(2, -2).split(' | ')).map(([server, ...cells]) => [server.replaceAll('`', ''), cells]));
}

/** Puts the table into README.md. */
export function write() {
  const text = readFileSync(README, 'utf8');
  const [before, rest] = text.split(BEGIN);
  if (rest === undefined) throw new Error(`README.md has no place for the table: ${BEGIN} … ${END}`);
  writeFileSync(README, `${before}${BEGIN}\n${table()}\n${END}${rest.split(END)[1]}`);
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  if (process.argv.includes('--write')) write();
  console.log(table());
}
