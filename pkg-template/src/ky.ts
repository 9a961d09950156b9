import type { Session } from './types.js';

/** As much of ky's options as the hook reads. */
interface Options {
  readonly timeout?: number | false;
}

/**
 * `ky.extend({ hooks: sessionHooks(session) })`: ky sends through the session. It answers the request itself, so
 * `beforeRequest` hooks after it do not run; give it the last place. ky's `timeout` and `retry` are kept.
 */
export function sessionHooks(session: Pick<Session, 'fetch'>): {
  beforeRequest: [(request: Request, options: Options) => Promise<Response>];
} {
  return {
    beforeRequest: [
      (request, { timeout }) => {
        const signal = timeout && AbortSignal.any([request.signal, AbortSignal.timeout(timeout)]);
        // A clone, because ky sends the same request again when it retries.
        return session.fetch(request.clone(), signal ? { signal } : undefined);
      },
    ],
  };
}
