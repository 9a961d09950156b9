import type { SessionSnapshot } from 'hallpass';
import { SessionProvider } from 'hallpass/react';
import { App } from './App';
import { session } from './session';

export function Island({ initial }: { initial: SessionSnapshot }) {
  return <SessionProvider session={session} initial={initial}><App /></SessionProvider>;
}
