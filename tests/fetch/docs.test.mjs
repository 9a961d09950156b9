// The manual lists the differences that the comparison allows, each with its reason (P27).
import assert from 'node:assert/strict';
import { readFileSync, writeFileSync } from 'node:fs';
import { test } from 'node:test';
import { DIFFERENCES } from './differences.mjs';

const PAGE = new URL('../../docs/fetch.md', import.meta.url);
const [START, END] = ['<!-- differences -->\n', '<!-- /differences -->'];

test('docs/fetch.md lists what differs', () => {
  const page = readFileSync(PAGE, 'utf8');
  const [before, rest] = page.split(START);
  const [written, after] = rest.split(END);
  const table = ['| | what | why |', '|---|---|---|', ...DIFFERENCES.map(({ name, what, why }) => `| ${name} | ${what} | ${why} |`), ''].join('\n');
  if (process.env.HALLPASS_WRITE) writeFileSync(PAGE, before + START + table + END + after);
  else assert.equal(written, table, 'HALLPASS_WRITE=1 writes it anew');
});
