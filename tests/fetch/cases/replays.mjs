// The first answer says that the session has expired: what follows the refresh is what `fetch` would send once more.
import { ANSWERS, HEADERS, INPUTS, OPTIONS, ORIGINS, SHAPES, WHOLE } from './axes.mjs';
import { product } from './product.mjs';

const expired = [true];
const method = ['GET', 'POST'];

export default {
  'replays: every input, with every body': product({ expired, input: INPUTS, method: ['GET', 'HEAD', 'POST', 'PUT', 'delete'], body: WHOLE }),
  'replays: every way to hold options': product({ expired, shape: SHAPES, method: ['GET', 'POST', 'DELETE'], body: WHOLE, headers: ['object'] }),
  'replays: every kind of headers': product({ expired, headers: HEADERS, input: INPUTS, method, origin: ORIGINS }),
  'replays: every option': product({ expired, init: OPTIONS, input: ['string', 'Request'], method, origin: ORIGINS }),
  // A session that was refreshed in vain again and again lets it be for a while.
  'replays: every answer': product({ expired, answer: ANSWERS, method, origin: ORIGINS }).map((spec) => ({ ...spec, renew: spec.answer.startsWith('401') })),
  // Each refused for good, which no session takes for long.
  'replays: streams': product({ expired, renew: [true], input: INPUTS, body: ['stream'], method: ['POST', 'PUT'] }),
};
