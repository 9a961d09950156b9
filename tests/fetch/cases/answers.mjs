// Whatever comes back, and however it is read.
import { ANSWERS, METHODS, OPTIONS, ORIGINS, READS } from './axes.mjs';
import { product } from './product.mjs';

export default {
  'every answer, read in every way': product({ answer: ANSWERS, read: READS, method: ['GET', 'POST'] }).filter(
    // Whether a body has failed already when it is given up is chance.
    ({ answer, read }) => read !== 'cancel' || !['bad gzip', 'cut body'].includes(answer),
  ),
  'every answer, to every method, from each origin': product({ answer: ANSWERS, method: METHODS, origin: ORIGINS }),
  'answers that come in parts': product({ answer: ['streamed', 'streamed json', 'streamed 403'], read: ['progress'], method: ['GET', 'POST', 'DELETE'], origin: ORIGINS }),
  'answers that may be kept': product({ answer: ['cached'], init: OPTIONS.filter(({ cache }) => cache), times: [2], origin: ORIGINS }),
};
