// What the module works with, which the build puts beside the compiled files.
import type { Glue } from './load.js';

export declare const Page: Glue['Page'];
