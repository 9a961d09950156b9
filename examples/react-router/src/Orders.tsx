import { useClaims, useSession } from 'hallpass/react';
import { useLoaderData, type LoaderFunctionArgs } from 'react-router';
import { session } from './session';

export async function loadOrders({ request }: LoaderFunctionArgs): Promise<{ orders: { id: number; item: string }[] }> {
  const response = await session.fetch('/api/orders', { signal: request.signal });
  return response.json();
}

export function Orders() {
  const { session } = useSession();
  const name = useClaims((claims) => claims.name);
  const { orders } = useLoaderData<typeof loadOrders>();
  return (
    <>
      <h1>Hello, {name}</h1>
      <ul>{orders.map(({ id, item }) => <li key={id}>{item}</li>)}</ul>
      <button onClick={() => session.logout()}>Sign out</button>
    </>
  );
}
