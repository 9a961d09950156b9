import {
  HttpErrorResponse,
  HttpEventType,
  HttpHeaders,
  HttpResponse,
  type HttpEvent,
  type HttpRequest,
} from '@angular/common/http';

/** What servers put before JSON, so that it is no script. */
const PREFIX = /^\)\]\}',?\n/;

/** Reads a body to its end; tells of each part where that is wanted, as Angular's own back ends do. */
export async function received(
  response: Response,
  request: HttpRequest<unknown>,
  tell: (event: HttpEvent<unknown>) => void,
): Promise<Blob> {
  const parts: BlobPart[] = [];
  const total = Number(response.headers.get('content-length')) || undefined;
  const decoder = new TextDecoder();
  let loaded = 0;
  let partialText = request.responseType === 'text' ? '' : undefined;
  const reader = response.body?.getReader();
  for (let part = await reader?.read(); part && !part.done; part = await reader!.read()) {
    parts.push(part.value as BlobPart);
    loaded += part.value.length;
    if (!request.reportProgress) continue;
    if (partialText !== undefined) partialText += decoder.decode(part.value, { stream: true });
    tell({ type: HttpEventType.DownloadProgress, loaded, total, partialText });
  }
  return new Blob(parts, { type: response.headers.get('content-type') ?? '' });
}

/** What the application gets: a response, or an error for one that is no success, or not the JSON that was asked for. */
export async function answered(
  response: Response,
  body: Blob,
  request: HttpRequest<unknown>,
): Promise<HttpResponse<unknown> | HttpErrorResponse> {
  const { status, statusText, ok, headers } = response;
  const about = { status, statusText, headers: new HttpHeaders(headers), url: response.url || request.urlWithParams };
  const { responseType } = request;
  let value: unknown =
    responseType === 'blob' ? body : responseType === 'arraybuffer' ? await body.arrayBuffer() : await body.text();
  if (!response.body) value = null;
  else if (responseType === 'json') {
    const text = (value as string).replace(PREFIX, '');
    try {
      value = text === '' ? null : JSON.parse(text);
    } catch (error) {
      if (ok) return new HttpErrorResponse({ ...about, error: { error, text } });
      value = text;
    }
  }
  return ok ? new HttpResponse({ ...about, body: value }) : new HttpErrorResponse({ ...about, error: value });
}
