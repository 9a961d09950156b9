// An app as its users get it: bundled, the package with it.
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';
import { site } from './site.mjs';

const MODULES = fileURLToPath(new URL('../../node_modules', import.meta.url));

/** Fonts are the demo's own business, and installed with it. */
const withoutFonts = {
  name: 'without fonts',
  setup({ onResolve, onLoad }) {
    onResolve({ filter: /^@fontsource/ }, ({ path }) => ({ path, namespace: 'font' }));
    onLoad({ filter: /.*/, namespace: 'font' }, () => ({ contents: '' }));
  },
};

/** Bundles apps, each the folder of an index.html that loads a module; each is served under its name. */
export async function bundle(apps) {
  const dir = site();
  for (const [name, folder] of Object.entries(apps)) {
    const app = fileURLToPath(new URL(`../${folder}`, import.meta.url));
    const html = readFileSync(join(app, 'index.html'), 'utf8');
    const [script, entry] = /<script type="module" src="\/(.*?)"><\/script>/.exec(html);
    const { metafile } = await build({
      entryPoints: { main: join(app, entry) },
      outdir: join(dir, name),
      bundle: true,
      splitting: true,
      minify: true,
      charset: 'utf8',
      format: 'esm',
      jsx: 'automatic',
      metafile: true,
      // One React for the app and the package.
      alias: { hallpass: join(dir, 'hallpass'), ...Object.fromEntries(['react', 'react-dom'].map((name) => [name, join(MODULES, name)])) },
      plugins: [withoutFonts],
      nodePaths: [MODULES],
      define: { 'process.env.NODE_ENV': '"production"', 'import.meta.env': '{}' },
      logLevel: 'error',
    });
    const styled = Object.keys(metafile.outputs).some((output) => output.endsWith('/main.css'));
    const tags = `${styled ? '<link rel="stylesheet" href="main.css">' : ''}<script type="module" src="main.js"></script>`;
    writeFileSync(join(dir, name, 'index.html'), html.replace(script, tags));
  }
  return dir;
}
