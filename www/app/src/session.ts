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

/** The server's origin, where that is not the page's: `cargo xtask demo --split` builds the page so. */
export const SERVER: string = import.meta.env.VITE_SERVER ?? '';

/** Made once, outside of components: it speaks the hallpass contract to /auth of the server. */
export const session = createSession({ baseUrl: `${SERVER}/auth`, origins: SERVER ? [SERVER] : [] });

window.hallpassSession = session;
