import { Jar, parse, type SetCookie } from './cookies.js';

/** How long an answer may take, in milliseconds. */
const DEADLINE = 10_000;

/** One answer, with the moments (epoch ms) between which the server made it. */
export interface Answer {
  readonly request: string;
  readonly status: number;
  readonly headers: Headers;
  /** What it says as JSON; `undefined` where it is none. */
  readonly body: unknown;
  readonly set: readonly SetCookie[];
  readonly between: readonly [number, number];
}

export interface Asking {
  method?: string;
  headers?: Record<string, string>;
  body?: string;
}

/** A server that does not answer at all. */
export class Unreachable extends Error {}

/** A browser's manners: it keeps cookies, says where a request comes from, and follows no redirect unasked. */
export class Browser {
  /** The origin of the page that asks. */
  readonly origin: string;
  jar: Jar;

  constructor(origin: string, jar: Jar = new Jar()) {
    this.origin = origin;
    this.jar = jar;
  }

  /** Another browser, with the same cookies. */
  copy(): Browser {
    return new Browser(this.origin, this.jar.copy());
  }

  /** Sends a request as `fetch` in a page would, with credentials. */
  async send(address: URL, { method = 'GET', headers = {}, body }: Asking = {}): Promise<Answer> {
    const cookie = this.jar.header(address.pathname);
    const own = this.origin === address.origin;
    const from = {
      ...((method !== 'GET' || !own) && { origin: this.origin }),
      referer: `${this.origin}/`,
      'sec-fetch-site': own ? 'same-origin' : isSameSite(this.origin, address) ? 'same-site' : 'cross-site',
    };
    const begun = Date.now();
    const response = await fetch(address, {
      method,
      headers: { accept: 'application/json', ...from, ...(cookie && { cookie }), ...headers },
      redirect: 'manual',
      signal: AbortSignal.timeout(DEADLINE),
      ...(body !== undefined && { body }),
    }).catch((cause: any) => {
      const why =
        cause.name === 'TimeoutError'
          ? `no answer within ${DEADLINE / 1000} s`
          : (cause.cause?.code ?? cause.cause?.message ?? cause.message);
      throw new Unreachable(`${method} ${address.pathname}: ${why}`);
    });
    const text = await response.text();
    const set = response.headers.getSetCookie().map(parse);
    for (const one of set) this.jar.take(one, address.pathname);
    return {
      request: `${method} ${address.pathname}`,
      status: response.status,
      headers: response.headers,
      body: /[/+]json/i.test(response.headers.get('content-type') ?? '') ? json(text) : undefined,
      set,
      between: [begun, Date.now()],
    };
  }
}

/** Of hosts that are names, the last two labels tell: near enough for a header that says where a request comes from. */
function isSameSite(origin: string, address: URL): boolean {
  const { protocol, hostname } = new URL(origin);
  const site = (name: string): string => (/^[\d.]+$|:/.test(name) ? name : name.split('.').slice(-2).join('.'));
  return protocol === address.protocol && site(hostname) === site(address.hostname);
}

function json(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
