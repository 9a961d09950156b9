import { SessionError, type SessionErrorCode } from './errors.js';
import type { Session, SessionEvent, SessionSnapshot } from './types.js';

/** What is known before anything is: on a server, and until the first answer. */
const LOADING: SessionSnapshot<never> = /* @__PURE__ */ Object.freeze({ status: 'loading', activity: 'checking' });

type Channel<T> = [add: (listener: (value: T) => void) => () => void, send: (value: T) => void];

/** An error of a listener is reported like any uncaught error, and the other listeners are called. */
function channel<T>(): Channel<T> {
  const listeners = new Set<(value: T) => void>();
  return [
    (listener) => {
      // Of its own, so that the same function twice is two listeners.
      const entry = (value: T): void => listener(value);
      listeners.add(entry);
      return () => {
        listeners.delete(entry);
      };
    },
    (value) => {
      for (const listener of [...listeners])
        try {
          if (listeners.has(listener)) listener(value);
        } catch (error) {
          queueMicrotask(() => {
            throw error;
          });
        }
    },
  ];
}

/** The observable half of a session. */
export type Observable<C> = Pick<Session<C>, 'getSnapshot' | 'getServerSnapshot' | 'subscribe' | 'on' | 'ready' | 'signal'>;

/** The observable half of a session, and what moves it. */
export type Store<C> = [
  observable: Observable<C>,
  change: (next: SessionSnapshot<C>) => void,
  emit: (event: SessionEvent) => void,
  /** Lets go who waits in `ready`. */
  settle: () => void,
  /** Ends it for good; false if that was done before. */
  dispose: () => boolean,
  /** Throws once disposed. */
  alive: () => void,
];

export function createStore<C>(): Store<C> {
  const [subscribe, changed] = channel<void>();
  const [listen, emit] = channel<SessionEvent>();
  let snapshot: SessionSnapshot<C> = LOADING;
  let controller = new AbortController();
  let disposed: boolean | undefined;
  let subject: string | null | undefined;
  let left: Promise<void>;
  let settle!: () => void;
  const wait = (): void => {
    left = new Promise((resolve) => (settle = resolve));
  };

  const end = (code: SessionErrorCode = 'session_ended'): void => controller.abort(new SessionError(code));
  const renew = (): void => {
    if (controller.signal.aborted) controller = new AbortController();
  };
  wait();
  const alive = (): void => {
    if (disposed) throw new SessionError('disposed');
  };

  return [
    {
      getSnapshot: () => snapshot,
      getServerSnapshot: () => LOADING,
      subscribe,
      on: (type, listener) => listen((event: any) => event.type === type && listener(event)),
      async ready() {
        await left;
        alive();
        return snapshot;
      },
      get signal() {
        return controller.signal;
      },
    },
    (next: any) => {
      if (disposed) return;
      const { status } = snapshot;
      snapshot = Object.freeze(next);
      if (next.status === 'loading') {
        // Again, out of the back/forward cache: that decides nothing yet.
        if (status !== 'loading') wait();
      } else {
        settle();
        // A snapshot without a user has no subject at all, which is not the same as null.
        if (subject !== undefined && next.subject !== subject) end();
        subject = next.subject;
        if (next.status === 'authenticated') renew();
      }
      changed();
    },
    (event) => {
      if (disposed) return;
      // Another session of one and the same subject: no snapshot could tell.
      if (event.type === 'identity-changed' && event.from === event.to) {
        end();
        renew();
      }
      emit(event);
    },
    () => settle(),
    () => {
      if (disposed) return false;
      disposed = true;
      settle();
      end('disposed');
      return true;
    },
    alive,
  ];
}
