import { createSessionGuard } from 'hallpass/vue';
import { session } from '~/utils/session';

const guard = createSessionGuard({ login: '/sign-in', session });
const lead = async (to) => {
  const led = await guard(to);
  return led === true ? undefined : navigateTo(led);
};

export default defineNuxtRouteMiddleware((to) => {
  const { status } = useState('session').value;
  if (import.meta.server) return status === 'unauthenticated' && to.path !== '/sign-in' ? navigateTo({ path: '/sign-in', query: { redirect: to.fullPath } }) : undefined;
  const nuxt = useNuxtApp();
  if (!nuxt.isHydrating) return lead(to);
  // The server has judged, if it could. If not, who is signed out is led away once the page is hydrated.
  if (status === 'loading') nuxt.hooks.hookOnce('app:suspense:resolve', () => nuxt.runWithContext(() => lead(to)));
});
