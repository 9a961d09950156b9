import { useSession } from 'hallpass/react';
import { useNow } from '../time';
import { Clock } from './Clock';

/** The three limits of a session, running. */
export function Clocks() {
  const snapshot = useSession();
  const now = useNow();
  if (snapshot.status !== 'authenticated') return null;
  return (
    <dl className="clocks" key={snapshot.subject}>
      <Clock name="Access" note="renewed in the background" until={snapshot.expiresAt} now={now} testid="expires-at" />
      <Clock name="Idle" note="moved by what you do" until={snapshot.idleExpiresAt} now={now} testid="idle-expires-at" />
      <Clock name="Absolute" note="never moves" until={snapshot.absoluteExpiresAt} now={now} testid="absolute-expires-at" />
    </dl>
  );
}
