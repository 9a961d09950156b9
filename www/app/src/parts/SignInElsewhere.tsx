import { useState } from 'react';
import { useSession } from 'hallpass/react';
import { Failure } from './Failure';

/** Leaves for the provider, which asks for the password itself and leads back here. */
export function SignInElsewhere() {
  const { session, error } = useSession();
  const [failure, setFailure] = useState<unknown>();
  return (
    <div className="form">
      <Failure error={failure ?? error} />
      <button className="primary" type="button" onClick={() => session.login({ returnTo: '/' }).catch(setFailure)} data-testid="sign-in-provider">
        Sign in with Example ID
      </button>
    </div>
  );
}
