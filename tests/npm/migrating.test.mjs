// The pages that lead from another client to hallpass: their code compiles as one module, and runs.
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { after, test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { buildSync } from 'esbuild';
import { playEngine, playPage, tsc } from './setup.mjs';

const here = fileURLToPath(new URL('.', import.meta.url));
const pages = fileURLToPath(new URL('../../docs/migrating/', import.meta.url));
/** As it is built: it has the presets. */
const presets = join(process.env.HALLPASS_PACKAGE, 'presets');
const room = mkdtempSync(join(here, 'node_modules/.migrating-'));
after(() => rmSync(room, { recursive: true }));

/** What a browser keeps for an origin. */
const store = (entries) => Object.defineProperties({ ...entries }, { removeItem: { value(key) { delete this[key]; } } });
/** What an old client left in each store, and what of it is there after the page's code has run. */
const OLD = { accessToken: 'ey…', 'oidc.user:https://id.example:app': '{}', theme: 'dark' };
const LEFT = {
  interceptors: ['oidc.user:https://id.example:app', 'theme'],
  'oidc-client-ts': ['accessToken', 'theme'],
};

for (const page of readdirSync(pages).filter((name) => name !== 'README.md')) {
  const name = page.replace('.md', '');
  const code = [...readFileSync(join(pages, page), 'utf8').matchAll(/```tsx?\n(.*?)```/gs)].map(([, block]) => block).join('\n');
  const file = join(room, `${name}.tsx`);

  test(`${page}: its code compiles`, () => {
    writeFileSync(file, code);
    const compilerOptions = {
      target: 'ES2022', lib: ['ES2022', 'DOM', 'DOM.Iterable'], module: 'ESNext', moduleResolution: 'bundler',
      strict: true, noEmit: true, types: [], skipLibCheck: true, jsx: 'react-jsx',
      paths: { 'hallpass/presets/*': [join(presets, '*')] },
    };
    const project = join(room, `${name}.json`);
    writeFileSync(project, JSON.stringify({ compilerOptions, files: [file] }));
    const { status, stdout } = spawnSync(tsc, ['--project', project, '--pretty', 'false'], { encoding: 'utf8' });
    assert.equal(status, 0, stdout);
  });

  test(`${page}: its code runs, and takes away what the old client left`, async () => {
    writeFileSync(file, code);
    const outfile = join(room, `${name}.mjs`);
    buildSync({ entryPoints: [file], outfile, bundle: true, format: 'esm', platform: 'node', jsx: 'automatic', packages: 'external', alias: { 'hallpass/presets': presets } });
    playEngine();
    playPage();
    globalThis.localStorage = store(OLD);
    globalThis.sessionStorage = store(OLD);
    const { session } = await import(outfile);
    assert.equal(session.getSnapshot().status, 'loading');
    assert.deepEqual(Object.keys(localStorage).sort(), LEFT[name] ?? Object.keys(OLD).sort());
    session.dispose();
  });
}
