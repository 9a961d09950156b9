import { HttpResponse } from 'msw';
import type { Seconds } from '../types.js';

/** As a server would set it. What is signed in stands in memory, so that the value opens nothing. */
const COOKIE = '__Host-hallpass';
const ATTRIBUTES = 'HttpOnly; SameSite=Strict; Secure; Path=/';

const STATUS = {
  session_expired: 401,
  session_ended: 401,
  invalid_credentials: 401,
  insufficient_user_authentication: 401,
  csrf: 403,
  session_mismatch: 409,
  invalid_request: 400,
  temporarily_unavailable: 503,
} as const;

const NO_STORE = { 'Cache-Control': 'no-store' };

/** An answer that succeeds; `cookie` comes along with a sign-in, and goes with a sign-out. */
export const granted = (body: object, cookie?: 'set' | 'deleted'): HttpResponse<any> => {
  const value = cookie === 'set' ? `${COOKIE}=in-memory; ${ATTRIBUTES}` : `${COOKIE}=; Max-Age=0; ${ATTRIBUTES}`;
  return HttpResponse.json(body, { headers: { ...NO_STORE, ...(cookie && { 'Set-Cookie': value }) } });
};

/** A refusal of the contract, with the headers that belong to it. */
export const refused = (
  error: keyof typeof STATUS,
  more?: { words?: string; maxAge?: Seconds; wait?: Seconds },
): HttpResponse<any> => {
  const { words, maxAge, wait } = more ?? {};
  const status = STATUS[error];
  const challenge = maxAge === undefined ? `Hallpass error="${error}"` : `Bearer error="${error}", max_age="${maxAge}"`;
  return HttpResponse.json(
    { error, ...(words && { error_description: words }), ...(maxAge !== undefined && { max_age: maxAge }) },
    {
      status,
      headers: {
        ...NO_STORE,
        ...(status === 401 && { 'WWW-Authenticate': challenge }),
        ...(wait !== undefined && { 'Retry-After': `${wait}` }),
      },
    },
  );
};
