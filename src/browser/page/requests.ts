import { read, seen } from './answers.js';
import type { Seen } from './answers.js';
import { InputKind } from './generated/border.js';
import type { Other } from './other.js';
import { led, reads } from './redirects.js';
import { any } from './signals.js';
import type { Complaint, Fault, Push, Sink } from './surface.js';

/** What the application's requests need of the page. */
interface Needs {
  readonly _sink: Sink;
  readonly _push: Push;
  readonly _id: () => number;
  readonly _trusts: (url: URL) => boolean;
  readonly _headers: (handle: string | undefined, own: HeadersInit) => Headers;
  readonly _handle: (digest: number) => string | undefined;
  readonly _other: Other;
  /** Whether the body of a success may say that the session has lapsed, as those of GraphQL do. */
  readonly _looks: boolean;
  readonly _error: (complaint: Complaint, request: string) => Fault;
}

/** The application's own requests. */
export interface Requests {
  /** Takes a request; the promise is that of `fetch`. `streams`: its body cannot be sent twice. `theirs` aborts it. */
  _fetch(request: Request, streams?: boolean, theirs?: AbortSignal): Promise<Response>;
  _dispatch(id: number, digest: number): void;
  _deliver(id: number): void;
  _reject(id: number, ...error: Complaint): void;
  /** Fails them all, each with an error of its own. */
  _drop(why: () => Fault): void;
}

/** A request of the application that is not done. */
interface Open {
  /** Sends the request, for the first or the second time. */
  _dispatch(handle: string | undefined): void;
  /** Hands its last response back. */
  _deliver(): void;
  /** Aborts what is in flight; the original answer stays with the error. */
  _fail(why: (request: string) => Fault): void;
}

/** The application's own requests: trusted, sent, judged by the engine, handed back. */
export function requests(page: Needs): Requests {
  const open = new Map<number, Open>();

  /** A request that is done from now on. */
  const close = (id: number): Open | undefined => {
    const request = open.get(id);
    open.delete(id);
    return request;
  };

  return {
    _fetch: (request, streams, theirs = request.signal) =>
      new Promise((resolve, reject) => {
        const { method, mode, referrer, referrerPolicy } = request;
        const url = new URL(request.url);
        const { origin } = url;
        if (!page._trusts(url))
          throw page._sink.error('untrusted_origin', { message: `${origin} is no origin of this session.` });
        theirs.throwIfAborted();
        const id = page._id();
        const own = origin === location.origin;
        const safe = reads(request);
        /** Where it was led this page does not get: it may not read the answer, or it may not send the request again. */
        const redirected = (cause?: unknown): Fault =>
          page._sink.error('redirected', { message: `${method} ${url} was redirected where it cannot follow.`, cause });
        let response: Response | undefined;
        let failure: unknown;
        let sent: boolean | undefined;
        /** Gives up what is in the air. A response that is here stays readable: an error may hand it over. */
        let flight: AbortController | undefined;

        const send = async (handle: string | undefined): Promise<void> => {
          let status = -1;
          let answer: Seen | undefined;
          try {
            flight = new AbortController();
            const headers = page._headers(handle, request.headers);
            // What was decided together is done first: then the signal is that of the session that is sent for.
            const other = await page._other();
            await other?._prove(headers, request.url, method);
            // Sending reads the body: if it may have to be sent again, a copy is sent first.
            const copied = !sent && !streams && !safe;
            sent = true;
            // No redirect takes our headers along to another origin. Without a referrer such a request would have the
            // origin `null`, unless it may cross origins.
            const silent = !referrer || referrerPolicy === 'no-referrer';
            const inside = own && (safe || !silent);
            // Between the end of a session and the next one there is none whose end could end the request.
            const ends = page._sink.signal();
            const options: RequestInit & { signal: AbortSignal } = {
              headers,
              credentials: 'include',
              mode: inside || mode === 'same-origin' ? 'same-origin' : 'cors',
              // What is not said again would be reset. The policy of the document may make a request silent, too.
              referrer,
              referrerPolicy: referrerPolicy || (inside && !safe ? 'same-origin' : ''),
              signal: any([theirs, flight.signal, ends.aborted ? theirs : ends]),
            };
            response = await led(page._sink.send, request, copied ? request.clone() : request, options, redirected);
            flight = undefined;
            let body;
            // What another origin says is nothing of the session.
            const elsewhere = response.redirected && !page._trusts(new URL(response.url || url));
            if (!elsewhere) other?._hear(response.headers);
            if (!elsewhere && (/^4/.test(`${response.status}`) || (page._looks && response.ok))) {
              body = await read(response);
              if (other) body = other._challenged(body, response.headers);
            }
            // Led to a page, of signing in say, where none was asked for.
            const html = (value: string | null): boolean => /html/.test(value!);
            const away =
              response.redirected && response.ok && html(response.headers.get('content-type')) && !html(headers.get('accept'));
            answer = seen(response, body, away ? 0 : elsewhere ? 200 : response.status);
            // What led on may have done what it was asked for: whatever came then, an unsafe request is not sent again.
            status = response.redirected && !safe && (away || !response.ok) ? -1 : answer.status;
          } catch (error) {
            response = undefined;
            failure = error;
          }
          if (open.has(id)) page._push(InputKind.Responded, id, status, 0, answer);
        };
        // Once the response is handed over, only `fetch` itself listens on: no listener is left behind.
        const settled = (): void => theirs.removeEventListener('abort', abandon);
        const abandon = (): void => {
          open.delete(id);
          reject(theirs.reason);
          page._push(InputKind.Abandoned, id);
          settled();
        };

        theirs.addEventListener('abort', abandon);
        open.set(id, {
          _dispatch: send,
          _deliver() {
            if (response) resolve(response);
            else reject(failure);
            settled();
          },
          _fail(why) {
            const error = why(`${method} ${origin}${url.pathname}`);
            if (response) error.response = response;
            reject(error);
            flight?.abort(error);
            settled();
          },
        });
        page._push(InputKind.Requested, id, +!!streams);
      }),

    _dispatch: (id, digest) => open.get(id)?._dispatch(page._handle(digest)),
    _deliver: (id) => close(id)?._deliver(),
    _reject: (id, ...error) => close(id)?._fail((request) => page._error(error, request)),

    _drop: (why) => open.forEach((request) => request._fail(why)),
  };
}
