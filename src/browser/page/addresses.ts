import type { Preset } from './generated/preset.js';
import { herePath, safeReturnTo } from './return-to.js';
import type { Asked, Sink, Wanted } from './surface.js';

/** Where requests go, and with which headers. */
export interface Addresses {
  /** Of a path the address on the server; what the server told, as it is, seen from there. */
  _address(step: Asked, told?: string): string;
  /** Whether a request may go there. */
  _trusts(url: URL): boolean;
  /** What the server gets with every request, of the session or of the application. */
  _headers(handle?: string, own?: HeadersInit, more?: Record<string, string>): Headers;
  /** Puts a header in, whose name comes from an option: where no request can have it, that is what is wrong. */
  _put(headers: Headers, option: string, name: string, value: string): void;
  /** Where to come back to, how strong and how recent a sign-in: what an address says in the words of its step. */
  _want(wanted?: Wanted): void;
  /** Where to come back to, unless that has been said. */
  _land(path: string): void;
}

export function addresses(preset: Preset, baseUrl: string | undefined, origins: string[], sink: Sink): Addresses {
  const base = (baseUrl ?? preset.baseUrl ?? '').replace(/\/$/, '');
  // A frame with a document of its own has the origin of its page, and no address that says so; a DOM in Node may lack it.
  const here = globalThis.origin ?? location.origin;
  const { header } = preset.handle ?? {};
  let wanted: Wanted & Record<string, any> = {};

  const put: Addresses['_put'] = (headers, option, name, value) => {
    try {
      headers.set(name, value);
    } catch (cause) {
      throw sink.error('config_invalid', { message: `preset.${option} is "${name}": no request can have such a header`, cause });
    }
  };

  return {
    _address(step, told) {
      const { path, query } = step;
      // The origin of the page decides, never `<base>`.
      const url = path != null ? new URL(base + path, here) : new URL(told!, new URL(base || '/', here));
      const more = new URLSearchParams(query);
      for (const what in wanted) if ((step as any)[what] && wanted[what] != null) more.set((step as any)[what], wanted[what]);
      if (`${more}`) url.search += (url.search && '&') + more;
      return url.href;
    },
    _trusts: ({ protocol, origin }) => /^http/.test(protocol) && [...origins, here].includes(origin),
    _headers(handle, own, more) {
      const headers = new Headers(own);
      for (const [name, value] of Object.entries({ ...preset.headers, ...more })) put(headers, 'headers', name, value);
      if (header && handle) put(headers, 'handle.header', header, handle);
      return headers;
    },
    _put: put,
    _want({ returnTo, everywhere: _, ...how } = {}) {
      wanted = { returnTo: returnTo && safeReturnTo(returnTo, herePath()), ...how };
    },
    _land(path) {
      wanted.returnTo ??= path;
    },
  };
}
