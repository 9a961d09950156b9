import type { Answered } from './json.js';

/** A response as the engine looks at it. */
export interface Seen extends Answered {
  readonly status: number;
  readonly headers: Headers;
  readonly body: unknown;
  readonly response: Response;
  /** Epoch milliseconds, by the clock of the server where the response shows it. */
  readonly now: number;
  /** Whether the browser keeps no cookies for this page. */
  readonly refused: boolean;
}

/** What a response says, if it is JSON, and no stream of it; the response itself stays unread. */
export const read = async (response: Response): Promise<any> =>
  /[/+]json/i.test(response.headers.get('content-type')!)
    ? response
        .clone()
        .json()
        .catch(() => {})
    : undefined;

/** A response as the engine looks at it; where it shows the clock of its server, that is the time. */
export const seen = (response: Response, body: unknown, status: number = response.status): Seen => ({
  status,
  headers: response.headers,
  body,
  response,
  now: Date.parse(response.headers.get('date')!) || Date.now(),
  refused: navigator.cookieEnabled === false,
});

/**
 * How long to wait, in milliseconds; NaN says nothing. `Retry-After` (RFC 9110 §10.2.3: seconds, or a date), or what
 * servers say in its place.
 */
export const retryAfter = (headers: Headers): number => {
  const limit = /\b(?:t|reset)=(\d+)/.exec(headers.get('ratelimit')!);
  const value = headers.get('retry-after') ?? headers.get('x-retry-after') ?? headers.get('ratelimit-reset') ?? limit?.[1];
  return /^\d+$/.test(value!) ? +value! * 1e3 : Date.parse(value!) - Date.now();
};

/** What a server wants before it goes on (RFC 9470 §3), by an answer that it gave. */
export const stepUp = ({ body, response }: any): { acrValues?: string; maxAge?: number; response: Response } => ({
  acrValues: body?.acr_values,
  maxAge: body?.max_age,
  response,
});
