import { delay, http, type HttpHandler, type HttpResponse, type HttpResponseResolver } from 'msw';
import { granted, refused } from './msw/answers.js';
import { Memory, type Lifetimes } from './msw/memory.js';
import type { Claims, Seconds } from './types.js';

/** What `login()` posts. */
export type MockCredentials = { email?: unknown; password?: unknown } & Record<string, unknown>;

/** How the server in memory is set up. */
export interface SessionHandlersOptions<C = Claims> extends Partial<Lifetimes> {
  /** The user who is signed in at the start. Default: none. */
  claims?: C;
  /** The user's id. Default: `sub`, `id` or `email` of the claims, whichever comes first. */
  subject?: string;
  /** The prefix of the routes: a path, on whatever origin, or a whole address. Default: `/auth`. */
  baseUrl?: string | URL;
  /** Judges credentials: the claims of the user, or nothing for wrong ones. Default: each but the password `wrong` is right. */
  login?: (credentials: MockCredentials) => C | null | undefined | Promise<C | null | undefined>;
}

/** The handlers for MSW, and the levers that move the server behind them. */
export interface SessionHandlers<C = Claims> extends Array<HttpHandler> {
  /** The same handlers, for those who like a name. */
  readonly handlers: HttpHandler[];
  /** Begins a new session of a user, as a sign-in elsewhere would. */
  signIn(claims: C, subject?: string): void;
  /** Lapses the access part: a refresh revives the session. */
  expire(): void;
  /** Ends the session on the server, which the page learns with its next request. */
  revoke(): void;
  /** Answers 503 for so many ms from now on. 0 ends an outage. */
  outage(ms: number): void;
  /** Has each answer take so many ms longer from now on. 0 ends that. */
  slow(ms: number): void;
  /**
   * Guards a handler of the application's API as the contract has it: 401, 403 and 409 where they belong. `maxAge`: seconds
   * after which the sign-in is too old for it (step-up, RFC 9470).
   */
  protect<R extends HttpResponseResolver<any, any, any>>(resolver: R, options?: { maxAge?: Seconds }): R;
}

/**
 * The hallpass contract in memory, as handlers for MSW 2: for the tests of an application and for Storybook. What is signed
 * in stands in memory alone, so that every test begins anew with handlers of its own.
 *
 * ```ts
 * const backend = sessionHandlers({ claims: { name: 'Ada' } });
 * const server = setupServer(...backend, http.get('/api/orders', backend.protect(() => HttpResponse.json([]))));
 * backend.expire(); // the next request refreshes
 * ```
 */
export function sessionHandlers<C = Claims>(options: SessionHandlersOptions<C> = {}): SessionHandlers<C> {
  const { expiresIn = 300, idleExpiresIn = 1800, absoluteExpiresIn = 28800, baseUrl = '/auth' } = options;
  const memory = new Memory<C>({ expiresIn, idleExpiresIn, absoluteExpiresIn });
  let waitsFor = 0;
  let outUntil = 0;

  const named = (claims: any): string | null => {
    const name = options.subject ?? claims?.sub ?? claims?.id ?? claims?.email;
    return name === undefined ? null : String(name);
  };
  const judge = options.login ?? (({ email, password }) => (password === 'wrong' ? null : (options.claims ?? ({ email } as C))));

  /** What stands before every route: the fault of the moment, the proof of origin, the belief of the page. */
  const barred = async (request: Request): Promise<HttpResponse<any> | undefined> => {
    if (waitsFor) await delay(waitsFor);
    const wait = outUntil - Date.now();
    if (wait > 0) return refused('temporarily_unavailable', { wait: Math.ceil(wait / 1000) });
    if (request.headers.get('X-CSRF') !== '1') return refused('csrf', { words: 'The header X-CSRF: 1 is missing.' });
    const asks = request.method === 'GET' && new URL(request.url).pathname.endsWith('/session');
    const believes = memory.standing() !== 'none' && memory.isAnother(request.headers.get('Hallpass-Session'));
    return !asks && believes ? refused('session_mismatch') : undefined;
  };
  const route =
    (act: (request: Request) => HttpResponse<any> | Promise<HttpResponse<any>>) =>
    async ({ request }: { request: Request }): Promise<HttpResponse<any>> =>
      (await barred(request)) ?? act(request);

  const address = String(baseUrl).replace(/\/$/, '');
  const at = (path: string): string => (address.startsWith('/') ? `*${address}${path}` : `${address}${path}`);

  const handlers = [
    http.get(
      at('/session'),
      route(() => (memory.standing() === 'lapsed' ? refused('session_expired') : granted(memory.body()))),
    ),
    http.post(
      at('/refresh'),
      route(() => {
        if (memory.standing() === 'none') return refused('session_ended');
        memory.refresh();
        return granted(memory.body());
      }),
    ),
    http.post(
      at('/touch'),
      route(() => {
        const standing = memory.standing();
        if (standing !== 'live') return refused(standing === 'none' ? 'session_ended' : 'session_expired');
        memory.touch();
        return granted(memory.body());
      }),
    ),
    http.post(
      at('/logout'),
      route(() => {
        memory.end();
        return granted({}, 'deleted');
      }),
    ),
    http.post(
      at('/login'),
      route(async (request) => {
        const credentials = await request.json().catch(() => undefined);
        if (!credentials || typeof credentials !== 'object') return refused('invalid_request', { words: 'Send a JSON object.' });
        const claims = await judge(credentials as MockCredentials);
        if (!claims) return refused('invalid_credentials', { words: 'That email address and password do not belong together.' });
        memory.signIn(claims, named(claims));
        return granted(memory.body(), 'set');
      }),
    ),
  ];
  if (options.claims) memory.signIn(options.claims, named(options.claims));

  return Object.assign(handlers, {
    handlers,
    signIn: (claims: C, subject = named(claims)) => memory.signIn(claims, subject),
    expire: () => memory.lapse(),
    revoke: () => memory.end(),
    outage: (ms: number) => {
      outUntil = Date.now() + ms;
    },
    slow: (ms: number) => {
      waitsFor = ms;
    },
    protect: <R extends HttpResponseResolver<any, any, any>>(resolver: R, { maxAge }: { maxAge?: Seconds } = {}) =>
      (async (info: Parameters<R>[0]) => {
        const bar = await barred(info.request);
        if (bar) return bar;
        const standing = memory.standing();
        if (standing !== 'live') return refused(standing === 'none' ? 'session_ended' : 'session_expired');
        if (maxAge !== undefined && memory.isOlder(maxAge)) return refused('insufficient_user_authentication', { maxAge });
        return resolver(info as any);
      }) as unknown as R,
  });
}
