import { createSession, type Session } from 'hallpass';

declare module 'hallpass' {
  interface Register {
    claims: { name: string; email: string; roles: string[]; scope: string; tenant: string };
  }
}

declare global {
  interface Window {
    /** The page's session, for looking at it in the console: `hallpassSession.getSnapshot()`. */
    hallpassSession: Session;
  }
}

/** Made once, outside of components: it speaks the hallpass contract to this origin's /auth. */
export const session = createSession();

window.hallpassSession = session;
