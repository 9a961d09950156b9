import { isSessionError } from 'hallpass';

/** What went wrong, and the code a program would look at. */
export function Failure({ error }: { error: unknown }) {
  if (!error) return null;
  const code = isSessionError(error) ? error.code : 'error';
  const text = error instanceof Error ? error.message : String(error);
  return (
    <p className="failure" role="alert" data-testid="error" data-code={code}>
      {text} <code>{code}</code>
    </p>
  );
}
