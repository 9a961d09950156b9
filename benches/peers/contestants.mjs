// The contestants: bundled and minified as an app would ship them, and weighed.
import { copyFileSync, mkdirSync, readFileSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { brotliCompressSync } from 'node:zlib';
import { build } from 'esbuild';

const HERE = fileURLToPath(new URL('.', import.meta.url));
export const here = (...parts) => join(HERE, ...parts);
export const PACKAGE = process.env.HALLPASS_PACKAGE ?? join(HERE, '../../pkg');

/** The peers refresh; the last only knows who is signed in. */
export const CONTESTANTS = ['hallpass', 'hand-written', 'ky', 'axios-auth-refresh', 'supertokens-website', 'better-auth'];
export const refreshes = (name) => name !== 'better-auth';

/** Parts that hallpass loads for servers that do not speak the contract, or with `debug`. */
const SELDOM = /(servers|trace|check)-[^/]*\.js$/;

export async function bundle(entry, outdir, alias = {}) {
  await build({
    entryPoints: { main: entry },
    outdir,
    alias: { hallpass: PACKAGE, 'hallpass/react': join(PACKAGE, 'react.js'), ...alias },
    nodePaths: [join(HERE, 'node_modules')],
    bundle: true,
    splitting: true,
    minify: true,
    format: 'esm',
    jsx: 'automatic',
    charset: 'utf8',
    legalComments: 'none',
    // The second for next-auth, as Next.js would.
    define: { 'process.env.NODE_ENV': '"production"', 'process.env': '{}' },
    logLevel: 'error',
  });
}

/** Lays a page out for each; resolves with what an app downloads of it, in octets after brotli. */
export async function prepare(dir) {
  const weights = {};
  for (const name of CONTESTANTS) {
    const contestant = join(HERE, 'contestants', `${name}.js`);
    const alone = join(dir, '.weights', name);
    await bundle(contestant, alone);
    const files = readdirSync(alone).filter((file) => !SELDOM.test(file));
    weights[name] = files.reduce((sum, file) => sum + brotliCompressSync(readFileSync(join(alone, file))).length, 0);
    const page = join(dir, name);
    mkdirSync(page, { recursive: true });
    await bundle(join(HERE, 'page.js'), page, { contestant });
    writeFileSync(join(page, 'index.html'), '<!doctype html><meta charset="utf-8"><title>bench</title><script type="module" src="main.js"></script>');
  }
  copyFileSync(join(PACKAGE, 'session.wasm'), join(dir, 'session.wasm'));
  return weights;
}
