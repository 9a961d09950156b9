// A browser's manners without a browser: a cookie jar, an `Origin`, no redirect followed unasked.
import { Cookie, CookieJar } from 'tough-cookie';

export class Client {
  constructor(url, jar = new CookieJar()) {
    Object.assign(this, { url, jar });
  }

  /** This client as it is now: what it holds, another may replay. */
  async copy() {
    return new Client(this.url, await this.jar.clone());
  }

  /** A client that goes on sending the cookies of now, whatever becomes of them: a thief, or a clock that is wrong. */
  async hoarder() {
    const held = await this.jar.getCookieString(this.url);
    return new Client(this.url, { getCookieString: async () => held, setCookie: async () => undefined, getCookies: async () => [] });
  }

  get = (path, options) => this.ask('GET', path, options);
  post = (path, options) => this.ask('POST', path, options);
  delete = (path, options) => this.ask('DELETE', path, options);

  /** Sends one request; `body` is JSON or null where it is none, `set` the cookies of this very answer. */
  async ask(method, path, { json, form, headers } = {}) {
    const url = new URL(path, this.url).href;
    const cookie = await this.jar.getCookieString(url);
    const response = await fetch(url, {
      method,
      redirect: 'manual',
      headers: {
        accept: 'application/json',
        ...(method !== 'GET' && { origin: new URL(this.url).origin }),
        ...(json !== undefined && { 'content-type': 'application/json' }),
        ...(cookie && { cookie }),
        ...headers,
      },
      body: json !== undefined ? JSON.stringify(json) : form && new URLSearchParams(form),
    });
    const set = {};
    for (const line of response.headers.getSetCookie()) {
      const cookie = Cookie.parse(line);
      set[cookie.key] = cookie;
      await this.jar.setCookie(cookie, url);
    }
    const text = await response.text();
    return { status: response.status, at: url, type: response.headers.get('content-type'), headers: response.headers, text, body: parsed(text), set };
  }

  /** The value of a cookie as a script would read it: none if it is HttpOnly. */
  async readable(name) {
    const cookies = await this.jar.getCookies(this.url);
    return cookies.find(({ key, httpOnly }) => key === name && !httpOnly)?.value;
  }

  /** The names of the cookies that go along to a path. */
  async cookies(path = '/') {
    return (await this.jar.getCookies(new URL(path, this.url).href)).map(({ key }) => key).sort();
  }
}

const parsed = (text) => {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
};
