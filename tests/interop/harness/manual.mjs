// The pages of the manual that run against real back ends: their code, bundled with the package as an app would have it.
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';
import { compile, extract } from '../../e2e/harness/manual.mjs';
import { site } from '../../e2e/harness/site.mjs';

const MODULES = fileURLToPath(new URL('../../node_modules', import.meta.url));

/** Makes a folder to serve, with one module `/manual.js` of all that a page of the manual exports, and of `more`, files by name in JavaScript. */
export async function manual(page, more = {}) {
  const served = site();
  const code = mkdtempSync(join(tmpdir(), 'hallpass-manual-'));
  process.on('exit', () => rmSync(code, { recursive: true, force: true }));
  for (const [name, text] of Object.entries(more)) writeFileSync(join(code, name), text);
  const names = extract(page, code);
  compile(code, names, served);
  const all = [...[...names, ...Object.keys(more)].map((name) => `./${name.replace(/\.[jt]sx?$/, '')}`), 'hallpass'];
  await build({
    stdin: { contents: all.map((name) => `export * from '${name}';`).join('\n'), resolveDir: code },
    outdir: served,
    entryNames: 'manual',
    bundle: true,
    splitting: true,
    format: 'esm',
    jsx: 'automatic',
    // One React for the code and the package.
    alias: { hallpass: join(served, 'hallpass'), ...Object.fromEntries(['react', 'react-dom'].map((name) => [name, join(MODULES, name)])) },
    nodePaths: [MODULES],
    define: { 'process.env.NODE_ENV': '"production"' },
    logLevel: 'error',
  });
  return served;
}

/** Resolves once an element of a selector says this. */
export const shown = (tab, css, text) =>
  tab.run(
    (css, text) =>
      new Promise((resolve, reject) => {
        const look = () => {
          if (document.querySelector(css)?.textContent !== text) return;
          watcher.disconnect();
          clearTimeout(timer);
          resolve();
        };
        const watcher = new MutationObserver(look);
        const timer = setTimeout(() => reject(new Error(`${css} never said "${text}", but: ${document.body.innerText}`)), 40_000);
        watcher.observe(document, { subtree: true, childList: true, characterData: true });
        look();
      }),
    css,
    text,
  );
