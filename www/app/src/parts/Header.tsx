import { useSession } from 'hallpass/react';

/** The name, and the three words that say how the session stands. */
export function Header() {
  const { status, activity } = useSession();
  return (
    <header className="bar">
      <h1 className="wordmark">
        <Mark /> hallpass
      </h1>
      <p className="state" data-status={status} data-activity={activity}>
        <span className="dot" aria-hidden="true" />
        <span className="visually-hidden">Session: </span>
        <span aria-live="polite" data-testid="status">
          {status}
        </span>
        <span className="quiet" data-testid="activity">{activity}</span>
      </p>
    </header>
  );
}

function Mark() {
  return (
    <svg className="mark" viewBox="0 0 32 32" aria-hidden="true">
      <rect width="32" height="32" rx="8" />
      <path d="M11 7v18M21 7v18M11 17c0-4 10-4 10 0" />
    </svg>
  );
}
