import { Authenticated, useClaims, useSession } from 'hallpass/react';
import { useEffect, useState } from 'react';
import { Link } from 'react-router';

export default function Home() {
  return (
    <>
      <Authenticated loading={<p aria-busy="true">One moment…</p>} fallback={<SignIn />}>
        <Orders />
      </Authenticated>
      <Link to="/account">Account</Link>
    </>
  );
}

function SignIn() {
  const { session } = useSession();
  const [refusal, setRefusal] = useState('');

  function signIn(event) {
    event.preventDefault();
    session.login(Object.fromEntries(new FormData(event.currentTarget))).catch((error) => setRefusal(error.message));
  }
  return (
    <form method="post" onSubmit={signIn}>
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
  const [orders, setOrders] = useState([]);

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
      <button onClick={() => session.logout()}>Sign out</button>
    </>
  );
}
