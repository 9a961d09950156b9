import { createSession } from 'hallpass';

export function open() {
  const session = createSession();
  return {
    known: session.ready().then(({ status }) => status === 'authenticated'),
    request: (path) => session.fetch(path),
  };
}
