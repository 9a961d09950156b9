// What an app writes with the package; every @ts-expect-error is a promise.
import { createSession, isSessionError, type Session, type SessionSnapshot } from 'hallpass';
import { hasScope } from 'hallpass/claims';
import { jwt } from 'hallpass/jwt';
import { betterAuth } from 'hallpass/presets/better-auth';
import { SessionProvider, useSession } from 'hallpass/react';
import { readSession, sessionScript } from 'hallpass/server';
import { createTestSession } from 'hallpass/testing';
import { createSessionPlugin } from 'hallpass/vue';
import { wasmUrl } from 'hallpass/wasm-url';
import { createElement } from 'react';
import { createApp } from 'vue';

interface Mine {
  name: string;
}

const session: Session<Mine> = createSession<Mine>({ preset: betterAuth(), refresh: { when: 'visible' } });
// @ts-expect-error there is no such option
createSession({ baseURL: '/auth' });
createSession({ claims: jwt<Mine>({ jwks: '/.well-known/jwks.json' }) }) satisfies Session<Mine>;

export async function greet(): Promise<string> {
  const response: Response = await session.fetch('/api/me');
  const snapshot: SessionSnapshot<Mine> = session.getSnapshot();
  // @ts-expect-error not before it is known who is signed in
  snapshot.claims.name;
  if (snapshot.status !== 'authenticated' || !hasScope(snapshot, 'profile')) return response.statusText;
  return snapshot.claims.name;
}

session.on('ended', ({ reason }) => reason satisfies string);
session.login({ email: 'ada@example.com' }).catch((error: unknown) => isSessionError(error) && (error.code satisfies string));

export function Component(): null {
  const { status, claims } = useSession<Mine>();
  if (status === 'authenticated') claims.name satisfies string;
  return null;
}
createElement(SessionProvider, { session }, createElement(Component));
createApp({}).use(createSessionPlugin(session));

export const written: Promise<string> = readSession({ cookie: '' }, { baseUrl: 'http://127.0.0.1:8080/auth' }).then(({ initial }) => sessionScript(initial));
createTestSession<Mine>().set({ status: 'authenticated', claims: { name: 'Ada' } });
wasmUrl satisfies URL | string;
