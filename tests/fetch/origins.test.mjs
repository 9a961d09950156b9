// To an origin that is not the session's nothing is sent, whatever the call looks like (P2, P27).
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { INPUTS, METHODS, SHAPES } from './cases/axes.mjs';
import { product } from './cases/product.mjs';
import { LANES, setup } from './harness.mjs';

const world = setup();

test('a foreign origin is refused, and hears nothing', async () => {
  const calls = product({ origin: ['foreign'], input: INPUTS, shape: SHAPES, method: METHODS }).filter(({ input }) => input !== 'relative' && input !== 'dotted');
  const tab = await world.open();
  const outcomes = await tab.run((cases, lanes) => test.run(cases, lanes), calls.map((spec, at) => [`${at % LANES}-foreign${at}`, { answer: '204' }, spec]), LANES);
  for (const [at, { session }] of outcomes.entries()) {
    assert.equal(session[0].failed?.code, 'untrusted_origin', JSON.stringify(calls[at]));
    assert.deepEqual(await world.server.seen(`${at % LANES}-foreign${at}.s`), { requests: [], preflights: [] });
  }
});
