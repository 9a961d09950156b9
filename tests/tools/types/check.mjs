// Compiles the code of an app with each `moduleResolution` that the installed compiler has.
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';

const { version } = JSON.parse(readFileSync('node_modules/typescript/package.json', 'utf8'));
const major = Number.parseInt(version, 10);

const WAYS = [
  { module: 'ESNext', moduleResolution: 'bundler' },
  { module: 'Node16', moduleResolution: 'node16' },
  { module: 'NodeNext', moduleResolution: 'nodenext' },
  // Version 7 lacks `node10`, and version 6 refuses it unless its deprecation is silenced.
  ...(major < 7 ? [{ module: 'ESNext', moduleResolution: 'node10', ...(major === 6 && { ignoreDeprecations: '6.0' }) }] : []),
];

for (const way of WAYS) {
  const compilerOptions = { target: 'ES2022', lib: ['ES2022', 'DOM', 'DOM.Iterable'], strict: true, noEmit: true, types: [], ...way };
  writeFileSync('tsconfig.json', JSON.stringify({ compilerOptions, files: ['uses.ts'] }));
  const { status, stdout } = spawnSync('node_modules/.bin/tsc', ['--pretty', 'false'], { encoding: 'utf8' });
  assert.equal(status, 0, `TypeScript ${version}, ${way.moduleResolution}:\n${stdout}`);
}
