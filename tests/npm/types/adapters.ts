import axios from 'axios';
import { createSession, type Session, type SessionSnapshot } from 'hallpass';
import { attachSession } from 'hallpass/axios';
import { sessionHooks } from 'hallpass/ky';
import { Authenticated, SessionProvider, Unauthenticated, useClaims, useIdleWarning, useSession } from 'hallpass/react';
import { createSessionSignal } from 'hallpass/solid';
import { toStore } from 'hallpass/svelte';
import { createTestSession } from 'hallpass/testing';
import {
  Authenticated as VueAuthenticated, createSessionGuard, createSessionPlugin, Unauthenticated as VueUnauthenticated,
  useIdleWarning as useVueIdleWarning, useSession as useVueSession, type Inside,
} from 'hallpass/vue';
import ky from 'ky';
import { createElement } from 'react';
import type { Accessor } from 'solid-js';
import type { Readable } from 'svelte/store';
import { createApp, h } from 'vue';
import { createMemoryHistory, createRouter, type RouteRecordRaw } from 'vue-router';

interface Mine { name: string }
const session = createSession<Mine>();

createElement(SessionProvider, { session }, createElement(Authenticated, { fallback: 'x' }), createElement(Authenticated<Mine>, { when: ({ name }) => name === 'Ada' }), createElement(Unauthenticated));
export function Component(): null {
  const { status, claims, session } = useSession<Mine>();
  if (status === 'authenticated') claims.name satisfies string;
  session.logout() satisfies Promise<{ confirmed: boolean }>;
  useClaims((claims: Mine) => claims.name) satisfies string | undefined;
  const warning = useIdleWarning();
  if (warning) warning.extend() satisfies Promise<unknown>;
  // @ts-expect-error there may be none
  warning.expiresAt;
  return null;
}

createApp({}).use(createSessionPlugin(session));
const router = createRouter({ history: createMemoryHistory(), routes: [] });
router.beforeEach(createSessionGuard({ login: '/login' }));
export const route = {
  path: '/admin',
  component: {},
  beforeEnter: createSessionGuard({ login: '/login', session, when: ({ name }, to) => name === to.path, denied: '/no' }),
} satisfies RouteRecordRaw;
// @ts-expect-error where does a user go who is denied?
createSessionGuard({ login: '/login', role: 'admin' });

const { state, status, claims, error, session: vueSession } = useVueSession<Mine>();
state.value satisfies SessionSnapshot<Mine>;
if (state.value.status === 'authenticated') state.value.claims.name satisfies string;
status.value satisfies 'loading' | 'authenticated' | 'unauthenticated';
claims.value?.name satisfies string | undefined;
error.value?.code satisfies string | undefined;
vueSession satisfies Session<Mine>;
useVueIdleWarning().value?.secondsLeft satisfies number | undefined;
h(VueAuthenticated, { when: (claims) => 'name' in claims }, { default: ({ claims }: Inside) => Object.keys(claims), fallback: () => 'x' });
h(VueUnauthenticated);
// @ts-expect-error a function
h(VueAuthenticated, { when: 'admin' });

toStore(session) satisfies Readable<SessionSnapshot<Mine>>;
createSessionSignal(session) satisfies Accessor<SessionSnapshot<Mine>>;

attachSession(axios.create(), session) satisfies () => void;
ky.extend({ hooks: sessionHooks(session) });

const test = createTestSession<Mine>({ status: 'authenticated', claims: { name: 'Ada' } });
test.set({ status: 'unauthenticated', reason: 'idle' });
test.emit({ type: 'refreshed' });
test.fail('login', 'invalid_credentials');
// @ts-expect-error no such method
test.fail('ready', 'network');
// @ts-expect-error no such code
test.fail('login', 'oops');
createTestSession<Mine>({ status: 'unauthenticated' }, { user: { status: 'authenticated', claims: { name: 'Ada' } }, idle: 60 }) satisfies Session<Mine>;
createElement(SessionProvider, { session: test });
// @ts-expect-error claims belong to who is signed in
createTestSession<Mine>({ status: 'authenticated' });
// @ts-expect-error an event has its fields
test.emit({ type: 'expiring' });
