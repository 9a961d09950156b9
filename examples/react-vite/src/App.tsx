import { Authenticated, useClaims, useIdleWarning, useSession } from 'hallpass/react';
import { useEffect, useState, type FormEvent } from 'react';

export function App() {
  return (
    <main>
      <Authenticated loading={<p aria-busy="true">One moment…</p>} fallback={<SignIn />}>
        <Orders />
      </Authenticated>
    </main>
  );
}

function SignIn() {
  const { session } = useSession();
  const [refusal, setRefusal] = useState('');

  // Not `<form action>`: React empties such a form, also after a wrong password.
  function signIn(event: FormEvent<HTMLFormElement>) {
    event.preventDefault();
    const form = Object.fromEntries(new FormData(event.currentTarget));
    session.login(form).catch((error: Error) => setRefusal(error.message));
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

function Orders() {
  const { session } = useSession();
  const name = useClaims((claims) => claims.name);
  const warning = useIdleWarning();
  const [orders, setOrders] = useState<{ id: number; item: string }[]>([]);

  useEffect(() => {
    session
      .fetch('/api/orders', { signal: session.signal })
      .then((response) => response.json())
      .then(({ orders }) => setOrders(orders), console.warn);
  }, [session]);

  return (
    <>
      <h1>Hello, {name}</h1>
      <ul>{orders.map(({ id, item }) => <li key={id}>{item}</li>)}</ul>
      <p aria-live="polite">{warning?.text}</p>
      {warning && <button onClick={() => warning.extend()}>Stay</button>}
      <button onClick={() => session.logout()}>Sign out</button>
    </>
  );
}
