import { useState } from 'react';
import { useSession } from 'hallpass/react';
import { Failure } from './Failure';

/** What one can do with the session as a whole. */
export function Actions() {
  const { session, error } = useSession();
  const [failure, setFailure] = useState<unknown>();

  const act = (call: () => Promise<unknown>) => async (): Promise<void> => {
    setFailure(undefined);
    await call().catch(setFailure);
  };

  return (
    <>
      <Failure error={failure ?? error} />
      <div className="row" role="group" aria-label="Session actions">
        <button type="button" onClick={act(() => session.refresh())} data-testid="refresh">
          Refresh
        </button>
        <button type="button" onClick={act(() => session.extend())} data-testid="extend">
          Extend
        </button>
        <span className="gap" />
        <button type="button" onClick={act(() => session.logout())} data-testid="sign-out">
          Sign out
        </button>
        <button type="button" onClick={act(() => session.logout({ everywhere: true }))} data-testid="sign-out-everywhere">
          Sign out everywhere
        </button>
      </div>
    </>
  );
}
