import { createSession } from 'hallpass';

declare module 'hallpass' {
  interface Register {
    claims: { name: string; email: string };
  }
}

/** One for the whole app. In the page it begins with what the server wrote there; on the server it does nothing. */
export const session = createSession({ initial: 'document' });
