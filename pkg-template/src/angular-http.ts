import { HttpErrorResponse, HttpEventType, type HttpEvent, type HttpInterceptorFn, type HttpRequest } from '@angular/common/http';
import { NgZone, inject } from '@angular/core';
import { Observable, filter } from 'rxjs';
import { answered, received } from './angular-answer.js';
import { initOf } from './angular-request.js';
import { injectSession } from './angular-session.js';
import { isSessionError } from './errors.js';

/**
 * Sends what `HttpClient` asks of the session's origins through `session.fetch`: it waits for a refresh, replays once after
 * one, and aborts when the subscriber leaves. A request to another origin goes on as it would without this interceptor. What the
 * session refuses arrives as an `HttpErrorResponse` of status 0 whose `error` is the `SessionError`.
 *
 * Progress of uploads is not reported: `fetch` knows none.
 */
export const sessionInterceptor: HttpInterceptorFn = (request, next) => {
  const { session } = injectSession();
  const zone = inject(NgZone);
  // On a server there is no page whose session it could be; and JSONP is a script.
  if (typeof document === 'undefined' || request.method === 'JSONP') return next(request);
  return new Observable<HttpEvent<unknown>>((observer) => {
    const stopping = new AbortController();
    const { signal } = stopping;
    let left = false;
    const { timeout } = request as HttpRequest<unknown> & { timeout?: number };
    const late = (): void => stopping.abort(new DOMException('signal timed out', 'TimeoutError'));
    const timer = timeout ? zone.runOutsideAngular(() => setTimeout(late, timeout)) : undefined;
    const tell = (event: HttpEvent<unknown>): void => zone.run(() => observer.next(event));
    const fail = (error: unknown): void => {
      // Refused before a byte was sent: another origin, which is none of the session's business.
      if (isSessionError(error) && error.code === 'untrusted_origin') {
        const inner = zone.run(() =>
          next(request)
            .pipe(filter(({ type }) => type !== HttpEventType.Sent))
            .subscribe(observer),
        );
        signal.addEventListener('abort', () => inner.unsubscribe());
      } else if (!left)
        zone.run(() =>
          observer.error(
            error instanceof HttpErrorResponse ? error : new HttpErrorResponse({ error, url: request.urlWithParams }),
          ),
        );
    };
    const send = async (): Promise<void> => {
      const response = await session.fetch(request.urlWithParams, initOf(request, signal));
      const answer = await answered(response, await received(response, request, tell), request);
      if (answer instanceof HttpErrorResponse) throw answer;
      tell(answer);
      zone.run(() => observer.complete());
    };
    observer.next({ type: HttpEventType.Sent });
    zone.runOutsideAngular(() => send().catch(fail));
    return () => {
      left = true;
      clearTimeout(timer);
      stopping.abort();
    };
  });
};
