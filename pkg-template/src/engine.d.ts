// The engine's glue, which the build puts beside the compiled files.
import type { EngineModule } from './load.js';

export declare const Engine: EngineModule['Engine'];
export declare const __wbg_set_wasm: EngineModule['__wbg_set_wasm'];
