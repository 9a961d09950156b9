import { useEffect, useRef } from 'react';
import { mountDevtools } from 'hallpass/devtools';
import { session } from '../session';

/** What the session does, and why: the panel that any app may mount. */
export function Devtools() {
  const place = useRef<HTMLElement>(null);
  useEffect(() => mountDevtools(session, { target: place.current!, open: true }), []);
  return <section ref={place} className="card devtools" aria-label="What the session does" />;
}
