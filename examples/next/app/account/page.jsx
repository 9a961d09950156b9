import { redirect } from 'next/navigation';
import { current } from '../current';

export default async function Account() {
  const { snapshot } = await current();
  // Where the back end did not say, the page in the browser asks; `claims` are missing then.
  if (snapshot.status === 'unauthenticated') redirect('/?redirect=/account');
  return <main><h1>Account of {snapshot.claims?.email}</h1></main>;
}
