import { useIdleWarning } from 'hallpass/react';
import { span } from '../time';

/** Read aloud every ten seconds, counted down every one. */
export function IdleWarning() {
  const warning = useIdleWarning();
  return (
    <div aria-live="polite">
      {warning && (
        <aside className="idle-warning" aria-label="About to be signed out" data-testid="idle-warning">
          <p>
            <span className="visually-hidden">{warning.text}</span>
            <span aria-hidden="true">
              You will be signed out in <b data-testid="idle-seconds">{span(warning.secondsLeft * 1000)}</b>
            </span>
          </p>
          <button className="primary" type="button" onClick={() => warning.extend().catch(() => {})} data-testid="still-here">
            I am still here
          </button>
        </aside>
      )}
    </div>
  );
}
