// The table of the README is the list of codes, and every code of the engine is in it.
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';

const read = (path) => readFileSync(new URL(`../../${path}`, import.meta.url), 'utf8');
const codes = (text, pattern) => [...text.matchAll(pattern)].map(([, code]) => code).sort();

const declared = codes(read('pkg-template/src/errors.ts').match(/type SessionErrorCode =[^;]+/)[0], /'(\w+)'/g);

test('the README explains each code, and none besides', () => {
  assert.deepEqual(codes(read('pkg-template/README.md'), /^\| `(\w+)` \|/gm), declared);
});

test('each code of the engine is declared', () => {
  const [body] = read('src/machine/code.rs').match(/fn as_str[\s\S]+?\n {4}\}/);
  const engine = codes(body, /=> "(\w+)"/g);
  assert.ok(engine.length >= 15);
  for (const code of engine) assert.ok(declared.includes(code), code);
});
