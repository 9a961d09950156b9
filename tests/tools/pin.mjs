// Pins what a fixture installs: `node tests/tools/pin.mjs [name…]` writes its lock anew, from the registry.
import { execFileSync } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { INSTALLS, PACKAGE, lockOf, manifestOf, pack } from './install.mjs';

const wanted = process.argv.slice(2);
for (const install of Object.keys(INSTALLS)) {
  if (wanted.length && !wanted.includes(install)) continue;
  const dir = mkdtempSync(join(tmpdir(), 'hallpass-pin-'));
  cpSync(pack(), join(dir, PACKAGE));
  writeFileSync(join(dir, 'package.json'), manifestOf(install));
  execFileSync('npm', ['install', '--package-lock-only', '--ignore-scripts', '--no-audit', '--no-fund', '--omit-lockfile-registry-resolved'], { cwd: dir, stdio: 'inherit' });
  const lock = JSON.parse(readFileSync(join(dir, 'package-lock.json'), 'utf8'));
  // What is under test changes with every build.
  delete lock.packages['node_modules/hallpass'].integrity;
  mkdirSync(new URL('locks/', import.meta.url), { recursive: true });
  writeFileSync(lockOf(install), JSON.stringify(lock, null, 1) + '\n');
  rmSync(dir, { recursive: true });
}
