// What a page and its browser send to a server of the contract, and what came back, held to the contract.
import assert from 'node:assert/strict';
import { judge } from './openapi.mjs';

/** How long an answer may take, in ms. */
const PATIENCE = 20_000;

export class Client {
  /** The cookies, by name. */
  jar = new Map();

  constructor(url, { seen = new Set(), send = fetch } = {}) {
    Object.assign(this, { url, seen, send });
  }

  /** Another browser that has copied the cookies of this one. */
  copy() {
    const copy = new Client(this.url, this);
    copy.jar = new Map(this.jar);
    return copy;
  }

  get = (path, options) => this.ask('GET', path, options);
  post = (path, options) => this.ask('POST', path, options);
  login = (credentials) => this.post('/auth/login', { json: credentials });

  /** Sends a request; fails with what the contract has against its answer. `headers` with `undefined` leave a header out. */
  async ask(method, path, { json, body, headers = {} } = {}) {
    const all = {
      'x-csrf': '1',
      ...(method !== 'GET' && { origin: this.url }),
      ...(json !== undefined && { 'content-type': 'application/json' }),
      ...(this.jar.size && { cookie: [...this.jar].map((pair) => pair.join('=')).join('; ') }),
      ...headers,
    };
    const response = await this.send(this.url + path, {
      method,
      headers: Object.fromEntries(Object.entries(all).filter(([, value]) => value !== undefined)),
      body: json !== undefined ? JSON.stringify(json) : body,
      redirect: 'manual',
      signal: AbortSignal.timeout(PATIENCE),
    });
    const { status } = response;
    const text = await response.text();
    const [pathname] = path.split('?');
    assert.deepEqual(judge({ method, path: pathname, status, headers: response.headers, text }), [], `${method} ${path} answered ${status} ${text}`);
    this.seen.add(`${method} ${pathname} ${status}`);
    for (const line of response.headers.getSetCookie()) {
      const [, name, value] = /^([^=]+)=([^;]*)/.exec(line);
      if (/; ?max-age=0/i.test(line)) this.jar.delete(name);
      else this.jar.set(name, value);
    }
    return { status, headers: response.headers, text, body: /json/.test(response.headers.get('content-type')) ? JSON.parse(text) : undefined };
  }
}
