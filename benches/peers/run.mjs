// hallpass beside its peers, in one run: `cargo xtask bench`. Writes a table to stdout, progress to stderr.
import { mkdtempSync, rmSync } from 'node:fs';
import { cpus, tmpdir } from 'node:os';
import { join } from 'node:path';
import { ENGINE } from '../../tests/e2e/harness/engine.mjs';
import { CONTESTANTS, prepare } from './contestants.mjs';
import { measure } from './measure.mjs';
import * as paint from './paint.mjs';
import { serve } from './server.mjs';
import { table } from './table.mjs';

const quick = process.argv.includes('--quick');
const HOW_OFTEN = quick ? { loads: 5, pairs: 40, crowds: 2, storms: 2 } : { loads: 21, pairs: 400, crowds: 8, storms: 20 };

const dir = mkdtempSync(join(tmpdir(), 'hallpass-bench-'));
const weights = await prepare(dir);
await paint.prepare(dir);
const server = await serve(dir);
const rows = [];
let painted;
try {
  for (const name of CONTESTANTS) {
    console.error(`  … ${name} in ${ENGINE}`);
    rows.push({ ...(await measure(server, name, HOW_OFTEN)), bytes: weights[name] });
  }
  console.error(`  … the first paint in ${ENGINE}`);
  painted = await paint.measure(server, HOW_OFTEN.loads);
} finally {
  await server.stop();
  rmSync(dir, { recursive: true, force: true });
}
console.log(`${ENGINE}, ${cpus().length} cores, ${new Date().toISOString().slice(0, 10)}${quick ? ', a quick run: rough figures' : ''}\n`);
console.log(table(rows));
console.log(`\n${paint.table(painted)}`);
process.exit();
