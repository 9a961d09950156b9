/** Whether a request changes nothing: it may be sent once more. */
export const reads = ({ method }: Request): boolean => /^(GET|HEAD)$/.test(method);

/**
 * Sends a request of the application, and has it led where `fetch` would lead it; the headers of the session, in
 * `options`, go to no other origin. Within the page's own origin, where `mode` says so, the browser sees to that: a
 * redirect to another one is a failure, as it is without a network. What changes nothing is then sent once more, without
 * those headers, and goes wherever it is led. What else is redirected is not sent again.
 */
export async function led(
  send: typeof fetch,
  request: Request,
  sent: Request,
  options: RequestInit & { signal: AbortSignal },
  redirected: (cause?: unknown) => Error,
): Promise<Response> {
  const { redirect, credentials } = request;
  const follow = redirect === 'follow';
  const manual: RequestInit = { ...options, redirect: 'manual' };
  let response;
  try {
    response = await send(sent, follow && options.mode === 'cors' ? manual : { ...options, redirect });
  } catch (failure) {
    if (!follow || options.mode === 'cors' || !reads(request) || options.signal.aborted) throw failure;
    // Only a request that stops at the redirect tells it from a network that failed.
    response = await send(request, manual);
    if (response.type !== 'opaqueredirect') throw failure;
  }
  if (!follow || response.type !== 'opaqueredirect') return response;
  if (!reads(request)) throw redirected();
  const own = new URL(request.url).origin === location.origin;
  const plain: RequestInit = {
    ...options,
    headers: request.headers,
    mode: 'cors',
    credentials: own && credentials !== 'include' ? 'same-origin' : 'include',
    redirect,
  };
  try {
    return await send(request, plain);
  } catch (cause) {
    throw options.signal.aborted ? cause : redirected(cause);
  }
}
