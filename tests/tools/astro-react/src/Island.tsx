import { SessionProvider } from 'hallpass/react';
import { App } from './App';
import { session } from './session';

export function Island() {
  return <SessionProvider session={session}><App /></SessionProvider>;
}
