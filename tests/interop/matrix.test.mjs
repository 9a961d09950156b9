// README.md shows what was measured just now, and names no server that is not tested.
import assert from 'node:assert/strict';
import { readdirSync } from 'node:fs';
import { test } from 'node:test';
import { CAPABILITIES, established, measured, shown, table } from './harness/matrix.mjs';

const tested = readdirSync(new URL('browser/', import.meta.url)).map((name) => name.replace('.test.mjs', ''));

test('README.md shows the cells that were measured: else run `node tests/interop/harness/matrix.mjs --write`', () => {
  const rows = measured();
  assert.ok(Object.keys(rows).length, 'something was measured');
  for (const [server, engines] of Object.entries(rows))
    for (const [engine, cells] of Object.entries(engines)) assert.deepEqual(shown()[server]?.[engine], cells, `${server} in ${engine}`);
});

test('README.md shows every server that has a page or a test, and no other', () => {
  assert.deepEqual(Object.keys(shown()).sort(), [...new Set([...tested, ...Object.keys(established())])].sort());
});

test('a page says that its server was run if it is run here, and else how the page was established', () => {
  for (const [server, how] of Object.entries(established())) {
    assert.match(how ?? '', /^(Run|Run by hand|Read)$/, server);
    assert.equal(how === 'Run', tested.includes(server), server);
  }
});

test('where engines differ the table says so, and what was not measured this time is kept', () => {
  const cells = (last) => [...CAPABILITIES.slice(1).map(() => '✓'), last];
  const rows = { one: { chromium: cells('a'), firefox: cells('b'), webkit: cells('a') }, two: { webkit: cells('c') }, three: {} };
  const text = table(rows, {});
  assert.match(text, /\| `one` \| chromium, firefox, webkit \|.*\| a; firefox: b \|\n/);
  const parsed = (text) => Object.fromEntries(Object.entries(shown(`<!-- interop -->${text}<!-- /interop -->`)).filter(([server]) => server in rows));
  assert.deepEqual(parsed(text), rows);
  const later = table({ two: { firefox: cells('d') } }, parsed(text));
  assert.deepEqual(parsed(later), { ...rows, two: { ...rows.two, firefox: cells('d') } });
});
