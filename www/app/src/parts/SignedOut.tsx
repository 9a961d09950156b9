import { useSession } from 'hallpass/react';
import { SignIn } from './SignIn';
import { SignInElsewhere } from './SignInElsewhere';
import { PROVIDER } from '../session';

/** Why one is here. */
const STORY = {
  none: 'No user is signed in on this browser.',
  unknown: 'The server cannot say who is signed in. It is being asked again.',
  'logged-out': 'You have signed out, in every tab.',
  expired: 'Your session came to its end.',
  idle: 'You were signed out after a while without activity.',
  revoked: 'This session was ended elsewhere.',
};

/** A sign-out holds at once; the server may have to wait for it. */
const UNHEARD = 'You have signed out, in every tab. The server will be told as soon as it answers.';

export function SignedOut() {
  const snapshot = useSession();
  if (snapshot.status !== 'unauthenticated') return null;
  return (
    <section className="card" aria-labelledby="sign-in-title">
      <div className="heading">
        <h2 id="sign-in-title">Sign in</h2>
        <code className="tag" data-testid="reason">{snapshot.reason}</code>
      </div>
      <p className="quiet">{snapshot.reason === 'logged-out' && snapshot.error ? UNHEARD : STORY[snapshot.reason]}</p>
      {PROVIDER ? <SignInElsewhere /> : <SignIn />}
    </section>
  );
}
