'use client';
import { SessionProvider } from 'hallpass/react';
import { session } from './session';

export function Providers({ initial, children }) {
  return <SessionProvider session={session} initial={initial}>{children}</SessionProvider>;
}
