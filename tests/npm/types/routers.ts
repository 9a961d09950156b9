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
