#!/usr/bin/env node
import process from 'node:process';
import { HALLPASS } from '../hallpass.js';
import type { Preset } from '../preset.js';
import { HELP, Misuse, USAGE, read, type Wanted } from './arguments.js';
import { examine, type Row } from './examine.js';
import { line, summary } from './report.js';

/** The preset of a name. The package has a module for each, with one function that makes it. */
async function presetOf(name: string): Promise<Preset> {
  if (name === 'hallpass') return HALLPASS;
  const known = /^[a-z0-9-]+$/.test(name) && (await import(`../presets/${name}.js`).catch(() => undefined));
  if (!known)
    throw new Misuse(`--preset: there is none that is called "${name}"; expected one of docs/servers, such as better-auth`);
  return (Object.values(known)[0] as () => Preset)();
}

async function doctor(wanted: Wanted): Promise<void> {
  const { stdout } = process;
  const preset = await presetOf(wanted.preset);
  const rows: Row[] = [];
  await examine(preset, wanted, (row) => {
    rows.push(row);
    if (!wanted.json) stdout.write(line(row));
  });
  if (wanted.json) stdout.write(`${JSON.stringify({ url: wanted.url.href, preset: wanted.preset, rows }, null, 2)}\n`);
  else stdout.write(summary(rows));
  if (rows.some(({ mark }) => mark === '✗')) process.exitCode = 1;
}

const [command, ...rest] = process.argv.slice(2);
try {
  if (command === undefined || /^(-h|--help|help)$/.test(command) || rest.includes('--help')) process.stdout.write(HELP);
  else if (command !== 'doctor') throw new Misuse(`"${command}" is no command; expected ${USAGE}`);
  else await doctor(read(rest));
} catch (failure) {
  if (!(failure instanceof Misuse)) throw failure;
  process.stderr.write(`hallpass: ${failure.message}\n`);
  process.exitCode = 2;
}
