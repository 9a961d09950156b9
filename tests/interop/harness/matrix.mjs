// What was measured, server by server and engine by engine: each browser test writes its cells down, README.md shows them all.
import { mkdirSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

const here = (path) => fileURLToPath(new URL(`../../../${path}`, import.meta.url));
const MEASURED = here('target/interop/measured');
const README = here('README.md');
const SERVERS = here('docs/servers');
const [BEGIN, END] = ['<!-- interop -->', '<!-- /interop -->'];
const ENGINE = process.env.HALLPASS_ENGINE ?? 'chromium';

/** In the order of the table. */
export const CAPABILITIES = ['sign-in', 'second factor / unverified', 'signed in meanwhile', 'posted once', 'busy at load', 'session', '50 expired at once', 'kept by', 'expiry', 'step-up', 'two tabs', 'logout', 'logout twice'];
const ENGINES = ['chromium', 'firefox', 'webkit'];
const HEAD = ['server', 'engines', ...CAPABILITIES];
const NOT_RUN = '·';
const FAILED = '✗';

/** Starts a server's row anew, in this engine. */
export function begin(server) {
  mkdirSync(folder(ENGINE), { recursive: true });
  rmSync(file(ENGINE, server), { force: true });
}

/** Notes what came of one capability; a failed test notes nothing, and leaves a hole. */
export function note(server, capability, cell) {
  if (!CAPABILITIES.includes(capability)) throw new Error(`the table has no column "${capability}"`);
  writeFileSync(file(ENGINE, server), JSON.stringify({ ...read(ENGINE, server), [capability]: cell }));
}

/** Every row that was measured: `{ server: { engine: cells } }`, the cells in the order of the table. */
export function measured() {
  const rows = {};
  for (const engine of ENGINES)
    for (const server of namesIn(folder(engine))) {
      const row = read(engine, server);
      (rows[server] ??= {})[engine] = CAPABILITIES.map((capability) => row[capability] ?? FAILED);
    }
  return rows;
}

const folder = (engine) => `${MEASURED}/${engine}`;
const file = (engine, server) => `${folder(engine)}/${server}.json`;

function namesIn(folder) {
  try {
    return readdirSync(folder).map((name) => name.replace('.json', ''));
  } catch (error) {
    if (error.code === 'ENOENT') return [];
    throw error;
  }
}

function read(engine, server) {
  try {
    return JSON.parse(readFileSync(file(engine, server), 'utf8'));
  } catch (error) {
    if (error.code === 'ENOENT') return {};
    throw error;
  }
}

/** How each page of `docs/servers` says that it was established: "Run", "Run by hand", "Read"; by server. */
export function established() {
  const names = readdirSync(SERVERS).map((name) => name.replace('.md', ''));
  const word = (name) => /^## How this was established\n\*\*(.+?)\*\*/m.exec(readFileSync(`${SERVERS}/${name}.md`, 'utf8'))?.[1];
  // One page is about the contract, which the reference server keeps, and one about all of them.
  return Object.fromEntries(names.filter((name) => !['README', 'hallpass'].includes(name)).map((name) => [name, word(name)]));
}

const line = (cells) => `| ${cells.join(' | ')} |`;

/** One cell of several engines: what the first says, and which of the others says otherwise. */
function merged(byEngine, at) {
  const [[, first], ...others] = byEngine.map(([engine, cells]) => [engine, cells[at]]);
  return [first, ...others.filter(([, cell]) => cell !== first).map(([engine, cell]) => `${engine}: ${cell}`)].join('; ');
}

/** Takes such a cell apart again. */
function cellIn(engine, cell) {
  const [first, ...others] = cell.split('; ');
  return others.find((other) => other.startsWith(`${engine}: `))?.slice(engine.length + 2) ?? first;
}

/** The table as it should stand: what was not measured this time, a server or an engine, is kept. */
export function table(rows = measured(), kept = shown()) {
  const servers = [...new Set([...Object.keys(established()), ...Object.keys(kept), ...Object.keys(rows)])].sort();
  const row = (server) => {
    const all = { ...kept[server], ...rows[server] };
    const byEngine = ENGINES.filter((engine) => all[engine]).map((engine) => [engine, all[engine]]);
    const how = established()[server] ?? 'Run';
    if (how !== 'Run') return line([`\`${server}\``, `*${how.toLowerCase()}*`, ...CAPABILITIES.map(() => '')]);
    if (!byEngine.length) return line([`\`${server}\``, NOT_RUN, ...CAPABILITIES.map(() => NOT_RUN)]);
    return line([`\`${server}\``, byEngine.map(([engine]) => engine).join(', '), ...CAPABILITIES.map((_, at) => merged(byEngine, at))]);
  };
  return [line(HEAD), line(HEAD.map(() => '---')), ...servers.map(row)].join('\n');
}

/** The rows that README.md shows, as `measured()` has them. */
export function shown(text = readFileSync(README, 'utf8')) {
  const rows = {};
  for (const line of (text.split(BEGIN)[1]?.split(END)[0] ?? '').split('\n').filter((line) => line.startsWith('| `'))) {
    const [server, engines, ...cells] = line.slice(2, -2).split(' | ');
    const ran = ENGINES.filter((engine) => engines.split(', ').includes(engine));
    rows[server.replaceAll('`', '')] = Object.fromEntries(ran.map((engine) => [engine, cells.map((cell) => cellIn(engine, cell))]));
  }
  return rows;
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
