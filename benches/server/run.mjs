// The reference server beside better-auth, express-session, @fastify/jwt and express-openid-connect: requests, latency,
// processor time, memory.
//
// `cargo xtask bench server` builds and installs what it takes and runs it; `node benches/server/run.mjs --quick` alone is
// quick, and with words behind it (`provider openid`) takes those alone that have one of them in their name. The rounds alternate between the servers, so that what else the machine does meets them all, and the middle one counts.
// Where the machine is busy, compare processor time: it depends least on that, and its inverse is what a core answers in a second.
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { contestants } from './contestants.mjs';
import { contest } from './measure.mjs';
import { table } from './table.mjs';

const quick = process.argv.includes('--quick');
const words = process.argv.slice(2).filter((word) => !word.startsWith('--'));
const chosen = (scratch) => contestants(scratch).filter(({ name }) => !words.length || words.some((word) => name.includes(word)));
const [ROUNDS, SPAN] = quick ? [1, 1000] : [5, 2000];

const contests = chosen('').map((contestant) => ({ ...contestant, rounds: [] }));
for (let round = 0; round < ROUNDS; round++) {
  const scratch = mkdtempSync(join(tmpdir(), 'hallpass-bench-'));
  try {
    for (const [index, contestant] of chosen(scratch).entries()) contests[index].rounds.push(await contest(contestant, SPAN));
  } finally {
    rmSync(scratch, { recursive: true });
  }
}
for (const line of table(contests)) console.log(line);
