// The cases, in blocks: each a list of descriptions of one call.
import { webkit } from '../../e2e/harness/engine.mjs';
import aborts from './aborts.mjs';
import answers from './answers.mjs';
import { REQUESTS } from './axes.mjs';
import given from './arguments.mjs';
import later from './later.mjs';
import redirects from './redirects.mjs';
import replays from './replays.mjs';

/** WebKitGTK sends no stream by `fetch`: there is nothing to compare with. */
const compared = ({ body, input }) => !(webkit && body === 'stream' && REQUESTS.includes(input));

const all = { ...given, ...later, ...answers, ...redirects, ...aborts, ...replays };

export const BLOCKS = Object.fromEntries(Object.entries(all).map(([name, cases]) => [name, cases.filter(compared)]));
