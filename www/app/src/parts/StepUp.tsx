import { useEffect, useState } from 'react';
import type { SessionEvent } from 'hallpass';
import { useSession } from 'hallpass/react';
import { Failure } from './Failure';

/** Offers the more recent sign-in that the server asks for. */
export function StepUp() {
  const { session } = useSession();
  const [wanted, setWanted] = useState<Extract<SessionEvent, { type: 'step-up' }>>();
  const [failure, setFailure] = useState<unknown>();
  useEffect(() => session.on('step-up', setWanted), [session]);
  if (!wanted) return null;
  const { acrValues, maxAge } = wanted;
  return (
    <div className="notice" role="alert" data-testid="step-up">
      <p>This needs a more recent sign-in. You stay signed in meanwhile.</p>
      <button type="button" onClick={() => session.login({ returnTo: '/', acrValues, maxAge }).catch(setFailure)} data-testid="step-up-sign-in">
        Sign in again
      </button>
      <Failure error={failure} />
    </div>
  );
}
