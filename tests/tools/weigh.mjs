// How much of what a page downloaded is hallpass.
import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { brotliCompressSync } from 'node:zlib';
import { BUILT } from './install.mjs';

const FACADE = 'wasm_load_failed';
const WASM = Buffer.from('\0asm');

/** What is found in the engine's parts, however they were minified: long texts of its page, and the module as text. */
function marks() {
  const page = readdirSync(join(BUILT, 'page')).map((name) => readFileSync(join(BUILT, 'page', name), 'utf8')).join();
  const texts = [...page.matchAll(/'([\w -]{24,})'/g)].map(([, text]) => text);
  const [, module] = /"(.*)"/.exec(readFileSync(join(BUILT, 'inline.js'), 'latin1'));
  const inlined = module.match(/[\w ]{12,}/g);
  return [...texts, inlined.sort((a, b) => b.length - a.length)[0]];
}

/**
 * Of the code a page loaded, the bytes that are hallpass, as brotli would send them. `alone`: there is nothing else.
 * Beside a framework the facade stands in the app's own chunk, which is left out.
 */
export async function weigh(code, alone) {
  const parts = marks();
  let bytes = 0;
  for (const url of new Set(code)) {
    const body = Buffer.from(await (await fetch(url)).arrayBuffer());
    const text = body.toString('latin1');
    const engine = body.subarray(0, 4).equals(WASM) || parts.some((part) => text.includes(part));
    if (alone || (engine && !text.includes(FACADE))) bytes += brotliCompressSync(body).length;
  }
  return bytes;
}
