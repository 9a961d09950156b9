// What the test server answers, by name: each takes the response, and what belongs to the exchange.
import { gzipSync } from 'node:zlib';

const JSON_TYPE = { 'content-type': 'application/json' };
const TEXT_TYPE = { 'content-type': 'text/plain; charset=utf-8' };

/** An answer at once: a status, a body, headers. */
const fixed = (status, body, headers) => {
  const length = body === undefined ? {} : { 'content-length': Buffer.byteLength(body) };
  return (response) => {
    response.writeHead(status, { ...length, ...headers });
    response.end(body);
  };
};

const json = (status, value, headers) => fixed(status, JSON.stringify(value), { ...JSON_TYPE, ...headers });
const text = (status, value, headers) => fixed(status, value, { ...TEXT_TYPE, ...headers });

const zipped = gzipSync('zipped, and whole again');

export const ANSWERS = {
  200: json(200, { a: 1, ü: ['b'] }, { 'x-answer': 'yes' }),
  text: text(200, 'plain ü'),
  html: fixed(200, '<p>page', { 'content-type': 'text/html' }),
  csv: fixed(200, 'a,b\n1,2\n', { 'content-type': 'text/csv' }),
  untyped: fixed(200, 'what is this'),
  broken: fixed(200, '{"a":', JSON_TYPE),
  form: fixed(200, 'a=1&b=2', { 'content-type': 'application/x-www-form-urlencoded' }),
  empty: fixed(200, ''),
  201: json(201, { id: 7 }, { location: '/things/7' }),
  204: fixed(204),
  205: fixed(205, ''),
  206: text(206, 'part', { 'content-range': 'bytes 0-3/9' }),
  304: fixed(304, undefined, { etag: '"1"' }),
  400: json(400, { error: 'bad' }),
  '401 json': json(401, { error: 'app_says_no' }),
  '401 text': text(401, 'session_expired'),
  '401 empty': fixed(401, ''),
  '401 broken': fixed(401, '{"error":"session_', JSON_TYPE),
  '401 bearer': json(401, { detail: 'no' }, { 'www-authenticate': 'Bearer realm="x"' }),
  402: text(402, 'pay'),
  '403 json': json(403, { error: 'forbidden' }),
  '403 text': text(403, 'forbidden'),
  404: text(404, 'nothing here'),
  '404 json': json(404, { error: 'session_expired' }),
  409: json(409, { error: 'conflict' }),
  418: text(418, 'teapot'),
  429: json(429, { error: 'slow down' }, { 'retry-after': '1' }),
  500: text(500, 'oh'),
  '500 json': json(500, { error: 'session_expired' }),
  503: text(503, 'later', { 'retry-after': '1' }),
  gzip: fixed(200, zipped, { ...TEXT_TYPE, 'content-encoding': 'gzip' }),
  'bad gzip': fixed(200, 'not zipped at all', { ...TEXT_TYPE, 'content-encoding': 'gzip' }),
  cached: text(200, 'kept', { 'cache-control': 'max-age=600', etag: '"1"' }),
  cut: (response) => response.socket.destroy(),
  'cut body': (response) => {
    response.writeHead(200, { ...TEXT_TYPE, 'content-length': 99 });
    response.write('and then', () => response.socket.destroy());
  },
  slow: (response) => setTimeout(text(200, 'at last'), 25, response),
  /** Two chunks; the second comes when the test says that it has the first. */
  async streamed(response, { until }) {
    response.writeHead(200, { 'content-type': 'text/event-stream' });
    response.write('one;');
    response.end((await until('go')) ? 'two;' : 'nothing was read;');
  },
  async 'streamed json'(response, { until }) {
    response.writeHead(200, { 'content-type': 'application/x-ndjson' });
    response.write('1\n');
    response.end((await until('go')) ? '2\n' : '"nothing was read"\n');
  },
  async 'streamed 403'(response, { until }) {
    response.writeHead(403, { 'content-type': 'application/x-ndjson' });
    response.write('1\n');
    response.end((await until('go')) ? '2\n' : '"nothing was read"\n');
  },
  /** An answer that never comes by itself. */
  async held(response, { until }) {
    await until('never');
    text(200, 'given up')(response);
  },
  /** A body that does not end while the page may read it. */
  async endless(response, { until }) {
    response.writeHead(200, { 'content-type': 'text/event-stream' });
    response.write('one;');
    await until('over');
    response.end();
  },
  expired: json(401, { error: 'session_expired' }),
};

/** Redirects: `307 listed 200` leads to that answer on the listed origin. */
export const redirect = (name, address) => {
  const [, status, where, then] = /^(30\d) (own|listed|foreign|loop|bad|none) ?(.*)$/.exec(name) ?? [];
  if (!status) return undefined;
  const location = { loop: () => address('own', name), bad: () => 'http://[', none: () => undefined };
  const to = (location[where] ?? (() => address(where, then || '200')))();
  return (response) => {
    response.writeHead(+status, { ...(to && { location: to }), ...TEXT_TYPE, 'content-length': 5 });
    response.end('moved');
  };
};
