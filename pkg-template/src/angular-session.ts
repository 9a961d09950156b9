import {
  DestroyRef,
  InjectionToken,
  afterNextRender,
  computed,
  inject,
  makeEnvironmentProviders,
  signal,
  type EnvironmentProviders,
  type Signal,
} from '@angular/core';
import type { Claims, Session, SessionSnapshot } from './types.js';
import { watch } from './watch.js';

/** The session of an app, as signals. */
export interface AngularSession<C = Claims> {
  readonly session: Session<C>;
  /** The snapshot: it is replaced, never changed. Its `status` tells TypeScript whether there are claims. */
  readonly snapshot: Signal<SessionSnapshot<C>>;
  readonly status: Signal<SessionSnapshot<C>['status']>;
  /** The claims of the user, undefined while no user is signed in. */
  readonly claims: Signal<C | undefined>;
}

/** What a server knew when it rendered the page: the snapshot of `readSession`, or a function that injects what knows it. */
export type InitialSnapshot<C = Claims> = SessionSnapshot<C> | (() => SessionSnapshot<C> | null | undefined);

const SESSION: InjectionToken<AngularSession<any>> = /* @__PURE__ */ new InjectionToken<AngularSession<any>>('hallpass/angular');

/**
 * Hands a session to an app, which never disposes of it; for `providers` of an `ApplicationConfig`. With `initial` the server
 * and the first render in the browser show that snapshot, and then the session decides.
 *
 * ```ts
 * bootstrapApplication(App, { providers: [provideSession(session), provideHttpClient(withInterceptors([sessionInterceptor]))] });
 * ```
 */
export function provideSession<C = Claims>(
  session: Session<C>,
  { initial }: { initial?: InitialSnapshot<C> } = {},
): EnvironmentProviders {
  return makeEnvironmentProviders([
    { provide: SESSION, useFactory: () => expose(session, typeof initial === 'function' ? initial() : initial) },
  ]);
}

function expose<C>(session: Session<C>, initial: SessionSnapshot<C> | null | undefined): AngularSession<C> {
  const present = signal(initial ?? session.getSnapshot());
  const destroyed = inject(DestroyRef);
  const follow = (): void => {
    destroyed.onDestroy(watch(session, (snapshot) => present.set(snapshot)));
  };
  if (initial) afterNextRender(follow);
  else follow();
  return {
    session,
    snapshot: present.asReadonly(),
    status: computed(() => present().status),
    claims: computed(() => present().claims),
  };
}

/** The session that `provideSession` gave the app; called where Angular injects: a field, a constructor, a guard. */
export function injectSession<C = Claims>(): AngularSession<C> {
  const provided = inject(SESSION, { optional: true });
  if (!provided) throw new Error('hallpass/angular: provideSession(session) is not among the providers of the app');
  return provided;
}
