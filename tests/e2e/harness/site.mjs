// The site under test: the bare page, and the package as npm would install it.
import { execFileSync } from 'node:child_process';
import { cpSync, mkdtempSync, mkdirSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const PACKAGE = process.env.HALLPASS_PACKAGE ?? fileURLToPath(new URL('../../../pkg', import.meta.url));

/** A folder to serve; gone when the process ends. */
export function site() {
  const dir = mkdtempSync(join(tmpdir(), 'hallpass-e2e-'));
  process.on('exit', () => rmSync(dir, { recursive: true, force: true }));
  cpSync(fileURLToPath(new URL('../page', import.meta.url)), dir, { recursive: true });
  // Packed and unpacked: what `files` forgets is missing here as it would be for a user.
  const packed = join(dir, '.packed');
  mkdirSync(packed);
  execFileSync('npm', ['pack', '--silent', '--ignore-scripts', '--pack-destination', packed], { cwd: PACKAGE });
  mkdirSync(join(dir, 'hallpass'));
  execFileSync('tar', ['-xzf', join(packed, readdirSync(packed)[0]), '-C', join(dir, 'hallpass'), '--strip-components=1']);
  return dir;
}
