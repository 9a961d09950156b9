import { useState } from 'react';
import { clock, span } from '../time';

interface Props {
  name: string;
  note: string;
  /** Epoch ms; null where the server has no such limit. */
  until: number | null;
  now: number;
  testid: string;
}

/** How much of a limit is left, measured against the most that this page has seen of it. */
export function Clock({ name, note, until, now, testid }: Props) {
  const left = until === null ? 0 : Math.max(0, until - now);
  const [most, setMost] = useState(left);
  if (left > most) setMost(left);
  return (
    <div className="clock">
      <dt>
        {name} <span className="quiet">{note}</span>
      </dt>
      {until === null ? (
        <dd data-testid={testid}>no limit</dd>
      ) : (
        <dd>
          <span className="left">{span(left)}</span>
          <progress value={left} max={most || 1} aria-label={`${name}: time left`} />
          <time className="quiet" dateTime={new Date(until).toISOString()} data-testid={testid}>
            {clock(until)}
          </time>
        </dd>
      )}
    </div>
  );
}
