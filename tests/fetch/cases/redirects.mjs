// Where a call is led.
import { product } from './product.mjs';

const STATUSES = [301, 302, 303, 307, 308];
const to = (...targets) => STATUSES.flatMap((status) => targets.map((target) => `${status} ${target}`));

const SAME = to('own 200', 'own text', 'own 404', 'own 307 own csv', 'own 204', 'loop', 'bad', 'none');
const AWAY = to('listed 200', 'foreign 200', 'own 307 foreign 200');

const init = [{}, { redirect: 'error' }, { redirect: 'manual' }];
const method = ['GET', 'HEAD', 'POST', 'PUT'];

export default {
  'redirects on the same origin': product({ answer: SAME, init, method }),
  'redirects on the same origin, with a body': product({ answer: SAME, init, method: ['POST', 'PUT'], body: ['string'] }),
  'redirects to an answer that comes in parts': product({ answer: ['302 own streamed', '302 own streamed json', '307 own streamed json'], read: ['progress'], method: ['GET', 'POST'] }),
  'redirects to another origin': product({ answer: AWAY, init, method }),
  'redirects of a listed origin': product({ answer: ['302 listed 200', '307 listed 200', '302 own 200', '302 foreign 200'], init, method, origin: ['listed'] }),
};
