import { useEffect, useState, type FormEvent } from 'react';
import { useSession } from 'hallpass/react';
import { PROVIDER } from '../session';
import { onQuestion, type Question } from '../step-up';
import { Failure } from './Failure';

/** Asks for the password once more, where the server wants a more recent sign-in; the request waits meanwhile. */
export function StepUp() {
  const { session, claims } = useSession();
  const [question, setQuestion] = useState<Question>();
  const [failure, setFailure] = useState<unknown>();
  useEffect(() => onQuestion((asked) => (setFailure(undefined), setQuestion(asked))), []);
  if (!question) return null;
  const { acrValues, maxAge, done, giveUp } = question;

  const submit = (event: FormEvent<HTMLFormElement>): void => {
    event.preventDefault();
    const password = new FormData(event.currentTarget).get('password');
    session.login({ email: claims?.email, password }).then(done, setFailure);
  };
  return (
    <div className="notice" role="alert" data-testid="step-up">
      <p>This needs a sign-in of the last {maxAge} seconds. You stay signed in meanwhile.</p>
      <form className="form" onSubmit={submit}>
        <Failure error={failure} />
        {!PROVIDER && (
          <>
            <label htmlFor="again">Password</label>
            <input id="again" name="password" type="password" autoComplete="current-password" required autoFocus data-testid="step-up-password" />
          </>
        )}
        <div className="row">
          {!PROVIDER && <button type="submit" data-testid="step-up-sign-in">Sign in again</button>}
          <button type="button" onClick={giveUp} data-testid="step-up-give-up">Not now</button>
          <button className="link" type="button" onClick={() => session.login({ returnTo: '/', acrValues, maxAge }).catch(setFailure)}>
            {PROVIDER ? 'With Example ID' : 'On the server’s page'}
          </button>
        </div>
      </form>
    </div>
  );
}
