import { createStore } from './events.js';
import type { Claims, Session, SessionEvent, SessionSnapshot } from './types.js';

/** A snapshot with the parts that a test does not care about left out. */
export type TestSnapshot<C = Claims> =
  | { status: 'loading' }
  | ({ status: 'authenticated'; claims: C } & Partial<Extract<SessionSnapshot<C>, { status: 'authenticated' }>>)
  | ({ status: 'unauthenticated' } & Partial<Extract<SessionSnapshot<C>, { status: 'unauthenticated' }>>);

export interface TestSession<C = Claims> extends Session<C> {
  /** Moves to a snapshot, as if the engine had published it. */
  set(snapshot: TestSnapshot<C>): void;
  /** Fires an event, as if the engine had. */
  emit(event: SessionEvent): void;
}

const filled = <C>(given: TestSnapshot<C>): SessionSnapshot<C> => {
  if (given.status === 'authenticated')
    return { activity: 'idle', subject: null, expiresAt: null, idleExpiresAt: null, absoluteExpiresAt: null, ...given };
  return given.status === 'loading' ? { activity: 'checking', ...given } : { activity: 'idle', reason: 'none', ...given };
};

/**
 * A session for tests of components: no engine, no server, no timers. It stands wherever it was set; its methods
 * resolve with that, `logout` signs out, and `fetch` is the global one.
 */
export function createTestSession<C = Claims>(snapshot: TestSnapshot<C> = { status: 'loading' }): TestSession<C> {
  const [observable, change, emit, , dispose, alive] = createStore<C>();
  const now = async (): Promise<SessionSnapshot<C>> => {
    alive();
    return observable.getSnapshot();
  };
  const set = (next: TestSnapshot<C>): void => change(filled(next));
  if (snapshot.status !== 'loading') set(snapshot);

  return Object.assign(observable, {
    check: now,
    refresh: now,
    ensureFresh: now,
    login: now,
    extend: now,
    logout: async () => {
      const { status } = await now();
      set({ status: 'unauthenticated', reason: 'logged-out' });
      if (status === 'authenticated') emit({ type: 'ended', reason: 'logged-out' });
      return { confirmed: true };
    },
    fetch: async (input: RequestInfo | URL, init?: RequestInit) => {
      await now();
      return fetch(input, init);
    },
    set,
    emit,
    dispose,
    [Symbol.dispose ?? 'dispose']: dispose,
  } as Omit<TestSession<C>, keyof typeof observable>);
}
