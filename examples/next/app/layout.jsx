import { sessionText } from 'hallpass/server';
import { current } from './current';
import { Providers } from './providers';
import './style.css';

export const metadata = { title: 'hallpass in Next.js' };

export default async function Layout({ children }) {
  const { snapshot, initial } = await current();
  return (
    <html lang="en">
      <body>
        {initial !== undefined && (
          <script type="application/json" id="hallpass-session" dangerouslySetInnerHTML={{ __html: sessionText(initial) }} />
        )}
        <Providers initial={snapshot}>{children}</Providers>
      </body>
    </html>
  );
}
