import type { HttpRequest } from '@angular/common/http';

/** Of newer versions of Angular, handed on to `fetch` where it is set. */
const MORE = ['keepalive', 'cache', 'priority', 'mode', 'redirect', 'referrer', 'integrity'];

/** What `fetch` is told of a request of Angular's. */
export function initOf(request: HttpRequest<unknown>, signal: AbortSignal): RequestInit {
  const headers = new Headers();
  for (const name of request.headers.keys()) headers.set(name, request.headers.getAll(name)!.join(','));
  if (!headers.has('accept')) headers.set('accept', 'application/json, text/plain, */*');
  const type = request.detectContentTypeHeader();
  if (type !== null && !headers.has('content-type')) headers.set('content-type', type);
  const more = MORE.map((name) => [name, (request as any)[name]]).filter(([, value]) => value);
  const body = request.serializeBody() as BodyInit | null;
  return { ...Object.fromEntries(more), method: request.method, body, headers, signal };
}
