// Programs that run beside the tests, and end with them.
import { spawn } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { connect } from 'node:net';
import { createInterface } from 'node:readline';
import { setTimeout as pause } from 'node:timers/promises';

/** How long a program has to end when it is asked to, in milliseconds: a server may wait a minute for connections that a browser opened in advance. */
const PATIENCE = 5_000;

const running = new Set();
process.on('exit', () => running.forEach((child) => child.kill('SIGKILL')));

/** Ends a process and, before it, all that it has started: what stays would hold the output of the tests open. */
function end(pid) {
  try {
    const children = readFileSync(`/proc/${pid}/task/${pid}/children`, 'utf8').split(' ').filter(Boolean);
    children.forEach(end);
    process.kill(pid, 'SIGKILL');
  } catch {
    // Gone meanwhile.
  }
}

/** Starts a program, in a folder if one is given; resolves with it once a line of its output says `ready`, or that, if it is a function, has come to its end. */
export async function start(program, args, ready, env = {}, cwd = undefined) {
  const child = spawn(program, args, { stdio: ['ignore', 'pipe', 'inherit'], cwd, env: { ...process.env, ...env } });
  running.add(child);
  const gone = new Promise((resolve) => child.once('close', resolve));
  gone.then(() => running.delete(child));
  const failed = new Promise((_, reject) => child.once('error', reject));
  const lines = createInterface({ input: child.stdout });
  const said = typeof ready === 'function' ? ready() : new Promise((resolve) => lines.on('line', (line) => ready.test(line) && resolve(ready.exec(line)[1])));
  const early = gone.then((code) => {
    throw new Error(`${program} ended with ${code} before it was ready`);
  });
  const line = await Promise.race([said, failed, early]);
  // Nobody who forgets to stop it keeps the test run from ending.
  child.unref();
  child.stdout.unref();
  return {
    said: line,
    async stop(signal = 'SIGKILL') {
      child.ref();
      if (signal === 'SIGKILL') end(child.pid);
      else child.kill(signal);
      const impatient = setTimeout(end, PATIENCE, child.pid);
      await gone;
      clearTimeout(impatient);
    },
  };
}

/** Resolves once a port of this machine takes connections: of a program that says nothing. */
export async function listens(port) {
  for (let open = false; !open; ) {
    const socket = connect(port, '127.0.0.1');
    open = await new Promise((resolve) => socket.once('connect', () => resolve(true)).once('error', () => resolve(false)));
    socket.destroy();
    if (!open) await pause(50);
  }
}
