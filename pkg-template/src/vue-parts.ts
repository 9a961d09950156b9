import { defineComponent, type DefineSetupFnComponent, type SlotsType } from 'vue';
import type { Claims, Session } from './types.js';
import { isUnknown } from './verdict.js';
import { useSession } from './vue-session.js';

/** What the default slot is handed: the claims of a user who is there. */
export interface Inside {
  readonly claims: Claims;
  readonly session: Session;
}

/** Whether a user with these claims may see it. */
interface Props {
  when?: (claims: Claims) => boolean;
}

/**
 * `fallback`: for a user who is not signed in, or whom `when` rejects. `loading`: until the first answer; by default `fallback`.
 * `unavailable`: while the server cannot say whether the user is signed in; by default `loading`.
 */
type Slots = SlotsType<{ default?: Inside; fallback?: object; loading?: object; unavailable?: object }>;

/** Shows its default slot to a user who is signed in, and whom `when` accepts if it is given. */
export const Authenticated: DefineSetupFnComponent<Props, {}, Slots> = /* @__PURE__ */ defineComponent<Props, {}, string, Slots>(
  (props, { slots }) => {
    const { state, session } = useSession();
    return () => {
      const { status, claims } = state.value;
      if (status === 'authenticated' && (props.when?.(claims) ?? true)) return slots.default?.({ claims, session });
      const { fallback, loading = fallback, unavailable = loading } = slots;
      const slot = status === 'loading' ? loading : isUnknown(state.value) ? unavailable : fallback;
      return slot?.({});
    };
  },
  { name: 'Authenticated', props: ['when'] },
);

/** Shows its default slot once it is known that the user is not signed in. */
export const Unauthenticated: DefineSetupFnComponent<{}, {}, SlotsType<{ default?: object }>> = /* @__PURE__ */ defineComponent(
  (_: {}, { slots }) => {
    const { state } = useSession();
    return () => (state.value.status === 'unauthenticated' && !isUnknown(state.value) ? slots.default?.({}) : undefined);
  },
  { name: 'Unauthenticated' },
);
