import { useEffect, useRef } from 'react';
import { useSession } from 'hallpass/react';
import { Devtools } from './parts/Devtools';
import { Footer } from './parts/Footer';
import { Header } from './parts/Header';
import { IdleWarning } from './parts/IdleWarning';
import { SignedIn } from './parts/SignedIn';
import { SignedOut } from './parts/SignedOut';
import { Skeleton } from './parts/Skeleton';

const VIEWS = { loading: Skeleton, authenticated: SignedIn, unauthenticated: SignedOut };

export function App() {
  const { status } = useSession();
  const View = VIEWS[status];
  const main = useRef<HTMLElement>(null);
  useEffect(() => {
    document.title = status === 'authenticated' ? 'hallpass · signed in' : 'hallpass';
    // What had the focus may be gone with the view it was in.
    if (document.activeElement === document.body) main.current?.focus({ preventScroll: true });
  }, [status]);
  return (
    <>
      <Header />
      <main ref={main} tabIndex={-1} className="columns" aria-busy={status === 'loading'}>
        <div className="stack">
          <View />
        </div>
        <Devtools />
      </main>
      <Footer />
      <IdleWarning />
    </>
  );
}
