import { isJson } from './endpoint.js';
import { ABANDONED, REQUESTED, RESPONDED } from './inputs.js';

/** The application's own requests: trusted, sent, judged by the engine, handed back. */
export function requests(page) {
  const open = new Map();
  let judged;

  const take = (id) => {
    const request = open.get(id);
    request?.settled();
    open.delete(id);
    return request;
  };
  const responded = (id, response, error, body) => {
    const request = open.get(id);
    if (request) {
      request.response = response;
      request.error = error;
      judged = body;
      page.push(RESPONDED, id, error ? 0 : response.status, 0, body);
    }
  };

  return {
    /** Takes a request; the promise is that of `fetch`. */
    fetch(input, init) {
      return new Promise((resolve, reject) => {
        // Whatever cannot be read as an address fails as `fetch` would: with a TypeError.
        const url = new URL(input.url ?? input, document.baseURI);
        if (!/^http/.test(url.protocol) || !page.origins.includes(url.origin)) {
          throw page.sink.error('untrusted_origin', `${url.origin} is not one of ${page.origins}`);
        }
        const id = page.id();
        const theirs = init?.signal ?? input.signal;
        theirs?.throwIfAborted();
        const controller = new AbortController();
        // Once the response is handed over, only `fetch` itself listens on: no listener is left behind.
        const abandon = () => {
          take(id);
          reject(theirs.reason);
          page.push(ABANDONED, id);
        };
        theirs?.addEventListener('abort', abandon);
        open.set(id, {
          input,
          init,
          controller,
          signal: theirs ? AbortSignal.any([theirs, controller.signal]) : controller.signal,
          settled: () => theirs?.removeEventListener('abort', abandon),
          resolve,
          reject,
          own: url.origin === location.origin,
        });
        page.push(REQUESTED, id, +(init?.body instanceof ReadableStream));
      });
    },

    /** Sends a request, for the first or the second time. */
    async dispatch(id, _a, named) {
      const request = open.get(id);
      if (!request) return;
      let { input, init } = request;
      try {
        init = {
          ...init,
          headers: page.headers(page.handle(+named), init?.headers ?? input.headers),
          credentials: 'include',
          signal: request.signal,
        };
        // No redirect takes our headers along to another origin.
        if (request.own) init.mode = 'same-origin';
        else if (init.redirect !== 'manual') init.redirect = 'error';
        // Sending a Request with a body reads it: the first time, a copy is sent. (Firefox does not
        // tell of a body; the method does.)
        const copied = input instanceof Request && !/^(GET|HEAD)$/.test(input.method) && !request.sent;
        request.sent = true;
        const response = await fetch(copied ? input.clone() : input, init);
        const telling = response.status >= 400 && response.status < 500 && isJson(response);
        const body = telling ? await response.clone().json().catch(() => {}) : undefined;
        responded(id, response, undefined, body);
      } catch (error) {
        responded(id, undefined, error);
      }
    },

    /** Hands the last response back. */
    deliver(id) {
      const request = take(id);
      if (request?.error) request.reject(request.error);
      else request?.resolve(request.response);
    },

    /** Fails a request, aborting what is in flight; the original answer stays with the error. */
    reject(id, status, _b, code, detail, wait) {
      const request = take(id);
      if (request) {
        const error = page.error(code, detail, status, wait);
        request.controller.abort(error);
        if (request.response) error.response = request.response;
        request.reject(error);
      }
    },

    /** What a server wants before it goes on (RFC 9470 §3), as it put it just now. */
    stepUp: () => [judged.acr_values, judged.max_age],

    dispose(error) {
      for (const request of open.values()) {
        request.settled();
        request.controller.abort(error);
        request.reject(error);
      }
    },
  };
}
