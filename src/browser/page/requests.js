import { read, seen } from './endpoint.js';
import { ABANDONED, REQUESTED, RESPONDED } from './inputs.js';

/** The application's own requests: trusted, sent, judged by the engine, handed back. */
export function requests(page) {
  /** Of each request: how to send it, to hand its response back, and to fail it. */
  const open = new Map();

  const close = (id, how, error) => {
    const request = open.get(id);
    open.delete(id);
    request?.[how](error);
  };

  return {
    /** Takes a request; the promise is that of `fetch`. */
    _fetch: (input, init) =>
      new Promise((resolve, reject) => {
        // Whatever cannot be read as an address fails as `fetch` would: with a TypeError.
        const url = new URL(input.url ?? input, document.baseURI);
        const { origin } = url;
        if (!page._trusts(url)) throw page._sink.error('untrusted_origin', `${origin} is not one of ${page._origins}`);
        const id = page._id();
        const theirs = init?.signal ?? input.signal;
        theirs?.throwIfAborted();
        const controller = new AbortController();
        const signal = theirs ? AbortSignal.any([theirs, controller.signal]) : controller.signal;
        let response;
        let failure;
        let sent;

        /** Sends the request, for the first or the second time. */
        const send = async (handle) => {
          let body;
          let away;
          try {
            const options = {
              ...init,
              headers: page._headers(handle, init?.headers ?? input.headers),
              credentials: 'include',
              signal,
            };
            // No redirect takes our headers along to another origin.
            if (origin === location.origin) options.mode = 'same-origin';
            else if (options.redirect !== 'manual') options.redirect = 'error';
            // Sending a Request with a body reads it: the first time, a copy is sent. (Firefox does not
            // tell of a body; the method does.)
            const copied = !sent && input.clone && !/^(GET|HEAD)$/.test(input.method);
            sent = true;
            const other = page._other && (await page._other);
            await other?._prove(options.headers, init?.method ?? input.method);
            response = await fetch(copied ? input.clone() : input, options);
            other?._hear(response.headers);
            if (response.redirected || /^4/.test(response.status)) {
              body = await read(response);
              if (other) body = other._challenged(body, response.headers);
              // Led to a page, of signing in say.
              away = response.redirected && response.ok && body === undefined;
            }
          } catch (error) {
            response = undefined;
            failure = error;
          }
          if (open.has(id)) {
            const status = response ? (away ? 0 : response.status) : -1;
            page._push(RESPONDED, id, status, 0, response && seen(response, body, status));
          }
        };
        // Once the response is handed over, only `fetch` itself listens on: no listener is left behind.
        const settle = (settler, value) => {
          theirs?.removeEventListener('abort', abandon);
          settler(value);
        };
        const abandon = () => {
          open.delete(id);
          settle(reject, theirs.reason);
          page._push(ABANDONED, id);
        };
        const deliver = () => (response ? settle(resolve, response) : settle(reject, failure));
        /** Aborts what is in flight; the original answer stays with the error. */
        const fail = (error) => {
          controller.abort(error);
          if (response) error.response = response;
          settle(reject, error);
        };

        theirs?.addEventListener('abort', abandon);
        open.set(id, [send, deliver, fail]);
        page._push(REQUESTED, id, +(init?.body instanceof ReadableStream));
      }),

    _dispatch: (id, digest) => open.get(id)?.[0](page._handle(digest)),
    _deliver: (id) => close(id, 1),
    _reject: (id, ...error) => close(id, 2, page._error(...error)),

    /** What a server wants before it goes on (RFC 9470 §3), by an answer that it gave. */
    _stepUp: ({ body, response }) => ({ acrValues: body?.acr_values, maxAge: body?.max_age, response }),

    /** Fails them all, each with an error of its own. */
    _drop: () => open.forEach((request) => request[2](page._sink.error('disposed'))),
  };
}
