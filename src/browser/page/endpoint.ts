import { read, retryAfter, seen } from './answers.js';
import type { Seen } from './answers.js';
import type { Reader } from './facts.js';
import { Failure, InputKind, Intent } from './generated/border.js';
import type { Preset } from './generated/preset.js';
import { json } from './json.js';
import { isInvalid } from './latest.js';
import type { Latest } from './latest.js';
import type { Other } from './other.js';
import type { Asked, Push, Sink } from './surface.js';
import { cancel, later } from './timers.js';

/** How long a session endpoint has to answer, in milliseconds. */
export const DEADLINE = 10_000;

/** What requests to session endpoints need of the page. */
interface Needs extends Reader, Latest {
  readonly _sink: Sink;
  readonly _push: Push;
  readonly _address: (step: Asked, told?: string) => string;
  readonly _trusts: (url: URL) => boolean;
  readonly _headers: (handle?: string, own?: HeadersInit, more?: Record<string, string>) => Headers;
  readonly _handle: (digest: number) => string | undefined;
  readonly _other: Other;
  /** What the user gave to sign in with. */
  readonly _given: () => unknown;
  /** The answer to the question that was asked before there was an engine. */
  readonly _early: () => Promise<Response> | undefined;
}

/** Requests to the session endpoints. */
export interface Endpoints {
  /** Asks the server, as every session call does. */
  _ask(step: Asked, options?: RequestInit, headers?: Headers, told?: string): Promise<Response>;
  /** Asks for the engine; the answer is pushed once its body is read. */
  _send(id: number, endpoint: Asked & { at?: string }, intent: Intent, digest: number): Promise<void>;
  /** Resolves once nothing is in the air. */
  _landed(): Promise<void>;
  /** What was to answer a request has not. */
  _late(id: number): void;
  /** Gives a request up: whatever comes is not heard. */
  _abort(id: number): void;
}

/** Requests to the session endpoints. There is never more than one in the air. */
export function endpoint(page: Needs, preset: Preset): Endpoints {
  let flight: number | undefined;
  let controller: AbortController;
  let timer: unknown;
  let before: Seen | undefined;
  /** What is in the air, until it is read. */
  let sending: Promise<void> | undefined;

  /** Whether this is the request in the air; it no longer is. */
  const landed = (id: number): boolean => {
    if (id !== flight) return false;
    cancel(timer);
    flight = undefined;
    return true;
  };

  const ask: Endpoints['_ask'] = (step, options, headers = page._headers(), told) => {
    headers.set('Accept', 'application/json');
    let address = page._address(step, told);
    // A service worker may answer a GET from its cache, whatever is said of caching: it has no copy of this address.
    if (!options?.method?.startsWith('P') && navigator.serviceWorker?.controller)
      address += `${address.includes('?') ? '&' : '?'}_=${Math.random()}`;
    page._asks(`${options?.method ?? 'GET'} ${address.split('?')[0]}`);
    return page._sink.send(address, {
      redirect: 'manual',
      ...options,
      headers,
      credentials: 'include',
      cache: 'no-store',
    });
  };

  const make = async (id: number, endpoint: Asked & { at?: string }, intent: Intent, digest: number): Promise<void> => {
    /** What to blame if something throws: the preset, or our own code; or the network. */
    let blame = Failure.Rejected;
    const fail = (why: Failure, cause?: unknown, words?: string): void => {
      if (landed(id)) {
        page._failed(cause, words);
        page._push(InputKind.Failed, id, why);
      }
    };
    /** Waits for the network. */
    const reach = async <T>(reached: Promise<T>): Promise<T> => {
      blame = Failure.Network;
      const value = await reached;
      blame = Failure.Rejected;
      return value;
    };
    const early = page._early();
    page._begin();
    flight = id;
    try {
      const { signal } = (controller = new AbortController());
      timer = later(() => {
        controller.abort();
        fail(Failure.Timeout);
      }, DEADLINE);
      const other = await reach(page._other());
      const reads = endpoint === preset.session;
      const { method = reads ? 'GET' : 'POST', at } = endpoint;
      const told: any = at != null && json._find(before, at);
      if (told !== false && !(told?.at && page._trusts(new URL(page._address(endpoint, told)))))
        return fail(Failure.Rejected, undefined, `No address of this session: ${told}`);
      const headers = page._headers(page._handle(digest), {}, endpoint.headers);
      const given =
        intent === Intent.Login && !reads ? page._given() : intent === Intent.LogoutEverywhere ? endpoint.everywhere : undefined;
      let body = endpoint.body ?? given;
      let refusal;
      if (other && method !== 'GET') {
        const proof = await reach(other._proof(headers, page._address(endpoint, told), intent === Intent.Refresh));
        [body, refusal] = other._write(endpoint, given, proof, intent === Intent.Refresh);
      }
      // A form says itself what it is.
      if (body && !(body instanceof URLSearchParams)) {
        headers.set('Content-Type', 'application/json');
        body = JSON.stringify(body);
      }
      const options = { method, body: body as BodyInit, keepalive: !reads && intent !== Intent.Login, signal };
      const response = refusal ?? (await reach((reads && early) || ask(endpoint, options, headers, told)));
      // Only a cache tells its age: this is not what the server says now.
      if (+response.headers.get('age')!) return fail(Failure.Stale);
      const said = await read(response);
      let answer = seen(response, said);
      if (other) answer = await other._tidy(answer, reads && endpoint, headers, signal);
      let claims = page._claims(answer);
      try {
        // The application's schema judges before the answer is believed; of a token it puts the claims into the answer.
        // What only says that something was done may be any object.
        if (
          claims &&
          response.ok &&
          !endpoint.ok &&
          intent !== Intent.Logout &&
          intent !== Intent.LogoutEverywhere &&
          page._sink.validate
        )
          claims = await page._sink.validate(claims, answer);
      } catch (error: any) {
        // With a code it is an error of ours: what judges was out of reach.
        return fail(error?.code ? Failure.Network : Failure.Rejected, error, `The claims schema rejects: ${error?.message}`);
      }
      const facts = page._facts(answer, claims);
      const wait = retryAfter(response.headers);
      if (id === flight) {
        other?._hear(response.headers, !reads);
        before = answer;
        page._answered(answer, facts);
        landed(id);
        page._push(InputKind.Answered, id, answer.status, wait, answer);
      }
    } catch (cause) {
      fail(isInvalid(cause) ? Failure.Rejected : blame, cause);
    }
  };

  return {
    _ask: ask,
    _send: (...asked) => (sending = make(...asked)),
    _landed: async () => sending,
    _late: (id) => page._push(InputKind.Failed, id, Failure.Timeout),

    _abort(id) {
      if (landed(id)) {
        page._dropped();
        controller.abort();
      }
    },
  };
}
