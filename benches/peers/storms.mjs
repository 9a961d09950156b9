// A hundred storms of each kind beside the floor, in one engine: `cargo xtask bench storms`. Writes a table to stdout.
//
// Everything expires, and all tabs ask at once. The two contestants take turns, so that none has the quieter machine.
import { mkdtempSync, rmSync } from 'node:fs';
import { cpus, tmpdir } from 'node:os';
import { join } from 'node:path';
import { ENGINE } from '../../tests/e2e/harness/engine.mjs';
import { prepare } from './contestants.mjs';
import { median, rage } from './measure.mjs';
import { serve } from './server.mjs';
import { open } from './window.mjs';

const STORMS = process.argv.includes('--quick') ? 5 : 100;
const NAMES = ['hallpass', 'hand-written'];
const KINDS = [
  { what: '50 requests in one tab', tabs: 1, count: 50 },
  { what: '10 requests in each of 5 tabs', tabs: 5, count: 10 },
];

const dir = mkdtempSync(join(tmpdir(), 'hallpass-bench-'));
await prepare(dir);
const server = await serve(dir);
const rows = [];
try {
  for (const { what, tabs, count } of KINDS) {
    console.error(`  … ${what} in ${ENGINE}`);
    const windows = [];
    try {
      // In one browser: not every driver serves two.
      for (const name of NAMES) windows.push({ name, storms: [], window: await open(server.url, name, tabs, windows[0]?.window) });
      for (let i = 0; i < STORMS; i++) for (const { storms, window } of windows) storms.push(await rage(server, window, count));
    } finally {
      await windows[0]?.window.close();
    }
    const floor = median(windows.at(-1).storms.map(({ time }) => time));
    for (const { name, storms } of windows) {
      const time = median(storms.map(({ time }) => time));
      const right = storms.filter(({ refreshes, failed }) => refreshes === 1 && !failed).length;
      rows.push([what, `\`${name}\``, `${right} of ${STORMS}`, time.toFixed(0), (time / floor).toFixed(2)]);
    }
  }
} finally {
  await server.stop();
  rmSync(dir, { recursive: true, force: true });
}
const line = (cells) => `| ${cells.join(' | ')} |`;
console.log(`${ENGINE}, ${cpus().length} cores, ${new Date().toISOString().slice(0, 10)}\n`);
console.log(line(['everything has expired', 'client', 'one refresh and no failure', 'ms', '× hand-written']));
console.log(line(['---', '---', '--:', '--:', '--:']));
for (const row of rows) console.log(line(row));
process.exit();
