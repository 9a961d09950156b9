import type { Session } from './types.js';

/** As much of ky's options as is read or set. */
interface Options {
  timeout?: number | false;
  fetch?: unknown;
}

/** `ky.extend({ hooks: sessionHooks(session) })`: ky sends through the session, and retries through it too. */
export function sessionHooks(session: Pick<Session, 'fetch'>): {
  init: [(options: Options) => void];
  beforeRequest: [(request: any, options?: any) => Promise<Response> | undefined];
} {
  return {
    init: [
      (options) => {
        options.fetch = session.fetch;
      },
    ],
    beforeRequest: [
      // ky 1 knows no `init` and calls with two arguments. It sends the same request again when it retries, so it
      // gives away a clone; its timeout covers only what it sends itself.
      (request: Request, options?: Options) => {
        if (!options) return;
        const { timeout } = options;
        const signal = timeout && AbortSignal.any([request.signal, AbortSignal.timeout(timeout)]);
        return session.fetch(request.clone(), signal ? { signal } : undefined);
      },
    ],
  };
}
