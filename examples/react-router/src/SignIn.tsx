import { safeReturnTo } from 'hallpass';
import { useSession } from 'hallpass/react';
import { useState, type FormEvent } from 'react';
import { useNavigate, useSearchParams } from 'react-router';

export function SignIn() {
  const { session } = useSession();
  const [query] = useSearchParams();
  const navigate = useNavigate();
  const [refusal, setRefusal] = useState('');

  async function signIn(event: FormEvent<HTMLFormElement>) {
    event.preventDefault();
    try {
      await session.login(Object.fromEntries(new FormData(event.currentTarget)));
      await navigate(safeReturnTo(query.get('redirect')));
    } catch (error) {
      setRefusal((error as Error).message);
    }
  }
  return (
    <form onSubmit={signIn}>
      <label>Email <input name="email" type="email" autoComplete="username" required /></label>
      <label>Password <input name="password" type="password" autoComplete="current-password" required /></label>
      <button>Sign in</button>
      <p role="alert">{refusal}</p>
    </form>
  );
}
