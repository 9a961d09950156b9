import { onScopeDispose, shallowRef, type ShallowRef } from 'vue';
import { watchIdle, type IdleNotice } from './idle.js';
import { useSession } from './vue-session.js';

export type { IdleNotice };
export { createSessionGuard, type GuardOptions, type GuardRoute } from './vue-guard.js';
export { Authenticated, Unauthenticated, type Inside } from './vue-parts.js';
export { createSessionPlugin, useSession, type SessionPluginOptions, type VueSession } from './vue-session.js';

/** The warning that this session is about to end for want of activity, or null. */
export function useIdleWarning(): Readonly<ShallowRef<IdleNotice | null>> {
  const notice = shallowRef<IdleNotice | null>(null);
  onScopeDispose(watchIdle(useSession().session, (next) => (notice.value = next)));
  return notice;
}
