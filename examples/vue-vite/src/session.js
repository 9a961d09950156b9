import { createSession } from 'hallpass';

/** One for the whole app, made outside of components. */
export const session = createSession();
