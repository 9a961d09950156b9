import { createFileRoute, redirect } from '@tanstack/react-router';

export const Route = createFileRoute('/account')({
  beforeLoad({ context: { snapshot } }) {
    // Where the back end did not say, the page in the browser asks; `claims` are missing then.
    if (snapshot.status === 'unauthenticated') throw redirect({ to: '/', search: { redirect: '/account' } });
  },
  component: Account,
});

function Account() {
  const { snapshot } = Route.useRouteContext();
  return <h1>Account of {snapshot.claims?.email}</h1>;
}
