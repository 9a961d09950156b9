// Whatever a call may be given, well formed or not.
import { BODIES, HEADERS, INPUTS, METHODS, OPTIONS, ORIGINS, RARE, REFUSED, SHAPES } from './axes.mjs';
import { pairs, product } from './product.mjs';

/** Two options of one name say nothing. */
const compatible = ([one, other]) => Object.keys(one)[0] !== Object.keys(other)[0];

export default {
  'every input, with every method and every body': product({ input: INPUTS, method: METHODS, body: BODIES }),
  'every input, with methods in other letters': product({ input: INPUTS, method: RARE, body: ['none', 'string', 'form'] }),
  'every way to hold options, with every method and body': product({ shape: SHAPES, method: METHODS, body: BODIES, headers: ['object'] }),
  'every kind of headers, for every input': product({ headers: HEADERS, input: INPUTS, method: ['GET', 'POST'], origin: ORIGINS }),
  'every option, for every input': product({ init: OPTIONS, input: INPUTS, method: ['GET', 'POST'] }),
  'every option, for each origin': product({ init: OPTIONS, origin: ORIGINS, method: ['GET', 'HEAD', 'POST', 'PUT'], input: ['string', 'Request'] }),
  'every pair of options': pairs(OPTIONS).filter(compatible).map(([one, other]) => ({ init: { ...one, ...other }, method: 'POST', body: 'string' })),
  'what is refused': product({ init: REFUSED, input: ['string', 'URL', 'Request', 'Request, init', 'init is a Request'], body: ['none', 'string'] }),
  'odd arguments': product({
    input: ['undefined', 'null', 'number', 'symbol', 'empty address', 'no address', 'credentials', 'init is text', 'init is a number', 'init is a list'],
    method: ['GET', 'POST'],
  }),
  'bad headers': product({ headers: ['bad name', 'bad value'], input: INPUTS }),
  'members that are undefined': product({ undefined: [['method'], ['body', 'headers'], ['signal', 'mode', 'redirect', 'cache']], input: INPUTS }),
};
