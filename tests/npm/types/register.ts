// An app that names its claims once.
import { createSession, type Claims, type Session } from 'hallpass';
import { useClaims, useSession } from 'hallpass/react';
import { useSession as useVueSession } from 'hallpass/vue';

declare module 'hallpass' {
  interface Register {
    claims: { email: string; roles: string[] };
  }
}

const claims: Claims = { email: 'a', roles: [] };
claims satisfies { email: string };
// @ts-expect-error it has roles too
const wrong: Claims = { email: 'a' };
wrong satisfies unknown;

const { status, claims: mine } = createSession().getSnapshot();
if (status === 'authenticated') mine.roles satisfies string[];

export function Component(): string {
  const snapshot = useSession();
  if (snapshot.status === 'authenticated') snapshot.claims.email satisfies string;
  snapshot.session satisfies Session;
  useClaims((claims) => claims.roles.length) satisfies number | undefined;
  useClaims() satisfies { email: string } | undefined;
  // @ts-expect-error no such claim
  useClaims((claims) => claims.phone);
  useVueSession().claims.value?.email satisfies string | undefined;
  return useClaims(({ email }) => email) ?? '';
}

// Another session may have others.
createSession<{ id: number }>().getSnapshot().claims?.id satisfies number | undefined;
