import { useState } from 'react';
import { useSession } from 'hallpass/react';
import { reason } from '../api';
import { note } from '../journal';
import { Failure } from './Failure';

/** What one can do with the session as a whole. */
export function Actions() {
  const { session, error } = useSession();
  const [failure, setFailure] = useState<unknown>();

  const act = (name: string, call: () => Promise<unknown>) => async (): Promise<void> => {
    setFailure(undefined);
    note('call', name);
    await call().catch((cause: unknown) => {
      note('call', name, reason(cause), true);
      setFailure(cause);
    });
  };

  return (
    <>
      <Failure error={failure ?? error} />
      <div className="row" role="group" aria-label="Session actions">
        <button type="button" onClick={act('refresh()', () => session.refresh())} data-testid="refresh">
          Refresh
        </button>
        <button type="button" onClick={act('extend()', () => session.extend())} data-testid="extend">
          Extend
        </button>
        <span className="gap" />
        <button type="button" onClick={act('logout()', () => session.logout())} data-testid="sign-out">
          Sign out
        </button>
        <button type="button" onClick={act('logout({ everywhere })', () => session.logout({ everywhere: true }))} data-testid="sign-out-everywhere">
          Sign out everywhere
        </button>
      </div>
    </>
  );
}
