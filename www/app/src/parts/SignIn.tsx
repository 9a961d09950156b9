import { useRef, useState, type FormEvent } from 'react';
import { useSession } from 'hallpass/react';
import { Failure } from './Failure';

const DEMO = { email: 'demo@example.com', password: 'correct horse' };

/** Posts the credentials, or leaves for the server's own page. */
export function SignIn() {
  const { session, error } = useSession();
  const form = useRef<HTMLFormElement>(null);
  const [failure, setFailure] = useState<unknown>();
  const [busy, setBusy] = useState(false);

  const submit = async (event: FormEvent): Promise<void> => {
    event.preventDefault();
    if (busy) return;
    const { email, password } = Object.fromEntries(new FormData(form.current!));
    setBusy(true);
    setFailure(undefined);
    await session.login({ email, password }).catch(setFailure);
    setBusy(false);
  };
  const fill = (): void => {
    for (const [name, value] of Object.entries(DEMO)) (form.current!.elements.namedItem(name) as HTMLInputElement).value = value;
  };

  return (
    <form ref={form} className="form" onSubmit={submit} aria-busy={busy}>
      <Failure error={busy ? undefined : (failure ?? error)} />
      <label htmlFor="email">Email address</label>
      <input id="email" name="email" type="email" autoComplete="username" required data-testid="email" />
      <label htmlFor="password">Password</label>
      <input id="password" name="password" type="password" autoComplete="current-password" required data-testid="password" />
      <button className="primary" type="submit" aria-disabled={busy} data-testid="sign-in">
        {busy ? 'Signing in…' : 'Sign in'}
      </button>
      <div className="row">
        <button className="link" type="button" onClick={fill} data-testid="fill">
          Use the demo account
        </button>
        <button className="link" type="button" onClick={() => session.login({ returnTo: '/' }).catch(setFailure)} data-testid="sign-in-page">
          Sign in on the server’s page
        </button>
      </div>
    </form>
  );
}
