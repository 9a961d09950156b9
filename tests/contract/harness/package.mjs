// The package under test: the built one, or in its absence the compiled facade that tests/npm makes.
import { cpSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';

/** Copies the package to where it finds its peers, as if it were installed; the copy goes with the process. */
function installed(built) {
  const dir = fileURLToPath(new URL(`../node_modules/hallpass-${process.pid}`, import.meta.url));
  cpSync(built, dir, { recursive: true });
  process.on('exit', () => rmSync(dir, { recursive: true, force: true }));
  return dir;
}

export const PACKAGE = process.env.HALLPASS_PACKAGE ? installed(process.env.HALLPASS_PACKAGE) : (await import('../../npm/setup.mjs')).built;

/** A module of the package, by its file. */
export const load = (file) => import(pathToFileURL(join(PACKAGE, file)));
