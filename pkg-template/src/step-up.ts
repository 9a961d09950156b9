import { SessionError, type SessionErrorCode } from './errors.js';
import type { Seconds, Session } from './types.js';

/** How strong and how recent a sign-in a server wants before it goes on (RFC 9470). */
export interface Wanted {
  acrValues?: string;
  maxAge?: Seconds;
}

export interface StepUpOptions {
  /**
   * Signs the person in again, in a dialog of the app's own say, and resolves once `session.login()` has; a rejection means that
   * the person gave up. `signal` aborts when no request waits any more: close the dialog. Default: leaves for the server's sign-in page.
   */
  login?: (wanted: Wanted & { signal: AbortSignal }) => Promise<unknown>;
  /** Without `login`: where to come back to, a path on this origin. Default: the page one is on. */
  returnTo?: string | (() => string);
}

/** One sign-in, for all requests that it will do for. */
interface Flight {
  wanted: Wanted;
  outcome: Promise<void>;
  controller: AbortController;
  waiting: number;
  over?: boolean;
}

/** Whether a sign-in for `one` will do for `other`, too. */
const covers = (one: Wanted, other: Wanted): boolean =>
  (!other.acrValues || one.acrValues === other.acrValues) && (other.maxAge === undefined || one.maxAge! <= other.maxAge);

/**
 * `session.fetch` for requests that may want a stronger or a more recent sign-in: signs in once for all that wait, and
 * sends each once more. Make it once for a session.
 *
 * ```ts
 * const fetchWithStepUp = withStepUp(session, { login: ({ maxAge, signal }) => askForPassword(signal) });
 * ```
 *
 * Rejects with `step_up_required` (with `acrValues`, `maxAge`, the `response`, and as `cause` why the sign-in failed) if the
 * person gives up, or if the server still wants more afterwards.
 */
export function withStepUp(
  session: Pick<Session<any>, 'fetch' | 'login' | 'on' | 'getSnapshot' | 'signal'>,
  { login, returnTo }: StepUpOptions = {},
): Session['fetch'] {
  const wanting = new WeakMap<Response, Wanted>();
  session.on('step-up', ({ response, acrValues, maxAge }) => response && wanting.set(response, { acrValues, maxAge }));
  /** The sign-in that was begun last, until it is done; and the demand that the last successful one met. */
  let flight: Flight | undefined;
  let done: Wanted | undefined;

  /** Leaves the page. A user who comes back to it as it was, by the back button, has given up. */
  const leave: typeof login = async ({ signal, ...wanted }) => {
    await session.login({ ...wanted, returnTo: typeof returnTo === 'function' ? returnTo() : returnTo });
    await new Promise((_, reject) =>
      addEventListener('pageshow', (event) => event.persisted && reject(new Error('came back without signing in')), { signal }),
    );
  };

  /** Begins a sign-in: after the one under way, so that no user sees two dialogs. */
  const begin = (wanted: Wanted): Flight => {
    const controller = new AbortController();
    const { signal } = controller;
    const before = flight && !flight.controller.signal.aborted && flight.outcome.catch(() => {});
    const run = async (): Promise<void> => {
      await before;
      signal.throwIfAborted();
      await (login ?? leave)({ ...wanted, signal });
      done = wanted;
    };
    const begun: Flight = { wanted, controller, waiting: 0, outcome: run() };
    const over = (): void => {
      begun.over = true;
      if (flight === begun) flight = undefined;
    };
    begun.outcome.then(over, over);
    return begun;
  };

  return async (input, init) => {
    const { signal: gone } = session;
    const theirs = init?.signal ?? (input as Request).signal;
    const before = done;
    const again = input instanceof Request ? input.clone() : input;
    const response = await session.fetch(input, init);
    const wanted = wanting.get(response);
    if (!wanted) {
      if (response.status !== 401 || init?.body instanceof ReadableStream) return response;
      // A sign-in that is under way, or was made meanwhile, ended the session that the request was sent with.
      await flight?.outcome.catch(() => {});
      return done === before || gone.aborted ? response : session.fetch(again, init);
    }
    const refuse = (code: SessionErrorCode, answer: Response, cause?: unknown): SessionError =>
      new SessionError(code, { ...wanted, status: answer.status, response: answer, cause });

    if (init?.body instanceof ReadableStream) throw refuse('body_not_replayable', response);
    // A user may have signed in while it was on its way.
    if (done === before || !covers(done!, wanted)) {
      if (!flight || flight.controller.signal.aborted || !covers(flight.wanted, wanted)) flight = begin(wanted);
      const joined = flight;
      joined.waiting++;
      try {
        await unless(joined.outcome, theirs ? AbortSignal.any([theirs, gone]) : gone);
      } catch (cause) {
        theirs?.throwIfAborted();
        if (!gone.aborted) throw refuse('step_up_required', response, cause);
        throw session.getSnapshot().status === 'authenticated' ? refuse('identity_changed', response) : gone.reason;
      } finally {
        if (!--joined.waiting && !joined.over) joined.controller.abort();
      }
    }
    const second = await session.fetch(again, init);
    if (wanting.has(second)) throw refuse('step_up_required', second);
    return second;
  };
}

/** A promise, or why the caller waits for it no longer. */
async function unless(promise: Promise<void>, signal: AbortSignal): Promise<void> {
  let stop!: () => void;
  const aborted = new Promise<never>((_, reject) => {
    stop = () => reject(signal.reason);
    if (signal.aborted) stop();
    else signal.addEventListener('abort', stop);
  });
  try {
    await Promise.race([promise, aborted]);
  } finally {
    signal.removeEventListener('abort', stop);
  }
}
