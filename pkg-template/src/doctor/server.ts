import type { Endpoint, Expiry, Limit, Preset, Step } from '../preset.js';
import type { Answer, Browser } from './browser.js';
import { bears, find } from './signs.js';

/** How a session stands by an answer; `unclear` is no answer that the preset knows. */
export type Standing = 'live' | 'lapsed' | 'nobody' | 'unclear';

interface Special {
  /** What `login()` is given. */
  given?: Record<string, unknown>;
  /** The handle of the session that the page believes in. */
  handle?: string | undefined;
  /** Sends it as another site could: without the headers and tokens that prove where a request comes from. */
  forged?: boolean;
  /** The name of the CSRF cookie of the refresh may differ. */
  refreshing?: boolean;
}

/** A form of another site sends this type, and no header of its own. */
const FORM = 'application/x-www-form-urlencoded';

/** A back end, spoken to by its preset. */
export class Server {
  readonly preset: Preset;
  /** Where the preset's paths begin. */
  readonly base: string;

  constructor(preset: Preset, base: string) {
    this.preset = preset;
    this.base = base;
  }

  address({ path, query }: Pick<Endpoint, 'path' | 'query'>): URL {
    const url = new URL(this.base + path);
    for (const [name, value] of Object.entries(query ?? {})) url.searchParams.set(name, value);
    return url;
  }

  session = async (browser: Browser): Promise<Answer> => this.#tidy(await this.ask(browser, this.preset.session, 'GET'));
  login = (browser: Browser, given: Record<string, unknown>): Promise<Answer> =>
    this.ask(browser, this.preset.login!, 'POST', { given });
  refresh = (browser: Browser, special?: Special): Promise<Answer> =>
    this.ask(browser, this.preset.refresh!, 'POST', { refreshing: true, ...special });

  /** Signs out; the answer is that of the last step that is a request. */
  async logout(browser: Browser, special?: Special): Promise<Answer | undefined> {
    let last: Answer | undefined;
    for (const step of this.logoutSteps()) last = await this.ask(browser, step as Endpoint, 'POST', special);
    return last;
  }

  /** The steps of a logout that are requests to a path. */
  logoutSteps(): Step[] {
    return [this.preset.logout ?? []].flat().filter(({ navigate, path }) => !navigate && path !== undefined);
  }

  async ask(
    browser: Browser,
    endpoint: Endpoint,
    usual: string,
    { given, handle, forged, refreshing }: Special = {},
  ): Promise<Answer> {
    const { method = usual, form, headers: own } = endpoint;
    const { handle: named, headers: all, csrf } = this.preset;
    if (forged) return browser.send(this.address(endpoint), { method, headers: { 'content-type': FORM } });
    const headers: Record<string, string> = { ...all, ...own };
    if (named?.header && handle !== undefined) headers[named.header] = handle;
    let body = endpoint.body === undefined ? given : (filled(endpoint.body, given ?? {}) as Record<string, unknown>);
    if (method !== 'GET') {
      const proof = await this.#proof(browser, !!refreshing);
      if (proof && csrf?.header) headers[csrf.header] = proof;
      if (csrf?.field) body = { ...body, [csrf.field]: proof };
    }
    if (body) headers['content-type'] = form ? FORM : 'application/json';
    const text = body && (form ? `${new URLSearchParams(body as Record<string, string>)}` : JSON.stringify(body));
    return browser.send(this.address(endpoint), { method, headers, ...(text !== undefined && { body: text }) });
  }

  /** The CSRF token of a browser, fetched where it has to be. */
  async #proof(browser: Browser, refreshing: boolean): Promise<string | undefined> {
    const { csrf } = this.preset;
    if (!csrf) return undefined;
    const name = (refreshing && csrf.refreshCookie) || csrf.cookie;
    const read = (): string | undefined => {
      const value = name && browser.jar.value(name);
      return value && csrf.decode ? decodeURIComponent(value) : value || undefined;
    };
    if (read() || !csrf.prime) return read();
    const primed = await this.ask(browser, { path: csrf.prime }, 'GET');
    return csrf.at === undefined ? read() : (find(primed, csrf.at) as string | undefined);
  }

  /** A list of pairs as one object, where the preset has one. */
  #tidy(answer: Answer): Answer {
    const { pairs } = this.preset;
    if (!pairs || !Array.isArray(answer.body)) return answer;
    return { ...answer, body: Object.fromEntries(answer.body.map((pair) => [pair?.[pairs[0]], pair?.[pairs[1]]])) };
  }

  /** Whether the request was refused because it does not prove where it comes from. */
  isForged = (answer: Answer): boolean => bears(answer, this.preset.csrf?.rejected);

  /** Whether the answer asks for a stronger or a more recent sign-in. */
  isStepUp = (answer: Answer): boolean => bears(answer, this.preset.stepUp);

  standing(answer: Answer): Standing {
    const { preset } = this;
    if (this.isForged(answer)) return 'unclear';
    if (bears(answer, preset.over) || bears(answer, preset.anonymous)) return 'nobody';
    if (bears(answer, preset.expired)) return 'lapsed';
    if (answer.status < 200 || answer.status > 299) return 'unclear';
    const vouched = preset.authenticated
      ? bears(answer, preset.authenticated)
      : this.subject(answer) !== undefined || isToken(find(answer, preset.user));
    return vouched ? 'live' : 'unclear';
  }

  /** Whether credentials were refused, as the preset has it. */
  isRefused = (answer: Answer): boolean => bears(answer, this.preset.login?.refused);

  /** Whether a sign-in, refresh or touch has succeeded; what does not carry the session says so by `ok`. */
  succeeded(answer: Answer, { ok }: Pick<Endpoint, 'ok'>): boolean {
    return ok ? bears(answer, ok) : this.standing(answer) === 'live';
  }

  subject(answer: Answer): string | undefined {
    const found = this.preset.subject === undefined ? undefined : find(answer, this.preset.subject);
    return typeof found === 'string' || typeof found === 'number' ? `${found}` : undefined;
  }

  handle(answer: Answer): string | undefined {
    const found = this.preset.handle && find(answer, this.preset.handle.at);
    return typeof found === 'string' ? found : undefined;
  }

  /** What is left of each limit that the answer tells, in seconds from its own moment. */
  left(answer: Answer): { of: Limit; at: string; seconds: number }[] {
    const now = Date.parse(answer.headers.get('date') ?? '') || answer.between[0];
    return [this.preset.expiry ?? []].flat().flatMap((expiry) => {
      const found = expiry.at === undefined ? undefined : find(answer, expiry.at);
      const seconds = spanOf(found, expiry, now);
      const at = typeof expiry.at === 'string' ? expiry.at.slice(1) : (expiry.at?.header ?? '');
      return seconds === undefined ? [] : [{ of: expiry.of ?? ('session' as const), at, seconds }];
    });
  }
}

function spanOf(found: unknown, { unit = 'in_s' }: Expiry, now: number): number | undefined {
  const number = unit === 'iso' ? Date.parse(String(found)) : found;
  if (typeof number !== 'number' || Number.isNaN(number)) return undefined;
  const millis = { iso: number - now, ms: number - now, s: number * 1000 - now, in_ms: number, in_s: number * 1000 }[unit];
  return millis / 1000;
}

const isToken = (value: unknown): boolean => /^(Bearer )?[\w-]+\.[\w-]+\.[\w-]*$/i.test(String(value));

/** The body of a request: `{ from: name }` stands for the credential of that name. */
const filled = (body: unknown, given: Record<string, unknown>): unknown =>
  JSON.parse(JSON.stringify(body), (_, value) => (value?.from ? given[value.from] : value));
