import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { built, tsc } from './setup.mjs';

const here = fileURLToPath(new URL('.', import.meta.url));

function check(files, options) {
  const room = mkdtempSync(join(here, 'node_modules/.types-'));
  const compilerOptions = {
    target: 'ES2022', lib: ['ES2022', 'DOM', 'DOM.Iterable'], strict: true, noEmit: true, types: [], skipLibCheck: true, ...options,
  };
  writeFileSync(join(room, 'tsconfig.json'), JSON.stringify({ compilerOptions, files }));
  const { status, stdout } = spawnSync(tsc, ['--project', room, '--pretty', 'false'], { encoding: 'utf8' });
  rmSync(room, { recursive: true });
  assert.equal(status, 0, stdout);
}

// Apart, because an augmentation is global.
for (const name of ['session', 'register', 'adapters', 'routers', 'claims', 'wasm'])
  for (const options of [
    { module: 'ESNext', moduleResolution: 'bundler' },
    { module: 'NodeNext', moduleResolution: 'NodeNext', exactOptionalPropertyTypes: true },
  ])
    test(`types: ${name}, ${options.moduleResolution}`, () => check([join(here, 'types', `${name}.ts`)], options));

test('types: a server without the DOM compiles them (W21)', () => {
  const room = mkdtempSync(join(here, 'node_modules/.types-'));
  const file = join(room, 'server.ts');
  writeFileSync(file, "import { createSession } from 'hallpass';\nexport const { signal, fetch } = createSession();\n");
  const options = { lib: ['ES2022'], types: ['node'], typeRoots: [fileURLToPath(new URL('../node_modules/@types', import.meta.url))], skipLibCheck: false };
  try {
    check([file], { module: 'NodeNext', moduleResolution: 'NodeNext', ...options });
  } finally {
    rmSync(room, { recursive: true });
  }
});

test('types: the declarations stand on their own', () => {
  const files = ['index', 'slim', 'wasm-url', 'testing', 'server', 'angular', 'react', 'axios', 'ky', 'router', 'tanstack-query', 'step-up', 'jwt', 'claims'].map((name) => join(built, `${name}.d.ts`));
  check(files, { module: 'NodeNext', moduleResolution: 'NodeNext', skipLibCheck: false });
});
