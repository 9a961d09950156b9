// Values as the page reads them: by the table that what stands in for them in native tests is held to as well.
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';
import { source } from './setup.mjs';

const { border } = await import(`${source}/border.js`);
const { json } = await import(`${source}/json.js`);

const read = (name) => JSON.parse(readFileSync(new URL(`../dialect/${name}`, import.meta.url), 'utf8'));
const { headers, ...rest } = read('places-answer.json');
const answer = { ...rest, headers: new Headers(headers) };
const KINDS = { '-1': 'other', 0: 'false', 1: 'true', 2: 'text', 3: 'object', 4: 'missing' };

for (const row of read('places.json'))
  test(`a place is read: ${JSON.stringify(row)}`, () => {
    const found = json._find(answer, row.place);
    assert.equal(KINDS[json._kind(found)], row.kind);
    assert.deepEqual(json._number(found), row.number ?? NaN);
    assert.deepEqual(json._time(found), row.time ?? NaN);
    for (const [key, wanted] of [['is', true], ['not', false]])
      if (key in row) {
        const { _enter, imports } = border(row[key]);
        _enter(found, () => assert.equal(imports._among(0, 1), wanted));
      }
  });

test('a place is read without a body and without headers', () => {
  for (const place of [undefined, '', '/a']) assert.equal(json._find(undefined, place), undefined);
  for (const place of [undefined, '', '/a', { header: 'x' }, { header: 'x', base64: true }]) {
    assert.equal(json._find({}, place), undefined);
  }
});

test('where claims took the place of a token, a place points into them', () => {
  const answer = { headers: { get: (name) => (name === 'x-token' ? { sub: 'ada', exp: 7 } : null) } };
  assert.deepEqual(json._find(answer, { header: 'x-token' }), { sub: 'ada', exp: 7 });
  assert.equal(json._find(answer, { header: 'x-token', at: '/sub' }), 'ada');
  assert.equal(json._find(answer, { header: 'x-other', at: '/sub' }), undefined);
});
