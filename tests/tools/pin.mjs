// Pins what a fixture installs: `node tests/tools/pin.mjs [name…]` writes its lock anew, from the registry.
import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { INSTALLS, lockOf, managerFor, manifestOf, pack } from './install.mjs';
import { PACKAGE } from './managers.mjs';

const wanted = process.argv.slice(2);
for (const install of Object.keys(INSTALLS)) {
  if (wanted.length && !wanted.includes(install)) continue;
  const dir = mkdtempSync(join(tmpdir(), 'hallpass-pin-'));
  cpSync(pack(), join(dir, PACKAGE));
  writeFileSync(join(dir, 'package.json'), manifestOf(install));
  const manager = managerFor(install);
  manager.pin(dir);
  mkdirSync(new URL('locks/', import.meta.url), { recursive: true });
  writeFileSync(lockOf(install), manager.forget(readFileSync(join(dir, manager.lock), 'utf8')));
  rmSync(dir, { recursive: true });
}
