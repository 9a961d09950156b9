import { Providers } from './providers';
import './style.css';

export const metadata = { title: 'hallpass in Next.js' };

export default function Layout({ children }) {
  return (
    <html lang="en">
      <body>
        <Providers>{children}</Providers>
      </body>
    </html>
  );
}
