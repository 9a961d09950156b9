// The code that a page of the manual shows, as files: each block that begins with `// name.ts`.
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { mkdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';

const MODULES = fileURLToPath(new URL('../../node_modules', import.meta.url));
/** As an app with a bundler has them. */
const COMPILER = ['--strict', '--noEmit', '--target', 'es2022', '--lib', 'es2024,dom,dom.iterable', '--module', 'esnext', '--moduleResolution', 'bundler', '--jsx', 'react-jsx', '--types', 'react'];

/** Writes the code of a page into a folder; the names of the files. Every block in TypeScript has to be one. */
export function extract(page, dir) {
  const text = readFileSync(fileURLToPath(new URL(`../../../docs/${page}.md`, import.meta.url)), 'utf8');
  mkdirSync(dir, { recursive: true });
  return [...text.matchAll(/^```tsx?\n(.*?)^```$/gms)].map(([, code]) => {
    const [, name] = /^\/\/ (\S+\.tsx?)\n/.exec(code) ?? [];
    assert.ok(name, `docs/${page}.md: a block without the name of its file:\n${code}`);
    writeFileSync(join(dir, name), code);
    return name;
  });
}

/** Compiles files against the package of a site, which an app would find in `node_modules`. */
export function compile(dir, names, site) {
  symlinkSync(MODULES, join(dir, 'node_modules'));
  // The package's own types find React beside it in an app; here they lie in a folder of their own.
  const react = { react: [join(MODULES, '@types/react/index.d.ts')], 'react/*': [join(MODULES, '@types/react/*')] };
  const paths = { hallpass: [join(site, 'hallpass/index.d.ts')], 'hallpass/*': [join(site, 'hallpass/*')], ...react };
  writeFileSync(join(dir, 'tsconfig.json'), JSON.stringify({ compilerOptions: { paths }, files: names }));
  execFileSync(join(MODULES, '.bin/tsc'), ['--project', dir, ...COMPILER], { stdio: ['ignore', 'inherit', 'inherit'] });
}

/** Bundles files into one module of a site that exports what they export; the package is the site's own. */
export async function bundle(dir, names, site, out) {
  await build({
    stdin: { contents: names.map((name) => `export * from './${name}';`).join('\n'), resolveDir: dir },
    outfile: join(site, out),
    bundle: true,
    format: 'esm',
    jsx: 'automatic',
    alias: { hallpass: '/hallpass/index.js' },
    external: ['/hallpass/*'],
    nodePaths: [MODULES],
    logLevel: 'error',
  });
}
