// What changes between a call and its sending: arguments are read when the call is made, once.
import { product } from './product.mjs';

const LATER = [
  { later: 'method', method: 'POST' },
  { later: 'body', method: 'POST', body: 'string' },
  { later: 'header', headers: 'object' },
  { later: 'headers', headers: 'headers' },
  { later: 'bytes', method: 'POST', body: 'view' },
  { later: 'bytes', method: 'POST', body: 'buffer' },
  { later: 'params', method: 'POST', body: 'params' },
  { later: 'form', method: 'POST', body: 'form' },
  { later: 'url', input: 'URL' },
  { later: 'anchor', input: 'anchor' },
  { later: 'redirect', answer: '302 own 200' },
];

export default {
  'what changes after the call': [...LATER, ...LATER.map((spec) => ({ ...spec, expired: true }))],
  'where the page is after the call': product({ later: ['history'], input: ['dotted'] }),
};
