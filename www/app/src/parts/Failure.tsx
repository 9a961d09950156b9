import { isSessionError } from 'hallpass';

/** What went wrong: the server's own words where it had any, and the code a program would look at. */
export function Failure({ error }: { error: unknown }) {
  if (!error) return null;
  const code = isSessionError(error) ? error.code : 'error';
  const text = error instanceof Error ? error.message : String(error);
  return (
    <p className="failure" role="alert" data-testid="error" data-code={code}>
      {text.startsWith(`${code}: `) ? text.slice(code.length + 2) : (PLAIN[code] ?? text)} <code>{code}</code>
    </p>
  );
}

/** For errors without words of their own. */
const PLAIN: Record<string, string> = {
  network: 'The server cannot be reached.',
  timeout: 'The server takes too long to answer.',
  server: 'The server has a problem.',
  rate_limited: 'Too many attempts. Wait a moment, then try again.',
  session_ended: 'The session has ended.',
  identity_changed: 'Somebody else has signed in meanwhile.',
  cookies_blocked: 'This browser keeps no cookies for this page.',
};
