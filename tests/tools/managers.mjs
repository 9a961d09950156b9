// The package managers: how each pins and installs, and runs what it has installed.
import { execFileSync } from 'node:child_process';
import { appendFileSync } from 'node:fs';
import { join } from 'node:path';

/** The name of the packed package within an installation. */
export const PACKAGE = 'hallpass.tgz';

const QUIET = ['ignore', 'ignore', 'pipe'];
const registry = () => execFileSync('npm', ['config', 'get', 'registry'], { encoding: 'utf8' }).trim();

const npm = {
  lock: 'package-lock.json',
  pinned: 'json',
  pin: (cwd) => execFileSync('npm', ['install', '--package-lock-only', '--ignore-scripts', '--no-audit', '--no-fund', '--omit-lockfile-registry-resolved'], { cwd, stdio: 'inherit' }),
  install: (cwd) => execFileSync('npm', ['install', '--prefer-offline', '--no-audit', '--no-fund', '--ignore-scripts', '--loglevel=error'], { cwd, stdio: QUIET }),
  /** What is under test changes with every build. */
  forget(text) {
    const lock = JSON.parse(text);
    delete lock.packages['node_modules/hallpass']?.integrity;
    return `${JSON.stringify(lock, null, 1)}\n`;
  },
};

/** Each package sees its own dependencies alone: the others stand in no folder above it. */
const pnpm = (managers) => {
  const run = (cwd, args) => execFileSync('node', [join(managers(), 'node_modules/pnpm/bin/pnpm.mjs'), ...args, '--ignore-scripts'], { cwd, stdio: QUIET });
  return {
    lock: 'pnpm-lock.yaml',
    pinned: 'yaml',
    pin: (cwd) => run(cwd, ['install', '--lockfile-only']),
    install: (cwd) => run(cwd, ['install', '--frozen-lockfile', '--prefer-offline']),
    forget: (text) => text.replace(/integrity: \S+, (tarball: file:)/, '$1'),
  };
};

/** Plug'n'Play: there is no `node_modules`; what is imported is read out of archives. */
const yarn = (managers) => {
  const program = () => ['node', join(managers(), 'node_modules/@yarnpkg/cli-dist/bin/yarn.js')];
  const run = (cwd, args) => {
    const [node, ...yarn] = program();
    const env = { ...process.env, YARN_NPM_REGISTRY_SERVER: registry(), YARN_ENABLE_TELEMETRY: '0', YARN_ENABLE_SCRIPTS: '0', YARN_ENABLE_IMMUTABLE_INSTALLS: '0' };
    // It takes the nearest folder with a lock for the project.
    appendFileSync(join(cwd, 'yarn.lock'), '');
    execFileSync(node, [...yarn, ...args], { cwd, stdio: QUIET, env });
  };
  return {
    lock: 'yarn.lock',
    pinned: 'lock',
    pin: (cwd) => run(cwd, ['install', '--mode=update-lockfile']),
    install: (cwd) => run(cwd, ['install']),
    forget: (text) => text.replace(/^"hallpass@file:[^]*?\n\n/m, ''),
    /** A program that is installed, which only Yarn finds. */
    program,
  };
};

/** `managers`: installs the other two, and says in which folder. */
export const managerOf = (name = 'npm', managers) => ({ npm: () => npm, pnpm, yarn })[name](managers);
