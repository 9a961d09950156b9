// What the build puts beside the compiled files, out of src/browser/page.
import type { Page, Sink } from '../load.js';
import type { SessionOptions } from '../types.js';

export declare function trace(page: Page, sink: Sink, debug: NonNullable<SessionOptions['debug']>): void;
