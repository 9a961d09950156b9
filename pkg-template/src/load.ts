import { SessionError, isSessionError } from './errors.js';
import type { Opened } from './page/surface.js';
import type { WasmSource } from './types.js';

/** One module for all sessions of a page; a failure is not remembered. */
let compiled: Promise<WebAssembly.Module> | undefined;

export function load(source: () => WasmSource | Promise<WasmSource>): Promise<WebAssembly.Module> {
  return (compiled ??= compile(source).catch((cause) => {
    compiled = undefined;
    throw cause;
  }));
}

/** Told by its method: a DOM in Node may lack the class, and bytes do without it. */
const isResponse = (wasm: object): wasm is Response => 'arrayBuffer' in wasm;

/** A module, wherever it comes from. */
export async function compile(source: () => WasmSource | Promise<WasmSource>): Promise<WebAssembly.Module> {
  const given = await source();
  let wasm = typeof given === 'string' || given instanceof URL ? await fetch(given) : given;
  if (isResponse(wasm)) {
    const { ok, status, url } = wasm;
    if (!ok) throw new SessionError('wasm_load_failed', { message: `GET ${url} answered ${status}.`, status });
    wasm = await wasm.arrayBuffer();
  }
  return wasm instanceof WebAssembly.Module ? wasm : WebAssembly.compile(wasm);
}

/** An instance of the module, and the page whose session it serves. */
export interface Engine {
  readonly exports: WebAssembly.Exports;
  page?: Opened | undefined;
}

/** The instances that serve no session. A browser reserves gigabytes of address space for each, so none is given up. */
const idle: Engine[] = [];

/** Takes an instance for a page: one that served another, or a new one. Its export `create` begins anew. */
export async function engage(module: WebAssembly.Module, page: Opened): Promise<Engine> {
  const engine = idle.pop() ?? (await instantiate(module));
  engine.page = page;
  return engine;
}

/** Takes an instance back, of which nothing is asked any more. */
export function release(engine: Engine): void {
  engine.page = undefined;
  idle.push(engine);
}

/** What an instance imports is the page's that it serves then. */
async function instantiate(module: WebAssembly.Module): Promise<Engine> {
  let engine: Engine;
  const imports = WebAssembly.Module.imports(module).map(({ name }) => [
    name,
    (...values: unknown[]) => (engine.page!.imports[name] as Function)(...values),
  ]);
  const { exports } = await WebAssembly.instantiate(module, { page: Object.fromEntries(imports) });
  return (engine = { exports });
}

/** Chromium and WebKit name the missing directive, Firefox says "blocked by CSP". */
export function blame(cause: unknown): SessionError {
  if (isSessionError(cause)) return cause;
  if (typeof WebAssembly === 'undefined') return new SessionError('wasm_unsupported', { cause });
  return new SessionError(/-eval|CSP/.test(String(cause)) ? 'wasm_blocked' : 'wasm_load_failed', { cause });
}
