// What a server does with requests for a while: how many, how late, and at what cost of processor time and memory.
import { spawn } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { createInterface } from 'node:readline';
import { Browser } from './browser.mjs';
import { provide } from './provider.mjs';

const BROWSERS = 16;
/** A kernel's tick, in which /proc counts, in ms. */
const TICK = 10;
/** Until a just-in-time compiler has seen what it compiles, in ms. */
const WARM = 500;

/** The processor time that a process took so far, in ms. */
function processorTime(pid) {
  const fields = readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ')[1].split(' ');
  return (Number(fields[11]) + Number(fields[12])) * TICK;
}

/** Sends requests for so many ms, one at a time in each browser; how long each took. */
async function drive(browsers, span, one) {
  const [times, ends] = [[], performance.now() + span];
  const work = async (browser) => {
    for (let asked = performance.now(); asked < ends; ) {
      await one(browser);
      const answered = performance.now();
      times.push(answered - asked);
      asked = answered;
    }
  };
  await Promise.all(browsers.map(work));
  return times;
}

async function measure(pid, browsers, span, one) {
  await drive(browsers, WARM, one);
  const [began, used] = [performance.now(), processorTime(pid)];
  const times = await drive(browsers, span, one);
  const [took, cpu] = [performance.now() - began, processorTime(pid) - used];
  times.sort((a, b) => a - b);
  return { rate: (times.length / took) * 1000, cpu: cpu / times.length, p99: times[Math.floor(times.length * 0.99)] };
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
    const read = await measure(child.pid, browsers, span, (browser) => browser.ask('GET', contestant.read));
    const refresh = contestant.refresh && (await measure(child.pid, browsers, span, (browser) => browser.refresh(contestant)));
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
