import { readSession, sessionText } from 'hallpass/server';
import { createSessionPlugin } from 'hallpass/vue';
import { session } from '~/utils/session';

export default defineNuxtPlugin(async (nuxt) => {
  const known = useState('session');
  if (import.meta.server) {
    const { backEnd } = useRuntimeConfig();
    const { snapshot, initial } = await readSession({ cookie: useRequestHeaders(['cookie']).cookie }, { baseUrl: `${backEnd}/auth` });
    known.value = snapshot;
    if (initial !== undefined) useHead({ script: [{ type: 'application/json', id: 'hallpass-session', innerHTML: sessionText(initial) }] });
  }
  const hydrated = nuxt.isHydrating ? new Promise((resolve) => nuxt.hook('app:suspense:resolve', resolve)) : undefined;
  nuxt.vueApp.use(createSessionPlugin(session, { initial: known.value, hydrated }));
});
