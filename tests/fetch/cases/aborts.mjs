// Signals: none, quiet ones, aborted before, and aborted at each stage of a call.
import { INPUTS, ORIGINS } from './axes.mjs';
import { product } from './product.mjs';

const SOME = ['string', 'URL', 'Request', 'Request, init', 'Request, {}', 'Request, headers', 'init is a Request', 'cloned Request'];

/** When, and what is answered: nothing, or a body that does not end. */
const STAGES = [
  ...['at once', 'held'].map((abort) => ({ abort, answer: 'held' })),
  ...['head', 'body'].map((abort) => ({ abort, answer: 'endless' })),
];

const method = ['GET', 'POST'];

export default {
  'signals that stay quiet': product({ signal: ['null', 'own', 'any'], input: [...INPUTS, 'Request, signal: null'], method }),
  'signals that are aborted already': product({ signal: ['aborted', 'aborted, default'], input: [...INPUTS, 'Request, signal: null'], method }),
  aborts: product({ stage: STAGES, signal: ['own', 'default', 'any', 'timed out'], input: SOME, method, origin: ORIGINS }).map(({ stage, ...spec }) => ({ ...spec, ...stage })),
  // Nothing is answered, so that the time is always over before there is a response: some browsers fail the reading of a
  // body with another error. `timed out` is the same for a response, at a stage that no clock decides.
  timeouts: product({ signal: ['timeout'], answer: ['held'], input: SOME, method }),
};
