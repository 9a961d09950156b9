import { createSession } from 'hallpass';

/** What the server says of the user. */
export interface User {
  name: string;
}

/** One for the whole app. In the page it begins with what the server wrote there; on the server it does nothing. */
export const session = createSession<User>({ initial: 'document' });
