'use client';
import { SessionProvider } from 'hallpass/react';
import { session } from './session';

export function Providers({ children }) {
  return <SessionProvider session={session}>{children}</SessionProvider>;
}
