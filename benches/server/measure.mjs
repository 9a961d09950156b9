// What a server does with requests for a while: how many, how late, and at what cost of processor time and memory.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { createInterface } from 'node:readline';
import { text } from 'node:stream/consumers';
import { fileURLToPath } from 'node:url';
import { Browser } from './browser.mjs';
import { provide } from './provider.mjs';

const BROWSERS = 16;
/** Until a just-in-time compiler has seen what it compiles, in ms. */
const WARM = 500;
const DRIVER = fileURLToPath(new URL('../../target/bench-driver/release/hallpass-bench-driver', import.meta.url));

/** What is asked of a contestant, one after the other. */
const phases = ({ read, refresh, scopes }) => [
  { method: 'GET', path: read, bodies: [] },
  ...(refresh ? [{ method: 'POST', path: refresh, bodies: (scopes ?? [undefined]).map((scope) => JSON.stringify({ scope })) }] : []),
];

/** Lets the driver ask, as browsers that are signed in; the figures of each phase. */
async function drive(order) {
  const driver = spawn(DRIVER, { stdio: ['pipe', 'pipe', 'inherit'] });
  // A driver that ends before it has read this says why on stderr.
  driver.stdin.on('error', () => {}).end(JSON.stringify(order));
  const [said, [code]] = await Promise.all([text(driver.stdout), once(driver, 'close')]);
  if (code !== 0) throw new Error(`the driver ended with ${code}`);
  return JSON.parse(said);
}

/** Starts a server, and lets sixteen browsers ask it: for the session, then for refreshes. */
async function serve({ program, args, env, ...contestant }, provider, span) {
  const child = spawn(program, args, { env: { ...process.env, ...env }, stdio: ['ignore', 'pipe', 'inherit'] });
  try {
    const base = await new Promise((resolve, reject) => {
      createInterface({ input: child.stdout }).on('line', (line) => /^listening on (\S+)/.test(line) && resolve(line.split(' ')[2]));
      child.once('error', reject);
      child.once('exit', (code) => reject(new Error(`${contestant.name} ended with ${code}`)));
    });
    const browsers = Array.from({ length: BROWSERS }, () => new Browser(base, provider?.url));
    for (const browser of browsers) {
      await browser.open();
      await (provider ? provider.signIn(browser, contestant) : browser.signIn(contestant));
    }
    const { host } = new URL(base);
    const [read, refresh] = await drive({
      pid: child.pid,
      host,
      browsers: browsers.map(({ signedIn }) => signedIn),
      phases: phases(contestant),
      warm: WARM,
      span,
    });
    const memory = /VmRSS:\s+(\d+)/.exec(readFileSync(`/proc/${child.pid}/status`, 'utf8'))[1] / 1024;
    for (const browser of browsers) browser.close();
    return { read, refresh, memory };
  } finally {
    child.removeAllListeners('exit');
    child.kill();
  }
}

/** The same, with the provider that it signs in by, if it wants one. */
export async function contest({ provided, ...contestant }, span) {
  if (!provided) return serve(contestant, undefined, span);
  const provider = await provide();
  const { args = [], env } = provided(provider);
  try {
    return await serve({ ...contestant, args: [...contestant.args, ...args], env: { ...contestant.env, ...env } }, provider, span);
  } finally {
    await provider.stop();
  }
}
