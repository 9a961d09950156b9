import { SessionProvider } from 'hallpass/react';
import { requireSession } from 'hallpass/router';
import { createRoot } from 'react-dom/client';
import { createBrowserRouter, redirect, RouterProvider } from 'react-router';
import { loadOrders, Orders } from './Orders';
import { session } from './session';
import { SignIn } from './SignIn';

const guard = requireSession(session, (wanted) => redirect(`/sign-in?redirect=${encodeURIComponent(wanted)}`));

/** Is on screen until the guard knows who is signed in: without it the page stays white until then. */
const Waiting = () => <p aria-busy="true">One moment…</p>;

const router = createBrowserRouter([
  { path: '/sign-in', Component: SignIn },
  { middleware: [guard], HydrateFallback: Waiting, children: [{ path: '/', Component: Orders, loader: loadOrders }] },
]);

// The guard runs when the user navigates. This is for a session that ends while a page is open.
session.on('ended', () => router.navigate('/sign-in'));

createRoot(document.getElementById('root')!).render(
  <SessionProvider session={session}>
    <main>
      <RouterProvider router={router} />
    </main>
  </SessionProvider>,
);
