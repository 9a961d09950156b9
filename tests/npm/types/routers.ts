import { QueryClient } from '@tanstack/query-core';
import { createRootRoute, createRoute, redirect as elsewhere } from '@tanstack/react-router';
import { createSession } from 'hallpass';
import { requireSession } from 'hallpass/router';
import { attachSession } from 'hallpass/tanstack-query';
import { redirect, type RouteObject } from 'react-router';

const session = createSession();
const guard = requireSession(session, (wanted) => redirect(`/sign-in?redirect=${encodeURIComponent(wanted)}`));

export const routes: RouteObject[] = [
  { path: '/a', loader: guard },
  { middleware: [guard] },
  { path: '/b', loader: async (args) => (await guard(args), { orders: [] }) },
];

const typed = createSession<{ roles: string[] }>();
export const admins: RouteObject[] = [
  { path: '/c', loader: requireSession(session, { role: 'admin' }, () => redirect('/')) },
  { middleware: [requireSession(typed, { scope: 'read', when: ({ roles }) => roles.length > 0, denied: () => redirect('/no') }, () => redirect('/'))] },
];
// @ts-expect-error no such claim
requireSession(typed, { when: ({ role }) => role === 'admin' }, () => redirect('/'));
// @ts-expect-error one role
requireSession(typed, { role: ['admin'] }, () => redirect('/'));
// @ts-expect-error where to?
requireSession(typed, { role: 'admin' });

const root = createRootRoute();
export const orders = createRoute({
  getParentRoute: () => root,
  path: '/orders',
  beforeLoad: async (context) => {
    await requireSession(session, (wanted) => elsewhere({ href: `/sign-in?redirect=${wanted}` }))(context);
  },
});
export const plain = createRoute({
  getParentRoute: () => root,
  path: '/plain',
  beforeLoad: requireSession(session, (wanted) => elsewhere({ href: `/sign-in?redirect=${wanted}` })),
});

export const detach: () => void = attachSession(new QueryClient(), session);
