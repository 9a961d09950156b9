import { SessionError } from './errors.js';
import { HALLPASS } from './hallpass.js';
import type { Settings } from './page/surface.js';
import type { SessionOptions } from './types.js';

/** Throws `config_invalid` unless `right`: which option, what it is, what it should be. */
function want(right: unknown, option: string, value: unknown, wanted: string): void {
  if (!right) throw new SessionError('config_invalid', { message: `${option} is ${String(value)}, not ${wanted}` });
}

/** A span that the engine, which counts milliseconds, can tell from none. */
function seconds(option: string, value: unknown, least = 0, below = Infinity): void {
  want(typeof value === 'number' && value >= least && value < below, option, value, `${least}..${below} seconds`);
}

/** An http(s) URL; a relative one too, where there is a base. */
function web(option: string, value: string | URL, base?: string): URL {
  let url: URL | undefined;
  try {
    url = new URL(value, base);
  } catch {}
  const text = typeof value === 'string' || value?.href;
  want(text && /^http/.test(url?.protocol ?? ''), option, value, 'an http(s) URL');
  return url!;
}

/** Throws `config_invalid` for what can be told at once. */
export function judge(options: SessionOptions<any>): Settings {
  const { preset = HALLPASS, baseUrl, origins = [], claims, name = 'session', refresh = {}, idle = false } = options;
  const { margin = 0, when = 'visible' } = refresh;
  const from = typeof preset === 'string' ? ': import one of hallpass/presets/*' : '';
  want(preset?.session?.path?.at, 'preset', preset, `a preset${from}`);
  if (baseUrl !== undefined) web('baseUrl', baseUrl, 'http://a');
  want(Array.isArray(origins), 'origins', origins, 'a list');
  want(!claims || claims['~standard'], 'claims', claims, 'a Standard Schema');
  want(name && typeof name === 'string', 'name', name, 'a name');
  want(Object(refresh) === refresh, 'refresh', refresh, 'an object');
  seconds('refresh.margin', margin);
  want(/^(visible|always|on-demand)$/.test(when), 'refresh.when', when, 'visible, always or on-demand');
  if (idle !== false) {
    const { timeout, warn = 0 } = Object(idle);
    seconds('idle.timeout', timeout, 1e-3);
    seconds('idle.warn', warn, 0, timeout);
  }
  return {
    ...options,
    preset,
    name,
    baseUrl: baseUrl && String(baseUrl),
    origins: origins.map((origin) => web('origins', origin).origin),
  };
}
