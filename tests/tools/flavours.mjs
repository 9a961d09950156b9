// Where the engine's module comes from: the one file of an app that makes its session says so.
import assert from 'node:assert/strict';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

const FLAVOURS = {
  inlined: undefined,
  /** The address that the bundler, or the browser, makes of `new URL(…, import.meta.url)`. */
  'wasm-url': "import { wasmUrl } from 'hallpass/wasm-url';",
  /** The address that a bundler's loader makes of a file. */
  file: "import wasmUrl from 'hallpass/session.wasm';",
};

/** Rewrites the file that makes the session. */
export function choose(flavour, dir, original, file) {
  const text = readFileSync(original, 'utf8');
  const line = FLAVOURS[flavour];
  const chosen = line
    ? `${line}\n${text.replaceAll("'hallpass'", "'hallpass/slim'").replace(/createSession\((\{ )?/, (_, more) => `createSession({ wasm: wasmUrl${more ? ', ' : ' }'}`)}`
    : text;
  assert.ok(!line || chosen.includes('wasm: wasmUrl'), `${original} makes no session to change`);
  writeFileSync(join(dir, file), chosen);
}
