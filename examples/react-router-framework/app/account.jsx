import { redirect } from 'react-router';
import { current } from './current.server';

export function loader({ context }) {
  const { snapshot } = context.get(current);
  // Where the back end did not say, the page in the browser asks; `claims` are missing then.
  if (snapshot.status === 'unauthenticated') throw redirect('/?redirect=/account');
  return snapshot.claims;
}

export default function Account({ loaderData: claims }) {
  return <h1>Account of {claims?.email}</h1>;
}
