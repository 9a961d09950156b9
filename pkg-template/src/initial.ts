/**
 * What the session endpoint answered when the document was written, whatever the preset: its JSON. Where a status, a header or
 * the clock of the server says more than that, `readSession` of `hallpass/server` encloses it in an object of its own.
 */
export type InitialSession = object | null;

/** The id of the element that carries it in a document, for the session of a name. */
export const idOf = (name: string): string => `hallpass-${name}`;
