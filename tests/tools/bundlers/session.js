import { createSession } from 'hallpass';

export const session = createSession();
