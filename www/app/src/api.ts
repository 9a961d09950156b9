import { isSessionError } from 'hallpass';
import { SERVER, session } from './session';
import { fetchWithStepUp } from './step-up';

/** What came of one request: its one-line summary, and what the server said. */
export interface Outcome {
  readonly ok: boolean;
  readonly summary: string;
  readonly body?: string;
}

const post = (body: unknown): RequestInit => ({
  method: 'POST',
  headers: { 'Content-Type': 'application/json' },
  body: JSON.stringify(body),
});

export const me = () => call('/api/me');
export const orders = () => call('/api/orders');
export const order = () => call('/api/orders', post({ item: 'Fountain pen', quantity: 1 }));
export const transfer = () => call('/api/transfer', post({ to: 'Savings', amount: 250 }), fetchWithStepUp);

async function call(path: string, init?: RequestInit, send = session.fetch): Promise<Outcome> {
  const request = `${init?.method ?? 'GET'} ${path}`;
  const started = performance.now();
  try {
    const response = await send(SERVER + path, init);
    const body = pretty(await response.text());
    return { ok: response.ok, summary: `${response.status} · ${request} · ${since(started)}`, body };
  } catch (error) {
    return { ok: false, summary: `${reason(error)} · ${request} · ${since(started)}` };
  }
}

/** Many at once: when the access part has lapsed, they share one refresh. */
export async function burst(size: number): Promise<Outcome> {
  const started = performance.now();
  const calls = Array.from({ length: size }, () => session.fetch(`${SERVER}/api/me`).then(({ status }) => String(status), reason));
  const counts = Map.groupBy(await Promise.all(calls), (answer) => answer);
  const summary = [...counts].map(([answer, { length }]) => `${length} × ${answer}`).join(' · ');
  return { ok: [...counts.keys()].every((answer) => answer === '200'), summary: `${summary} · ${since(started)}` };
}

/** What a rejected call is about, in one word where the session says one. */
function reason(error: unknown): string {
  return isSessionError(error) ? error.code : String(error);
}

function since(started: number): string {
  return `${Math.round(performance.now() - started)} ms`;
}

function pretty(text: string): string {
  try {
    return JSON.stringify(JSON.parse(text), null, 2);
  } catch {
    return text;
  }
}
