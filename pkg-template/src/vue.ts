import {
  computed, inject, shallowRef,
  type App, type ComputedRef, type InjectionKey, type Plugin, type ShallowRef,
} from 'vue';
import type { Claims, Session, SessionSnapshot } from './types.js';
import { watch } from './watch.js';

export interface VueSession<C = Claims> {
  readonly state: Readonly<ShallowRef<SessionSnapshot<C>>>;
  readonly status: ComputedRef<SessionSnapshot<C>['status']>;
  readonly claims: ComputedRef<C | undefined>;
  readonly session: Session<C>;
}

const KEY: InjectionKey<VueSession<any>> = /* @__PURE__ */ Symbol.for('hallpass.vue');

/** `app.use(createSessionPlugin(session))`. The session is not disposed of with the app. */
export function createSessionPlugin(session: Session<any>): Plugin {
  return {
    install(app: App) {
      const state = shallowRef(session.getSnapshot());
      const stop = watch(session, (snapshot) => {
        state.value = snapshot;
      });
      app.onUnmount?.(stop);
      app.provide(KEY, {
        state,
        status: computed(() => state.value.status),
        claims: computed(() => state.value.claims),
        session,
      });
    },
  };
}

/** The session of the app, as refs. */
export function useSession<C = Claims>(): VueSession<C> {
  const provided = inject(KEY, null);
  if (!provided) throw new Error('hallpass/vue: there is no app.use(createSessionPlugin(session))');
  return provided;
}

/** As much of a route as the guard reads. */
interface Route {
  readonly path: string;
  readonly fullPath: string;
  readonly meta: Record<PropertyKey, unknown>;
}

/**
 * A navigation guard for vue-router: waits for the session, then sends who is not signed in to `login`, with the
 * wanted page as `?redirect=`. A route with `meta.requiresAuth === false` is open to all.
 */
export function createSessionGuard({ login, session }: { login: string; session?: Session<any> }): (
  to: Route,
) => Promise<true | { path: string; query: { redirect: string } }> {
  return async (to) => {
    if (to.path === login || to.meta.requiresAuth === false) return true;
    const { status } = await (session ?? useSession().session).ready();
    return status !== 'unauthenticated' || { path: login, query: { redirect: to.fullPath } };
  };
}
