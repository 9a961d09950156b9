import axios from 'axios';
import { createSession, type SessionSnapshot } from 'hallpass';
import { attachSession } from 'hallpass/axios';
import { sessionHooks } from 'hallpass/ky';
import { Authenticated, SessionProvider, Unauthenticated, useClaims, useIdleWarning, useSession } from 'hallpass/react';
import { createSessionSignal } from 'hallpass/solid';
import { toStore } from 'hallpass/svelte';
import { createTestSession } from 'hallpass/testing';
import { createSessionGuard, createSessionPlugin, useSession as useVueSession } from 'hallpass/vue';
import ky from 'ky';
import { createElement } from 'react';
import type { Accessor } from 'solid-js';
import type { Readable } from 'svelte/store';
import { createApp } from 'vue';
import { createMemoryHistory, createRouter } from 'vue-router';

interface Mine { name: string }
const session = createSession<Mine>();

createElement(SessionProvider, { session }, createElement(Authenticated, { fallback: 'x' }), createElement(Unauthenticated));
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
useVueSession<Mine>().state.value satisfies SessionSnapshot<Mine>;

toStore(session) satisfies Readable<SessionSnapshot<Mine>>;
createSessionSignal(session) satisfies Accessor<SessionSnapshot<Mine>>;

attachSession(axios.create(), session) satisfies () => void;
ky.extend({ hooks: sessionHooks(session) });

const test = createTestSession<Mine>({ status: 'authenticated', claims: { name: 'Ada' } });
test.set({ status: 'unauthenticated', reason: 'idle' });
test.emit({ type: 'refreshed' });
createElement(SessionProvider, { session: test });
// @ts-expect-error claims belong to who is signed in
createTestSession<Mine>({ status: 'authenticated' });
// @ts-expect-error an event has its fields
test.emit({ type: 'expiring' });
