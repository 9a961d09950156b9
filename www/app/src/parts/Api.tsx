import { useState } from 'react';
import { burst, me, order, orders, transfer, type Outcome } from '../api';
import { StepUp } from './StepUp';

const CALLS = [
  { label: 'GET me', testid: 'call-api', call: me },
  { label: 'GET orders', testid: 'call-orders', call: orders },
  { label: 'POST order', testid: 'post-order', call: order },
  { label: 'POST transfer', testid: 'post-transfer', call: transfer },
  { label: '50 calls at once', testid: 'call-50', call: () => burst(50) },
];

/** Requests through `session.fetch`, and what came of the last one. */
export function Api() {
  const [outcome, setOutcome] = useState<Outcome>();
  return (
    <section className="card" aria-labelledby="api-title">
      <div className="heading">
        <h2 id="api-title">Call the API</h2>
        <code className="tag">session.fetch</code>
      </div>
      <p className="quiet">As with fetch; a lapsed session is refreshed once, and the call replayed.</p>
      <div className="row">
        {CALLS.map(({ label, testid, call }) => (
          <button key={testid} type="button" onClick={async () => setOutcome(await call())} data-testid={testid}>
            {label}
          </button>
        ))}
      </div>
      <StepUp />
      <div className="result" data-testid="api-result" data-ok={outcome?.ok}>
        <p role="status">{outcome?.summary}</p>
        {outcome?.body && <pre tabIndex={0} aria-label="Answer of the server">{outcome.body}</pre>}
      </div>
    </section>
  );
}
