// One browser on one connection: it signs in. What is measured is asked by the driver, which takes over its headers and cookies.
import net from 'node:net';

export class Browser {
  #cookies = new Map();
  #headers = { 'x-csrf': '1', 'sec-fetch-site': 'same-origin' };
  #head;
  #text = '';
  #answered;

  /** Connects to a base, as a page of an origin would: the public one, where a server is told of another than its own. */
  constructor(base, origin = base) {
    this.base = new URL(base);
    this.#headers.origin = origin;
    this.#write();
  }

  async open() {
    this.socket = net.connect(Number(this.base.port), this.base.hostname).setNoDelay().setEncoding('latin1');
    this.socket.on('data', (text) => this.#read(text));
    for (const end of ['error', 'close']) this.socket.on(end, () => this.#answered?.reject(new Error(`${this.base} hung up`)));
    await new Promise((resolve) => this.socket.once('connect', resolve));
  }

  close() {
    this.#answered = undefined;
    this.socket.destroy();
  }

  /** Sends a request and gives the body of its answer, which has to be 200. */
  ask(method, path, body) {
    const text = method === 'POST' ? JSON.stringify(body ?? {}) : '';
    const about = text && `content-type: application/json\r\ncontent-length: ${text.length}\r\n`;
    return new Promise((resolve, reject) => {
      this.#answered = { resolve, reject, what: `${method} ${path}` };
      this.socket.write(`${method} ${path} HTTP/1.1\r\n${this.#head}${about}\r\n${text}`);
    });
  }

  async signIn({ csrf, login: [path, credentials] }) {
    const token = async () => {
      if (!csrf) return;
      this.#headers['x-csrf-token'] = JSON.parse(await this.ask('GET', csrf)).csrfToken;
      this.#write();
    };
    await token();
    await this.ask('POST', path, credentials);
    // A token from before the sign-in belongs to the session that is gone.
    await token();
  }

  /** Takes over the cookies of a sign-in that was made elsewhere. */
  hold(cookies) {
    for (const { key, value } of cookies) this.#cookies.set(key, value);
    this.#write();
  }

  /** What the driver has to send to be this browser. */
  get signedIn() {
    return { headers: this.#headers, cookies: Object.fromEntries(this.#cookies) };
  }

  /** Writes what every request of this browser begins with. */
  #write() {
    const cookie = [...this.#cookies].map((pair) => pair.join('=')).join('; ');
    const headers = { host: this.base.host, ...this.#headers, ...(cookie && { cookie }) };
    this.#head = Object.entries(headers)
      .map((pair) => `${pair.join(': ')}\r\n`)
      .join('');
  }

  #read(text) {
    this.#text += text;
    const head = this.#text.indexOf('\r\n\r\n');
    if (head < 0) return;
    const length = /\r\ncontent-length: (\d+)/i.exec(this.#text);
    const ends = length ? this.#text.length >= head + 4 + Number(length[1]) : this.#text.endsWith('\r\n0\r\n\r\n');
    if (!ends) return;
    const [said, { resolve, reject, what }] = [this.#text, this.#answered];
    this.#text = '';
    this.#keep(said.slice(0, head));
    if (said.startsWith('HTTP/1.1 200')) resolve(said.slice(head + 4));
    else reject(new Error(`${what} at ${this.base}: ${said}`));
  }

  #keep(head) {
    const written = [...head.matchAll(/\r\nset-cookie: ([^=]+)=([^;\r]*)/gi)];
    if (!written.length) return;
    for (const [, name, value] of written) this.#cookies.set(name, value);
    this.#write();
  }
}
