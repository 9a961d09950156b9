import { createSession } from 'hallpass';

declare module 'hallpass' {
  interface Register {
    claims: { name: string; email: string };
  }
}

/** One for the whole app, made outside of components. */
export const session = createSession();
