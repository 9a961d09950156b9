import { createRootRoute, HeadContent, Outlet, Scripts } from '@tanstack/react-router';
import { SessionProvider } from 'hallpass/react';
import { current } from '../current';
import { session } from '../session';
import style from '../style.css?url';

export const Route = createRootRoute({
  beforeLoad: () => current(),
  head: () => ({
    meta: [{ charSet: 'utf-8' }, { title: 'hallpass in TanStack Start' }],
    links: [{ rel: 'stylesheet', href: style }, { rel: 'icon', href: 'data:,' }],
  }),
  component: Root,
});

function Root() {
  const { snapshot, text } = Route.useRouteContext();
  return (
    <html lang="en">
      <head>
        <HeadContent />
        {text && <script type="application/json" id="hallpass-session" dangerouslySetInnerHTML={{ __html: text }} />}
      </head>
      <body>
        <SessionProvider session={session} initial={snapshot}>
          <main><Outlet /></main>
        </SessionProvider>
        <Scripts />
      </body>
    </html>
  );
}
