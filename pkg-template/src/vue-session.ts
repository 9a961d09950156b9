import { computed, inject, shallowRef, type App, type ComputedRef, type InjectionKey, type Plugin, type ShallowRef } from 'vue';
import type { SessionError } from './errors.js';
import { idleWarning } from './idle.js';
import type { Claims, Session, SessionSnapshot } from './types.js';
import { watch } from './watch.js';

export interface VueSession<C = Claims> {
  /** The snapshot: it is replaced, never changed. Its `status` tells TypeScript whether there are claims. */
  readonly state: Readonly<ShallowRef<SessionSnapshot<C>>>;
  readonly status: ComputedRef<SessionSnapshot<C>['status']>;
  readonly claims: ComputedRef<C | undefined>;
  /** What went wrong last, until the next success. */
  readonly error: ComputedRef<SessionError | undefined>;
  readonly session: Session<C>;
}

const KEY: InjectionKey<VueSession<any>> = /* @__PURE__ */ Symbol.for('hallpass.vue');

export interface SessionPluginOptions {
  /** What the server knew: the snapshot of `readSession`. The server renders with it, and the page hydrates with it. */
  initial?: SessionSnapshot<any>;
  /**
   * Resolves once the page is hydrated, where that takes longer than `mount` (Nuxt: the hook `app:suspense:resolve`). Until then
   * the page shows what the server showed.
   */
  hydrated?: Promise<unknown>;
}

/** `app.use(createSessionPlugin(session))`, before the router. The session is not disposed of with the app. */
export function createSessionPlugin(session: Session<any>, { initial, hydrated }: SessionPluginOptions = {}): Plugin {
  return {
    install(app: App) {
      idleWarning(session);
      const state = shallowRef(initial ?? (hydrated ? session.getServerSnapshot() : session.getSnapshot()));
      const follow = (): void => {
        const stop = watch(session, (snapshot) => {
          state.value = snapshot;
        });
        app.onUnmount?.(stop);
      };
      const { mount } = app;
      if (hydrated) hydrated.then(follow);
      else if (!initial) follow();
      else
        app.mount = (...where) => {
          const root = mount(...where);
          follow();
          return root;
        };
      app.provide(KEY, {
        state,
        status: computed(() => state.value.status),
        claims: computed(() => state.value.claims),
        error: computed(() => state.value.error),
        session,
      });
    },
  };
}

/** The session of the app, as refs. */
export function useSession<C = Claims>(): VueSession<C> {
  const provided = inject(KEY, null);
  if (!provided)
    throw new Error('hallpass/vue: there is no app.use(createSessionPlugin(session)); it comes before app.use(router)');
  return provided;
}
