import Session from 'supertokens-website';

export function open() {
  const bare = window.fetch;
  Session.init({ apiDomain: location.origin, apiBasePath: '/auth' });
  // It replaces `fetch` of the page: kept for itself, so that "bare" stays bare.
  const { fetch } = window;
  window.fetch = bare;
  return {
    // Its session begins with what an answer says to its own `fetch`.
    signIn: () => fetch('/bench/sign-in', { method: 'POST' }),
    known: Session.doesSessionExist(),
    request: (path) => fetch(path),
  };
}
