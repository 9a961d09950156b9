import { REQUEST_CONTEXT, TransferState, inject, makeStateKey } from '@angular/core';
import type { SessionSnapshot } from 'hallpass';
import type { User } from './session';

const KEY = makeStateKey<SessionSnapshot<User> | undefined>('session');

/** On the server what that has read, for the page to begin with the same. */
export function initial(): SessionSnapshot<User> | undefined {
  const state = inject(TransferState);
  const read = inject(REQUEST_CONTEXT, { optional: true }) as SessionSnapshot<User> | null;
  if (read) state.set(KEY, read);
  return state.get(KEY, undefined);
}
