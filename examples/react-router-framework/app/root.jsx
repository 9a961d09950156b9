import { SessionProvider } from 'hallpass/react';
import { sessionText } from 'hallpass/server';
import { Links, Meta, Outlet, Scripts } from 'react-router';
import { current, readCurrent } from './current.server';
import { session } from './session';
import './style.css';

export const middleware = [readCurrent];

export function loader({ context }) {
  const { snapshot, initial } = context.get(current);
  return { snapshot, text: initial && sessionText(initial) };
}

export default function Root({ loaderData: { snapshot, text } }) {
  return (
    <html lang="en">
      <head>
        <meta charSet="utf-8" />
        <link rel="icon" href="data:," />
        <title>hallpass in React Router</title>
        <Meta />
        <Links />
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
