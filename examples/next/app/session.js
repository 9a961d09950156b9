import { createSession } from 'hallpass';

/** One for the whole app. On the server it does nothing, and is loading: so the first render there and here agree. */
export const session = createSession();
