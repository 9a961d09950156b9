// The doctor as a user runs it: a program of its own, with its output and its exit code.
import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { PACKAGE } from './package.mjs';

/** How long an examination may take, in ms. */
const PATIENCE = 90_000;
const PROGRAM = join(PACKAGE, 'doctor/hallpass.js');

/** Runs `hallpass` with arguments; resolves with its exit code and what it wrote. */
export const hallpass = (args, env = {}) =>
  new Promise((resolve, reject) => {
    execFile(process.execPath, [PROGRAM, ...args], { timeout: PATIENCE, env: { ...process.env, ...env } }, (error, out, err) => {
      if (error && typeof error.code !== 'number') reject(new Error(`hallpass ${args.join(' ')} was ended by ${error.signal} after ${PATIENCE} ms\n${out}${err}`));
      else resolve({ code: error?.code ?? 0, out, err });
    });
  });

/** Examines a back end: the exit code, the rows, and which of them are wrong. */
export async function examine(url, args = [], env) {
  const { code, out, err } = await hallpass(['doctor', url, ...args, '--json'], env);
  if (!out) throw new Error(`the doctor wrote nothing but: ${err}`);
  const { rows } = JSON.parse(out);
  const marked = (mark) => rows.filter((row) => row.mark === mark).map(({ check }) => check);
  return { code, rows, out, err, wrong: marked('✗'), right: marked('✓'), unasked: marked('–') };
}
