import { SessionError, type SessionErrorCode } from './errors.js';
import { createStore } from './events.js';
import type { Claims, Seconds, Session, SessionEvent, SessionSnapshot } from './types.js';

/** A snapshot with the parts that a test does not care about left out. */
export type TestSnapshot<C = Claims> =
  | { status: 'loading' }
  | TestUser<C>
  | ({ status: 'unauthenticated' } & Partial<Extract<SessionSnapshot<C>, { status: 'unauthenticated' }>>);

/** The snapshot of a user who is signed in. */
export type TestUser<C = Claims> = { status: 'authenticated'; claims: C } & Partial<
  Extract<SessionSnapshot<C>, { status: 'authenticated' }>
>;

/** The methods that a test can have fail. */
export type TestMethod = 'check' | 'refresh' | 'ensureFresh' | 'fetch' | 'login' | 'logout' | 'extend';

export interface TestOptions<C = Claims> {
  /** Who is there after `login()`. Default: the user of the last snapshot that had one. */
  user?: TestUser<C>;
  /** How far `extend()` moves an idle limit. Default: 1800. */
  idle?: Seconds;
}

export interface TestSession<C = Claims> extends Session<C> {
  /** Moves to a snapshot, as if the engine had published it. */
  set(snapshot: TestSnapshot<C>): void;
  /** Fires an event, as if the engine had. */
  emit(event: SessionEvent): void;
  /** Has the next call of a method fail, once; called again, the one after it too. */
  fail(method: TestMethod, error: SessionError | SessionErrorCode): void;
}

const filled = <C>(given: TestSnapshot<C>): SessionSnapshot<C> => {
  if (given.status === 'authenticated')
    return { activity: 'idle', subject: null, expiresAt: null, idleExpiresAt: null, absoluteExpiresAt: null, ...given };
  return given.status === 'loading' ? { activity: 'checking', ...given } : { activity: 'idle', reason: 'none', ...given };
};

/**
 * A session for tests of components: no engine, no server, no timers. It stands where it was set; `login` signs in,
 * `logout` signs out, `extend` moves the idle limit, `fetch` is the global one, and any of them fails when told to.
 *
 * ```ts
 * const session = createTestSession({ status: 'unauthenticated' }, { user: { status: 'authenticated', claims: { name: 'Ada' } } });
 * session.fail('login', 'invalid_credentials');
 * ```
 */
export function createTestSession<C = Claims>(
  snapshot: TestSnapshot<C> = { status: 'loading' },
  { user, idle = 1800 }: TestOptions<C> = {},
): TestSession<C> {
  const [observable, change, emit, , dispose, alive] = createStore<C>();
  const { getSnapshot } = observable;
  let last: TestUser<C> = { status: 'authenticated', claims: {} as C };
  const failures: [TestMethod, SessionError][] = [];
  /** The failure that was told for a method, if any is left. */
  const failure = (method: TestMethod): SessionError | undefined => {
    const at = failures.findIndex(([name]) => name === method);
    return at < 0 ? undefined : failures.splice(at, 1)[0]![1];
  };
  const set = (next: TestSnapshot<C>): void => {
    if (next.status === 'authenticated') last = next;
    change(filled(next));
  };
  /** A method: unless it fails, it acts and resolves with the snapshot. */
  const method =
    (name: TestMethod, act = (): void => {}) =>
    async (): Promise<SessionSnapshot<C>> => {
      alive();
      const error = failure(name);
      if (error) throw error;
      act();
      return getSnapshot();
    };
  if (snapshot.status !== 'loading') set(snapshot);

  return Object.assign(observable, {
    check: method('check'),
    refresh: method('refresh'),
    ensureFresh: method('ensureFresh'),
    login: method('login', () => {
      set(user ?? last);
      emit({ type: 'authenticated' });
    }),
    extend: method('extend', () => {
      const now = getSnapshot();
      if (now.status === 'authenticated' && now.idleExpiresAt !== null) set({ ...now, idleExpiresAt: Date.now() + idle * 1000 });
    }),
    logout: async () => {
      alive();
      const { status } = getSnapshot();
      set({ status: 'unauthenticated', reason: 'logged-out' });
      if (status === 'authenticated') emit({ type: 'ended', reason: 'logged-out', by: 'app' });
      // As ever: a sign-out that the server did not hear of is one, and will be repeated.
      return { confirmed: !failure('logout') };
    },
    fetch: async (input: Request | string | URL, init?: RequestInit) => {
      await method('fetch')();
      return fetch(input, init);
    },
    fail: (name: TestMethod, error: SessionError | SessionErrorCode) => {
      failures.push([name, typeof error === 'string' ? new SessionError(error) : error]);
    },
    set,
    emit,
    dispose,
    [Symbol.dispose ?? 'dispose']: dispose,
  } as Omit<TestSession<C>, keyof typeof observable>);
}
