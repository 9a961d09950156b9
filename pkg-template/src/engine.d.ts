// The engine's glue, which the build puts beside the compiled files.
import type { Glue } from './load.js';

export declare const Page: Glue['Page'];
export declare const __wbg_set_wasm: Glue['__wbg_set_wasm'];
