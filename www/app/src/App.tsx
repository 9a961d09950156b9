import { useEffect } from 'react';
import { useSession } from 'hallpass/react';
import { Footer } from './parts/Footer';
import { Header } from './parts/Header';
import { IdleWarning } from './parts/IdleWarning';
import { SignedIn } from './parts/SignedIn';
import { SignedOut } from './parts/SignedOut';
import { Skeleton } from './parts/Skeleton';
import { Timeline } from './parts/Timeline';

const VIEWS = { loading: Skeleton, authenticated: SignedIn, unauthenticated: SignedOut };

export function App() {
  const { status } = useSession();
  const View = VIEWS[status];
  useEffect(() => {
    document.title = status === 'authenticated' ? 'hallpass · signed in' : 'hallpass';
  }, [status]);
  return (
    <>
      <Header />
      <main className="columns" aria-busy={status === 'loading'}>
        <div className="stack">
          <View />
        </div>
        <Timeline />
      </main>
      <Footer />
      <IdleWarning />
    </>
  );
}
