// The engine's glue, which the build puts beside the compiled files.
import type { EngineModule } from './load.js';

declare const init: EngineModule['default'];
declare const Engine: EngineModule['Engine'];
export { init as default, Engine };
