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

/** Whether an identity provider signs users in: `cargo xtask demo --oidc` builds the page so. */
export const PROVIDER = import.meta.env.VITE_PROVIDER === '1';

/** Made once, outside of components: it speaks the hallpass contract to this origin's /auth. */
export const session = createSession();

window.hallpassSession = session;
